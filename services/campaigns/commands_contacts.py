"""Commands on single contacts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.campaigns.commands_context import Context, Row, carry_out, carry_out_and_tell, row
from services.campaigns.domain import contact_life
from services.campaigns.domain.contact import Contact, ContactEvent, Details, Known, Removed, Unknown, fields_of
from services.campaigns.domain.refusals import ChangedMeanwhile
from shared.contracts.ids import contact_stream
from shared.runtime.worker import Step

Revisions = Collection[int] | None
"""The revisions of which one must be the present one; None: whichever it is."""


@dataclass(frozen=True)
class _Found:
    contact: Contact
    revision: int | None = None


async def add_contact(context: Context, user_id: UUID, details: Details) -> UUID:
    """Add a contact; return its id. Raises ContactExists where the number is another contact's, which it names."""
    command = contact_life.AddContact(contact_id=context.new_id(), user_id=user_id, details=details)

    async def work(step: Step) -> None:
        holder = await _holder(step, user_id, details.phone_number)
        _append(step, user_id, command.contact_id, contact_life.add(command, Unknown(), context.now(), holder=holder))

    await carry_out(context, work)
    return command.contact_id


async def change_contact(
    context: Context, user_id: UUID, contact_id: UUID, changes: Mapping[str, Any], *, revisions: Revisions = None
) -> None:
    """Change fields of a contact (of `domain.contact.Details`); what is not named stays.

    Raises NoSuchContact, ChangedMeanwhile where its revision is none of those expected, ContactExists.
    """
    command = contact_life.ChangeContact(contact_id=contact_id, changes=dict(changes))

    async def work(step: Step) -> None:
        found = await _locked(step, user_id, contact_id)
        _expect(contact_id, found, revisions)
        number = command.changes.get("phone_number")
        holder = None if number is None else await _holder(step, user_id, number)
        _append(step, user_id, contact_id, contact_life.change(command, found.contact, context.now(), holder=holder))

    await carry_out(context, work)


async def remove_contact(context: Context, user_id: UUID, contact_id: UUID, *, revisions: Revisions = None) -> int:
    """Remove a contact; return a log position that contains it. Removed already, nothing changes.

    It is true that no call to it starts any more once scheduler and dialer have applied that position. Raises
    NoSuchContact, ChangedMeanwhile.
    """

    async def work(step: Step) -> None:
        found = await _locked(step, user_id, contact_id)
        _expect(contact_id, found, revisions)
        _append(step, user_id, contact_id, contact_life.remove(contact_id, found.contact, context.now()))

    return await carry_out_and_tell(context, work)


async def _locked(step: Step, user_id: UUID, contact_id: UUID) -> _Found:
    found = await row(step.connection, "contact_for_update", contact_id=contact_id, user_id=user_id)
    if found is None:
        return _Found(Unknown())
    if found["removed_at"] is not None:
        return _Found(Removed())
    return _Found(restored(found), found["revision"])


def restored(found: Row) -> Known:
    """Return a row of `contacts` as a state of the domain."""
    fields = {name: found[name] for name in fields_of(Details(""))}
    details = Details(**fields | {"zones": tuple(found["zones"]), "tags": tuple(found["tags"])})
    return Known(found["contact_id"], found["user_id"], details, found["answered"], found["unconnected"])


def _expect(contact_id: UUID, found: _Found, revisions: Revisions) -> None:
    if revisions is not None and found.revision is not None and found.revision not in revisions:
        raise ChangedMeanwhile(what=f"Contact {contact_id}")


async def _holder(step: Step, user_id: UUID, phone_number: str) -> UUID | None:
    found = await row(step.connection, "holder_of_number", user_id=user_id, phone_number=phone_number)
    return found["contact_id"] if found else None


def _append(step: Step, user_id: UUID, contact_id: UUID, events: list[ContactEvent]) -> None:
    for event in events:
        step.append(contact_stream(contact_id), event, user_id=user_id)
