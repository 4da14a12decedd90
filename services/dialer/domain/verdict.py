"""What an answer to the POST, or a fact that came later, makes of an attempt."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from services.dialer.domain.attempt import DEFERRAL, SCOPE, Attempt, State
from shared.contracts.dialer import CallPlaced, CallStopped, DialAttempted, DialDeferred, DialFailed, DialOutcomeUnknown
from shared.contracts.event import Event
from shared.contracts.vocabulary import DialFailure


@dataclass(frozen=True, slots=True)
class Placed:
    """Bolna has the call."""

    execution_id: str


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """It is proved that Bolna does not have the call."""

    reason: DialFailure
    status: int | None = None
    message: str | None = None
    retry_at: datetime | None = None
    """When Bolna asked to be asked again, with RATE_LIMITED."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is proved."""

    error: str


Verdict = Placed | NotPlaced | Unknown
OPEN = frozenset({State.SENDING, State.UNKNOWN})


def settle(attempt: Attempt, verdict: Verdict, now: datetime) -> list[Event]:
    """Return what to record. A fact beats what was presumed; what is proved already stays."""
    match verdict:
        case Placed():
            return [] if attempt.state is State.PLACED else [placed(attempt, verdict.execution_id, now)]
        case NotPlaced(reason=DialFailure.RATE_LIMITED) if attempt.state is State.SENDING:
            return [_deferred(attempt, verdict, now)]
        case NotPlaced():
            return [failed(attempt, verdict, now)] if attempt.state in OPEN else []
        case Unknown():
            return [unknown(attempt, verdict.error, now)] if attempt.state is State.SENDING else []
        case _:
            assert_never(verdict)


def attempted(attempt: Attempt, now: datetime) -> DialAttempted:
    """Return the record that the POST of an attempt, as it is sent, is about to begin."""
    assert attempt.bolna_agent_id is not None
    assert attempt.send_by is not None
    return DialAttempted(
        at=now,
        **_whose(attempt),
        bolna_agent_id=attempt.bolna_agent_id,
        phone_number=attempt.phone_number,
        from_phone_number=attempt.from_phone_number,
        send_by=attempt.send_by,
    )


def placed(attempt: Attempt, execution_id: str, now: datetime) -> CallPlaced:
    """Return the record that Bolna has the call."""
    assert attempt.bolna_agent_id is not None
    return CallPlaced(
        at=now,
        **_whose(attempt),
        execution_id=execution_id,
        bolna_agent_id=attempt.bolna_agent_id,
        phone_number=attempt.phone_number,
        from_phone_number=attempt.from_phone_number,
        placed_at=attempt.attempted_at or now,
    )


def failed(attempt: Attempt, verdict: NotPlaced, now: datetime) -> DialFailed:
    """Return the record that nothing was placed."""
    return DialFailed(
        at=now,
        **_whose(attempt),
        reason=verdict.reason,
        scope=SCOPE[verdict.reason],
        provider_status=verdict.status,
        message=verdict.message,
    )


def unknown(attempt: Attempt, error: str, now: datetime) -> DialOutcomeUnknown:
    """Return the record that nothing tells."""
    assert attempt.bolna_agent_id is not None
    return DialOutcomeUnknown(
        at=now,
        **_whose(attempt),
        bolna_agent_id=attempt.bolna_agent_id,
        phone_number=attempt.phone_number,
        sent_at=attempt.attempted_at or now,
        error=error,
    )


def _deferred(attempt: Attempt, verdict: NotPlaced, now: datetime) -> Event:
    until = max(verdict.retry_at or now, now + DEFERRAL)
    if until >= attempt.dial_before:
        return failed(attempt, verdict, now)
    return DialDeferred(at=now, **_whose(attempt), until=until)


def again(attempt: Attempt, now: datetime) -> list[Event]:
    """Return the record, once more, of what became of an attempt that is requested again; nothing while it is open."""
    match attempt.state:
        case State.PLACED:
            assert attempt.execution_id is not None
            told: list[Event] = [placed(attempt, attempt.execution_id, now)]
            stopped = attempt.failure is DialFailure.STOPPED
            return (
                [*told, CallStopped(at=now, execution_id=attempt.execution_id, **_whose(attempt))] if stopped else told
            )
        case State.FAILED:
            assert attempt.failure is not None
            return [failed(attempt, NotPlaced(attempt.failure), now)]
        case State.UNKNOWN:
            return [unknown(attempt, "still unknown", now)]
        case State.TAKEN | State.SENDING:
            return []
        case _:
            assert_never(attempt.state)


def _whose(attempt: Attempt) -> dict[str, Any]:
    return {
        "attempt_id": attempt.attempt_id,
        "call_id": attempt.call_id,
        "campaign_id": attempt.campaign_id,
        "user_id": attempt.user_id,
    }
