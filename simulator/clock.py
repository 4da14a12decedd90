"""One clock for all records: UNIX seconds that advance with the monotonic clock, so that no correction bends them."""

import asyncio
import heapq
import time
from collections.abc import Callable
from itertools import count

from simulator.domain.call import Call

_AT_ONCE = 8
"""Transitions performed before the event loop gets its turn, so that webhooks leave without waiting for a crowd."""
_SHORTEST_SECONDS = 0.0005


class Clock:
    """Anchored to the wall clock when made."""

    __slots__ = ("_offset",)

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def now(self) -> float:
        """UNIX seconds in whole microseconds, so that a time told and read back is the same time."""
        return round(self._offset + time.monotonic(), 6)


class Timetable:
    """The due transitions of all calls: one heap and one timer, however many calls there are.

    `perform` is called once with each call when it is due, never before, unless the call's version has moved since.
    """

    def __init__(self, clock: Clock, perform: Callable[[Call], None]) -> None:
        self._clock = clock
        self._perform = perform
        self._heap: list[tuple[float, int, int, Call]] = []
        self._order = count()
        self._timer: asyncio.Handle | None = None
        self._armed_for = float("inf")

    def add(self, call: Call) -> None:
        """Have the call performed at `call.due` (UNIX seconds), at once if that has passed."""
        heapq.heappush(self._heap, (call.due, next(self._order), call.version, call))
        if call.due < self._armed_for:
            self._arm()

    def clear(self) -> None:
        """Forget everything that was due."""
        self._heap.clear()
        self._arm()

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer, self._armed_for = None, float("inf")
        if self._heap:
            self._armed_for = self._heap[0][0]
            wait = max(self._armed_for - self._clock.now(), _SHORTEST_SECONDS)
            self._timer = asyncio.get_running_loop().call_later(wait, self._run)

    def _run(self) -> None:
        performed = 0
        while self._heap and self._heap[0][0] <= self._clock.now():
            if performed == _AT_ONCE:
                self._armed_for = float("-inf")
                self._timer = asyncio.get_running_loop().call_soon(self._run)
                return
            _, _, version, call = heapq.heappop(self._heap)
            if version == call.version:
                performed += 1
                self._perform(call)
        self._timer, self._armed_for = None, float("inf")
        self._arm()
