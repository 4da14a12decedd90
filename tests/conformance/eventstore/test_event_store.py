"""What every event store promises, whatever keeps it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from shared.contracts.campaigns import UserLimitChanged
from shared.contracts.ids import user_stream
from shared.contracts.scheduler import CallSkipped
from shared.contracts.vocabulary import Service
from shared.eventstore.acting import acting
from shared.eventstore.protocol import (
    Dropped,
    EventStore,
    EventTooLarge,
    Fenced,
    Lease,
    PositionMoved,
    StreamMoved,
)
from shared.messaging.envelope import Actor, Envelope

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
ASHA = UUID("01980000-0000-7000-8000-000000000001")
RAVI = UUID("01980000-0000-7000-8000-000000000002")
OWNER_EPOCH = UUID("01980000-0000-4000-8000-0000000000ee")


def limit(number: int, user: UUID = ASHA) -> UserLimitChanged:
    return UserLimitChanged(at=NOW, user_id=user, concurrent_calls_limit=number)


async def append(store: EventStore[Any], *limits: int, user: UUID = ASHA, expected: int | None = None) -> None:
    async with store.transaction() as step:
        for number in limits:
            step.append(user_stream(user), limit(number, user), user_id=user, expected=expected)


def told(position: int, stream: str = "call-1") -> Envelope:
    """An event of the scheduler at a position of its log."""
    return Envelope(
        source=Service.SCHEDULER,
        position=position,
        epoch=OWNER_EPOCH,
        event_id=UUID(int=position),
        previous_id=UUID(int=position - 1) if position > 1 else None,
        stream=stream,
        version=position,
        type="CallSkipped",
        user_id=ASHA,
        at=NOW,
        data=None,
    )


async def leading(store: EventStore[Any], holder: str = "one") -> Lease:
    lease = await store.acquire(holder, 60)
    assert lease is not None
    return lease


async def test_positions_are_dense_and_each_event_names_the_one_before(store: EventStore[Any]) -> None:
    await append(store, 1, 2)
    await append(store, 3, user=RAVI)

    log = await store.read(0)

    assert [envelope.position for envelope in log] == [1, 2, 3]
    assert [envelope.previous_id for envelope in log] == [None, log[0].event_id, log[1].event_id]
    assert [(envelope.stream, envelope.version) for envelope in log] == [
        (user_stream(ASHA), 1),
        (user_stream(ASHA), 2),
        (user_stream(RAVI), 1),
    ]
    head = await store.head()
    assert (head.position, head.event_id) == (3, log[-1].event_id)
    assert {envelope.epoch for envelope in log} == {head.epoch}


async def test_an_event_comes_back_as_it_was_recorded(store: EventStore[Any]) -> None:
    await append(store, 7)

    [envelope] = await store.read(0)

    assert envelope.event == limit(7)
    assert (envelope.source, envelope.type, envelope.user_id, envelope.at) == (
        Service.CAMPAIGNS,
        "UserLimitChanged",
        ASHA,
        NOW,
    )


async def test_an_empty_log_has_a_head_at_zero_and_no_events(store: EventStore[Any]) -> None:
    assert (await store.head()).position == 0
    assert list(await store.read(0)) == []
    assert list(await store.stream("user-none")) == []
    assert await store.event_at(1) is None


async def test_a_page_keeps_to_its_limit_and_bytes_but_always_moves(store: EventStore[Any]) -> None:
    await append(store, *range(10))

    assert [envelope.position for envelope in await store.read(3, limit=2)] == [4, 5]
    assert [envelope.position for envelope in await store.read(3, max_bytes=1)] == [4]


async def test_the_expected_version_is_that_before_the_step(store: EventStore[Any]) -> None:
    await append(store, 1, 2, expected=0)
    await append(store, 3, expected=2)

    assert [envelope.version for envelope in await store.stream(user_stream(ASHA))] == [1, 2, 3]


@pytest.mark.parametrize("expected", [0, 1, 3])
async def test_a_writer_who_read_another_version_is_told_that_the_stream_moved(
    store: EventStore[Any], expected: int
) -> None:
    await append(store, 1, 2)

    with pytest.raises(StreamMoved):
        await append(store, 9, expected=expected)

    assert (await store.head()).position == 2


async def test_of_two_writers_at_the_same_version_one_wins(store: EventStore[Any]) -> None:
    results = await asyncio.gather(*(append(store, number, expected=0) for number in range(8)), return_exceptions=True)

    assert results.count(None) == 1
    assert sum(isinstance(result, StreamMoved) for result in results) == 7


async def test_a_step_that_is_committed_knows_its_events_as_they_stand_in_the_log(store: EventStore[Any]) -> None:
    await append(store, 1)
    async with store.transaction() as step:
        for user, expected in ((ASHA, None), (RAVI, 0), (ASHA, None)):
            step.append(user_stream(user), limit(2, user), user_id=user, expected=expected)
        assert list(step.committed) == []

    assert list(step.committed) == list(await store.read(1))
    async with store.transaction() as nothing:
        pass
    assert list(nothing.committed) == []


async def test_a_step_that_raises_leaves_nothing(store: EventStore[Any]) -> None:
    with pytest.raises(RuntimeError, match="changed my mind"):
        async with store.transaction() as step:
            step.append(user_stream(ASHA), limit(1), user_id=ASHA)
            raise RuntimeError("changed my mind")

    assert (await store.head()).position == 0
    assert list(await store.journal(0)) == []


async def test_an_event_above_the_bound_is_refused_before_anything_is_done(store: EventStore[Any]) -> None:
    huge = CallSkipped(at=NOW, call_id=ASHA, campaign_id=ASHA, user_id=ASHA, contact_id=ASHA, code="x" * 600_000)

    with pytest.raises(EventTooLarge, match="at most 524288"):
        async with store.transaction() as step:
            step.append("call-1", huge, user_id=ASHA)

    assert (await store.head()).position == 0


async def test_the_lease_is_one_process_s_until_it_expires_or_is_given_back(store: EventStore[Any]) -> None:
    first = await leading(store, "one")
    assert await store.acquire("two", 60) is None

    await store.release(first)
    second = await leading(store, "two")

    assert second.fence > first.fence
    assert (await store.head()).leader == "two"


async def test_an_expired_lease_is_taken_over_and_its_holder_cannot_renew(store: EventStore[Any]) -> None:
    first = await store.acquire("one", 0)
    assert first is not None
    second = await leading(store, "two")

    with pytest.raises(Fenced):
        await store.renew(first, 60)
    await store.renew(second, 60)
    await store.release(first)
    assert (await store.head()).leader == "two"


async def test_a_leader_that_was_replaced_commits_nothing_even_when_it_appends_nothing(
    store: EventStore[Any],
) -> None:
    old = await store.acquire("one", 0)
    assert old is not None
    await leading(store, "two")

    with pytest.raises(Fenced):
        async with store.transaction(old) as step:
            step.append(user_stream(ASHA), limit(1), user_id=ASHA)
    with pytest.raises(Fenced):
        async with store.transaction(old):
            pass

    assert (await store.head()).position == 0


async def test_a_step_open_across_a_takeover_fails_at_its_end(store: EventStore[Any]) -> None:
    old = await store.acquire("one", 0)
    assert old is not None

    with pytest.raises(Fenced):
        async with store.transaction(old) as step:
            step.append(user_stream(ASHA), limit(1), user_id=ASHA)
            await leading(store, "two")

    assert (await store.head()).position == 0


async def test_the_position_of_a_source_moves_with_the_step_and_only_from_where_it_stood(
    store: EventStore[Any],
) -> None:
    lease = await leading(store)
    async with store.transaction(lease) as step:
        step.take(Service.SCHEDULER, told(3), first=1)

    for first in (1, 3, 5):
        with pytest.raises(PositionMoved):
            async with store.transaction(lease) as step:
                step.take(Service.SCHEDULER, told(6), first=first)

    async with store.transaction(lease) as step:
        step.take(Service.SCHEDULER, told(6), first=4)
    cursor = (await store.consumed())[Service.SCHEDULER]
    assert (cursor.epoch, cursor.position, cursor.event_id) == (OWNER_EPOCH, 6, told(6).event_id)


async def test_a_parked_message_is_kept_with_its_error_and_taken_back_once(store: EventStore[Any]) -> None:
    lease = await leading(store)
    async with store.transaction(lease) as step:
        step.park(told(2), "no such field")
        step.take(Service.SCHEDULER, told(2), first=1, parked=[2])

    [parked] = await store.parked()
    assert (parked.source, parked.position, parked.stream, parked.error) == (
        Service.SCHEDULER,
        2,
        "call-1",
        "no such field",
    )
    assert parked.envelope == told(2)

    async with store.transaction(lease) as step:
        step.unpark(Service.SCHEDULER, 2)
    assert list(await store.parked()) == []
    with pytest.raises(PositionMoved):
        async with store.transaction(lease) as step:
            step.unpark(Service.SCHEDULER, 2)


async def test_what_is_given_up_is_parked_no_longer_and_the_journal_says_by_whom_and_why(
    store: EventStore[Any],
) -> None:
    lease = await leading(store)
    async with store.transaction(lease) as step:
        step.park(told(2), "no such field")
        step.take(Service.SCHEDULER, told(2), first=1, parked=[2])
    given_up = Dropped(Service.SCHEDULER, 2, "asha", "of no use", NOW)
    async with store.transaction(lease) as step:
        step.drop(given_up)

    assert list(await store.parked()) == []
    [*_, row] = await store.journal(0)
    assert (row.unparked, row.dropped) == ((), (given_up,))
    with pytest.raises(PositionMoved):
        async with store.transaction(lease) as step:
            step.drop(given_up)


async def test_the_journal_tells_in_which_order_inputs_came_and_events_were_recorded(store: EventStore[Any]) -> None:
    lease = await leading(store)
    async with store.transaction(lease) as step:
        step.take(Service.SCHEDULER, told(3), first=1, parked=[2])
        step.park(told(2), "bad")
        step.append(user_stream(ASHA), limit(1), user_id=ASHA)
    await append(store, 2, 3)
    async with store.transaction(lease) as step:
        step.unpark(Service.SCHEDULER, 2)

    rows = await store.journal(0)

    assert [(row.number, row.first, row.last) for row in rows] == [(1, 1, 1), (2, 2, 3), (3, 4, 3)]
    assert [(t.source, t.first, t.last, t.parked) for t in rows[0].taken] == [(Service.SCHEDULER, 1, 3, (2,))]
    assert rows[2].unparked == ((Service.SCHEDULER, 2),)
    assert [row.number for row in await store.journal(1, limit=1)] == [2]


async def test_the_relays_checkpoint_never_goes_back(store: EventStore[Any]) -> None:
    await store.checkpoint(5)
    await store.checkpoint(3)

    assert await store.published() == 5


async def test_an_event_says_who_had_it_recorded(store: EventStore[Any]) -> None:
    actor = Actor(RAVI, f"key:{RAVI}")
    with acting(actor):
        await append(store, 1)
    await append(store, 2)
    assert [envelope.actor for envelope in await store.read(0)] == [actor, None]


async def test_an_event_hands_on_correlation_and_cause(store: EventStore[Any]) -> None:
    cause = replace(told(1), correlation_id=RAVI, traceparent="00-" + "1" * 32 + "-" + "2" * 16 + "-01")
    async with store.transaction() as step:
        step.append(user_stream(ASHA), limit(1), user_id=ASHA, cause=cause)

    [envelope] = await store.read(0)

    assert (envelope.correlation_id, envelope.causation_id) == (RAVI, cause.event_id)
    assert envelope.traceparent == cause.traceparent
