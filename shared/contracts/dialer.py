"""What the dialer tells: what became of each attempt, and whether the account can dial at all."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.event import Event, Personal, PhoneNumber, Time
from shared.contracts.vocabulary import DialFailure, FailureScope


class AttemptEvent(Event):
    """What every event about an attempt says: whose it is."""

    attempt_id: UUID
    call_id: UUID
    campaign_id: UUID
    user_id: UUID


class DialAttempted(AttemptEvent):
    """Recorded just before the POST: from here on only a fact tells whether the call was placed.

    The attempt keeps agent and numbers as sent. The POST begins before `send_by` or never.
    """

    PRIVATE: ClassVar[bool] = True

    bolna_agent_id: str
    phone_number: PhoneNumber
    from_phone_number: PhoneNumber | None = None
    send_by: Time


class DialDeferred(AttemptEvent):
    """Recorded when Bolna proved that nothing was placed and asked to wait (429): the same attempt is sent again."""

    PRIVATE: ClassVar[bool] = True

    until: Time


class CallPlaced(AttemptEvent):
    """Recorded when Bolna took the call, or was found to have taken it: the attempt has its execution."""

    execution_id: str
    bolna_agent_id: str
    phone_number: PhoneNumber
    from_phone_number: PhoneNumber | None = None
    placed_at: Time


class DialFailed(AttemptEvent):
    """Recorded when it is proved (or, for `presumed_not_placed`, presumed) that the attempt was not placed."""

    VERSION: ClassVar[int] = 2

    reason: DialFailure
    scope: FailureScope
    provider_status: int | None = Field(default=None, description="HTTP status of the provider's answer")
    message: Annotated[str | None, Personal] = Field(default=None, description="the provider's words")


class DialOutcomeUnknown(AttemptEvent):
    """Recorded when nothing tells whether the call was placed: the slot stays held while the provider is asked."""

    bolna_agent_id: str
    phone_number: PhoneNumber
    sent_at: Time = Field(description="the earliest the POST can have begun")
    error: str


class CallStopped(AttemptEvent):
    """Recorded when a call that Bolna still held back was stopped there and read back as stopped."""

    execution_id: str


class DialingStopped(Event):
    """Recorded when nothing more can be dialled for the account: the scheduler gives no turns meanwhile.

    `reason` is a why code: provider_rejects_key, balance_low, circuit_open, provider_away, restored.
    """

    reason: str
    message: str | None = None


class DialingResumed(Event):
    """Recorded when dialling is possible again; with `bound`, that many calls at a time until one succeeds."""

    bound: int | None = Field(default=None, ge=1)


class ProviderLimitSeen(Event):
    """Recorded when Bolna tells another concurrency limit of the account than before."""

    limit: int = Field(ge=0)
    current: int | None = Field(default=None, ge=0)


class HistoryRestored(Event):
    """Recorded first after a restore: this log goes on from a backup, and what was recorded behind it is forgotten.

    Nothing is dialled until the executions since were read from Bolna.
    """

    PRIVATE: ClassVar[bool] = True

    epoch: UUID = Field(description="of the history that began with the restore")
    since: Time = Field(description="executions created since may be forgotten")


class ExecutionFound(Event):
    """Recorded for every call that Bolna was given and that a restore has forgotten, when it is read from Bolna.

    The next request for its call, or for its number where it names no call, is not dialled: this is what became of it.
    """

    PRIVATE: ClassVar[bool] = True

    execution_id: str
    bolna_agent_id: str
    call_id: UUID | None = Field(default=None, description="as Bolna repeats it; none where it does not")
    phone_number: PhoneNumber | None = None
    created_at: Time | None = None


EVENTS: tuple[type[Event], ...] = (
    DialAttempted,
    DialDeferred,
    CallPlaced,
    DialFailed,
    DialOutcomeUnknown,
    CallStopped,
    DialingStopped,
    DialingResumed,
    ProviderLimitSeen,
    HistoryRestored,
    ExecutionFound,
)
