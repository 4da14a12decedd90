"""Where a call stands, from what three services tell in whatever order their logs are read.

The scheduler alone moves a call; its log has an order, and what it told last holds. What dialer and webhooks tell is
about an attempt, and is shown only while that attempt is the call's own. So every interleaving, and every repetition,
ends in the same row.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

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
)
from shared.contracts.vocabulary import CallStatus, Outcome

OfMany = CallsDue | CallsDeferred | CallsExpired
CallEvent = DialRequested | RetryScheduled | CallRequeued | OfMany | CallSkipped | CallSettled | SlotBooked
OUT = frozenset({CallStatus.DIALLING, CallStatus.IN_CALL, CallStatus.AWAITING_RESULT})
"""The statuses of a call that is out on an attempt."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call as its owner sees it. `attempt_id` is the attempt it is or was last out on.

    `attempts` counts calls placed, as the scheduler last told; `position` is the scheduler's event applied last.
    """

    call_id: UUID
    campaign_id: UUID
    status: CallStatus = CallStatus.QUEUED
    outcome: Outcome | None = None
    reason: str | None = None
    attempt_id: UUID | None = None
    attempts: int = 0
    next_attempt_at: datetime | None = None
    settled_at: datetime | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """What was told of an attempt's line."""

    answered: bool = False
    ended: bool = False


def moved(call: Call, position: int, event: CallEvent) -> Call:
    """The call once the scheduler has told this at a position of its log; settled calls stay as they are."""
    if position <= call.position or call.status is CallStatus.SETTLED:
        return call
    match event:
        case DialRequested() | SlotBooked():
            after = replace(
                call, status=CallStatus.DIALLING, attempt_id=event.attempt_id, next_attempt_at=None, reason=None
            )
        case RetryScheduled():
            after = replace(
                call,
                status=CallStatus.WAITING_RETRY,
                attempts=event.attempts,
                next_attempt_at=event.retry_at,
                reason=event.outcome.value,
            )
        case CallRequeued():
            after = replace(call, status=CallStatus.QUEUED, next_attempt_at=event.not_before, reason=event.reason.value)
        case CallsDue() | CallsDeferred() | CallsExpired():
            after = _in_its_place(call, event)
        case CallSkipped():
            after = _settled(call, Outcome.SKIPPED, event.code, event.at)
        case CallSettled():
            after = replace(_settled(call, event.outcome, event.reason, event.at), attempts=event.attempts)
        case _:
            assert_never(event)
    return replace(after, position=position)


def _in_its_place(call: Call, event: OfMany) -> Call:
    if call.status in OUT:
        return call
    if isinstance(event, CallsExpired):
        return _settled(call, Outcome.EXPIRED, None, event.at)
    if isinstance(event, CallsDeferred):
        return replace(call, status=CallStatus.QUEUED, next_attempt_at=event.until, reason=event.code)
    return replace(call, status=CallStatus.QUEUED, next_attempt_at=None)


def _settled(call: Call, outcome: Outcome, reason: str | None, at: datetime) -> Call:
    return replace(call, status=CallStatus.SETTLED, outcome=outcome, reason=reason, next_attempt_at=None, settled_at=at)


def shown(call: Call, heard: Heard) -> Call:
    """The call with what was told of the attempt it is out on; any other call as it is."""
    if call.status not in OUT:
        return call
    if heard.ended:
        return replace(call, status=CallStatus.AWAITING_RESULT)
    return replace(call, status=CallStatus.IN_CALL if heard.answered else CallStatus.DIALLING)
