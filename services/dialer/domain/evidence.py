"""What requests and calls say of the account: a piece of evidence each, and the share of failures among the recent."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.dialer.domain.attempt import Attempt, State
from services.dialer.domain.verdict import NotPlaced, Placed, Unknown, Verdict
from shared.contracts.vocabulary import DialFailure


class Evidence(StrEnum):
    """What one request, or the call that came of it, says of the account."""

    TAKEN = "taken"
    """Bolna took the call."""
    DIALLED = "dialled"
    """A call that Bolna took was on a line: there is money for it."""
    FAILED = "failed"
    """Bolna answered nothing that proves anything."""
    AWAY = "away"
    """No connection was made."""
    KEY_REJECTED = "key_rejected"
    BALANCE_LOW = "balance_low"


def evidence_of(verdict: Verdict) -> Evidence | None:
    """Return what an answer to a POST says of the account; None: nothing (429, the number, the agent, not sent)."""
    match verdict:
        case Placed():
            return Evidence.TAKEN
        case Unknown():
            return Evidence.FAILED
        case NotPlaced(reason=DialFailure.UNREACHABLE):
            return Evidence.AWAY
        case NotPlaced(reason=DialFailure.KEY_REJECTED):
            return Evidence.KEY_REJECTED
        case NotPlaced():
            return None


def remembered(attempt: Attempt) -> Evidence | None:
    """Return what an attempt of a predecessor's says by how it stands now, as far as it counts into the share."""
    match attempt.state, attempt.failure:
        case State.PLACED, _:
            return Evidence.TAKEN
        case (State.UNKNOWN, _) | (State.FAILED, DialFailure.PRESUMED):
            return Evidence.FAILED
        case State.FAILED, DialFailure.UNREACHABLE:
            return Evidence.AWAY
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the recent requests Bolna took, failed to answer, and could not be reached for."""

    taken: int = 0
    failed: int = 0
    away: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.taken + self.failed + self.away


class Recent:
    """The evidence of the last so many seconds, counted. `share` is O(what has become too old)."""

    def __init__(self, within: timedelta, evidence: Iterable[tuple[datetime, Evidence]] = ()) -> None:
        self._within = within
        self._log: deque[tuple[datetime, Evidence]] = deque(sorted(evidence))
        self._counts = dict.fromkeys(Evidence, 0)
        for _, one in self._log:
            self._counts[one] += 1

    def add(self, at: datetime, evidence: Evidence) -> None:
        """Note one more."""
        self._log.append((at, evidence))
        self._counts[evidence] += 1

    def forget(self) -> None:
        """Start afresh: dialling was stopped, or goes on."""
        self._log.clear()
        self._counts = dict.fromkeys(Evidence, 0)

    def share(self, now: datetime) -> Share:
        """Count what is not too old."""
        while self._log and self._log[0][0] <= now - self._within:
            self._counts[self._log.popleft()[1]] -= 1
        counts = self._counts
        return Share(counts[Evidence.TAKEN], counts[Evidence.FAILED], counts[Evidence.AWAY])
