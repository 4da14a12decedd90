"""Events that nobody waits for are taken in together; one that is in a hurry brings all before it along."""

import asyncio
from dataclasses import replace

from shared.contracts.webhooks import CallEnded, CallProgressed
from shared.messaging.connection import Messaging
from shared.messaging.patience import Patience
from tests.integration.messaging.owner import Owner, Reader, eventually, has_consumer, reading

FOR_EVER = Patience(60.0, hurried=frozenset({CallEnded}))


async def has_read(owner: Owner) -> None:
    """Return once the reader has read the owner's log, as it does when it begins; from then on it reads the stream."""
    async with asyncio.timeout(10):
        await eventually(lambda: bool(owner.reads))


async def test_events_that_may_wait_are_applied_with_the_one_that_is_in_a_hurry(
    nats_url: str, messaging: Messaging
) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(nats_url, every=60.0) as publisher, reading(messaging, reader, patience=FOR_EVER):
        await has_consumer(messaging)
        await has_read(owner)
        for event in owner.record(4):
            await publisher.publish([replace(event, type=CallProgressed.__name__)])
        await publisher.publish([replace(event, type=CallEnded.__name__) for event in owner.record(1)])
        async with asyncio.timeout(10):
            await eventually(lambda: len(reader.applied) == 5)

    assert reader.batches == [5]


async def test_events_that_may_wait_are_applied_when_somebody_waits_for_them(
    nats_url: str, messaging: Messaging
) -> None:
    owner, reader = Owner(), Reader()
    async with (
        owner.working(nats_url, every=60.0) as publisher,
        reading(messaging, reader, patience=FOR_EVER) as subscription,
    ):
        await has_consumer(messaging)
        await has_read(owner)
        await publisher.publish(owner.record(3))
        async with asyncio.timeout(10):
            await subscription.read_to(3)

    assert reader.positions == [1, 2, 3]


async def test_what_may_wait_a_little_does_not_wait_longer(nats_url: str, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    async with (
        owner.working(nats_url, every=60.0) as publisher,
        reading(messaging, reader, patience=Patience(0.05)),
    ):
        await has_consumer(messaging)
        await has_read(owner)
        await publisher.publish(owner.record(3))
        async with asyncio.timeout(10):
            await eventually(lambda: len(reader.applied) == 3)

    assert owner.reads == [0]
