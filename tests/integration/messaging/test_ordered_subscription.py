"""The ordered subscription against a real server and an owner that answers."""

import asyncio

from shared.messaging.connection import Messaging
from tests.integration.messaging.owner import Owner, Reader, cursor_at, reading
from tests.integration.messaging.server import Server


async def test_what_is_published_is_applied_in_order(server: Server, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(server.url) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(100))
        async with asyncio.timeout(10):
            await subscription.read_to(100)
    assert reader.positions == list(range(1, 101))


async def test_a_reader_at_4_of_a_stream_that_starts_at_2000_reads_the_gap(
    server: Server, messaging: Messaging
) -> None:
    owner, reader = Owner(), Reader()
    owner.record(1_999)
    async with owner.working(server.url) as publisher:
        await publisher.publish(owner.record(5))
        async with reading(messaging, reader, after=cursor_at(owner.events, 4)) as subscription, asyncio.timeout(10):
            await subscription.read_to(2_004)
    assert reader.positions == list(range(5, 2_005))
