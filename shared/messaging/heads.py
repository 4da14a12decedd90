"""Heads: each service says every second how far its log has come, so that a lost tail is noticed."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from nats.aio.msg import Msg

from shared.contracts.questions import Head
from shared.contracts.vocabulary import Service
from shared.messaging.cancellation import honour_cancellation
from shared.messaging.connection import Away, Messaging
from shared.messaging.subjects import head_subject

logger = logging.getLogger(__name__)

ANNOUNCE_SECONDS = 1.0


class LogHead(Protocol):
    """What of a log's head is announced: an event store's own head will do."""

    @property
    def epoch(self) -> UUID:
        """The history the log belongs to."""

    @property
    def position(self) -> int:
        """The last position."""

    @property
    def event_id(self) -> UUID | None:
        """The id of the event that stands there."""


@dataclass(frozen=True, slots=True)
class Announced:
    """The last head heard of a source, and when, by the event loop's monotonic clock (seconds)."""

    head: Head
    at: float


async def announce(
    messaging: Messaging,
    service: Service,
    read_head: Callable[[], Awaitable[LogHead]],
    *,
    every: float = ANNOUNCE_SECONDS,
) -> None:
    """Announce a log's head now and every `every` seconds, until cancelled.

    A head that cannot be read or sent is left out, with a line in the log; the next one is tried all the same.
    """
    while True:
        try:
            head = await read_head()
            body = Head(epoch=head.epoch, position=head.position, event_id=head.event_id).model_dump_json()
            await messaging.publish(head_subject(service), body.encode())
        except Away:
            pass
        except Exception:
            logger.exception("a head was not announced", extra={"service": service.value})
        honour_cancellation()
        await asyncio.sleep(every)


class Heads:
    """The heads that other services announced last."""

    def __init__(self, messaging: Messaging) -> None:
        self._messaging = messaging
        self._latest: dict[Service, Announced] = {}
        self._callbacks: dict[Service, list[Callable[[Head], None]]] = {}

    @asynccontextmanager
    async def listen(self, sources: Iterable[Service]) -> AsyncIterator[None]:
        """Hear the heads of `sources` while the body runs; what was heard stays afterwards."""
        async with AsyncExitStack() as stack:
            for source in sources:
                await stack.enter_async_context(self._messaging.listen(head_subject(source), self._hearer(source)))
            yield

    def latest(self, source: Service) -> Announced | None:
        """Return the head heard last, None before the first."""
        return self._latest.get(source)

    def on_announced(self, source: Service, callback: Callable[[Head], None]) -> Callable[[], None]:
        """Call back at each announcement of a source; returns what takes that back, harmless when called twice."""
        callbacks = self._callbacks.setdefault(source, [])
        callbacks.append(callback)

        def remove() -> None:
            with suppress(ValueError):
                callbacks.remove(callback)

        return remove

    def _hearer(self, source: Service) -> Callable[[Msg], None]:
        def hear(message: Msg) -> None:
            head = Head.model_validate_json(message.data)
            self._latest[source] = Announced(head, asyncio.get_running_loop().time())
            for callback in tuple(self._callbacks.get(source, ())):
                callback(head)

        return hear
