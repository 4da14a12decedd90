"""`callctl restored`: logs go on in histories of their own, if all schemas are of one backup; else nothing changes."""

from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from callctl.restoring import NotOneBackup, begin_histories
from shared.contracts.campaigns import UserLimitChanged
from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore, open_pool
from shared.eventstore.protocol import Cursor, Fenced
from shared.testing.examples import example


@pytest.fixture
async def read_by_the_scheduler(database: str) -> str:
    """A database whose campaigns have recorded three events, of which the scheduler has applied two."""
    async with open_pool(database, Service.CAMPAIGNS) as pool, open_pool(database, Service.SCHEDULER) as reading:
        store = PostgresEventStore(Service.CAMPAIGNS, pool)
        for _ in range(3):
            async with store.transaction() as step:
                step.append("user-1", example(UserLimitChanged), user_id=None)
        applied = (await store.read(0))[:2]
        async with PostgresEventStore(Service.SCHEDULER, reading).transaction() as step:
            step.take(Service.CAMPAIGNS, applied[-1], first=1)
    return database


def epochs(dsn: str) -> list[UUID]:
    found: list[UUID] = []
    with psycopg.connect(dsn) as session:
        for service in Service:
            head = sql.SQL("select epoch from {}").format(sql.Identifier(service.value, "head"))
            found += [row[0] for row in session.execute(head).fetchall()]
    return found


async def test_every_log_goes_on_in_a_history_of_its_own_and_its_readers_follow(read_by_the_scheduler: str) -> None:
    before = epochs(read_by_the_scheduler)

    logs = begin_histories(read_by_the_scheduler)

    after = epochs(read_by_the_scheduler)
    assert len({*before, *after}) == 2 * len(Service)
    assert {service: log.position for service, log in logs.items()} == {
        service: 3 if service is Service.CAMPAIGNS else 0 for service in Service
    }
    async with open_pool(read_by_the_scheduler, Service.CAMPAIGNS) as pool:
        campaigns = PostgresEventStore(Service.CAMPAIGNS, pool)
        head, second = await campaigns.head(), await campaigns.event_at(2)
    async with open_pool(read_by_the_scheduler, Service.SCHEDULER) as pool:
        consumed = await PostgresEventStore(Service.SCHEDULER, pool).consumed()
    assert consumed == {Service.CAMPAIGNS: Cursor(head.epoch, 2, second)}


async def test_whoever_led_before_can_commit_nothing_any_more(database: str) -> None:
    async with open_pool(database, Service.DIALER) as pool:
        store = PostgresEventStore(Service.DIALER, pool)
        lease = await store.acquire("from-before", 60)
        begin_histories(database)
        with pytest.raises(Fenced):
            async with store.transaction(lease):
                pass


async def test_where_a_reader_is_ahead_of_its_source_nothing_changes(read_by_the_scheduler: str) -> None:
    with psycopg.connect(read_by_the_scheduler) as session:
        session.execute("delete from campaigns.events where position = 2")
    before = epochs(read_by_the_scheduler)

    with pytest.raises(NotOneBackup, match="scheduler has applied position 2 of campaigns"):
        begin_histories(read_by_the_scheduler)

    assert epochs(read_by_the_scheduler) == before
