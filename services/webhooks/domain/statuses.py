"""The provider's statuses, and what each says of the line and of the outcome."""

from enum import StrEnum
from typing import assert_never

from shared.contracts.vocabulary import Outcome


class ProviderStatus(StrEnum):
    """Bolna's sixteen statuses, in the order in which a call may pass them."""

    SCHEDULED = "scheduled"
    PREPARED = "prepared"
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


class Meaning(StrEnum):
    """What a status says of the line."""

    HELD_BACK = "held back"
    """Bolna has the call and has not dialled."""
    LIVE = "live"
    """Dialling, ringing or talking."""
    LINE_FREE = "line free"
    """The line has ended; the result is still to come."""
    RESULT = "result"
    """The line is free and nothing more comes: terminal."""
    NOTHING = "nothing"
    """A status unknown to us: kept and shown, it changes nothing."""


def meaning(status: ProviderStatus | None) -> Meaning:
    """What the status says of the line; None is a status unknown to us."""
    match status:
        case None:
            return Meaning.NOTHING
        case ProviderStatus.SCHEDULED | ProviderStatus.PREPARED | ProviderStatus.QUEUED | ProviderStatus.RESCHEDULED:
            return Meaning.HELD_BACK
        case ProviderStatus.INITIATED | ProviderStatus.RINGING | ProviderStatus.IN_PROGRESS:
            return Meaning.LIVE
        case ProviderStatus.CALL_DISCONNECTED:
            return Meaning.LINE_FREE
        case (
            ProviderStatus.COMPLETED
            | ProviderStatus.NO_ANSWER
            | ProviderStatus.BUSY
            | ProviderStatus.FAILED
            | ProviderStatus.CANCELED
            | ProviderStatus.STOPPED
            | ProviderStatus.ERROR
            | ProviderStatus.BALANCE_LOW
        ):
            return Meaning.RESULT
        case _:
            assert_never(status)


def outcome(status: ProviderStatus, *, voicemail: bool) -> Outcome:
    """What became of a call that ended with this status. Only a terminal status has an outcome of its own."""
    match status:
        case ProviderStatus.COMPLETED:
            return Outcome.VOICEMAIL if voicemail else Outcome.ANSWERED
        case ProviderStatus.NO_ANSWER:
            return Outcome.NO_ANSWER
        case ProviderStatus.BUSY:
            return Outcome.BUSY
        case _:
            return Outcome.FAILED
