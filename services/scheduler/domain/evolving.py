"""How each event changes a call."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never, get_args
from uuid import UUID

from services.scheduler.domain.attempts import Attempt, Fact, with_fact
from services.scheduler.domain.calls import IN_ITS_PLACE, Call, adopted, out_on, standing, waiting
from shared.contracts.dialer import CallPlaced, CallStopped, DialFailed, DialOutcomeUnknown
from shared.contracts.scheduler import (
    CallRequeued,
    CallsDeferred,
    CallsDue,
    CallSettled,
    CallsExpired,
    CallSkipped,
    DialRequested,
    RetryScheduled,
    SlotBooked,
    SlotReleased,
)
from shared.contracts.vocabulary import CallStatus, DialFailure, Outcome
from shared.contracts.webhooks import CallEnded, CallProgressed, CallReported

Decision = (
    DialRequested
    | CallRequeued
    | CallsDue
    | CallsDeferred
    | CallsExpired
    | CallSettled
    | CallSkipped
    | RetryScheduled
    | SlotBooked
    | SlotReleased
)
OfMany = CallsDue | CallsDeferred | CallsExpired
"""Events that tell the same of several calls of a campaign."""
CallEvent = Fact | Decision
CALL_EVENTS: tuple[type[CallEvent], ...] = (*get_args(Fact), *get_args(Decision))


def evolve(call: Call, event: CallEvent) -> Call:  # noqa: PLR0911 - one return a case
    """Return the call after an event. History has happened: nothing is refused, and an outcome never changes."""
    match event:
        case DialRequested():
            return _requested(call, event)
        case SlotBooked():
            return _booked(call, event)
        case SlotReleased():
            known = call.attempts.get(event.attempt_id, Attempt(event.attempt_id, event.at))
            return call.with_attempt(replace(known, slot=False, released=True))
        case CallRequeued():
            trouble = event.not_before is not None and event.reason is not DialFailure.WITHDRAWN
            setbacks = call.setbacks + 1 if trouble else call.setbacks
            back = _back(call, event.attempt_id, CallStatus.QUEUED, event.not_before)
            return replace(back, setbacks=setbacks)
        case RetryScheduled():
            return _back(call, event.attempt_id, CallStatus.WAITING_RETRY, event.retry_at)
        case CallsDue() | CallsDeferred() | CallsExpired():
            return _in_its_place(call, event)
        case CallSkipped():
            return _settled(call, Outcome.SKIPPED, event.code, event.at)
        case CallSettled():
            return _settled(call, event.outcome, event.reason, event.at)
        case (
            CallPlaced()
            | CallStopped()
            | DialFailed()
            | DialOutcomeUnknown()
            | CallProgressed()
            | CallEnded()
            | CallReported()
        ):
            return _heard(call, event)
        case _:
            assert_never(event)


def _requested(call: Call, event: DialRequested) -> Call:
    fresh = Attempt(event.attempt_id, event.at, event.phone_number)
    attempt = call.attempts.get(event.attempt_id, fresh)
    call = call.with_attempt(replace(attempt, slot=attempt.ended_at is None))
    return replace(
        out_on(call, attempt),
        attempt_id=event.attempt_id,
        request_number=event.request_number,
    )


def _booked(call: Call, event: SlotBooked) -> Call:
    attempt = call.attempts.get(event.attempt_id, Attempt(event.attempt_id, event.at))
    attempt = replace(attempt, slot=True, decided=False)
    call = call.with_attempt(attempt)
    another = call.current is not None and call.current.placed and call.attempt_id != event.attempt_id
    if not call.known or call.status is CallStatus.SETTLED or (another and call.status not in IN_ITS_PLACE):
        return call
    return replace(out_on(call, attempt), attempt_id=event.attempt_id)


def _heard(call: Call, fact: Fact) -> Call:
    known = call.attempts.get(fact.attempt_id)
    attempt = with_fact(known or Attempt(fact.attempt_id, fact.at), fact)
    call = adopted(call.with_attempt(attempt))
    if call.attempt_id != attempt.attempt_id or call.status in (CallStatus.SETTLED, *IN_ITS_PLACE):
        return call
    setbacks = 0 if isinstance(fact, CallReported) and fact.dialled else call.setbacks
    return replace(call, status=standing(attempt), setbacks=setbacks)


def _back(call: Call, attempt_id: UUID, status: CallStatus, until: datetime | None) -> Call:
    call = _decided(call, attempt_id)
    if call.status is CallStatus.SETTLED:
        return call
    return replace(waiting(call, until), status=status, attempt_id=None)


def _in_its_place(call: Call, event: OfMany) -> Call:
    """Queued, waiting or not, or expired; a call that is out or settled stays as it is."""
    if call.status not in IN_ITS_PLACE:
        return call
    if isinstance(event, CallsExpired):
        return _settled(call, Outcome.EXPIRED, None, event.at)
    call = waiting(call, event.until, event.caps) if isinstance(event, CallsDeferred) else waiting(call, None)
    return replace(call, status=CallStatus.QUEUED)


def _settled(call: Call, outcome: Outcome, reason: str | None, at: datetime) -> Call:
    call = _decided(call, call.attempt_id)
    if call.status is CallStatus.SETTLED:
        return call
    return replace(waiting(call, None), status=CallStatus.SETTLED, outcome=outcome, reason=reason, settled_at=at)


def _decided(call: Call, attempt_id: UUID | None) -> Call:
    attempt = call.attempts.get(attempt_id) if attempt_id is not None else None
    return call if attempt is None else call.with_attempt(replace(attempt, decided=True))
