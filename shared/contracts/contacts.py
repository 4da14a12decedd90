"""What the campaigns service records of contacts, for itself alone."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.event import Event, Message, Personal, PhoneNumber


class DescribedContact(Event):
    """What every event about a contact by itself says: the whole contact, as it holds from now on."""

    contact_id: UUID
    user_id: UUID
    phone_number: PhoneNumber
    zones: tuple[str, ...] = Field(default=(), description="IANA zones the number may lie in; empty = unknown")
    country: str | None = Field(default=None, description="ISO 3166, of the number")
    name: Annotated[str | None, Personal] = None
    email: Annotated[str | None, Personal] = None
    company: Annotated[str | None, Personal] = None
    notes: Annotated[str | None, Personal] = None
    timezone: str | None = Field(default=None, description="the contact's own zone, which goes before the number's")
    tags: tuple[str, ...] = ()
    variables: Annotated[dict[str, str], Personal] = Field(default_factory=dict)


class ContactAdded(DescribedContact):
    """Recorded when a contact is made by hand; those of files stand in ContactsImported."""

    PRIVATE: ClassVar[bool] = True


class ContactDescribed(DescribedContact):
    """Recorded when anything of a contact changes by hand; ContactUpdated tells others what concerns them of it."""

    PRIVATE: ClassVar[bool] = True


class ImportedContact(Message):
    """A contact that is new, or that was known and had empty fields: then only what fills them is said."""

    contact_id: UUID
    phone_number: PhoneNumber
    zones: tuple[str, ...] = ()
    country: str | None = None
    name: Annotated[str | None, Personal] = None
    email: Annotated[str | None, Personal] = None
    company: Annotated[str | None, Personal] = None
    notes: Annotated[str | None, Personal] = None
    timezone: str | None = None
    tags: tuple[str, ...] = ()
    variables: Annotated[dict[str, str], Personal] = Field(default_factory=dict)


class ContactsImported(Event):
    """Recorded with each chunk of an accepted import: contacts that are new, or whose empty fields were filled."""

    VERSION: ClassVar[int] = 2
    PRIVATE: ClassVar[bool] = True

    user_id: UUID
    import_id: UUID | None = None
    contacts: tuple[ImportedContact, ...]
    chunk: int | None = Field(default=None, ge=1, description="the import's chunk, from 1; each is taken once")
    queued: int = Field(default=0, ge=0, description="how many of the chunk's rows were queued as calls")
    already_in_campaign: int = Field(default=0, ge=0, description="how many were in the campaign before")
