"""What every owner of a log answers about it: `events`, `event_at`, `head`, and `stream` of one call of a user's."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from pydantic_core import to_json as write_json

from shared.contracts.questions import (
    AskEventAt,
    AskEvents,
    AskHead,
    AskStream,
    EventAt,
    Events,
    Head,
    StreamEvents,
)
from shared.messaging.envelope import Envelope
from shared.messaging.heads import LogHead
from shared.messaging.wire import to_json
from shared.runtime.worker import Question

PAGE_BYTES = 1024 * 1024
STREAM_EVENTS = 200
"""The last of a stream that are told; a call has a few dozen."""
FRAME_BYTES = 1024
"""Room for what stands around the events of a page, and for headers."""


class Log(Protocol):
    """A log that can be read: any event store."""

    async def head(self) -> LogHead:
        """Return how far it has come."""

    async def read(
        self, after: int, limit: int = 1000, max_bytes: int = PAGE_BYTES, *, bare: bool = False
    ) -> Sequence[Envelope]:
        """Return the events behind a position, in order; with `bare` private ones without their bodies."""

    async def stream(self, name: str) -> Sequence[Envelope]:
        """Return a stream's events in order; empty when there is none."""


def history(log: Log, max_payload: int = PAGE_BYTES) -> Mapping[str, Question]:
    """Return the questions about a log, for `serve(…, anyone=True)`: any process that can read it may answer.

    A page holds what fits into `max_payload` bytes (the server's limit) and PAGE_BYTES, and at least one event if
    there is one; private events are bare.
    """
    room = min(max_payload, PAGE_BYTES) - FRAME_BYTES

    async def events(request: AskEvents) -> Events:
        read = await log.read(request.after, limit=request.limit, max_bytes=room, bare=True)
        head = await log.head()
        return Events(epoch=head.epoch, head=head.position, events=_fitting(read, room))

    async def event_at(request: AskEventAt) -> EventAt:
        found = await log.read(request.position - 1, limit=1, bare=True)
        head = await log.head()
        there: UUID | None = found[0].event_id if found and found[0].position == request.position else None
        return EventAt(epoch=head.epoch, event_id=there)

    async def head(_: AskHead) -> Head:
        now = await log.head()
        return Head(epoch=now.epoch, position=now.position, event_id=now.event_id)

    async def stream(request: AskStream) -> StreamEvents:
        read = [one for one in await log.stream(request.stream) if one.user_id == request.user_id]
        return StreamEvents(events=_fitting(read[-STREAM_EVENTS:], room))

    return {
        "events": Question(AskEvents, events),
        "event_at": Question(AskEventAt, event_at),
        "head": Question(AskHead, head),
        "stream": Question(AskStream, stream),
    }


def _fitting(envelopes: Sequence[Envelope], room: int) -> tuple[dict[str, Any], ...]:
    page: list[dict[str, Any]] = []
    for envelope in envelopes:
        entry = to_json(envelope)
        room -= len(write_json(entry)) + 1
        if page and room < 0:
            break
        page.append(entry)
    return tuple(page)
