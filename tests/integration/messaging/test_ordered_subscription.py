"""The ordered subscription against a real server and an owner that answers."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from shared.contracts.vocabulary import Service
from shared.eventstore.protocol import Cursor, Fenced, PositionMoved
from shared.messaging.ask import Asker
from shared.messaging.connection import Messaging
from shared.messaging.envelope import Envelope
from shared.messaging.heads import Heads
from shared.messaging.sequence import Severed
from shared.messaging.streams import ensure_consumer, ensure_stream
from shared.messaging.subjects import consumer_name
from shared.messaging.subscription import Subscription
from tests.integration.messaging.owner import (
    EPOCH,
    OTHER_EPOCH,
    Owner,
    Reader,
    chain,
    cursor_at,
    eventually,
    has_consumer,
    reading,
    severed,
)

STRANGER = UUID("01980000-0000-7000-8000-00000000dead")
CONSUMER = consumer_name(Service.SCHEDULER, Service.WEBHOOKS)


async def test_what_is_published_is_applied_in_order(nats_url: str, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(nats_url) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(100))
        async with asyncio.timeout(10):
            await subscription.read_to(100)
        assert subscription.behind == 0
    assert reader.positions == list(range(1, 101))


async def test_ten_thousand_messages_are_pulled_from_the_stream_in_order(nats_url: str, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(nats_url) as publisher, reading(messaging, reader) as subscription:
        async with asyncio.timeout(60):
            await eventually(lambda: owner.reads == [0])
            owner.unreadable = True
            await publisher.publish(owner.record(10_000))
            await subscription.read_to(10_000)
    assert reader.applied == owner.events


async def test_the_stream_brings_lone_events_without_a_read_of_the_owner(nats_url: str, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(nats_url) as publisher, reading(messaging, reader) as subscription:
        async with asyncio.timeout(60):
            await eventually(lambda: owner.reads == [0])
            owner.unreadable = True
            for position in range(1, 51):
                await publisher.publish(owner.record(1))
                await subscription.read_to(position)
    assert reader.positions == list(range(1, 51))


async def test_a_reader_at_4_of_a_stream_that_starts_at_2000_reads_the_gap(
    nats_url: str,
    messaging: Messaging,
) -> None:
    owner, reader = Owner(), Reader()
    owner.record(1_999)
    async with owner.working(nats_url) as publisher:
        await publisher.publish(owner.record(5))
        async with reading(messaging, reader, after=cursor_at(owner.events, 4)) as subscription, asyncio.timeout(10):
            await subscription.read_to(2_004)
    assert reader.positions == list(range(5, 2_005))


async def test_a_new_reader_takes_in_what_no_stream_holds_any_more(nats_url: str, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    owner.record(2_500)
    async with owner.working(nats_url), reading(messaging, reader) as subscription, asyncio.timeout(10):
        await subscription.read_to(2_500)
    assert reader.positions == list(range(1, 2_501))
    assert owner.reads[:3] == [0, 1_000, 2_000]


async def test_a_tail_that_was_never_delivered_is_read_after_the_head_is_announced(
    nats_url: str,
    messaging: Messaging,
) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(nats_url) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(10))
        await subscription.read_to(10)
        owner.record(5)
        async with asyncio.timeout(10):
            await eventually(lambda: subscription.position == 15)
    assert reader.positions == list(range(1, 16))


async def test_a_gap_in_the_stream_is_read_and_the_rest_is_not_lost(nats_url: str, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(nats_url, every=3600) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(10))
        await subscription.read_to(10)
        owner.record(5)
        await publisher.publish(owner.record(5))
        async with asyncio.timeout(10):
            await eventually(lambda: subscription.position == 20)
    assert reader.positions == list(range(1, 21))


async def test_duplicates_and_disorder_change_nothing(nats_url: str, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(nats_url) as publisher, reading(messaging, reader) as subscription:
        events = list(owner.record(60))
        shuffled = [*reversed(events[:20]), *events[10:40], *reversed(events), *events[::2]]
        for number, event in enumerate(shuffled):
            subject_twice = replace(event, correlation_id=UUID(int=number))
            await publisher.publish([subject_twice])
        async with asyncio.timeout(10):
            await subscription.read_to(60)
    assert reader.positions == list(range(1, 61))


async def test_a_private_event_arrives_without_its_data_and_keeps_its_place(
    nats_url: str,
    messaging: Messaging,
) -> None:
    owner, reader = Owner(Service.CAMPAIGNS), Reader()
    async with (
        owner.working(nats_url) as publisher,
        reading(messaging, reader, source=Service.CAMPAIGNS) as subscription,
    ):
        owner.events = chain(Service.CAMPAIGNS, 3, kind="KeyIssued")
        await publisher.publish(owner.events)
        async with asyncio.timeout(10):
            await subscription.read_to(3)
            owner.events = chain(Service.CAMPAIGNS, 6, kind="KeyIssued")
            await subscription.read_to(6)
    assert [event.data for event in reader.applied] == [None] * 6
    assert reader.positions == [1, 2, 3, 4, 5, 6]


async def test_a_message_that_is_no_event_is_passed_over(nats_url: str, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(nats_url) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(1))
        await messaging.js.publish("webhooks.CallEnded.system", b"by hand")
        await publisher.publish(owner.record(1))
        async with asyncio.timeout(10):
            await subscription.read_to(2)
    assert reader.positions == [1, 2]


async def test_events_that_could_not_be_applied_are_handed_over_again_before_any_other(
    nats_url: str,
    messaging: Messaging,
) -> None:
    class Failing(Reader):
        attempts = 0

        async def apply(self, envelopes: Sequence[Envelope]) -> None:
            self.attempts += 1
            if self.attempts <= 2:
                raise OSError("the database is away")
            await super().apply(envelopes)

    owner, reader = Owner(), Failing()
    async with owner.working(nats_url) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(3))
        async with asyncio.timeout(10):
            await subscription.read_to(3)
    assert reader.positions == [1, 2, 3]
    assert reader.attempts >= 3


@pytest.mark.parametrize("failure", [Fenced, PositionMoved])
async def test_a_lost_leadership_ends_the_intake(
    nats_url: str,
    messaging: Messaging,
    failure: type[Exception],
) -> None:
    async def apply(_: Sequence[Envelope]) -> None:
        raise failure

    owner, heads = Owner(), Heads(messaging)
    owner.record(1)
    subscription = Subscription(
        messaging,
        Asker(messaging),
        heads,
        reader=Service.SCHEDULER,
        source=Service.WEBHOOKS,
        after=None,
        apply=apply,
    )
    async with owner.working(nats_url), heads.listen([Service.WEBHOOKS]), asyncio.timeout(10):
        with pytest.raises(failure):
            await subscription.run()
    assert subscription.position == 0


async def test_nothing_is_acknowledged_before_it_is_applied(nats_url: str, messaging: Messaging) -> None:
    gate, entered = asyncio.Event(), asyncio.Event()

    class Slow(Reader):
        async def apply(self, envelopes: Sequence[Envelope]) -> None:
            if envelopes[-1].position > 1:
                entered.set()
                await gate.wait()
            await super().apply(envelopes)

    async def floor() -> int:
        info = await messaging.js.consumer_info("WEBHOOKS", CONSUMER)
        assert info.ack_floor is not None
        return int(info.ack_floor.stream_seq)

    owner, reader = Owner(), Slow()
    async with owner.working(nats_url, every=3600) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(1))
        await subscription.read_to(1)
        await has_consumer(messaging)
        await publisher.publish(owner.record(1))
        async with asyncio.timeout(10):
            await entered.wait()
            assert await floor() <= 1
            gate.set()
            await subscription.read_to(2)
            while await floor() < 2:
                await asyncio.sleep(0.02)


async def test_a_position_already_applied_is_reached_at_once(nats_url: str, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    owner.record(3)
    async with (
        owner.working(nats_url),
        reading(messaging, reader, after=cursor_at(owner.events, 3)) as subscription,
        asyncio.timeout(1),
    ):
        await subscription.read_to(3)
        await subscription.read_to(0)
    assert reader.applied == []


async def test_a_position_beyond_the_head_is_waited_for_without_asking_hot(
    nats_url: str,
    messaging: Messaging,
) -> None:
    owner, reader = Owner(), Reader()
    owner.record(3)
    async with owner.working(nats_url, every=0.1) as publisher, reading(messaging, reader) as subscription:
        waiting = asyncio.create_task(subscription.read_to(4))
        async with asyncio.timeout(10):
            await subscription.read_to(3)
            await eventually(lambda: messaging.client.stats["in_msgs"] > 20)
            reads = len(owner.reads)
            assert not waiting.done()
            await publisher.publish(owner.record(1))
            await waiting
    assert reads <= 6


# A history that is not the one applied: nothing further of it is taken.


async def test_another_epoch_severs_the_source(nats_url: str, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    owner.record(5)
    after = cursor_at(owner.events, 3)
    owner.epoch = OTHER_EPOCH
    owner.record(5)
    async with owner.working(nats_url), reading(messaging, reader, after=after) as subscription:
        trouble = await severed(subscription)
        assert str(OTHER_EPOCH) in str(trouble)
        with pytest.raises(Severed):
            await subscription.read_to(4)
    assert reader.applied == []


async def test_another_epoch_severs_a_reader_that_has_applied_nothing_yet(
    nats_url: str,
    messaging: Messaging,
) -> None:
    owner, reader = Owner(), Reader()
    owner.record(5)
    async with (
        owner.working(nats_url),
        reading(messaging, reader, after=Cursor(OTHER_EPOCH, 0, None)) as subscription,
    ):
        await severed(subscription)
    assert reader.applied == []


@pytest.mark.parametrize("head", [3, 5])
async def test_another_event_at_our_position_severs_the_source(nats_url: str, messaging: Messaging, head: int) -> None:
    owner, reader = Owner(), Reader()
    owner.record(head)
    async with (
        owner.working(nats_url),
        reading(messaging, reader, after=Cursor(EPOCH, 3, STRANGER)) as subscription,
    ):
        trouble = await severed(subscription)
        assert str(STRANGER) in str(trouble)
    assert reader.applied == []


async def test_a_log_shorter_than_what_was_applied_severs_the_source(nats_url: str, messaging: Messaging) -> None:
    owner, reader = Owner(), Reader()
    after = cursor_at(chain(Service.WEBHOOKS, 9), 9)
    owner.record(5)
    async with owner.working(nats_url), reading(messaging, reader, after=after) as subscription:
        trouble = await severed(subscription)
        assert "ends before position 9" in str(trouble)
    assert reader.applied == []


async def test_an_event_that_names_another_predecessor_severs_the_source(
    nats_url: str,
    messaging: Messaging,
) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(nats_url) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(2))
        await subscription.read_to(2)
        await publisher.publish([replace(chain(Service.WEBHOOKS, 3)[2], previous_id=STRANGER)])
        trouble = await severed(subscription)
        assert str(STRANGER) in str(trouble)
        await publisher.publish(owner.record(2)[1:])
    assert reader.positions == [1, 2]


async def test_an_announced_head_of_another_epoch_severs_a_running_reader(
    nats_url: str,
    messaging: Messaging,
) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(nats_url) as publisher, reading(messaging, reader) as subscription:
        await publisher.publish(owner.record(2))
        await subscription.read_to(2)
        owner.epoch = OTHER_EPOCH
        owner.record(0)
        await severed(subscription)
    assert reader.positions == [1, 2]


async def test_leftovers_of_another_epoch_in_the_stream_are_passed_over(
    nats_url: str,
    messaging: Messaging,
) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(nats_url) as publisher:
        await publisher.publish(chain(Service.WEBHOOKS, 700, epoch=OTHER_EPOCH))
        owner.record(3)
        async with reading(messaging, reader) as subscription, asyncio.timeout(10):
            await subscription.read_to(3)
            await publisher.publish(owner.record(2))
            await subscription.read_to(5)
            assert subscription.trouble is None
    assert reader.positions == [1, 2, 3, 4, 5]
    assert {event.epoch for event in reader.applied} == {EPOCH}


async def test_nothing_is_applied_before_the_owner_has_confirmed_what_was_applied_last(
    nats_url: str,
    messaging: Messaging,
) -> None:
    owner, reader = Owner(), Reader()
    async with owner.working(nats_url) as publisher:
        await publisher.publish(owner.record(5))
    await ensure_stream(messaging, Service.WEBHOOKS)
    await ensure_consumer(messaging, Service.SCHEDULER, Service.WEBHOOKS)
    async with reading(messaging, reader, after=cursor_at(owner.events, 2)) as subscription:
        async with asyncio.timeout(10):
            await eventually(lambda: subscription.obstacle is not None)
        assert reader.applied == []
        async with owner.working(nats_url), asyncio.timeout(10):
            await subscription.read_to(5)
            assert subscription.obstacle is None
    assert reader.positions == [3, 4, 5]
