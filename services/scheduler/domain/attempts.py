"""An attempt: one request to dial a call, and the facts heard of it, in whatever order they come."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from shared.contracts.dialer import CallPlaced, CallStopped, DialFailed, DialOutcomeUnknown
from shared.contracts.vocabulary import DialFailure, FailureScope, Outcome
from shared.contracts.webhooks import CallEnded, CallProgressed, CallReported, Progress

Fact = CallPlaced | CallStopped | DialFailed | DialOutcomeUnknown | CallProgressed | CallEnded | CallReported
"""What the dialer and the provider's webhooks tell about an attempt."""

_FAILED_WHEN_PLACED = frozenset({DialFailure.BALANCE_LOW, DialFailure.STOPPED})
BALANCE_LOW = "balance-low"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is known of an attempt. `slot`: it holds one. `decided`: what it means for its call has been recorded.

    `placed_at` is when it was placed: the earliest time that a fact gives for it.
    """

    attempt_id: UUID
    since: datetime
    phone_number: str | None = None
    slot: bool = False
    placed: bool = False
    answered: bool = False
    unknown: bool = False
    stopped: bool = False
    ended_at: datetime | None = None
    failure: DialFailure | None = None
    scope: FailureScope | None = None
    outcome: Outcome | None = None
    released: bool = False
    decided: bool = False
    placed_at: datetime | None = None

    @property
    def over(self) -> bool:
        """Whether a fact says that no line is open: it ended, or none was ever opened."""
        return self.ended_at is not None or self.stopped or self.failure is not None

    @property
    def live(self) -> bool:
        """Whether it may have an open line at the provider, by what was told of it; one freed by hand counts not."""
        return (self.placed or self.unknown) and not self.over and not self.released

    @property
    def tells(self) -> bool:
        """Whether a call's fate may hang on it: it was placed, or may have been, and nothing was decided on it yet."""
        return (self.placed or self.unknown) and self.not_placed is None and not (self.released or self.decided)

    @property
    def counted(self) -> bool:
        """Whether it is a call placed, as `max_attempts` counts them."""
        return self.placed and not self.stopped and self.failure is None

    @property
    def not_placed(self) -> DialFailure | None:
        """Why nobody was dialled, where that is what became of it."""
        return DialFailure.STOPPED if self.stopped and self.failure is None else self.failure

    @property
    def awaited(self) -> str:
        """The fact that its slot is held for."""
        if self.placed:
            return "line_end"
        return "whether_placed" if self.unknown else "placing"


def with_fact(attempt: Attempt, fact: Fact) -> Attempt:  # noqa: PLR0911 - one return a case
    """Return the attempt with what `fact` tells. Said twice is the same as once.

    Facts of one source come in order, those of two in any: a `CallPlaced` behind the end of the line says nothing of
    the line, while a `CallProgressed` behind it tells of a call that is live after all.
    """
    attempt = replace(attempt, phone_number=attempt.phone_number or getattr(fact, "phone_number", None))
    match fact:
        case CallPlaced():
            return _placed(attempt, fact.placed_at)
        case CallProgressed():
            return _progressed(attempt, fact)
        case CallEnded():
            return replace(_placed(attempt, fact.at), ended_at=attempt.ended_at or fact.at, slot=False)
        case CallReported():
            return _reported(attempt, fact)
        case DialFailed():
            if fact.reason is DialFailure.PRESUMED and attempt.placed:
                return attempt
            return replace(attempt, failure=fact.reason, scope=fact.scope, slot=False)
        case CallStopped():
            return replace(_placed_by(attempt, fact.at), stopped=True, slot=False)
        case DialOutcomeUnknown():
            return replace(attempt, unknown=True)
        case _:
            assert_never(fact)


def _placed_by(attempt: Attempt, at: datetime) -> Attempt:
    """Placed `at` this time at the latest."""
    return replace(attempt, placed=True, placed_at=min(at, attempt.placed_at or at))


def _placed(attempt: Attempt, at: datetime) -> Attempt:
    """Placed by a fact, against which it counts for nothing that placing it failed.

    That may be presumed; and after a restore a request is refused here that had been placed behind the backup.
    """
    if attempt.failure is not None and attempt.failure not in _FAILED_WHEN_PLACED:
        attempt = replace(attempt, failure=None, scope=None, decided=False)
    return _placed_by(attempt, at)


def _progressed(attempt: Attempt, fact: CallProgressed) -> Attempt:
    answered = attempt.answered or fact.progress is Progress.ANSWERED
    live = replace(_placed_by(attempt, fact.at), answered=answered)
    if not attempt.over and not attempt.released:
        return live
    return replace(live, ended_at=None, stopped=False, failure=None, scope=None, outcome=None, released=False)


def _reported(attempt: Attempt, fact: CallReported) -> Attempt:
    if fact.dialled:
        return replace(_placed(attempt, fact.at), outcome=fact.outcome)
    failure = DialFailure.BALANCE_LOW if fact.provider_status == BALANCE_LOW else DialFailure.STOPPED
    attempt = _placed_by(attempt, fact.at)
    return replace(attempt, failure=attempt.failure or failure, scope=attempt.scope or FailureScope.ACCOUNT)
