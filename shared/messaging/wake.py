"""The wake: a commit in one process nudges the relay in another, or whoever reads the live feed there."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from nats.aio.msg import Msg
from pydantic_core import from_json as parse_json
from pydantic_core import to_json as write_json

from shared.contracts.vocabulary import Service
from shared.messaging.connection import Away, Messaging
from shared.messaging.envelope import Envelope
from shared.messaging.subjects import feed_subject, wake_subject
from shared.messaging.wire import from_json, to_json


async def nudge(messaging: Messaging, service: Service, committed: Sequence[Envelope] = ()) -> None:
    """Nudge a service's relay, at most once; while NATS is away nothing happens (the relay looks by itself).

    The events that were committed travel along where they fit into a message: what the relay has it need not read.
    """
    body = write_json([to_json(one) for one in committed]) if committed else b""
    with suppress(Away):
        await messaging.publish(wake_subject(service), body if len(body) <= messaging.max_payload else b"")


async def tell_listeners(messaging: Messaging, service: Service) -> None:
    """Say, at most once, that there is something to read in a service's live feed; while NATS is away nobody hears."""
    with suppress(Away):
        await messaging.publish(feed_subject(service), b"")


@asynccontextmanager
async def on_wake(
    messaging: Messaging,
    service: Service,
    event: asyncio.Event,
    take: Callable[[Sequence[Envelope]], None] | None = None,
) -> AsyncIterator[None]:
    """Set `event` at every nudge while the body runs; one that brings events is handed to `take` instead, if given."""

    def nudged(message: Msg) -> None:
        if take is None or not message.data:
            event.set()
            return
        try:
            take([from_json(entry) for entry in parse_json(message.data)])
        except ValueError:
            event.set()
            raise

    async with messaging.listen(wake_subject(service), nudged):
        yield
