"""Contacts as files bring them: a known number is the same contact, its empty fields filled, its filled ones kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from pydantic import Field

from services.campaigns.domain.contact import Known
from shared.contracts.contacts import ImportedContact
from shared.contracts.event import Message, PhoneNumber

TEXTS = ("name", "email", "company", "notes", "timezone")


class Row(Message):
    """A staged row; what a file's reader says besides is not needed here."""

    phone_number: PhoneNumber
    zones: tuple[str, ...] = ()
    country: str | None = None
    name: str | None = None
    email: str | None = None
    company: str | None = None
    notes: str | None = None
    timezone: str | None = None
    tags: tuple[str, ...] = ()
    variables: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact that is there already."""

    contact_id: UUID
    name: str | None
    email: str | None
    company: str | None
    notes: str | None
    timezone: str | None
    tags: tuple[str, ...]
    variables: Mapping[str, str]


def imported(
    rows: Sequence[Row], known: Mapping[str, Contact], new_id: Callable[[], UUID]
) -> tuple[list[UUID], list[ImportedContact]]:
    """Return whose each row is, in order and each contact once, and what is to be recorded of new and filled ones.

    `known` has the user's contacts by number. A number that comes again in the rows is the same contact, and what its
    first row says holds.
    """
    order: dict[str, UUID] = {}
    recorded: list[ImportedContact] = []
    for row in rows:
        if row.phone_number in order:
            continue
        contact = known.get(row.phone_number)
        if contact is None:
            order[row.phone_number] = new_id()
            recorded.append(_new(row, order[row.phone_number]))
            continue
        order[row.phone_number] = contact.contact_id
        filled = _filling(row, contact)
        if filled:
            place = {"zones": row.zones, "country": row.country}
            recorded.append(
                ImportedContact(contact_id=contact.contact_id, phone_number=row.phone_number, **place, **filled)
            )
    return list(order.values()), recorded


def _new(row: Row, contact_id: UUID) -> ImportedContact:
    fields = dict(row) | {"variables": _filled_variables(row)}
    return ImportedContact(contact_id=contact_id, **(fields | {text: fields[text] or None for text in TEXTS}))


def _filling(row: Row, contact: Contact) -> dict[str, Any]:
    """What of the row fills an empty field of the contact."""
    filled: dict[str, Any] = {
        text: value for text in TEXTS if (value := getattr(row, text)) and not getattr(contact, text)
    }
    if row.tags and not contact.tags:
        filled["tags"] = row.tags
    variables = {name: value for name, value in _filled_variables(row).items() if not contact.variables.get(name)}
    if variables:
        filled["variables"] = variables
    return filled


def _filled_variables(row: Row) -> dict[str, str]:
    return {name: value for name, value in row.variables.items() if value}


def filled(contact: Known, by: ImportedContact) -> Known:
    """The contact once what was recorded of a row has filled what was empty of it; as the table is written."""
    held = contact.details
    texts = {text: getattr(held, text) or getattr(by, text) for text in TEXTS}
    details = replace(
        held,
        zones=held.zones or by.zones,
        country=held.country or by.country,
        tags=held.tags or by.tags,
        variables={**by.variables, **held.variables},
        **texts,
    )
    return replace(contact, details=details)
