"""What the scheduler tells: requests to dial, and what was decided about calls and slots."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.campaigns import QueuedCall
from shared.contracts.event import Event, Personal, PhoneNumber, Time
from shared.contracts.vocabulary import DialFailure, Outcome


class DialRequested(Event):
    """Recorded in the transaction that takes the slot: the attempt may be placed, once, until `dial_before`.

    `as_of` is the campaigns position it was decided at. `request_number` counts the requests of the call, whether or
    not they use up an attempt of the retry rule; `attempt_id` is made of both (`ids.attempt_id`). `moment` is where the
    clock of the turns stood: it runs by turns, not by seconds.
    """

    VERSION: ClassVar[int] = 2

    call_id: UUID
    attempt_id: UUID
    request_number: int = Field(ge=1)
    campaign_id: UUID
    user_id: UUID
    contact_id: UUID
    agent_id: UUID
    phone_number: PhoneNumber
    from_phone_numbers: tuple[PhoneNumber, ...] = ()
    next_action: str = ""
    timezone: str
    user_data: Annotated[dict[str, str], Personal] = Field(default_factory=dict)
    as_of: int = Field(ge=0)
    dial_before: Time
    moment: int | None = Field(default=None, ge=0)


class CampaignOpened(Event):
    """Recorded when a campaign's first lane opens."""

    campaign_id: UUID
    user_id: UUID


class RetryScheduled(Event):
    """Recorded when a call that reached nobody will be tried again, not before `retry_at`."""

    call_id: UUID
    campaign_id: UUID
    user_id: UUID
    attempt_id: UUID
    outcome: Outcome
    attempts: int = Field(ge=1, description="calls placed so far")
    retry_at: Time


class CallRequeued(Event):
    """Recorded when an attempt was not placed: the call is back in its place, the attempt uncounted.

    With `not_before` it waits until then (trouble of ours or of the account).
    """

    VERSION: ClassVar[int] = 2

    call_id: UUID
    campaign_id: UUID
    user_id: UUID
    attempt_id: UUID
    reason: DialFailure
    not_before: Time | None = None


class CallsDue(Event):
    """Recorded when the time has come that calls waited for: they are queued again, each in its place."""

    campaign_id: UUID
    user_id: UUID
    calls: tuple[UUID, ...]


class CallsDeferred(Event):
    """Recorded when calls whose turn had come must wait until a time: `code` says why.

    `caps` names the frequency caps that they were held against; once others are in force they are looked at anew.
    """

    campaign_id: UUID
    user_id: UUID
    code: str
    until: Time
    caps: str
    calls: tuple[UUID, ...]


class CallsExpired(Event):
    """Recorded when calls are settled as expired: no window is left in their zones, while in others of the campaign
    there is one. What is left when the last one is past is settled by one LaneClosed.
    """

    campaign_id: UUID
    user_id: UUID
    calls: tuple[UUID, ...]


class CallSkipped(Event):
    """Recorded when a call is settled as skipped: `code` says why nobody was called."""

    call_id: UUID
    campaign_id: UUID
    user_id: UUID
    contact_id: UUID
    code: str


class CallSettled(Event):
    """Recorded when a call has its outcome, once and for good. `attempts` counts calls placed."""

    call_id: UUID
    campaign_id: UUID
    user_id: UUID
    contact_id: UUID
    outcome: Outcome
    attempts: int = Field(ge=0)
    attempt_id: UUID | None = Field(default=None, description="the attempt that decided it, if one was made")
    reason: str | None = None


class LaneClosed(Event):
    """Recorded when all calls of a campaign that are not out are settled at once, with one outcome.

    `count` says how many; calls out at the time are settled by events of their own.
    """

    campaign_id: UUID
    user_id: UUID
    zone: str | None = Field(default=None, description="the lane's zone; absent = every lane of the campaign")
    outcome: Outcome
    count: int = Field(ge=0)


class CampaignDrained(Event):
    """Recorded when every call of a campaign that the scheduler knows of is settled; `settled` says how many."""

    campaign_id: UUID
    user_id: UUID
    settled: int = Field(ge=0)


class SlotBooked(Event):
    """Recorded when a call turns out to be live after all: its slot is held again, above the limit if need be."""

    attempt_id: UUID
    call_id: UUID
    campaign_id: UUID
    user_id: UUID


class SlotReleased(Event):
    """Recorded when a person frees a slot by hand."""

    attempt_id: UUID
    call_id: UUID
    campaign_id: UUID
    user_id: UUID
    by: Annotated[str, Personal]
    reason: str


class ChunkFetched(Event):
    """Recorded when a page of a chunk's rows was taken into the queue, as they stood at campaigns position `as_of`.

    It carries the rows, so that the queue is rebuilt from the scheduler's own log to the same rows.
    """

    VERSION: ClassVar[int] = 2
    PRIVATE: ClassVar[bool] = True

    campaign_id: UUID
    user_id: UUID
    chunk: int = Field(ge=1)
    after: int = Field(ge=0, description="rows of the chunk taken before this page")
    calls: tuple[QueuedCall, ...]
    complete: bool = Field(description="no row of the chunk is left")
    as_of: int = Field(ge=0)


EVENTS: tuple[type[Event], ...] = (
    DialRequested,
    CampaignOpened,
    RetryScheduled,
    CallRequeued,
    CallsDue,
    CallsDeferred,
    CallsExpired,
    CallSkipped,
    CallSettled,
    LaneClosed,
    CampaignDrained,
    SlotBooked,
    SlotReleased,
    ChunkFetched,
)
