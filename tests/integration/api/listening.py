"""One who listens to the live feed, as a program does."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass
class Told:
    """An event as it came."""

    kind: str
    id: int
    data: dict[str, Any]


@dataclass
class Listening:
    """What was told so far; `last_id` is what a browser would come back with."""

    events: list[Told] = field(default_factory=list)
    comments: int = 0
    last_id: int | None = None
    over: bool = False
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def read(self, answer: httpx.Response) -> None:
        fields: dict[str, str] = {}
        async for line in answer.aiter_lines():
            if line.startswith(":"):
                self.comments += 1
            elif line:
                name, _, value = line.partition(": ")
                fields[name] = value
            else:
                if "id" in fields:
                    self.last_id = int(fields["id"])
                if "data" in fields:
                    assert self.last_id is not None
                    self.events.append(Told(fields["event"], self.last_id, json.loads(fields["data"])))
                fields = {}
            self._changed.set()
        self.over = True
        self._changed.set()

    async def until(self, holds: Callable[["Listening"], Any], seconds: float = 10) -> None:
        """Wait until something holds of what was told."""
        async with asyncio.timeout(seconds):
            while not holds(self):
                self._changed.clear()
                await self._changed.wait()

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event.data for event in self.events if event.kind == kind]


@asynccontextmanager
async def listening(client: httpx.AsyncClient, path: str, last_id: int | str | None = None) -> AsyncIterator[Listening]:
    """Listen while the body runs; from the moment it begins, everything is told."""
    headers = {} if last_id is None else {"Last-Event-ID": str(last_id)}
    async with client.stream("GET", path, headers=headers, timeout=30) as answer:
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in answer.headers
        heard = Listening()
        reading = asyncio.create_task(heard.read(answer))
        try:
            await heard.until(lambda one: one.last_id is not None)
            yield heard
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
