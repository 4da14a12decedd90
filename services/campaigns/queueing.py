"""Accepted imports → contacts and calls: a staged chunk a transaction, each exactly once, users in turns."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from services.campaigns.commands_contacts import restored
from services.campaigns.commands_sql import QUERIES, row, rows
from services.campaigns.domain import import_
from services.campaigns.domain.campaign import Active, Campaign, Draft, Known, Paused, Scheduled, Unknown
from services.campaigns.domain.campaign_progress import complete
from services.campaigns.domain.contact import told
from services.campaigns.domain.contacts import Contact, Row, filled, imported
from services.campaigns.projections_campaigns import locked_campaign
from services.campaigns.queueing_chunks import append_life, in_campaign, queue_contacts, with_pending
from shared.contracts.campaigns import ContactUpdated
from shared.contracts.contacts import ContactsImported, ImportedContact
from shared.contracts.ids import contact_stream, import_stream
from shared.messaging import tracing
from shared.runtime.worker import Step

_CHUNK = TypeAdapter(list[UUID | Row])


class ChunkLost(RuntimeError):
    """A chunk of an accepted import is not there: nothing is queued in its place, so that nobody is taken as called."""


async def queue_next_chunk(step: Step, import_id: UUID, now: datetime, new_id: Callable[[], UUID]) -> None:
    """Queue an import's next chunk, and finish the import with its last; finished already, nothing happens.

    The chunk, its contacts, its calls and the progress are one transaction: after a crash the next chunk is the one
    that was not committed.
    """
    found = await row(step.connection, "import_for_update", import_id=import_id)
    if found is None or found["finished_at"] is not None:
        return
    with tracing.within(tracing.Trace(found["correlation_id"], found["accepted_by"], found["traceparent"])):
        await _queue_chunk_of(step, found, now, new_id)


async def _queue_chunk_of(step: Step, found: Mapping[str, Any], now: datetime, new_id: Callable[[], UUID]) -> None:
    import_id = found["import_id"]
    state = import_.Queueing(import_id, found["user_id"], found["campaign_id"], found["chunks"], found["chunks_done"])
    campaign: Campaign = Unknown()
    if state.campaign_id is not None:
        campaign = await locked_campaign(step.connection, state.campaign_id)
    if import_.is_last(state) and isinstance(campaign, Known):
        campaign = with_pending(campaign, -1)
    campaign, after = await _queue(step, state, campaign, now, new_id)
    finished = import_.finish(after, now)
    for event in finished:
        step.append(import_stream(import_id), event, user_id=state.user_id)
    if finished:
        append_life(step, campaign, complete(campaign, now))


async def _queue(
    step: Step, state: import_.Queueing, campaign: Campaign, now: datetime, new_id: Callable[[], UUID]
) -> tuple[Campaign, import_.Import]:
    chunk = {"import_id": state.import_id, "chunk": state.done + 1}
    staged = await row(step.connection, "staged_rows", **chunk)
    if staged is None and state.chunks:
        raise ChunkLost(f"import {state.import_id}: chunk {state.done + 1} of {state.chunks} is not staged")
    contacts, known, recorded = await _contacts(step, state.user_id, staged["rows"] if staged else "[]", new_id)
    calling = campaign if isinstance(campaign, Draft | Scheduled | Active | Paused) else None
    numbers = {one.contact_id: one.phone_number for one in recorded}
    there = await in_campaign(step, calling, contacts, numbers) if calling else ()
    fresh = [contact for contact in contacts if contact not in there] if calling else []
    event = ContactsImported(
        at=now,
        user_id=state.user_id,
        import_id=state.import_id,
        contacts=tuple(recorded),
        chunk=state.done + 1,
        queued=len(fresh),
        already_in_campaign=len(contacts) - len(fresh) if calling else 0,
    )
    step.append(import_stream(state.import_id), event, user_id=state.user_id)
    await _tell_of_filled(step, known, recorded, now)
    if calling:
        campaign = queue_contacts(step, calling, fresh, now, new_id, more=not import_.is_last(state))
    await step.connection.execute(QUERIES["drop_chunk"], chunk)
    return campaign, import_.evolve(state, event)


async def _tell_of_filled(
    step: Step, known: Sequence[UUID], recorded: Sequence[ImportedContact], now: datetime
) -> None:
    """Tell what a file filled of known contacts that wait to be called, be it by another campaign."""
    by = {one.contact_id: one for one in recorded}
    filled_ids = list(by.keys() & set(known))
    waiting = await rows(step.connection, "contacts_in_the_queue", contact_ids=filled_ids) if filled_ids else []
    for found in waiting:
        before = restored(found)
        after = filled(before, by[before.contact_id])
        if told(after) != told(before):
            event = ContactUpdated(at=now, contact_id=after.contact_id, user_id=after.user_id, **told(after))
            step.append(contact_stream(after.contact_id), event, user_id=after.user_id)


async def _contacts(
    step: Step, user_id: UUID, staged: str, new_id: Callable[[], UUID]
) -> tuple[list[UUID], list[UUID], list[ImportedContact]]:
    """The contacts of a chunk in order, which of them were known before, and what is to be recorded of them.

    A chunk holds rows of a file, or ids of contacts of a campaign that is made once more.
    """
    chunk = _CHUNK.validate_json(staged)
    wanted = [one for one in chunk if isinstance(one, UUID)]
    found = await rows(step.connection, "contacts_relied_on", user_id=user_id, contact_ids=wanted) if wanted else []
    kept = {one["contact_id"] for one in found}
    file = [one for one in chunk if isinstance(one, Row)]
    known = await known_contacts(step, user_id, [one.phone_number for one in file])
    contacts, recorded = imported(file, known, new_id)
    there = [one for one in wanted if one in kept]
    return [*there, *contacts], [*there, *(one.contact_id for one in known.values())], recorded


async def known_contacts(step: Step, user_id: UUID, numbers: Sequence[str]) -> dict[str, Contact]:
    """Return, by number, the contacts that a user has of these; they stay as they are until the step is committed."""
    found = await rows(step.connection, "contacts_by_number", user_id=user_id, numbers=",".join(numbers))
    return {one.pop("phone_number"): Contact(**{**one, "tags": tuple(one["tags"])}) for one in found}
