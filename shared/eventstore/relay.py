"""The relay: carries the log to NATS. The log is the outbox; a checkpoint says how far it was acknowledged."""

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

import structlog

from shared.eventstore.handing import Handed
from shared.eventstore.protocol import EventStore
from shared.messaging.cancellation import honour_cancellation
from shared.messaging.envelope import Envelope
from shared.messaging.publisher import NotPublished

BATCH = 500
IDLE_SECONDS = 1.0
CHECKPOINT_SECONDS = 1.0
"""A checkpoint is a commit of its own: moved seldom. What a successor then publishes again is known by its id."""
FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS = 0.1, 2.0

log = structlog.get_logger(__name__)


class Publisher(Protocol):
    """Publishes envelopes with `Nats-Msg-Id` = event id."""

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        """Return when all are acknowledged; raises NotPublished otherwise."""


async def relay(store: EventStore[Any], publisher: Publisher, wake: asyncio.Event, handed: Handed) -> None:
    """Publish what stands behind the checkpoint, in order, for ever.

    It looks when woken, and each second in case a wake was lost. Woken by nothing but what was handed over, it reads
    nothing: `wake` says that others appended. Killed between publish and checkpoint, its successor
    publishes again. While NATS is away it tries again with growing waits; nothing is skipped.
    """
    after = noted = await store.published()
    note_at = 0.0
    retry = FIRST_RETRY_SECONDS
    looks = True
    while True:
        honour_cancellation()
        looks |= wake.is_set()
        wake.clear()
        handed.arrived.clear()
        page: Sequence[Envelope] = () if looks else handed.following(after, BATCH)
        if not page:
            page, looks = await store.read(after, BATCH, bare=True), True
        try:
            await publisher.publish(page)
        except NotPublished as error:
            log.warning("events not published, trying again", service=store.service, position=after, error=str(error))
            await asyncio.sleep(retry)
            retry = min(retry * 2, LONGEST_RETRY_SECONDS)
            continue
        retry = FIRST_RETRY_SECONDS
        after = handed.acknowledged = page[-1].position if page else after
        now = asyncio.get_running_loop().time()
        if after > noted and now >= note_at:
            await store.checkpoint(after)
            noted, note_at = after, now + CHECKPOINT_SECONDS
        if len(page) < BATCH:
            looks = False
            if handed.is_empty:
                await _any_set(wake, handed.arrived, within=IDLE_SECONDS)


async def _any_set(*events: asyncio.Event, within: float) -> None:
    """Return when one of the events is set, or after so many seconds."""
    if any(event.is_set() for event in events):
        return
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waiting:
            one.cancel()
