"""The statuses of an execution as Bolna spells them, and the lives that a simulated call may have."""

from enum import StrEnum


class Status(StrEnum):
    """Bolna's execution statuses (bolna.md section 4.3), save `prepared`, which only batches have."""

    SCHEDULED = "scheduled"
    QUEUED = "queued"
    RESCHEDULED = "rescheduled"
    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    CALL_DISCONNECTED = "call-disconnected"
    COMPLETED = "completed"
    NO_ANSWER = "no-answer"
    BUSY = "busy"
    FAILED = "failed"
    CANCELED = "canceled"
    STOPPED = "stopped"
    ERROR = "error"
    BALANCE_LOW = "balance-low"


class Life(StrEnum):
    """How one call goes from acceptance to its end; the names that a profile's `outcomes` may give shares to."""

    ANSWERED = "answered"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no-answer"
    BUSY = "busy"
    FAILED = "failed"
    ERROR = "error"
    CANCELED = "canceled"
    STOPPED = "stopped"
    BALANCE_LOW = "balance-low"
    RESCHEDULED = "rescheduled"
    STAYS_QUEUED = "stays-queued"
    LIVE_AGAIN = "live-again"
    NEVER_COMPLETED = "never-completed"


TERMINAL = frozenset(
    {
        Status.COMPLETED,
        Status.NO_ANSWER,
        Status.BUSY,
        Status.FAILED,
        Status.CANCELED,
        Status.STOPPED,
        Status.ERROR,
        Status.BALANCE_LOW,
    }
)
LINE_ENDED = TERMINAL | {Status.CALL_DISCONNECTED}
LIVE = frozenset({Status.QUEUED, Status.INITIATED, Status.RINGING, Status.IN_PROGRESS})
ON_THE_LINE = frozenset({Status.INITIATED, Status.RINGING, Status.IN_PROGRESS})
STOPPABLE = frozenset({Status.QUEUED, Status.SCHEDULED, Status.RESCHEDULED})
CODES = {status: code for code, status in enumerate(Status)}
BY_CODE = tuple(Status)
