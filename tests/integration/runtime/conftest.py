"""A tally of its own for each test: its schema in PostgreSQL, and the lease to lead under."""

from collections.abc import AsyncIterator

import pytest

from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore, open_pool
from shared.migrations import migrate
from tests.infrastructure import server_folder
from tests.integration.runtime.processes import Stack, stack_of
from tests.integration.runtime.tally import known


@pytest.fixture
def tally_database(empty_database: str) -> str:
    """The DSN of a database with the schemas of campaigns (its log alone) and of the tally (as scheduler)."""
    migrate(empty_database, ["campaigns", "scheduler"], known=known)
    return empty_database


@pytest.fixture
async def store(tally_database: str) -> AsyncIterator[PostgresEventStore]:
    async with open_pool(tally_database, "scheduler") as pool:
        yield PostgresEventStore(Service.SCHEDULER, pool)


@pytest.fixture
async def campaigns(tally_database: str) -> AsyncIterator[PostgresEventStore]:
    async with open_pool(tally_database, "campaigns") as pool:
        yield PostgresEventStore(Service.CAMPAIGNS, pool)


@pytest.fixture
async def stack(database: str, nats_url: str) -> AsyncIterator[Stack]:
    with server_folder() as logs:
        async with stack_of(database, nats_url, logs) as stack:
            yield stack
