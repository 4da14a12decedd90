"""What Bolna told us of calls, translated: progress, the end of the line, the result."""

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from shared.contracts.dialer import AttemptEvent
from shared.contracts.event import Event, Message, PhoneNumber, Time
from shared.contracts.vocabulary import Outcome


class Progress(StrEnum):
    """How far a call has come before its end."""

    RINGING = "ringing"
    ANSWERED = "answered"


class Cost(Message):
    """What the provider charged, in units of `currency`."""

    amount: Decimal
    currency: str = "USD"


class ExecutionEvent(AttemptEvent):
    """What every event about a call at the provider says: the attempt and the provider's name for it."""

    execution_id: str
    bolna_agent_id: str
    phone_number: PhoneNumber


class CallProgressed(ExecutionEvent):
    """Recorded when the phone rings, and when it is answered."""

    progress: Progress


class CallEnded(ExecutionEvent):
    """Recorded when the line is free: at call-disconnected or any terminal status, once per attempt."""

    provider_status: str


class CallReported(ExecutionEvent):
    """Recorded when the provider tells the result, once per attempt; what was said stays in a table of its own.

    `dialled` is false where the provider took the call and dialled nobody (`balance-low`, stopped while queued):
    such an attempt is uncounted.
    """

    outcome: Outcome
    provider_status: str
    dialled: bool = True
    duration_seconds: float | None = Field(default=None, ge=0)
    cost: Cost | None = None
    hangup_by: str | None = None
    hangup_reason: str | None = None
    error_message: str | None = None
    has_transcript: bool = False
    has_recording: bool = False
    ended_at: Time | None = None


EVENTS: tuple[type[Event], ...] = (CallProgressed, CallEnded, CallReported)
