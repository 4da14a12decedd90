"""What follows from the facts known of a call: slots booked, results, retries, the way back into the queue.

It looks at the present state alone, so that repeats and disorder among the facts make no difference, and what follows
once recorded follows no more.
"""

from datetime import datetime, timedelta
from uuid import UUID

from services.scheduler.domain.attempts import Attempt
from services.scheduler.domain.calls import Call
from services.scheduler.domain.evolving import evolve
from services.scheduler.domain.retrying import CONTACT_REMOVED, Circumstances, hindered, next_try
from shared.contracts.scheduler import CallRequeued, CallSettled, CallSkipped, RetryScheduled, SlotBooked
from shared.contracts.vocabulary import CallStatus, DialFailure, FailureScope, Outcome

Consequence = SlotBooked | CallSettled | CallSkipped | CallRequeued | RetryScheduled

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)
AFTER_WITHDRAWAL = timedelta(seconds=1)
"""By then what the last look found has reached the scheduler too."""


def follow(call: Call, circumstances: Circumstances, now: datetime) -> list[Consequence]:
    """Return what follows for a call from all that is known of it; nothing the second time, nor once it is settled.

    An attempt that may be live and holds no slot is booked, whatever the call's state.
    """
    booked: list[Consequence] = []
    for attempt in call.attempts.values():
        if attempt.live and not attempt.slot:
            event = SlotBooked(at=now, attempt_id=attempt.attempt_id, **_whose(call))
            booked.append(event)
            call = evolve(call, event)
    return [*booked, *_fate(call, circumstances, now)]


def may_be_decided(call: Call) -> bool:
    """Return whether the facts of an attempt may decide a call's fate now: then it depends on circumstances too."""
    if not call.known or call.status is CallStatus.SETTLED:
        return False
    return any(one.released or one.not_placed or one.outcome for one in call.attempts.values())


def overdue(call: Call, circumstances: Circumstances, wait: timedelta, now: datetime) -> list[Consequence]:
    """Return what follows where the line ended at least `wait` ago and no result came: what is known settles it.

    Answered if it was seen answered, else failed. Nothing follows before that, nor for a call that awaits no result.
    """
    attempt, since = call.current, call.awaiting_since
    if attempt is None or since is None or since + wait > now:
        return []
    outcome = Outcome.ANSWERED if attempt.answered else Outcome.FAILED
    return [_result(call, outcome, circumstances, now, "never_reported")]


def _fate(call: Call, circumstances: Circumstances, now: datetime) -> list[Consequence]:
    attempt = call.current
    if not call.known or call.status is CallStatus.SETTLED or attempt is None:
        return []
    if attempt.released:
        return [_settlement(call, Outcome.UNKNOWN, now, "released_by_hand")]
    if attempt.not_placed is not None:
        return [_not_placed(call, attempt, attempt.not_placed, circumstances, now)]
    if attempt.outcome is not None:
        return [_result(call, attempt.outcome, circumstances, now)]
    return []


def _result(
    call: Call, outcome: Outcome, circumstances: Circumstances, now: datetime, reason: str | None = None
) -> Consequence:
    """A further try where the campaign's rule allows one and nothing hinders it; else the outcome, with what did."""
    attempt = call.current
    assert attempt is not None, "an outcome is that of an attempt"
    retry_at = next_try(circumstances.retry, outcome, call.placed, attempt.ended_at or now)
    if retry_at is None:
        return _settlement(call, outcome, now, reason)
    if (hindrance := hindered(circumstances, call.zone, retry_at)) is not None:
        return _settlement(call, outcome, now, hindrance)
    return RetryScheduled(
        at=now,
        attempt_id=attempt.attempt_id,
        outcome=outcome,
        attempts=call.placed,
        retry_at=retry_at,
        **_whose(call),
    )


def _not_placed(
    call: Call, attempt: Attempt, reason: DialFailure, circumstances: Circumstances, now: datetime
) -> Consequence:
    if reason in (DialFailure.NUMBER_REJECTED, DialFailure.REQUEST_REJECTED) and attempt.scope is FailureScope.CONTACT:
        return _settlement(call, Outcome.FAILED, now, reason.value)
    if circumstances.closed is not None:
        return _settlement(call, circumstances.closed, now)
    if circumstances.removed and call.contact_id is not None:
        return CallSkipped(at=now, contact_id=call.contact_id, code=CONTACT_REMOVED, **_whose(call))
    wait = _wait(call, reason, attempt.scope)
    return CallRequeued(
        at=now,
        attempt_id=attempt.attempt_id,
        reason=reason,
        not_before=None if wait is None else now + wait,
        **_whose(call),
    )


def _wait(call: Call, reason: DialFailure, scope: FailureScope | None) -> timedelta | None:
    """How long a call waits that was not placed, doubling while trouble lasts; None: its campaign waits instead."""
    if reason is DialFailure.WITHDRAWN:
        return AFTER_WITHDRAWAL
    if scope in (FailureScope.AGENT, FailureScope.CAMPAIGN):
        return None
    doublings: int = 2 ** min(call.setbacks, 10)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)


def _settlement(call: Call, outcome: Outcome, now: datetime, reason: str | None = None) -> CallSettled:
    assert call.contact_id is not None, "a call that is known has its contact"
    return CallSettled(
        at=now,
        contact_id=call.contact_id,
        outcome=outcome,
        attempts=call.placed,
        attempt_id=call.attempt_id,
        reason=reason,
        **_whose(call),
    )


def _whose(call: Call) -> dict[str, UUID]:
    return {"call_id": call.call_id, "campaign_id": call.campaign_id, "user_id": call.user_id}
