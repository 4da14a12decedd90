"""Lines that are live and end: what a scheduler has requested, as read from its log."""

import time

from shared.contracts.scheduler import DialRequested
from shared.contracts.vocabulary import Service
from tests.integration.scheduler import tale
from tests.integration.scheduler.stage import Stage


class Lines:
    """The lines that are live, the longest first, of so many slots; and all that was ever requested."""

    def __init__(self, scene: Stage, slots: int) -> None:
        self.scene = scene
        self.slots = slots
        self.live: list[DialRequested] = []
        self._position = 0

    async def read(self) -> list[DialRequested]:
        """Take in what was requested since, and return it."""
        fresh: list[DialRequested] = []
        while log := await self.scene.store.read(self._position, limit=1000, max_bytes=1 << 24):
            fresh += [one.event for one in log if isinstance(one.event, DialRequested)]
            self._position = log[-1].position
        self.live += fresh
        return fresh

    async def end(self, count: int) -> float:
        """End so many, until the free slots are given away; return the seconds that it took."""
        ending, self.live = self.live[:count], self.live[count:]
        told = [tale.ended(request, self.scene.now) for request in ending]
        began = time.perf_counter()
        await self.scene.tell(Service.WEBHOOKS, *told)
        await self.scene.give_what_is_left()
        return time.perf_counter() - began
