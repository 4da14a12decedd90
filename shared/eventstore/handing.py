"""From the step that committed events to the relay beside it: what both are in one process need not be read back."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from shared.messaging import wire
from shared.messaging.envelope import Envelope

MOST = 2_000
"""So many events are kept for a relay that cannot publish; then none, for it reads them."""


class Handed:
    """Committed events in their order, with holes where other processes appended."""

    def __init__(self) -> None:
        self._events: deque[Envelope] = deque()
        self.arrived = asyncio.Event()
        self.acknowledged = 0
        """How far the relay has come: up to here NATS has acknowledged everything."""

    def give(self, events: Sequence[Envelope]) -> None:
        """Hand over what was just committed; private events without their bodies, as they travel."""
        self._events.extend(replace(one, data=None) if wire.is_private(one) else one for one in events)
        if len(self._events) > MOST:
            self._events.clear()
        self.arrived.set()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left of what was handed over."""
        return not self._events

    def following(self, after: int, limit: int) -> list[Envelope]:
        """Return the events behind a position without a gap, at most `limit`; none where they have to be read."""
        page: list[Envelope] = []
        while self._events and len(page) < limit:
            if self._events[0].position > after + len(page) + 1:
                break
            event = self._events.popleft()
            if event.position == after + len(page) + 1:
                page.append(event)
        return page
