"""What an inbox promises: everything applied once and in order, whatever fails of it."""

import asyncio
from contextlib import suppress
from typing import Any, cast

import psycopg
import pytest

from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore
from shared.eventstore.protocol import Fenced, PositionMoved, StreamMoved
from shared.messaging.envelope import Envelope
from shared.runtime.inbox import Inbox
from shared.runtime.worker import Leader, Step
from tests.integration.runtime.tally import POISON, Poisoned, Tally, limit, skip, told, user

BATCH = 500


class Desk:
    """An inbox with its worker, and what it told of."""

    def __init__(self, store: PostgresEventStore, inbox: Inbox, worker: Tally, told_dead: list[int]) -> None:
        self.store = store
        self.inbox = inbox
        self.worker = worker
        self.told_dead = told_dead

    async def rows(self, statement: str) -> list[tuple[Any, ...]]:
        async with self.store.transaction() as step:
            rows = await (await step.connection.execute(statement.encode())).fetchall()
        return [tuple(row.values()) for row in rows]

    async def seen(self) -> list[int]:
        return [row[0] for row in await self.rows("select position from seen order by place")]

    async def position(self) -> int:
        cursor = (await self.store.consumed()).get(Service.CAMPAIGNS)
        return cursor.position if cursor else 0

    async def parked(self) -> list[int]:
        return [parked.position for parked in await self.store.parked()]


@pytest.fixture
async def desk(store: PostgresEventStore) -> Desk:
    return await open_desk(store)


async def open_desk(store: PostgresEventStore) -> Desk:
    lease = await store.acquire("one", 60)
    assert lease is not None
    worker, told_dead = Tally(), list[int]()

    async def tell_dead(envelope: Envelope) -> None:
        told_dead.append(envelope.position)

    leader = cast("Leader", None)
    inbox = Inbox(store, worker, leader, lease, on_commit=lambda _: None, on_parked=tell_dead)
    return Desk(store, inbox, worker, told_dead)


def mixed(poisoned: int, count: int = BATCH) -> list[Envelope]:
    """Messages of three users in turns; the one at a position cannot be applied."""
    return [told(n, POISON if n == poisoned else n, of=n % 3) for n in range(1, count + 1)]


async def test_one_bad_message_of_five_hundred_is_parked_and_only_its_own_stream_waits(desk: Desk) -> None:
    batch = mixed(poisoned=250)
    waiting = [n for n in range(250, BATCH + 1) if n % 3 == 250 % 3]

    await desk.inbox.apply(batch)

    assert await desk.seen() == [n for n in range(1, BATCH + 1) if n not in waiting]
    assert await desk.position() == BATCH
    assert await desk.parked() == waiting
    parked = await desk.store.parked()
    assert parked[0].error == f"Poisoned: limit {POISON}"
    assert {p.error for p in parked[1:]} == {"waits behind an earlier message of its stream"}
    assert desk.told_dead == [250]


async def test_of_five_hundred_streams_only_the_bad_message_is_missing(desk: Desk) -> None:
    await desk.inbox.apply([told(n, POISON if n == 250 else n, of=n) for n in range(1, BATCH + 1)])

    assert await desk.seen() == [n for n in range(1, BATCH + 1) if n != 250]
    assert await desk.parked() == [250]


async def test_what_comes_later_of_a_parked_stream_waits_and_other_streams_go_on(desk: Desk) -> None:
    await desk.inbox.apply([told(1, POISON, of=1), told(2, 2, of=2)])
    await desk.inbox.apply([told(3, 3, of=1), told(4, 4, of=2)])

    assert await desk.seen() == [2, 4]
    assert await desk.parked() == [1, 3]
    assert [p.position for p in desk.inbox.parked] == [1, 3]


async def test_a_task_whose_cancellation_was_swallowed_ends_with_its_next_step(desk: Desk) -> None:
    async def nothing(_: Step) -> None:
        return

    async def go_on_for_ever() -> None:
        while True:
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(60)
            await desk.inbox.step(nothing)

    task = asyncio.create_task(go_on_for_ever())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=5)
    assert task.cancelled()


async def test_another_leadership_goes_on_holding_the_parked_stream_back(desk: Desk) -> None:
    await desk.inbox.apply([told(1, POISON, of=1)])
    successor = await open_desk(desk.store)

    await successor.inbox.apply([told(2, 2, of=1)])

    assert await successor.parked() == [1, 2]


async def test_put_back_the_messages_of_a_stream_are_applied_in_order_and_later_ones_are_not_held(desk: Desk) -> None:
    await desk.inbox.apply(mixed(poisoned=4, count=12))
    desk.worker.poison.clear()

    assert await desk.inbox.unpark(Service.CAMPAIGNS, 4) == 3
    await desk.inbox.apply([told(13, 13, of=1)])

    assert await desk.seen() == [1, 2, 3, 5, 6, 8, 9, 11, 12, 4, 7, 10, 13]
    assert await desk.parked() == []
    codes = await desk.rows("select data->>'code' from events order by position desc limit 4")
    assert [code for (code,) in reversed(codes)] == [f"user-{user(1)} {n}" for n in (2, 3, 4, 5)]


async def test_a_message_that_fails_again_stays_parked_with_those_behind_it(desk: Desk) -> None:
    await desk.inbox.apply([told(1, POISON, of=1), told(2, POISON + 1, of=1), told(3, 3, of=1)])
    desk.worker.poison = {POISON + 1}

    with pytest.raises(Poisoned, match="limit 66667"):
        await desk.inbox.unpark(Service.CAMPAIGNS, 1)

    assert await desk.seen() == [1]
    assert await desk.parked() == [2, 3]
    await desk.inbox.apply([told(4, 4, of=1)])
    assert await desk.parked() == [2, 3, 4]


async def test_what_is_dropped_is_never_applied_and_those_behind_it_are_once_put_back(desk: Desk) -> None:
    await desk.inbox.apply([told(1, POISON, of=1), told(2, 2, of=1), told(3, 3, of=1)])
    loads = desk.worker.loads

    assert await desk.inbox.drop(Service.CAMPAIGNS, 1, by="asha", reason="of no use")
    assert not await desk.inbox.drop(Service.CAMPAIGNS, 1, by="asha", reason="of no use")
    assert await desk.parked() == [2, 3]
    assert await desk.inbox.unpark(Service.CAMPAIGNS, 2) == 2

    assert await desk.seen() == [2, 3]
    assert await desk.parked() == []
    assert desk.worker.loads > loads, "what is parked bears on what may be done"


async def test_putting_back_what_is_not_parked_does_nothing(desk: Desk) -> None:
    await desk.inbox.apply([told(1, 1)])

    assert await desk.inbox.unpark(Service.CAMPAIGNS, 1) == 0
    assert await desk.seen() == [1]


@pytest.mark.parametrize(
    "error",
    [
        psycopg.OperationalError("server closed the connection"),
        psycopg.errors.IdleInTransactionSessionTimeout("ended"),
        psycopg.errors.ReadOnlySqlTransaction("switched over"),
        psycopg.errors.InsufficientPrivilege("not ours"),
        ConnectionResetError("reset"),
        TimeoutError("too long"),
        Fenced("another leads"),
        PositionMoved("moved"),
        StreamMoved("another writer won"),
        MemoryError(),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_what_is_no_message_s_fault_is_raised_and_parks_nothing(desk: Desk, error: Exception) -> None:
    async def fail() -> None:
        raise error

    desk.worker.in_decide = fail

    with pytest.raises(type(error)):
        await desk.inbox.apply([told(1, 1), told(2, 2)])

    assert await desk.parked() == []
    assert await desk.position() == 0
    assert await desk.seen() == []


async def test_a_database_that_ends_the_session_is_never_the_message_s_fault(desk: Desk, tally_database: str) -> None:
    async def end_sessions() -> None:
        with psycopg.connect(tally_database, autocommit=True) as admin:
            admin.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where xact_start is not null and pid <> pg_backend_pid() and datname = current_database()"
            )

    desk.worker.in_decide = end_sessions
    with pytest.raises(psycopg.OperationalError):
        await desk.inbox.apply([told(1, 1)])

    async def nothing() -> None:
        pass

    desk.worker.in_decide = nothing
    await desk.inbox.apply([told(1, 1)])

    assert await desk.seen() == [1]
    assert await desk.parked() == []


async def test_handed_over_again_only_what_was_not_committed_is_applied(desk: Desk) -> None:
    failures = iter([Poisoned("the batch"), None, None, ConnectionResetError("at the third")])

    async def fail_once() -> None:
        error = next(failures, None)
        if error is not None:
            raise error

    desk.worker.in_decide = fail_once
    batch = [told(n, n, of=n) for n in range(1, 6)]
    with pytest.raises(ConnectionResetError):
        await desk.inbox.apply(batch)
    assert await desk.position() == 2

    await desk.inbox.apply(batch)
    await desk.inbox.apply(batch)

    assert await desk.seen() == [1, 2, 3, 4, 5]


async def test_a_successor_s_commit_makes_the_old_leader_s_batch_fail_as_fenced(desk: Desk) -> None:
    await desk.inbox.load()
    successor = await open_desk(desk.store)
    await successor.inbox.apply([told(1, 1)])

    with pytest.raises(Fenced):
        await desk.inbox.apply([told(1, 1)])

    assert await desk.seen() == [1]


async def test_memory_is_loaded_again_after_a_step_that_failed(desk: Desk) -> None:
    await desk.inbox.apply([told(1, 1)])
    stream = told(1, 1).stream

    async def spoil_memory(_: Step) -> None:
        desk.worker.memory[stream] = 99
        raise Poisoned("half-way")

    with pytest.raises(Poisoned):
        await desk.inbox.step(spoil_memory)
    loads = desk.worker.loads
    await desk.inbox.apply([told(2, 2)])

    assert desk.worker.loads == loads + 1
    assert desk.worker.memory == {stream: 2}


async def test_memory_is_loaded_once_while_nothing_fails(desk: Desk) -> None:
    for number in range(1, 6):
        await desk.inbox.apply([told(number, number)])

    assert desk.worker.loads == 1


async def test_memory_is_loaded_again_when_something_is_parked_or_put_back(desk: Desk) -> None:
    await desk.inbox.apply([told(1, POISON, of=1)])
    loads = desk.worker.loads
    await desk.inbox.apply([told(2, 2, of=2)])
    assert desk.worker.loads == loads + 1, "what is parked bears on what may be done"

    desk.worker.poison.clear()
    await desk.inbox.unpark(Service.CAMPAIGNS, 1)
    await desk.inbox.load()
    assert desk.worker.loads == loads + 2


async def cancel_within(desk: Desk, moment: str, work: Any) -> None:
    """Cancel a step while it stands at a moment."""
    reached = asyncio.Event()

    async def wait_there() -> None:
        reached.set()
        await asyncio.Event().wait()

    async def nothing() -> None:
        pass

    setattr(desk.worker, moment, wait_there)
    task = asyncio.ensure_future(work)
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    setattr(desk.worker, moment, nothing)


@pytest.mark.parametrize("moment", ["in_decide", "in_committed", "in_load"])
async def test_a_step_cancelled_half_way_leaves_no_half_truth_in_memory(desk: Desk, moment: str) -> None:
    if moment != "in_load":
        await desk.inbox.load()
    await cancel_within(desk, moment, desk.inbox.apply([told(1, 1)]))
    done = await desk.position()
    assert done == (1 if moment == "in_committed" else 0)
    loads = desk.worker.loads

    await desk.inbox.apply([told(1, 1)])
    await desk.inbox.apply([told(2, 2)])

    assert desk.worker.loads == loads + 1
    assert desk.worker.memory == {told(1, 1).stream: 2}
    assert await desk.seen() == [1, 2]


async def test_a_commit_without_an_answer_throws_memory_away(desk: Desk, store: PostgresEventStore) -> None:
    await desk.inbox.apply([told(1, 1)])
    loads = desk.worker.loads

    async def cut(moment: str) -> None:
        if moment == "before_commit":
            raise psycopg.OperationalError("no answer to COMMIT")

    store._fault_hook = cut

    async def own(step: Step) -> None:
        desk.worker.memory["call-1"] = 7
        skip(step, "mine")

    with pytest.raises(psycopg.OperationalError):
        await desk.inbox.step(own)
    store._fault_hook = None
    await desk.inbox.load()

    assert desk.worker.loads == loads + 1
    assert "call-1" not in desk.worker.memory


async def test_a_worker_that_fails_over_what_was_committed_is_loaded_again_and_parks_nothing(desk: Desk) -> None:
    async def fail() -> None:
        raise ValueError("a timer")

    desk.worker.in_committed = fail
    await desk.inbox.apply([told(1, 1)])
    loads = desk.worker.loads
    await desk.inbox.apply([told(2, 2)])

    assert desk.worker.loads == loads + 1
    assert await desk.seen() == [1, 2]
    assert await desk.parked() == []


async def test_memory_that_cannot_be_loaded_is_no_message_s_fault(desk: Desk) -> None:
    async def fail() -> None:
        raise ValueError("a bug in loading")

    desk.worker.in_load = fail

    with pytest.raises(ValueError, match="a bug in loading"):
        await desk.inbox.apply([told(1, 1)])

    assert await desk.parked() == []


async def test_an_error_is_kept_without_the_values_of_the_message(desk: Desk) -> None:
    async def read_it() -> None:
        type(limit(1)).model_validate({"at": "yesterday", "user_id": "Asha Rao"})

    desk.worker.in_decide = read_it
    await desk.inbox.apply([told(1, 1)])

    [parked] = await desk.store.parked()
    assert "user_id" in parked.error
    assert "Asha" not in parked.error


async def test_a_step_within_a_step_is_refused_instead_of_waiting_for_itself(desk: Desk) -> None:
    async def again(_: Step) -> None:
        await desk.inbox.step(again)

    with pytest.raises(RuntimeError, match="within a step"):
        await desk.inbox.step(again)


async def test_an_own_step_is_projected_committed_and_told(desk: Desk) -> None:
    async def own(step: Step) -> str:
        skip(step, "mine")
        return "done"

    assert await desk.inbox.step(own) == "done"
    assert await desk.rows("select code from told") == [("mine",)]
    assert [row[0] for row in await desk.rows("select type from events")] == ["CallSkipped"]


async def test_a_step_that_changes_nothing_leaves_no_trace_in_the_journal(desk: Desk) -> None:
    async def look(step: Step) -> None:
        await step.connection.execute("select 1")

    await desk.inbox.step(look)

    assert list(await desk.store.journal(0)) == []
