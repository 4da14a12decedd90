"""An owner that does not answer, or NATS without its stream service: the intake waits, quietly, and goes on."""

import asyncio

import pytest

from shared.messaging.connection import Messaging
from tests.integration.messaging.owner import Owner, Reader, cursor_at, eventually, reading
from tests.integration.messaging.server import Server


async def test_an_owner_that_comes_late_is_read_as_soon_as_it_answers(server: Server, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    owner.record(2_100)
    async with reading(messaging, reader, after=cursor_at(owner.events, 100)) as subscription:
        async with asyncio.timeout(10):
            await eventually(lambda: subscription.obstacle is not None)
        async with owner.working(server.url), asyncio.timeout(10):
            await subscription.read_to(2_100)
    assert reader.positions == list(range(101, 2_101))


async def test_without_streams_the_owner_alone_is_enough_and_nothing_spins(
    server: Server,
    messaging: Messaging,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(messaging.js, "_prefix", "$JS.NOWHERE.API")
    owner, reader = Owner(), Reader()
    async with owner.working(server.url, every=0.5), reading(messaging, reader) as subscription:
        async with asyncio.timeout(10):
            for _ in range(4):
                owner.record(10)
                await eventually(lambda: subscription.position == len(owner.events))
        assert messaging.client.stats["out_msgs"] < 60
    assert reader.positions == list(range(1, 41))


async def test_an_idle_reader_asks_the_server_a_few_times_a_second_at_most(
    server: Server,
    messaging: Messaging,
) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(server.url, every=0.1) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(1))
        await subscription.read_to(1)
        heard, sent = messaging.client.stats["in_msgs"], messaging.client.stats["out_msgs"]
        async with asyncio.timeout(20):
            await eventually(lambda: messaging.client.stats["in_msgs"] >= heard + 40)
        assert messaging.client.stats["out_msgs"] - sent < 30


async def test_an_owner_restored_while_nats_was_away_severs_its_readers(server: Server, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(server.url, every=3600) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(10))
        await subscription.read_to(10)
        owner.events = owner.events[:6]
        await server.restart()
        async with asyncio.timeout(10):
            await eventually(lambda: subscription.trouble is not None)
        assert "ends before position 10" in str(subscription.trouble)
    assert reader.positions == list(range(1, 11))
