"""Whatever is lost in NATS, everything recorded is applied, once, in order."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.contracts.vocabulary import Service
from shared.messaging import pull
from shared.messaging.connection import Messaging, connect
from shared.messaging.envelope import Envelope
from shared.messaging.subjects import consumer_name
from tests.integration.messaging.owner import Owner, Reader, cursor_at, eventually, has_consumer, reading, relayed
from tests.integration.messaging.server import Server

CONSUMER = consumer_name(Service.SCHEDULER, Service.WEBHOOKS)


async def test_events_acknowledged_and_lost_with_the_store_arrive_within_5_s_of_its_return(
    server: Server,
    messaging: Messaging,
) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(server.url) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(10))
        await subscription.read_to(10)
        again = asyncio.Event()
        messaging.on_reconnect(again.set)
        await publisher.publish(owner.record(700))
        await server.restart(without_store=True)
        owner.record(700)
        await again.wait()
        async with asyncio.timeout(5):
            await eventually(lambda: subscription.position == 1_410)
        await relayed(publisher, owner.record(5))
        async with asyncio.timeout(5):
            await subscription.read_to(1_415)
    assert reader.positions == list(range(1, 1_416))


async def test_the_stream_delivers_again_after_its_store_was_wiped(server: Server, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(server.url, every=3600) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(3))
        await subscription.read_to(3)
        await server.restart(without_store=True)
        async with asyncio.timeout(20):
            await relayed(publisher, owner.record(3))
            await eventually(lambda: subscription.position == 6)
            owner.reads.clear()
            await relayed(publisher, owner.record(3))
            await eventually(lambda: subscription.position == 9)
    assert reader.positions == list(range(1, 10))


async def test_a_deleted_consumer_is_made_again_and_nothing_is_missed(server: Server, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(server.url, every=3600) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(3))
        await subscription.read_to(3)
        await has_consumer(messaging)
        await messaging.js.delete_consumer("WEBHOOKS", CONSUMER)
        await publisher.publish(owner.record(3))
        async with asyncio.timeout(20):
            await eventually(lambda: subscription.position == 6)
            await publisher.publish(owner.record(1))
            await eventually(lambda: subscription.position == 7)
        assert (await messaging.js.consumer_info("WEBHOOKS", CONSUMER)).name == CONSUMER
    assert reader.positions == [1, 2, 3, 4, 5, 6, 7]


async def test_a_deleted_stream_is_made_again_and_nothing_is_missed(server: Server, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(server.url) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(3))
        await subscription.read_to(3)
        await messaging.js.delete_stream("WEBHOOKS")
        owner.record(3)
        async with asyncio.timeout(20):
            await eventually(lambda: subscription.position == 6)
            await relayed(publisher, owner.record(2))
            await eventually(lambda: subscription.position == 8)
    assert reader.positions == list(range(1, 9))


async def test_a_tail_cut_off_the_stream_is_read_from_the_owner(server: Server, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(server.url) as publisher:
        await publisher.publish(owner.record(50))
        await messaging.js.purge_stream("WEBHOOKS")
        async with reading(messaging, reader, after=cursor_at(owner.events, 20)) as subscription:
            async with asyncio.timeout(10):
                await eventually(lambda: subscription.position == 50)
    assert reader.positions == list(range(21, 51))


async def test_a_consumer_that_an_operator_paused_does_not_stop_the_intake(
    server: Server,
    messaging: Messaging,
) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(server.url) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(1))
        await subscription.read_to(1)
        await has_consumer(messaging)
        await messaging.js.pause_consumer("WEBHOOKS", CONSUMER, "2099-01-01T00:00:00Z")
        await publisher.publish(owner.record(3))
        async with asyncio.timeout(10):
            await eventually(lambda: subscription.position == 4)
    assert reader.positions == [1, 2, 3, 4]


async def test_a_consumer_that_has_messages_and_brings_none_is_replaced(
    server: Server,
    messaging: Messaging,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pull, "CHECK_SECONDS", 0.1)
    owner, reader = Owner(), Reader()
    async with owner.working(server.url, every=3600) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(1))
        await subscription.read_to(1)
        await has_consumer(messaging)
        await messaging.js.pause_consumer("WEBHOOKS", CONSUMER, "2099-01-01T00:00:00Z")
        await publisher.publish(owner.record(3))
        async with asyncio.timeout(20):
            await eventually(lambda: subscription.position == 4)
    assert reader.positions == [1, 2, 3, 4]


async def test_six_kills_of_the_server_under_load_lose_nothing(server: Server, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(server.url) as publisher, reading(messaging, reader) as subscription:

        async def load() -> None:
            for _ in range(60):
                await relayed(publisher, owner.record(50))

        loading = asyncio.create_task(load())
        for kill in range(1, 7):
            await eventually(lambda threshold=kill * 300: len(owner.events) >= threshold)  # type: ignore[misc]
            await server.restart(without_store=kill % 3 == 0)
        async with asyncio.timeout(60):
            await loading
            await subscription.read_to(3_000)
    assert reader.positions == list(range(1, 3_001))


async def test_two_leaders_on_one_consumer_each_apply_everything_once(server: Server, messaging: Messaging) -> None:
    owner, dying, successor = Owner(), Reader(), Reader()
    async with (
        owner.working(server.url, every=0.2) as publisher,
        connect(server.url, "successor") as second,
        reading(messaging, dying) as old,
        reading(second, successor) as new,
    ):
        for _ in range(20):
            await publisher.publish(owner.record(37))
        async with asyncio.timeout(20):
            await eventually(lambda: old.position == 740 and new.position == 740)
    assert dying.positions == successor.positions == list(range(1, 741))


async def test_a_successor_goes_on_where_the_dead_leader_stood(server: Server, messaging: Messaging) -> None:
    owner, dead, successor = Owner(), Reader(), Reader()
    stuck = asyncio.Event()

    class Stuck(Reader):
        async def apply(self, envelopes: Sequence[Envelope]) -> None:
            if envelopes[-1].position > 5:
                stuck.set()
                await asyncio.Event().wait()
            await super().apply(envelopes)

    dead = Stuck()
    async with owner.working(server.url, every=3600) as publisher:
        async with connect(server.url, "old") as old, reading(old, dead) as subscription:
            await publisher.publish(owner.record(5))
            await subscription.read_to(5)
            await publisher.publish(owner.record(5))
            await stuck.wait()
        after = cursor_at(owner.events, 5)
        async with reading(messaging, successor, after=after) as subscription, asyncio.timeout(10):
            await eventually(lambda: subscription.position == 10)
    assert successor.positions == [6, 7, 8, 9, 10]


@pytest.mark.parametrize("round_", range(3))
async def test_a_reader_can_be_stopped_at_any_moment(server: Server, messaging: Messaging, round_: int) -> None:
    owner, stopped = Owner(), 0
    async with owner.working(server.url, every=0.05) as publisher:
        for moment in range(15):
            await publisher.publish(owner.record(7))
            async with asyncio.timeout(10), reading(messaging, Reader()):
                for _ in range(moment * 7 + round_):
                    await asyncio.sleep(0)
            stopped += 1
    assert stopped == 15
