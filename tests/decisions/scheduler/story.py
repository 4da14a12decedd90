"""The words of the scheduler's decision tests: what happened to Ravi's call, a minute at a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from services.scheduler.domain.calls import Call
from services.scheduler.domain.evolving import CallEvent, evolve
from services.scheduler.domain.following import Consequence, follow
from services.scheduler.domain.retrying import Circumstances
from shared.contracts import ids
from shared.contracts.campaigns import RetryRule
from shared.contracts.dialer import CallPlaced, CallStopped, DialFailed, DialOutcomeUnknown
from shared.contracts.scheduler import (
    CallRequeued,
    CallSettled,
    CallSkipped,
    DialRequested,
    RetryScheduled,
    SlotBooked,
    SlotReleased,
)
from shared.contracts.vocabulary import DialFailure, FailureScope, Outcome
from shared.contracts.webhooks import CallEnded, CallProgressed, CallReported, Progress
from shared.testing.examples import (
    AGENT,
    BOLNA_AGENT,
    CALL,
    CAMPAIGN,
    CONTACT,
    EXECUTION,
    LONDON,
    NOW,
    NUMBER,
    USER,
)
from shared.testing.spec import history

NOTHING_SPECIAL = Circumstances()
TWICE = Circumstances(
    retry=RetryRule(max_attempts=3, outcomes=(Outcome.NO_ANSWER, Outcome.BUSY), delays_minutes=(60, 240))
)
LATER = NOW + timedelta(minutes=10)
"""When everything is decided."""

given = history(Call(CALL, CAMPAIGN, USER, CONTACT, NUMBER), evolve)
given_a_stranger = history(Call(CALL, CAMPAIGN, USER, known=False), evolve)

_CALL = {"call_id": CALL, "campaign_id": CAMPAIGN, "user_id": USER}
_SAID = {"execution_id": EXECUTION, "bolna_agent_id": BOLNA_AGENT, "phone_number": NUMBER}


def minute(number: float) -> datetime:
    return NOW + timedelta(minutes=number)


def attempt(number: int) -> UUID:
    return ids.attempt_id(CALL, number)


def what_follows(call: Call, circumstances: Circumstances = NOTHING_SPECIAL) -> Sequence[Consequence]:
    return follow(call, circumstances, LATER)


def requested(number: int = 1) -> DialRequested:
    return DialRequested(
        at=NOW,
        attempt_id=attempt(number),
        request_number=number,
        contact_id=CONTACT,
        agent_id=AGENT,
        phone_number=NUMBER,
        timezone=LONDON,
        as_of=1,
        dial_before=minute(1),
        **_CALL,
    )


def placed(number: int = 1) -> CallPlaced:
    return CallPlaced(at=minute(1), attempt_id=attempt(number), placed_at=minute(1), **_CALL, **_SAID)


def ringing(number: int = 1) -> CallProgressed:
    return CallProgressed(at=minute(1), attempt_id=attempt(number), progress=Progress.RINGING, **_CALL, **_SAID)


def answered(number: int = 1) -> CallProgressed:
    return CallProgressed(at=minute(1), attempt_id=attempt(number), progress=Progress.ANSWERED, **_CALL, **_SAID)


def ended(number: int = 1) -> CallEnded:
    return CallEnded(at=minute(2), attempt_id=attempt(number), provider_status="call-disconnected", **_CALL, **_SAID)


def reported(outcome: Outcome = Outcome.ANSWERED, number: int = 1) -> CallReported:
    return CallReported(
        at=minute(3), attempt_id=attempt(number), outcome=outcome, provider_status="completed", **_CALL, **_SAID
    )


def not_dialled(status: str = "balance-low", number: int = 1) -> CallReported:
    return CallReported(
        at=minute(3),
        attempt_id=attempt(number),
        outcome=Outcome.FAILED,
        provider_status=status,
        dialled=False,
        **_CALL,
        **_SAID,
    )


def failed(reason: DialFailure, scope: FailureScope, number: int = 1) -> DialFailed:
    return DialFailed(at=minute(1), attempt_id=attempt(number), reason=reason, scope=scope, **_CALL)


def presumed(number: int = 1) -> DialFailed:
    return failed(DialFailure.PRESUMED, FailureScope.OURS, number)


def unknown(number: int = 1) -> DialOutcomeUnknown:
    return DialOutcomeUnknown(
        at=minute(1),
        attempt_id=attempt(number),
        bolna_agent_id=BOLNA_AGENT,
        phone_number=NUMBER,
        sent_at=NOW,
        error="ReadTimeout",
        **_CALL,
    )


def stopped(number: int = 1) -> CallStopped:
    return CallStopped(at=minute(2), attempt_id=attempt(number), execution_id=EXECUTION, **_CALL)


def released(number: int = 1) -> SlotReleased:
    return SlotReleased(at=minute(5), attempt_id=attempt(number), by="asha@example.com", reason="line down", **_CALL)


def booked(number: int = 1) -> SlotBooked:
    return SlotBooked(at=LATER, attempt_id=attempt(number), **_CALL)


def requeued(reason: DialFailure, wait_seconds: float | None, number: int = 1) -> CallRequeued:
    until = None if wait_seconds is None else LATER + timedelta(seconds=wait_seconds)
    return CallRequeued(at=LATER, attempt_id=attempt(number), reason=reason, not_before=until, **_CALL)


def settled(outcome: Outcome, *, attempts: int = 1, number: int = 1, reason: str | None = None) -> CallSettled:
    return CallSettled(
        at=LATER,
        contact_id=CONTACT,
        outcome=outcome,
        attempts=attempts,
        attempt_id=attempt(number),
        reason=reason,
        **_CALL,
    )


def skipped(code: str) -> CallSkipped:
    return CallSkipped(at=LATER, contact_id=CONTACT, code=code, **_CALL)


def retry(outcome: Outcome, *, attempts: int, retry_at: datetime, number: int = 1) -> RetryScheduled:
    return RetryScheduled(
        at=LATER, attempt_id=attempt(number), outcome=outcome, attempts=attempts, retry_at=retry_at, **_CALL
    )


def status_after(*events: CallEvent) -> str:
    return given(*events).state.status


def slots_after(*events: CallEvent) -> list[UUID]:
    return [one.attempt_id for one in given(*events).state.attempts.values() if one.slot]
