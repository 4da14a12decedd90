"""A rebuild comes to the same rows as live, through parking, putting back and steps of its own."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import cast

import psycopg
import pytest

from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore
from shared.eventstore.protocol import Fenced
from shared.eventstore.rebuild import (
    RECORDS_OF_THE_LOG,
    OtherHistory,
    Rebuilt,
    UnknownRecords,
    check,
    differences,
    rebuild,
    shadow_of,
)
from shared.eventstore.swap import swap
from shared.messaging.envelope import Envelope
from shared.runtime.inbox import Inbox
from shared.runtime.worker import Leader, Step
from tests.integration.runtime.tally import POISON, RECORDS, Tally, known, skip, tell, told

PROJECTIONS = ("seen", "tallies", "told")
SHADOW = shadow_of(Service.SCHEDULER)


class History:
    """What campaigns told, to be read again page by page."""

    def __init__(self, *told: Envelope) -> None:
        self.told = list(told)
        self.reads: list[tuple[int, int]] = []

    async def read(self, source: Service, after: int, limit: int) -> Sequence[Envelope]:
        assert source is Service.CAMPAIGNS
        self.reads.append((after, limit))
        return self.told[after : after + min(limit, 7)]


async def never(*_: object) -> None:
    raise AssertionError("a rebuild neither decides nor loads")


def replaying() -> Tally:
    worker = Tally(poison=set())
    worker.in_load = worker.in_decide = worker.in_committed = never
    return worker


@pytest.fixture
async def inbox(store: PostgresEventStore) -> tuple[Inbox, Tally]:
    lease = await store.acquire("one", 60)
    assert lease is not None
    worker = Tally()

    async def tell_nobody(_: Envelope) -> None:
        pass

    leader = cast("Leader", None)
    return Inbox(store, worker, leader, lease, on_commit=lambda _: None, on_parked=tell_nobody), worker


async def live_through_everything(inbox: Inbox, worker: Tally, store: PostgresEventStore) -> History:
    """Three batches, one with a message that fails; own steps, an HTTP face's step, and the message put back."""
    history = History(*(told(n, POISON if n == 5 else n, of=n % 3) for n in range(1, 31)))

    async def own(step: Step) -> None:
        skip(step, "mine")

    async def fail(_: Step) -> None:
        raise ValueError("rolled back")

    await inbox.apply(history.told[:10])
    await inbox.step(own)
    await inbox.apply(history.told[10:20])
    with suppress(ValueError):
        await inbox.step(fail)
    worker.poison.clear()
    await inbox.unpark(Service.CAMPAIGNS, 5)
    async with store.transaction() as step:
        skip(step, "of an HTTP face")
        await worker.project(step.connection, step.recorded)
    await inbox.apply(history.told[20:])
    return history


async def run_rebuild(dsn: str, history: History) -> Rebuilt:
    return await rebuild(dsn, Service.SCHEDULER, replaying().project, history.read, known=known)


async def compare(dsn: str, history: History, rebuilt: Rebuilt) -> list[str]:
    return await check(dsn, Service.SCHEDULER, rebuilt, project=replaying().project, read=history.read, records=RECORDS)


async def put_in_place(dsn: str, history: History, rebuilt: Rebuilt) -> list[str]:
    return await swap(dsn, Service.SCHEDULER, rebuilt, project=replaying().project, read=history.read, records=RECORDS)


def execute(dsn: str, statement: str) -> None:
    with psycopg.connect(dsn, autocommit=True, options="-c search_path=scheduler") as connection:
        connection.execute(statement.encode())


def rows(dsn: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn, autocommit=True, options="-c search_path=scheduler") as connection:
        return connection.execute(statement.encode()).fetchall()


async def test_a_rebuild_comes_to_the_same_rows_in_the_same_order(
    tally_database: str, store: PostgresEventStore, inbox: tuple[Inbox, Tally]
) -> None:
    history = await live_through_everything(*inbox, store)

    rebuilt = await run_rebuild(tally_database, history)

    assert (rebuilt.taken, rebuilt.recorded) == (30, 32)
    assert await compare(tally_database, history, rebuilt) == []
    assert await differences(tally_database, "scheduler", SHADOW, PROJECTIONS) == []
    order = rows(tally_database, "select position from seen order by place")
    assert order != sorted(order), "the order of live is not that of the source: the example proves nothing"


async def test_a_message_that_stays_parked_is_left_out(tally_database: str, inbox: tuple[Inbox, Tally]) -> None:
    history = History(told(1, 1), told(2, POISON), told(3, 3), told(4, 4, of=2))
    await inbox[0].apply(history.told)

    rebuilt = await run_rebuild(tally_database, history)

    assert rebuilt.taken == 2
    assert await compare(tally_database, history, rebuilt) == []


async def test_what_was_dropped_is_left_out_whatever_could_be_done_with_it_now(
    tally_database: str, inbox: tuple[Inbox, Tally]
) -> None:
    history = History(told(1, 1), told(2, POISON), told(3, 3), told(4, 4, of=2))
    await inbox[0].apply(history.told)
    await inbox[0].drop(Service.CAMPAIGNS, 2, by="asha", reason="of no use")
    await inbox[0].unpark(Service.CAMPAIGNS, 3)

    rebuilt = await run_rebuild(tally_database, history)

    assert rebuilt.taken == 3
    assert await compare(tally_database, history, rebuilt) == []


async def test_an_empty_journal_is_rebuilt_to_empty_tables(tally_database: str) -> None:
    rebuilt = await run_rebuild(tally_database, History())

    assert rebuilt == Rebuilt(SHADOW, 0, 0, 0)
    assert await compare(tally_database, History(), rebuilt) == []


async def test_a_rebuild_over_the_leftovers_of_another_begins_anew(
    tally_database: str, inbox: tuple[Inbox, Tally]
) -> None:
    history = History(told(1, 1))
    await inbox[0].apply(history.told)

    await run_rebuild(tally_database, history)
    rebuilt = await run_rebuild(tally_database, history)

    assert await compare(tally_database, history, rebuilt) == []


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("update tallies set count = 9", 'tallies: only live has {"count": 9'),
        ("delete from seen", "seen: only rebuilt has"),
        ("insert into told values (gen_random_uuid(), '+919812345678', now())", '"code": "+***678"'),
    ],
)
async def test_rows_that_differ_are_named_with_numbers_masked(
    tally_database: str, inbox: tuple[Inbox, Tally], tampering: str, said: str
) -> None:
    history = History(told(1, 1))
    await inbox[0].apply(history.told)
    execute(tally_database, tampering)

    found = await compare(tally_database, history, await run_rebuild(tally_database, history))

    assert any(said in line for line in found), found


async def test_a_row_that_is_there_twice_differs_from_one_that_is_there_once(tally_database: str) -> None:
    execute(tally_database, "insert into remarks values ('a'), ('a')")
    await run_rebuild(tally_database, History())
    execute(tally_database, "insert into scheduler_rebuilt.remarks values ('a')")

    found = await differences(tally_database, "scheduler", SHADOW, ["remarks"])

    assert found == ['remarks: only live has {"remark": "a"}']


async def test_records_are_not_compared_and_a_stale_declaration_is_refused(
    tally_database: str, store: PostgresEventStore, inbox: tuple[Inbox, Tally]
) -> None:
    history = await live_through_everything(*inbox, store)
    execute(tally_database, "insert into remarks values ('of a person')")
    rebuilt = await run_rebuild(tally_database, history)

    assert await compare(tally_database, history, rebuilt) == []
    with pytest.raises(UnknownRecords, match="no table remorse"):
        await check(
            tally_database,
            Service.SCHEDULER,
            rebuilt,
            project=replaying().project,
            read=history.read,
            records={"remorse"},
        )
    assert "journal" in RECORDS_OF_THE_LOG


async def test_what_live_commits_after_the_rebuild_is_compared_too_at_one_moment(
    tally_database: str, inbox: tuple[Inbox, Tally]
) -> None:
    history = History(*(told(n, n) for n in range(1, 21)))
    await inbox[0].apply(history.told[:5])
    rebuilt = await run_rebuild(tally_database, history)
    await inbox[0].apply(history.told[5:10])
    original = history.read

    async def read_while_live_goes_on(source: Service, after: int, limit: int) -> Sequence[Envelope]:
        await inbox[0].apply(history.told[10:])
        return await original(source, after, limit)

    history.read = read_while_live_goes_on  # type: ignore[method-assign]

    assert await compare(tally_database, history, rebuilt) == []


@pytest.mark.parametrize("change", ["shorter", "other"])
async def test_another_history_of_a_source_is_not_rebuilt_from(
    tally_database: str, inbox: tuple[Inbox, Tally], change: str
) -> None:
    history = History(told(1, 1), told(2, 2))
    await inbox[0].apply(history.told)
    if change == "shorter":
        history.told.pop()
    else:
        history.told[1] = told(3, 2)

    with pytest.raises(OtherHistory, match="campaigns"):
        await run_rebuild(tally_database, history)


async def test_put_in_place_the_rebuilt_tables_are_live_with_their_views_and_the_shadow_is_gone(
    tally_database: str, store: PostgresEventStore, inbox: tuple[Inbox, Tally]
) -> None:
    history = await live_through_everything(*inbox, store)
    before = rows(tally_database, "select * from tallies order by stream")
    execute(tally_database, "update tallies set count = 9; insert into remarks values ('of a person')")

    tables = await put_in_place(tally_database, history, await run_rebuild(tally_database, history))

    assert sorted(tables) == sorted(PROJECTIONS)
    assert rows(tally_database, "select * from tallies order by stream") == before
    assert len(rows(tally_database, "select * from busy_streams")) == 3
    assert rows(tally_database, "select * from remarks") == [("of a person",)]
    assert rows(tally_database, "select 1 from pg_namespace where nspname = 'scheduler_rebuilt'") == []


async def test_put_in_place_the_tables_keep_their_owner_and_privileges(
    tally_database: str, inbox: tuple[Inbox, Tally]
) -> None:
    history = History(told(1, 1))
    await inbox[0].apply(history.told)
    execute(
        tally_database,
        "do $$ begin create role tally_reader; exception when duplicate_object then null; end $$;"
        "grant select, update on tallies to tally_reader; grant select on seen to public",
    )
    privileges = (
        "select table_name::text, grantee::text, privilege_type::text from information_schema.role_table_grants"
        " where table_schema = 'scheduler' order by 1, 2, 3"
    )
    before = rows(tally_database, privileges)

    await put_in_place(tally_database, history, await run_rebuild(tally_database, history))

    assert rows(tally_database, privileges) == before
    execute(tally_database, "drop owned by tally_reader; drop role tally_reader")


async def test_who_leads_is_deposed_by_the_swap_and_goes_on_from_the_new_tables(
    tally_database: str, store: PostgresEventStore, inbox: tuple[Inbox, Tally]
) -> None:
    history = History(*(told(n, n) for n in range(1, 21)))
    await inbox[0].apply(history.told[:5])
    rebuilt = await run_rebuild(tally_database, history)
    await inbox[0].apply(history.told[5:10])

    await put_in_place(tally_database, history, rebuilt)

    with pytest.raises(Fenced):
        await inbox[0].apply(history.told[10:])
    lease = await store.acquire("two", 60)
    assert lease is not None
    assert rows(tally_database, "select count(*) from seen") == [(10,)], "what was committed since was replayed"


async def test_the_swap_waits_for_those_who_use_the_tables(tally_database: str, inbox: tuple[Inbox, Tally]) -> None:
    history = History(told(1, 1))
    await inbox[0].apply(history.told)
    rebuilt = await run_rebuild(tally_database, history)
    with psycopg.connect(tally_database, options="-c search_path=scheduler") as reader:
        reader.execute("select * from seen")
        swapping = asyncio.create_task(put_in_place(tally_database, history, rebuilt))
        done, _ = await asyncio.wait([swapping], timeout=1.0)
        assert not done
        reader.rollback()
        await swapping


async def test_a_record_that_depends_on_a_projection_keeps_the_swap_from_changing_anything(
    tally_database: str, inbox: tuple[Inbox, Tally]
) -> None:
    history = History(told(1, 1))
    await inbox[0].apply(history.told)
    execute(tally_database, "create table notes (stream text references tallies)")
    rebuilt = await run_rebuild(tally_database, history)

    with pytest.raises(psycopg.errors.DependentObjectsStillExist):
        await put_in_place(tally_database, history, rebuilt)

    assert rows(tally_database, "select count(*) from tallies") == [(1,)]
    assert rows(tally_database, "select count(*) from scheduler_rebuilt.tallies") == [(1,)]


async def test_a_message_with_many_before_it_is_read_page_by_page_and_once(
    tally_database: str, inbox: tuple[Inbox, Tally]
) -> None:
    history = History(*(told(n, n) for n in range(1, 31)))
    for start in range(0, 30, 3):
        await inbox[0].apply(history.told[start : start + 3])

    await run_rebuild(tally_database, history)

    assert [after for after, _ in history.reads] == [0, 7, 14, 21, 28]


async def test_the_tally_s_campaigns_log_can_itself_be_rebuilt(
    tally_database: str, campaigns: PostgresEventStore
) -> None:
    await tell(campaigns, 1, 2)

    async def project_nothing(*_: object) -> None:
        pass

    rebuilt = await rebuild(tally_database, Service.CAMPAIGNS, project_nothing, History().read, known=known)

    assert (rebuilt.journal, rebuilt.recorded) == (2, 2)
