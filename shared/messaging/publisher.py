"""Publishing a log's events: many at once, all acknowledged or said not to be."""

import asyncio
import logging
from collections.abc import Sequence

import nats.errors
from nats.js.api import PubAck
from nats.js.errors import NoStreamResponseError

from shared.contracts.vocabulary import Service
from shared.messaging.cancellation import honour_cancellation
from shared.messaging.connection import Away, Messaging
from shared.messaging.envelope import Envelope
from shared.messaging.streams import ensure_stream
from shared.messaging.subjects import STREAM_OF
from shared.messaging.wire import encode

logger = logging.getLogger(__name__)

WINDOW = 1_000
"""Messages on the way at once: below nats-py's 4,000, where publishing would wait and swallow a cancellation."""
ACK_SECONDS = 3.0


class NotPublished(Exception):
    """Not every event was acknowledged; some may have been stored. Read the log from the checkpoint and try again."""


class Publisher:
    """Publishes one service's events to its stream."""

    def __init__(self, messaging: Messaging, service: Service, *, timeout: float = ACK_SECONDS) -> None:
        self._messaging = messaging
        self._service = service
        self._timeout = timeout

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        """Return when every event is acknowledged; at once for none. Called twice, repeats are stored once.

        A missing stream is made. Raises NotPublished when the server is away (at once), answers with an error, or
        does not answer within the timeout; ValueError for an event that cannot be encoded.
        """
        for start in range(0, len(envelopes), WINDOW):
            window = envelopes[start : start + WINDOW]
            try:
                await self._send(window)
            except NoStreamResponseError:
                await self._make_stream()
                try:
                    await self._send(window)
                except NoStreamResponseError as error:
                    raise NotPublished(f"{STREAM_OF[self._service]} does not answer") from error

    async def _send(self, envelopes: Sequence[Envelope]) -> None:
        acks: list[asyncio.Future[PubAck]] = []
        remove = self._messaging.on_disconnect(lambda: _give_up(acks))
        try:
            async with asyncio.timeout(self._timeout):
                for envelope in envelopes:
                    acks.append(await self._start(envelope))  # noqa: PERF401 - those begun are given up with the rest
                await asyncio.wait(acks)
        except TimeoutError:
            missing = sum(not ack.done() for ack in acks) + len(envelopes) - len(acks)
            await self._make_stream()  # somebody else listening on the subject hides that the stream is missing
            raise NotPublished(
                f"{missing} of {len(envelopes)} events were not acknowledged within {self._timeout} s",
            ) from None
        except nats.errors.Error as error:
            raise NotPublished(f"publishing failed: {error!r}") from error
        finally:
            remove()
            _give_up(acks)
            failures = _failures(acks)
            honour_cancellation()
        for failure in failures:
            if isinstance(failure, NoStreamResponseError):
                raise failure
        if failures:
            raise NotPublished(f"{len(failures)} of {len(acks)} events were refused: {failures[0]!r}") from failures[0]

    async def _start(self, envelope: Envelope) -> asyncio.Future[PubAck]:
        subject, headers, body = encode(envelope)
        if not self._messaging.connected:
            raise NotPublished("NATS is away")
        if len(body) > self._messaging.max_payload:
            raise NotPublished(
                f"event {envelope.event_id} has {len(body)} bytes; the server takes {self._messaging.max_payload}",
            )
        return await self._messaging.js.publish_async(
            subject,
            body,
            stream=STREAM_OF[self._service],
            headers=headers,
        )

    async def _make_stream(self) -> None:
        try:
            await ensure_stream(self._messaging, self._service)
        except Away as error:
            raise NotPublished(str(error)) from error


def _give_up(acks: Sequence[asyncio.Future[PubAck]]) -> None:
    """Give up on what is still on the way; it would never fail by itself."""
    for ack in acks:
        ack.cancel()


def _failures(acks: Sequence[asyncio.Future[PubAck]]) -> list[BaseException]:
    """Return why events were not acknowledged, for each that was not."""
    lost = ConnectionError("the connection was lost")
    outcomes = (lost if ack.cancelled() else ack.exception() for ack in acks)
    return [outcome for outcome in outcomes if outcome is not None]
