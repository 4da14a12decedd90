"""What Bolna holds back: when a placed call of which nothing was heard is looked at, and what to do about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.dialer.domain.attempt import Attempt, State
from shared.contracts.dialer import CallStopped

AGAIN_FIRST = timedelta(seconds=5)
AGAIN_LONGEST = timedelta(seconds=60)


class Stands(StrEnum):
    """How an execution stands, as far as it matters here."""

    HELD_BACK = "held_back"
    """Scheduled, prepared, queued or rescheduled: Bolna would dial it later on its own."""
    STOPPED = "stopped"
    """Stopped or cancelled, and nobody talked."""
    GONE_ON = "gone_on"
    """On a line, or ended otherwise: the webhooks tell of it, or it is asked about as silent."""
    UNCLEAR = "unclear"
    """Not to be had, or in a status unknown to us."""


@dataclass(frozen=True, slots=True)
class Then:
    """What follows a look: `stop` it at Bolna, record it as `stopped`, look `again`; neither: nothing more to do."""

    stop: bool = False
    stopped: bool = False
    again: bool = False


def due(attempt: Attempt, stop_after: timedelta, *, withdrawn: bool, now: datetime) -> datetime:
    """Return when to look at a placed call: at once where something since the decision forbids it.

    Else when Bolna has had it for `stop_after`, and when it may no longer be dialled, whichever comes first.
    """
    if withdrawn:
        return now
    placed_at = attempt.attempted_at or now
    return min(placed_at + stop_after, attempt.dial_before)


def after_look(stands: Stands, *, asked_to_stop: bool) -> Then:
    """Return what follows a look. Only a call read back as stopped is recorded; anything less keeps its slot."""
    match stands:
        case Stands.STOPPED:
            return Then(stopped=True)
        case Stands.GONE_ON:
            return Then()
        case Stands.HELD_BACK:
            return Then(stop=not asked_to_stop, again=asked_to_stop)
        case Stands.UNCLEAR:
            return Then(again=True)


def again_at(looks: int, now: datetime) -> datetime:
    """Return when to look again after so many looks in vain: 5 s, doubling to a minute."""
    doublings: int = 2 ** min(max(looks, 1) - 1, 10)
    return now + min(AGAIN_FIRST * doublings, AGAIN_LONGEST)


def stopped(attempt: Attempt, now: datetime) -> list[CallStopped]:
    """Return the record that a call was stopped while held back; none once anything else was heard of it."""
    if attempt.state is not State.PLACED or attempt.heard or attempt.execution_id is None:
        return []
    return [
        CallStopped(
            at=now,
            attempt_id=attempt.attempt_id,
            call_id=attempt.call_id,
            campaign_id=attempt.campaign_id,
            user_id=attempt.user_id,
            execution_id=attempt.execution_id,
        )
    ]
