"""Streams and consumers: made where they are missing, left alone where they are."""

import asyncio

import pytest
from nats.js.api import AckPolicy, ConsumerConfig, DiscardPolicy, StorageType
from nats.js.errors import NotFoundError

from shared.contracts.vocabulary import Service
from shared.messaging.connection import Messaging, connect
from shared.messaging.publisher import Publisher
from shared.messaging.streams import START_MARGIN, drop_consumer, ensure_consumer, ensure_stream
from tests.integration.messaging.owner import chain

CONSUMER = "scheduler-from-webhooks"


async def test_a_stream_is_disposable_and_says_so(messaging: Messaging) -> None:
    await ensure_stream(messaging, Service.WEBHOOKS)
    config = (await messaging.js.stream_info("WEBHOOKS")).config
    assert config.subjects == ["webhooks.>"]
    assert config.storage == StorageType.FILE
    assert config.discard == DiscardPolicy.OLD
    assert config.max_age == 24 * 3600
    assert config.max_bytes == 256 * 1024 * 1024
    assert config.duplicate_window == 60
    assert "PostgreSQL" in (config.description or "")


async def test_two_processes_may_make_the_same_stream_and_consumer(nats_url: str, messaging: Messaging) -> None:
    async def make(own: Messaging) -> None:
        await ensure_stream(own, Service.WEBHOOKS)
        await ensure_consumer(own, Service.SCHEDULER, Service.WEBHOOKS)

    async with connect(nats_url, "second") as second:
        await asyncio.gather(*(make(own) for own in (messaging, second, messaging, second)))
    info = await messaging.js.consumer_info("WEBHOOKS", CONSUMER)
    assert info.config.ack_policy == AckPolicy.ALL
    assert info.config.max_ack_pending == 100_000


async def test_limits_that_an_operator_changed_stay_and_subjects_are_put_right(messaging: Messaging) -> None:
    await ensure_stream(messaging, Service.WEBHOOKS)
    config = (await messaging.js.stream_info("WEBHOOKS")).config
    await messaging.js.update_stream(config.evolve(max_bytes=1024 * 1024, subjects=["webhooks.CallEnded.*"]))
    await ensure_stream(messaging, Service.WEBHOOKS)
    config = (await messaging.js.stream_info("WEBHOOKS")).config
    assert config.max_bytes == 1024 * 1024
    assert config.subjects == ["webhooks.>"]


async def test_a_consumer_stays_where_it_is_when_ensured_again(messaging: Messaging) -> None:
    await Publisher(messaging, Service.WEBHOOKS).publish(chain(Service.WEBHOOKS, 3))
    await ensure_consumer(messaging, Service.SCHEDULER, Service.WEBHOOKS)
    pull = await messaging.js.pull_subscribe_bind(consumer=CONSUMER, stream="WEBHOOKS")
    messages = await pull.fetch(3, timeout=1)
    await messages[-1].ack_sync()
    await pull.unsubscribe()
    await ensure_consumer(messaging, Service.SCHEDULER, Service.WEBHOOKS)
    assert (await messaging.js.consumer_info("WEBHOOKS", CONSUMER)).num_pending == 0


async def test_a_consumer_that_acknowledges_one_by_one_is_replaced(messaging: Messaging) -> None:
    await ensure_stream(messaging, Service.WEBHOOKS)
    await messaging.js.add_consumer("WEBHOOKS", ConsumerConfig(durable_name=CONSUMER, ack_policy=AckPolicy.EXPLICIT))
    await ensure_consumer(messaging, Service.SCHEDULER, Service.WEBHOOKS)
    info = await messaging.js.consumer_info("WEBHOOKS", CONSUMER)
    assert info.config.ack_policy == AckPolicy.ALL


@pytest.mark.parametrize(
    ("after", "pending"),
    [(0, 3_000), (500, 3_000), (2_500, 500 + START_MARGIN + 1), (3_000, START_MARGIN + 1), (9_000, 0)],
)
async def test_a_new_consumer_starts_shortly_before_what_its_reader_needs(
    messaging: Messaging,
    after: int,
    pending: int,
) -> None:
    await Publisher(messaging, Service.WEBHOOKS).publish(chain(Service.WEBHOOKS, 3_000))
    await ensure_consumer(messaging, Service.SCHEDULER, Service.WEBHOOKS, after=after)
    assert (await messaging.js.consumer_info("WEBHOOKS", CONSUMER)).num_pending == pending


async def test_a_consumer_needs_its_stream(messaging: Messaging) -> None:
    with pytest.raises(NotFoundError):
        await ensure_consumer(messaging, Service.SCHEDULER, Service.WEBHOOKS)


async def test_dropping_a_consumer_that_is_missing_is_no_error(messaging: Messaging) -> None:
    await ensure_stream(messaging, Service.WEBHOOKS)
    await drop_consumer(messaging, Service.SCHEDULER, Service.WEBHOOKS)
