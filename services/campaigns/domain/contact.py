"""A contact in its user's address book: its states, how events lead from one to the next, what others are told."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, assert_never
from uuid import UUID

from services.campaigns.domain.priority import priority
from shared.contracts.campaigns import ContactRemoved, ContactUpdated
from shared.contracts.contacts import ContactAdded, ContactDescribed

ContactEvent = ContactAdded | ContactDescribed | ContactUpdated | ContactRemoved
TOLD = ("name", "email", "company", "notes")
"""The contact's own fields that the provider is told, beside its variables."""


@dataclass(frozen=True, slots=True)
class Details:
    """What a contact is: its number with the zones and the country it lies in, and what was said of it."""

    phone_number: str
    zones: tuple[str, ...] = ()
    country: str | None = None
    name: str | None = None
    email: str | None = None
    company: str | None = None
    notes: str | None = None
    timezone: str | None = None
    tags: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unknown:
    """No contact of this user's."""


@dataclass(frozen=True, slots=True)
class Known:
    """A contact; of its earlier calls so many were `answered`, so many did not connect."""

    contact_id: UUID
    user_id: UUID
    details: Details
    answered: int = 0
    unconnected: int = 0


@dataclass(frozen=True, slots=True)
class Removed:
    """A contact that is no more."""


Contact = Unknown | Known | Removed


def user_data(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return what the provider is told of a contact: its variables, before them its own fields, no empties."""
    named = {**fields["variables"], **{name: fields[name] for name in TOLD}}
    return {name: value for name, value in named.items() if value}


def evolve(contact: Contact, event: ContactEvent) -> Contact:
    """The contact once this has happened; nothing brings a removed one back."""
    match event, contact:
        case _, Removed():
            return contact
        case ContactAdded(), _:
            return Known(event.contact_id, event.user_id, _details(event))
        case ContactDescribed(), Known():
            return replace(contact, details=_details(event))
        case ((ContactDescribed() | ContactUpdated()), _):
            return contact
        case ContactRemoved(), _:
            return Removed()
        case _ as never:
            assert_never(never)


def _details(event: ContactAdded | ContactDescribed) -> Details:
    return Details(**event.model_dump(exclude={"at", "contact_id", "user_id"}))


def fields_of(details: Details) -> dict[str, Any]:
    """Return the fields of a contact's details by name."""
    return {name: getattr(details, name) for name in Details.__slots__}


def told(contact: Known) -> dict[str, Any]:
    """What others are told of a contact: all that decides whether, when and with what words it is called."""
    details = contact.details
    return {
        "phone_number": details.phone_number,
        "zones": (details.timezone,) if details.timezone else details.zones,
        "country": details.country,
        "priority": priority(
            name=details.name,
            email=details.email,
            company=details.company,
            answered=contact.answered,
            unconnected=contact.unconnected,
        ),
        "user_data": user_data(fields_of(details)),
    }
