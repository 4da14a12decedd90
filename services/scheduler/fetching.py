"""Fetching chunks: pages of queued calls, asked of the campaigns service in the background, users in turns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.scheduler.domain.calls import IN_ITS_PLACE, Call, adopted
from services.scheduler.domain.following import follow
from services.scheduler.domain.retrying import CONTACT_REMOVED, Circumstances
from services.scheduler.known_calls import KnownCalls
from services.scheduler.projected_calls import calls_with_facts, load_calls
from services.scheduler.rows import READS, settings_of
from shared.contracts import ids
from shared.contracts.campaigns import QueuedCall
from shared.contracts.questions import Chunk
from shared.contracts.scheduler import CallSkipped, ChunkFetched
from shared.contracts.vocabulary import Outcome
from shared.runtime.worker import Connection, Step

EACH = 2
"""So many pages of a user are taken in a round: the second is asked for while the first is recorded."""


@dataclass(frozen=True, slots=True)
class WantedPage:
    """The page that a user is to be fetched next: rows of a chunk behind the first `after` ones."""

    user_id: UUID
    campaign_id: UUID
    chunk: int
    after: int


async def pages_wanted(step: Step) -> list[WantedPage]:
    """Return each user's next page, then each one's next but one, should the first be a whole chunk.

    Users whose chunks are all in the queue have none.
    """
    rows = await (await step.connection.execute(READS["chunks_to_fetch"], {"each": EACH})).fetchall()
    return [WantedPage(row["user_id"], row["campaign_id"], row["chunk"], row["fetched"]) for row in rows]


async def record_page(step: Step, wanted: WantedPage, page: Chunk, news: int, now: datetime) -> bool:
    """Record a page that was fetched; return whether it was.

    It is not where it is no longer wanted (its campaign was closed), where it brings nothing, or where it was read
    before campaigns position `news`, at which a contact of its user changed: then its values may be old.
    """
    chunk = {"campaign_id": wanted.campaign_id, "chunk": wanted.chunk}
    row = await (await step.connection.execute(READS["chunk"], chunk)).fetchone()
    if row is None or row["complete"] or row["fetched"] != wanted.after or page.as_of < news:
        return False
    if not page.calls and not page.complete:
        return False
    fetched = ChunkFetched(
        at=now,
        user_id=wanted.user_id,
        after=wanted.after,
        calls=page.calls,
        complete=page.complete,
        as_of=page.as_of,
        **chunk,
    )
    step.append(ids.campaign_stream(wanted.campaign_id), fetched, user_id=wanted.user_id)
    await _follow_rows(step, wanted, page.calls, now)
    return True


async def _follow_rows(step: Step, wanted: WantedPage, rows: Sequence[QueuedCall], now: datetime) -> None:
    """Record what follows for calls at once: skipped with a removed contact, or settled by facts that came before."""
    heard_of = await calls_with_facts(step.connection, (row.call_id for row in rows))
    told = await load_calls(step.connection, heard_of, KnownCalls())
    gone = await _removed(step.connection, rows)
    retry = await _campaign_circumstances(step.connection, wanted.campaign_id) if told else Circumstances()
    for row in rows:
        if not (row.removed or row.contact_id in gone or row.call_id in told):
            continue
        whose = {"call_id": row.call_id, "campaign_id": wanted.campaign_id, "user_id": wanted.user_id}
        stranger = told.get(row.call_id, Call(row.call_id, wanted.campaign_id, wanted.user_id))
        call = adopted(replace(stranger, known=True, contact_id=row.contact_id))
        removed = row.removed or row.contact_id in gone
        if call.status in IN_ITS_PLACE and removed:
            skipped = CallSkipped(at=now, contact_id=row.contact_id, code=CONTACT_REMOVED, **whose)
            step.append(ids.call_stream(row.call_id), skipped, user_id=wanted.user_id)
        for event in follow(call, replace(retry, removed=removed), now):
            step.append(ids.call_stream(row.call_id), event, user_id=wanted.user_id)


async def _removed(connection: Connection, rows: Sequence[QueuedCall]) -> set[UUID]:
    contacts = {"contacts": ",".join(str(row.contact_id) for row in rows)}
    found = await (await connection.execute(READS["removed_contacts"], contacts)).fetchall()
    return {row["contact_id"] for row in found}


async def _campaign_circumstances(connection: Connection, campaign_id: UUID) -> Circumstances:
    found = await connection.execute(READS["campaigns"], {"campaigns": [campaign_id]})
    row = await found.fetchone()
    assert row is not None, "a chunk is known only after its campaign"
    settings = settings_of(row["settings"])
    return Circumstances(retry=settings.retry, hours=settings, closed=Outcome(row["closed"]) if row["closed"] else None)
