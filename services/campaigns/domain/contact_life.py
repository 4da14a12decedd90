"""What may happen to a contact: one function per command. Said twice is the same as once."""

from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never
from uuid import UUID

from services.campaigns.domain.command import Command
from services.campaigns.domain.contact import (
    Contact,
    ContactEvent,
    Details,
    Known,
    Removed,
    Unknown,
    fields_of,
    told,
)
from services.campaigns.domain.refusals import ContactExists, NoSuchContact
from shared.contracts.campaigns import ContactRemoved, ContactUpdated
from shared.contracts.contacts import ContactAdded, ContactDescribed


class AddContact(Command):
    """A user writes a contact into their address book."""

    contact_id: UUID
    user_id: UUID
    details: Details


class ChangeContact(Command):
    """A user changes a contact: `changes` are fields of `Details` with what holds of them from now on."""

    contact_id: UUID
    changes: dict[str, Any]


def add(command: AddContact, contact: Contact, now: datetime, *, holder: UUID | None) -> list[ContactEvent]:
    """Add a contact, once. Raises ContactExists, naming the `holder` of the number where there is one."""
    match contact:
        case Known() | Removed():
            return []
        case Unknown():
            if holder is not None:
                raise ContactExists(contact_id=holder)
            whose = {"contact_id": command.contact_id, "user_id": command.user_id}
            return [ContactAdded(at=now, **whose, **fields_of(command.details))]
        case _:
            assert_never(contact)


def change(command: ChangeContact, contact: Contact, now: datetime, *, holder: UUID | None) -> list[ContactEvent]:
    """Record what holds from now on, nothing where nothing changes; others are told only what concerns them.

    Raises NoSuchContact; ContactExists where the number is another contact's, the `holder`'s.
    """
    match contact:
        case Unknown() | Removed():
            raise NoSuchContact(contact_id=command.contact_id)
        case Known():
            after = replace(contact, details=replace(contact.details, **command.changes))
            if after == contact:
                return []
            if holder not in (None, contact.contact_id):
                raise ContactExists(contact_id=holder)
            whose = {"at": now, "contact_id": contact.contact_id, "user_id": contact.user_id}
            described = ContactDescribed(**whose, **fields_of(after.details))
            updated = ContactUpdated(**whose, **told(after))
            return [described] if told(after) == told(contact) else [described, updated]
        case _:
            assert_never(contact)


def remove(contact_id: UUID, contact: Contact, now: datetime) -> list[ContactEvent]:
    """Remove a contact; removed already, nothing changes. Raises NoSuchContact."""
    match contact:
        case Unknown():
            raise NoSuchContact(contact_id=contact_id)
        case Removed():
            return []
        case Known():
            return [ContactRemoved(at=now, contact_id=contact_id, user_id=contact.user_id)]
        case _:
            assert_never(contact)
