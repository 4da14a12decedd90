"""The pull loop of an ordered subscription: batches from a durable consumer, which is made anew when it vanishes."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import nats.errors
from nats.aio.msg import Msg
from nats.js import JetStreamContext

from shared.contracts.vocabulary import Service
from shared.messaging.cancellation import honour_cancellation
from shared.messaging.connection import RECEIVED_BYTES, Messaging
from shared.messaging.envelope import Envelope
from shared.messaging.patience import Patience
from shared.messaging.streams import drop_consumer, ensure_consumer, ensure_stream
from shared.messaging.subjects import STREAM_OF, consumer_name
from shared.messaging.wire import Malformed, decode

logger = logging.getLogger(__name__)

FETCH = 500
FETCH_SECONDS = 1.0
CHECK_SECONDS = 5.0
"""A consumer that brings nothing is looked at so often."""
MOST_WAITING = 1_000
"""So many events wait to be applied together at most."""
RETRY_SECONDS = 0.25
MAX_RETRY_SECONDS = 2.0
NEVER = float("inf")


@dataclass(frozen=True)
class Batch:
    """Events that arrived together, in the order of arrival, and the message whose ack covers them all."""

    envelopes: Sequence[Envelope]
    last: Msg

    async def ack(self) -> None:
        """Acknowledge everything up to here. A lost ack does no harm: the messages come again and are skipped."""
        with suppress(nats.errors.Error):
            await self.last.ack()


class Pull:
    """Fetches from `<reader>-from-<source>` into one batch that grows until it is taken, while `run` runs."""

    def __init__(
        self,
        messaging: Messaging,
        reader: Service,
        source: Service,
        *,
        patience: Patience,
        position: Callable[[], int],
        arrived: Callable[[], None],
    ) -> None:
        self._messaging = messaging
        self._reader = reader
        self._source = source
        self._patience = patience
        self._position = position
        self._arrived = arrived
        self._batch: Batch | None = None
        self._due = NEVER
        self._room = asyncio.Event()
        self._room.set()

    @property
    def due(self) -> float:
        """When the batch that waits is to be taken, by the event loop's clock; NEVER when none does."""
        return self._due

    def take(self) -> Batch | None:
        """Return the batch that waits, if one does, and make room for the next."""
        batch, self._batch, self._due = self._batch, None, NEVER
        self._room.set()
        return batch

    async def run(self) -> None:
        """Fetch until cancelled; whatever fails is tried again, ever less often, and never hot."""
        delay = RETRY_SECONDS
        while True:
            started = asyncio.get_running_loop().time()
            try:
                await self._bind_and_fetch()
            except Exception as error:  # noqa: BLE001 - every failure of the stream is survived by reading the owner
                honour_cancellation()
                logger.warning(
                    "a consumer brings nothing",
                    extra={"consumer": consumer_name(self._reader, self._source), "error": repr(error)},
                )
            if asyncio.get_running_loop().time() - started > CHECK_SECONDS:
                delay = RETRY_SECONDS
            await asyncio.sleep(delay)
            delay = min(delay * 2, MAX_RETRY_SECONDS)

    async def _bind_and_fetch(self) -> None:
        await self._messaging.until_connected()
        await ensure_stream(self._messaging, self._source, mend=False)
        await ensure_consumer(self._messaging, self._reader, self._source, after=self._position())
        subscription = await self._messaging.js.pull_subscribe_bind(
            consumer=consumer_name(self._reader, self._source),
            stream=STREAM_OF[self._source],
            pending_bytes_limit=RECEIVED_BYTES,
        )
        try:
            await self._fetch(subscription)
        finally:
            with suppress(nats.errors.Error):
                await subscription.unsubscribe()

    async def _fetch(self, subscription: JetStreamContext.PullSubscription) -> None:
        """Fetch until the consumer is found missing or stuck."""
        clock = asyncio.get_running_loop().time
        checked, lagged = clock(), False
        while True:
            honour_cancellation()
            await self._messaging.until_connected()
            started = clock()
            messages = await self._fetch_once(subscription)
            if messages:
                checked, lagged = clock(), False
                await self._deliver(messages)
                if not self._patience.hurried:
                    await asyncio.sleep(self._patience.seconds)  # nothing that comes meanwhile is in a hurry
                continue
            early = clock() - started < FETCH_SECONDS / 2
            if early or clock() - checked > CHECK_SECONDS:
                info = await subscription.consumer_info()
                stuck = bool(info.num_pending) and not early
                if stuck and lagged:
                    await drop_consumer(self._messaging, self._reader, self._source)
                    raise LookupError(f"{info.num_pending} messages are pending and none is delivered")
                checked, lagged = clock(), stuck
            if early:
                await asyncio.sleep(RETRY_SECONDS)

    async def _fetch_once(self, subscription: JetStreamContext.PullSubscription) -> list[Msg]:
        try:
            return await subscription.fetch(FETCH, timeout=FETCH_SECONDS)
        except TimeoutError:
            return []

    async def _deliver(self, messages: Sequence[Msg]) -> None:
        envelopes: list[Envelope] = []
        for message in messages:
            try:
                envelopes.append(decode(message.subject, message.headers, message.data))
            except Malformed as error:
                logger.error("skipped a message that is no event", extra={"error": str(error)})  # noqa: TRY400
        last = max(messages, key=lambda message: message.metadata.sequence.stream)
        await self._room.wait()
        before = self._batch.envelopes if self._batch is not None else ()
        self._batch = Batch([*before, *envelopes], last)
        full = len(self._batch.envelopes) + FETCH > MOST_WAITING
        if full:
            self._room.clear()
        now = asyncio.get_running_loop().time()
        waits = self._patience.waits(envelopes) and not full
        self._due = min(self._due, now + self._patience.seconds if waits else now)
        self._arrived()
