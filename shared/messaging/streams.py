"""The streams that deliver, and the durable consumers that read them. Both are disposable: PostgreSQL is the record."""

import logging

import nats.errors
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import BadRequestError, NotFoundError

from shared.contracts.vocabulary import Service
from shared.messaging.connection import Away, Messaging
from shared.messaging.subjects import STREAM_OF, consumer_name, stream_subjects
from shared.messaging.wire import POSITION

logger = logging.getLogger(__name__)

MAX_AGE_SECONDS = 24 * 3600.0
MAX_BYTES = 256 * 1024 * 1024
"""What a stream keeps at most; a reader further behind reads from the owner's log."""
DUPLICATE_WINDOW_SECONDS = 60.0
"""Longer than the relay's timeout and a restart of the server. Repeats beyond it are settled by positions."""
ACK_WAIT_SECONDS = 30.0
MAX_ACK_PENDING = 100_000
"""Generous: a consumer that ran into it would hear nothing more."""
START_MARGIN = 1_000
"""Messages before the estimated start of a new consumer that are delivered all the same."""
NAME_IN_USE = 10058


def stream_config(service: Service) -> StreamConfig:
    """Return how a service's stream is kept."""
    return StreamConfig(
        name=STREAM_OF[service],
        description=f"Events of the {service.value} service, in delivery. The record is its PostgreSQL schema.",
        subjects=[stream_subjects(service)],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.OLD,
        max_age=MAX_AGE_SECONDS,
        max_bytes=MAX_BYTES,
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
    )


async def ensure_stream(messaging: Messaging, service: Service, *, mend: bool = True) -> None:
    """Make a service's stream where there is none. Called twice, or by two processes at once, it changes nothing.

    Limits that an operator changed are left alone; subjects that are not the service's are put right, if `mend`: by its
    owner, who alone may. Raises Away while JetStream cannot be reached or has no room.
    """
    try:
        await _make_or_mend(messaging, stream_config(service), mend=mend)
    except nats.errors.Error as error:
        raise Away(f"the stream {STREAM_OF[service]} cannot be made: {error!r}") from error


async def _make_or_mend(messaging: Messaging, config: StreamConfig, *, mend: bool) -> None:
    try:
        await messaging.js.add_stream(config)
    except BadRequestError as error:
        if error.err_code != NAME_IN_USE:
            raise
        present = (await messaging.js.stream_info(config.name or "")).config
        if present.subjects != config.subjects:
            logger.warning("a stream had other subjects", extra={"stream": config.name, "subjects": present.subjects})
            if mend:
                await messaging.js.update_stream(present.evolve(subjects=config.subjects))


async def ensure_consumer(messaging: Messaging, reader: Service, source: Service, *, after: int = 0) -> None:
    """Make the durable consumer `<reader>-from-<source>` where there is none; one that is there stays as it is.

    A new one starts shortly before position `after`, as far as the stream's last message tells; what that estimate
    may leave out is read from the owner. One that acknowledges otherwise is replaced. Raises nats.errors.Error
    while JetStream cannot be reached, NotFoundError where the stream is missing.
    """
    stream, name = STREAM_OF[source], consumer_name(reader, source)
    try:
        present = await messaging.js.consumer_info(stream, name)
    except NotFoundError:
        pass
    else:
        if present.config.ack_policy == AckPolicy.ALL and present.config.deliver_subject is None:
            return
        await messaging.js.delete_consumer(stream, name)
    start = await _start(messaging, source, after)
    await messaging.js.add_consumer(
        stream,
        ConsumerConfig(
            durable_name=name,
            description=f"What the {reader.value} service has taken from {source.value}; its record is in PostgreSQL.",
            deliver_policy=DeliverPolicy.ALL if start is None else DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=start,
            ack_policy=AckPolicy.ALL,
            ack_wait=ACK_WAIT_SECONDS,
            max_deliver=-1,
            max_ack_pending=MAX_ACK_PENDING,
            mem_storage=True,  # PostgreSQL knows how far it came; a server that forgets it writes no file at each ack
        ),
    )
    logger.info("made a consumer", extra={"stream": stream, "consumer": name, "start": start})


async def drop_consumer(messaging: Messaging, reader: Service, source: Service) -> None:
    """Delete a consumer so that it is made anew; one that is missing is no error."""
    try:
        await messaging.js.delete_consumer(STREAM_OF[source], consumer_name(reader, source))
    except NotFoundError:
        return


async def _start(messaging: Messaging, source: Service, after: int) -> int | None:
    """Estimate the stream sequence of position `after`, less a margin; None = from the stream's beginning."""
    state = (await messaging.js.stream_info(STREAM_OF[source])).state
    if after == 0 or state.messages == 0:
        return None
    try:
        last = await messaging.js.get_msg(STREAM_OF[source], seq=state.last_seq)
        newest = int((last.headers or {})[POSITION])
    except (nats.errors.Error, KeyError, ValueError):
        return None
    start = min(state.last_seq + 1, state.last_seq - (newest - after) - START_MARGIN)
    return start if start > state.first_seq else None
