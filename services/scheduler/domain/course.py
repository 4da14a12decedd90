"""The course that calls take in rounds: who may go, by lane and attempt, who later, and how far time has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from math import ceil, floor

from services.scheduler.domain.lanes import Window, window_of
from services.scheduler.domain.means import Means
from shared.contracts.campaigns import CampaignSettings

ENOUGH = 0.5
"""Less of a call than this is none: retries are expected values."""
TURNS = 200
"""So many are taken turn by turn; of more, equal shares first."""
WEEK = timedelta(days=7)


@dataclass(slots=True)
class Course:
    """How far calls have come. `block`: so many are looked at together, and have their retries at their end."""

    settings: CampaignSettings
    means: Means
    now: datetime
    first: int
    ready: dict[tuple[str, int], float]
    block: float
    later: list[tuple[datetime, str, int, float]] = field(default_factory=list)
    served: dict[tuple[str, int], float] = field(default_factory=dict)
    windows: dict[str, Window] = field(default_factory=dict)
    starts: list[tuple[datetime, str]] = field(default_factory=list)
    ends_at: datetime | None = None

    def window(self, lane: str) -> Window:
        """The window of a lane as it is now."""
        known = self.windows.get(lane)
        if known is None or (known.changes_at is not None and known.changes_at <= self.now):
            known = self.windows[lane] = window_of(self.settings, lane, self.now)
        return known

    def release(self) -> None:
        """Let those go whose wait is over."""
        while self.later and self.later[0][0] <= self.now:
            _, lane, attempt, count = heappop(self.later)
            self.ready[lane, attempt] = self.ready.get((lane, attempt), 0.0) + count
        self.ready = {key: count for key, count in self.ready.items() if count >= ENOUGH}

    def step(self) -> bool:
        """Let calls begin, or time pass until they may; False where no more will."""
        going = [key for key in self.ready if self.window(key[0]).open_until is not None]
        until = self.next_change()
        if going:
            self.call_some(going, until)
        elif until is not None:
            self.now = until
        return bool(going) or until is not None

    def next_change(self) -> datetime | None:
        """When a window changes for somebody who is ready, or somebody becomes ready."""
        times = [at for lane, _ in self.ready if (at := self.window(lane).changes_at) is not None]
        return min([*times, *(entry[0] for entry in self.later[:1])], default=None)

    def call_some(self, going: list[tuple[str, int]], until: datetime | None) -> None:
        """Begin rounds of those who may go, one at least, as long as nothing else changes."""
        size, lasts = self.means.round_size, self.means.round_lasts
        waiting = sum(self.ready[key] for key in going)
        rounds = min(ceil(waiting / size), max(1, floor(self.block / size)))
        if until is not None:
            rounds = min(rounds, ceil((until - self.now) / lasts))
        last = self.now + (max(rounds, 1) - 1) * lasts
        taken = self._take(going, min(waiting, max(rounds, 1) * size))
        self._note_starts(taken, size, lasts)
        self.ends_at = max(self.ends_at or self.now, last + self.means.call)
        for (lane, attempt), count in taken.items():
            again = count * self.means.retried
            if attempt < len(self.means.waits) and again > 0:
                heappush(self.later, (last + self.means.call + self.means.waits[attempt], lane, attempt + 1, again))
        self.now = last + lasts

    def _take(self, going: list[tuple[str, int]], many: float) -> dict[tuple[str, int], float]:
        """Take so many, each from the lane that was served least so far; of many at once an equal share first."""
        taken = dict.fromkeys(going, 0.0)
        while many > TURNS:
            hungry = [key for key in going if self.ready[key] > taken[key]]
            share = min(floor(many / len(hungry)), *(ceil(self.ready[key] - taken[key]) for key in hungry))
            for key in hungry:
                taken[key] = min(taken[key] + share, self.ready[key])
            many -= share * len(hungry)
        turns = [(self.served.get(key, 0.0) + taken[key], key) for key in going if self.ready[key] > taken[key]]
        heapify(turns)
        while many > 0 and turns:
            served, key = heappop(turns)
            one = min(1.0, many, self.ready[key] - taken[key])
            taken[key] += one
            many -= one
            if self.ready[key] > taken[key]:
                heappush(turns, (served + one, key))
        for key, count in taken.items():
            self.ready[key] -= count
            self.served[key] = self.served.get(key, 0.0) + count
        return taken

    def _note_starts(self, taken: Mapping[tuple[str, int], float], size: int, lasts: timedelta) -> None:
        counts = {lane: round(count) for (lane, attempt), count in taken.items() if attempt == 0}
        place = 0
        while len(self.starts) < self.first and any(counts.values()):
            for lane in [lane for lane, count in counts.items() if count and len(self.starts) < self.first]:
                self.starts.append((self.now + place // size * lasts, lane))
                counts[lane] -= 1
                place += 1

    def left(self) -> float:
        """How many wait for their first call."""
        return sum(count for (_, attempt), count in self.ready.items() if attempt == 0)

    def leap_weeks(self, began: datetime, left_then: float) -> None:
        """After a week like any other leap over those that will be the same, save the last but one."""
        done = left_then - self.left()
        weeks = floor(self.left() / done) - 1 if done > 0 and self.settings.end_date is None else 0
        if weeks > 0:
            share = 1 - weeks * done / self.left()
            self.ready = {key: float(ceil(count * share)) for key, count in self.ready.items()}
            self.now = began + (weeks + 1) * WEEK
            self.later.clear()
            self.windows.clear()
