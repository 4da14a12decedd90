"""What the campaigns service tells: users, agents, contacts, do-not-call and the life of campaigns."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts import access
from shared.contracts.contacts import ContactAdded, ContactDescribed, ContactsImported
from shared.contracts.event import Event, Message, Personal, PhoneNumber
from shared.contracts.vocabulary import BlockScope, Outcome, Role, Weekday

ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]
"""A local time of day, `HH:MM`; `24:00` is the end of the day."""

ALL_DAYS = tuple(Weekday)


class FrequencyCap(Message):
    """At most `calls` to one number in any `hours`, over all of a user's campaigns."""

    calls: int = Field(ge=1)
    hours: int = Field(ge=1)


class RetryRule(Message):
    """How often and when a call that did not reach anyone is tried again. `max_attempts` counts calls placed."""

    max_attempts: int = Field(default=1, ge=1, le=6)
    outcomes: tuple[Outcome, ...] = ()
    delays_minutes: tuple[Annotated[int, Field(ge=1, le=43_200)], ...] = (60,)


class CampaignSettings(Message):
    """When and how a campaign calls, as applied: nothing here is left to a default of somebody else.

    The window is `[first_call_time, last_call_time)` in `timezone` (IANA), or in the contact's own zone with
    `use_contact_timezone`; last before first crosses midnight. Dates and days name the day on which a window opens.
    """

    first_call_time: ClockTime
    last_call_time: ClockTime
    timezone: str
    use_contact_timezone: bool = False
    start_date: date
    end_date: date | None = None
    days: tuple[Weekday, ...] = ALL_DAYS
    holidays: tuple[date, ...] = ()
    max_concurrent_calls: int | None = Field(default=None, ge=1)
    max_calls_per_minute: int | None = Field(default=None, ge=1)
    from_phone_numbers: tuple[PhoneNumber, ...] = ()
    frequency_cap: FrequencyCap | None = None
    retry: RetryRule = RetryRule()
    keep_open: bool = False


class UserRegistered(Event):
    """Recorded when an admin registers a user, and for the first admin at first start."""

    user_id: UUID
    name: Annotated[str, Personal]
    email: Annotated[str, Personal]
    role: Role = Role.MEMBER
    concurrent_calls_limit: int = Field(ge=0)
    timezone: str
    default_country: str
    allowed_countries: tuple[str, ...] | None = None


class UserUpdated(Event):
    """Recorded when a user's profile changes; a field that is absent stays as it was."""

    VERSION: ClassVar[int] = 2

    user_id: UUID
    name: Annotated[str | None, Personal] = None
    email: Annotated[str | None, Personal] = None
    role: Role | None = None
    timezone: str | None = None
    default_country: str | None = None
    allowed_countries: tuple[str, ...] | None = None
    every_country: bool = Field(default=False, description="from now on every country may be called")


class UserLimitChanged(Event):
    """Recorded when an admin sets how many calls a user may have live at once, or their weight; lowering drains."""

    VERSION: ClassVar[int] = 2

    user_id: UUID
    concurrent_calls_limit: int = Field(ge=0)
    weight: int | None = Field(
        default=None, ge=1, le=100, description="turns for each that a user with 1 has; absent: as before, 1 at first"
    )


class UserSuspended(Event):
    """Recorded when an admin suspends a user: no new call of theirs starts."""

    user_id: UUID


class UserRestored(Event):
    """Recorded when an admin lifts a suspension."""

    user_id: UUID


class SystemLimitChanged(Event):
    """Recorded when an admin sets how many calls may be live in all, and at first start; 0 stops all new ones."""

    system_concurrent_calls_limit: int = Field(ge=0)


class AgentRegistered(Event):
    """Recorded when a user connects an agent of Bolna's to their account."""

    agent_id: UUID
    user_id: UUID
    name: str
    bolna_agent_id: str
    from_phone_numbers: tuple[PhoneNumber, ...] = ()


class AgentUpdated(Event):
    """Recorded when an agent's name, Bolna agent or numbers change; carries what holds from now on."""

    agent_id: UUID
    user_id: UUID
    name: str
    bolna_agent_id: str
    from_phone_numbers: tuple[PhoneNumber, ...] = ()


class AgentRemoved(Event):
    """Recorded when an agent without an unfinished campaign is removed."""

    agent_id: UUID
    user_id: UUID


class CampaignCreated(Event):
    """Recorded when a campaign is made, before anything is queued. A `hidden` one carries test calls."""

    campaign_id: UUID
    user_id: UUID
    name: str
    agent_id: UUID
    next_action: str
    settings: CampaignSettings
    hidden: bool = False


class CampaignUpdated(Event):
    """Recorded when a campaign's settings change; carries what holds from now on for what is not yet placed."""

    campaign_id: UUID
    user_id: UUID
    name: str
    agent_id: UUID
    next_action: str
    settings: CampaignSettings


class CampaignScheduled(Event):
    """Recorded at launch: from now on its calls may be dialled whenever its window is open."""

    campaign_id: UUID
    user_id: UUID


class CampaignStarted(Event):
    """Recorded when the scheduler told that the campaign's first lane has opened."""

    campaign_id: UUID
    user_id: UUID


class CampaignPaused(Event):
    """Recorded when its owner pauses it, or when its agent is gone from Bolna (`reason`)."""

    campaign_id: UUID
    user_id: UUID
    reason: str | None = None


class CampaignResumed(Event):
    """Recorded when its owner resumes it."""

    campaign_id: UUID
    user_id: UUID


class CampaignCancelled(Event):
    """Recorded when its owner cancels it: calls that are not live are settled as cancelled."""

    campaign_id: UUID
    user_id: UUID


class CampaignCompleted(Event):
    """Recorded when all that was ever queued is settled and nothing more can come."""

    campaign_id: UUID
    user_id: UUID
    settled: int = Field(ge=0)


class CampaignDeleted(Event):
    """Recorded when its owner hides a draft, completed or cancelled campaign."""

    campaign_id: UUID
    user_id: UUID


class ContactsQueued(Event):
    """Recorded for each numbered chunk of a campaign's contacts; its rows are asked for (`ask.campaigns.chunk`).

    Chunks count from 1 in each campaign; a chunk's membership is fixed. `last` closes the upload: a later chunk,
    of a campaign that is added to, opens it again.
    """

    campaign_id: UUID
    user_id: UUID
    chunk: int = Field(ge=1)
    count: int = Field(ge=0)
    last: bool


class ContactUpdated(Event):
    """Recorded when a contact's number, zone or details change: reaches every call not yet dialled."""

    VERSION: ClassVar[int] = 2

    contact_id: UUID
    user_id: UUID
    phone_number: PhoneNumber
    zones: tuple[str, ...] = ()
    priority: int = 0
    country: str | None = Field(default=None, description="ISO 3166, of the number; absent = not known")
    user_data: Annotated[dict[str, str] | None, Personal] = Field(
        default=None, description="what the provider is told from now on; absent = as before"
    )


class ContactRemoved(Event):
    """Recorded when a contact is removed: a tombstone; calls of theirs not yet dialled are skipped."""

    contact_id: UUID
    user_id: UUID


class NumberBlocked(Event):
    """Recorded when a number is put on a do-not-call list. `user_id` is absent where the scope is the system."""

    phone_number: PhoneNumber
    scope: BlockScope
    user_id: UUID | None = None
    reason: str | None = None


class NumberUnblocked(Event):
    """Recorded when a number is taken off a do-not-call list."""

    phone_number: PhoneNumber
    scope: BlockScope
    user_id: UUID | None = None


class QueuedCall(Message):
    """One call of a chunk, as the scheduler is given it. Values are those present when the page was read."""

    call_id: UUID
    contact_id: UUID
    phone_number: PhoneNumber
    zones: tuple[str, ...] = Field(default=(), description="IANA zones the contact may be in; empty = unknown")
    priority: int = 0
    country: str | None = Field(default=None, description="ISO 3166, of the number; absent = not known")
    user_data: Annotated[dict[str, str], Personal] = Field(default_factory=dict)
    removed: bool = False


class ChunkMembers(Event):
    """Recorded beside each ContactsQueued: which contact is which call of the chunk, in order."""

    PRIVATE: ClassVar[bool] = True

    campaign_id: UUID
    user_id: UUID
    chunk: int = Field(ge=1)
    members: tuple[tuple[UUID, UUID], ...] = Field(description="(call_id, contact_id) in the order of the file")


class ImportAccepted(Event):
    """Recorded in the small transaction that accepts a staged upload: from here on all of it will be queued."""

    PRIVATE: ClassVar[bool] = True

    import_id: UUID
    user_id: UUID
    campaign_id: UUID | None
    chunks: int = Field(ge=0)
    total_rows: int = Field(ge=0)
    accepted: int = Field(ge=0)
    rejected: int = Field(ge=0)
    duplicates: int = Field(ge=0)


class ImportFinished(Event):
    """Recorded with the last chunk of an accepted import."""

    PRIVATE: ClassVar[bool] = True

    import_id: UUID
    user_id: UUID


class CallsClosed(Event):
    """Recorded for each further slice of a large campaign whose calls were settled at once by a LaneClosed."""

    PRIVATE: ClassVar[bool] = True

    campaign_id: UUID
    user_id: UUID


class KeyIssued(Event):
    """Recorded when an API key is made; the key itself stands hashed in a table of its own."""

    PRIVATE: ClassVar[bool] = True

    key_id: UUID
    user_id: UUID
    name: str
    read_only: bool = False


class KeyRevoked(Event):
    """Recorded when an API key is revoked."""

    PRIVATE: ClassVar[bool] = True

    key_id: UUID
    user_id: UUID


EVENTS: tuple[type[Event], ...] = (
    UserRegistered,
    UserUpdated,
    UserLimitChanged,
    UserSuspended,
    UserRestored,
    SystemLimitChanged,
    AgentRegistered,
    AgentUpdated,
    AgentRemoved,
    CampaignCreated,
    CampaignUpdated,
    CampaignScheduled,
    CampaignStarted,
    CampaignPaused,
    CampaignResumed,
    CampaignCancelled,
    CampaignCompleted,
    CampaignDeleted,
    ContactsQueued,
    ContactUpdated,
    ContactRemoved,
    NumberBlocked,
    NumberUnblocked,
    ContactAdded,
    ContactDescribed,
    ContactsImported,
    ChunkMembers,
    ImportAccepted,
    ImportFinished,
    CallsClosed,
    KeyIssued,
    KeyRevoked,
    *access.EVENTS,
)
