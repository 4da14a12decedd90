"""Many writers at once, some changing their minds: the classic way in which a log loses events."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.contracts.campaigns import UserLimitChanged
from shared.contracts.ids import user_stream
from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore, open_pool

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
WRITERS, STEPS = 16, 60


class ChangedMyMind(Exception):
    pass


@pytest.fixture
async def store(database: str) -> AsyncIterator[PostgresEventStore]:
    async with open_pool(database, "campaigns", max_size=WRITERS + 4) as pool:
        yield PostgresEventStore(Service.CAMPAIGNS, pool)


async def _write(store: PostgresEventStore, writer: int) -> set[UUID]:
    """Append in steps of one to three events, rolling back one step in ten; return the ids that were committed."""
    draws = random.Random(writer)  # noqa: S311 - a fixed example
    committed: set[UUID] = set()
    user = UUID(int=writer + 1)
    for number in range(STEPS):
        try:
            async with store.transaction() as step:
                for _ in range(draws.randint(1, 3)):
                    step.append(
                        user_stream(user),
                        UserLimitChanged(at=NOW, user_id=user, concurrent_calls_limit=number),
                        user_id=user,
                    )
                if draws.random() < 0.1:
                    raise ChangedMyMind
        except ChangedMyMind:
            continue
        committed |= {envelope.event_id for envelope in step.recorded}
    return committed


async def _follow(store: PostgresEventStore, done: asyncio.Event) -> list[UUID]:
    """Read behind a checkpoint, as the relay does, until the writers are done and nothing is left."""
    seen: list[UUID] = []
    while True:
        finished = done.is_set()
        page = await store.read(len(seen), limit=50)
        assert [envelope.position for envelope in page] == list(range(len(seen) + 1, len(seen) + 1 + len(page)))
        seen += [envelope.event_id for envelope in page]
        if finished and not page:
            return seen


async def test_sixteen_writers_with_rollbacks_lose_nothing_and_leave_no_gap(store: PostgresEventStore) -> None:
    done = asyncio.Event()
    follower = asyncio.create_task(_follow(store, done))
    written = await asyncio.gather(*(_write(store, writer) for writer in range(WRITERS)))
    done.set()
    seen = await follower

    committed = set().union(*written)
    assert len(seen) == len(set(seen))
    assert set(seen) == committed
    assert (await store.head()).position == len(committed)
