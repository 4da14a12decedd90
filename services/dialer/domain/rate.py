"""Bolna's rate limit: never more than N calls in any 60 s, across restarts (`BOLNA_CALLS_PER_MINUTE`; 0 is unlimited).

The log of the last N sends decides: the next may go once the oldest of them is 61 s old. So any N + 1 sends in a row
span 61 s, and no 60 s hold more than N. The second beyond the minute is for the way to Bolna: a send that was slow to
arrive, followed by quick ones, comes closer at Bolna than it was at ours.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

WINDOW = timedelta(seconds=60)
SLACK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Granted:
    """One call may be sent now, and is counted whether it is sent or not."""

    at: datetime


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """Nothing may be sent before this time; it is granted then, unless another take comes first."""

    at: datetime


class Rate:
    """The log of sends. One per process that places calls; `take` is O(1).

    `Rate(limit)` starts with an empty log: right only where nothing was sent in the last minute. `sent` gives the last
    send times, in any order; of more than `limit` the latest count. Raises ValueError for a negative limit.

    A clock set back neither stalls the log nor loosens it: it is taken as no time having passed. One set forward cannot
    be told from time passing: derive `now` from a monotonic clock.
    """

    def __init__(self, limit: int, sent: Iterable[datetime] = ()) -> None:
        if limit < 0:
            raise ValueError(f"calls per minute must be 0 (unlimited) or more, not {limit}")
        self._limit = limit
        self._log: deque[datetime] = deque(sorted(sent), maxlen=limit)
        self._set_back = timedelta(0)  # what the clock lost so far; the log is kept in time that never runs back
        self._latest = self._log[-1] if self._log else None

    @classmethod
    def after_takeover(cls, limit: int, now: datetime, sent: Iterable[datetime] | None = None) -> Self:
        """The log of a successor: the send times of the last 61 s if they are known, else as if all were spent now."""
        return cls(limit, [now] * limit if sent is None else sent)

    def take(self, now: datetime) -> Granted | WaitUntil:
        """Ask to send one call at `now` (aware)."""
        if self._limit == 0:
            return Granted(now)
        passed = self._passed(now)
        free_at = self._log[0] + WINDOW + SLACK if len(self._log) == self._limit else passed
        if passed < free_at:
            return WaitUntil(free_at - self._set_back)
        self._log.append(passed)
        return Granted(now)

    def _passed(self, now: datetime) -> datetime:
        passed = now + self._set_back
        if self._latest is not None and passed < self._latest:
            self._set_back += self._latest - passed
            passed = self._latest
        self._latest = passed
        return passed
