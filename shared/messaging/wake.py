"""The wake: a commit in one process nudges the relay in another, or whoever reads the live feed there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from shared.contracts.vocabulary import Service
from shared.messaging.connection import Away, Messaging
from shared.messaging.subjects import feed_subject, wake_subject


async def nudge(messaging: Messaging, service: Service) -> None:
    """Nudge a service's relay, at most once; while NATS is away nothing happens (the relay looks by itself)."""
    with suppress(Away):
        await messaging.publish(wake_subject(service), b"")


async def tell_listeners(messaging: Messaging, service: Service) -> None:
    """Say, at most once, that there is something to read in a service's live feed; while NATS is away nobody hears."""
    with suppress(Away):
        await messaging.publish(feed_subject(service), b"")


@asynccontextmanager
async def on_wake(messaging: Messaging, service: Service, event: asyncio.Event) -> AsyncIterator[None]:
    """Set `event` at every nudge while the body runs."""
    async with messaging.listen(wake_subject(service), lambda _: event.set()):
        yield
