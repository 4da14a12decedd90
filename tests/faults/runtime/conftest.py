"""A stack of its own for each test, on servers that it may break."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore, open_pool
from tests.conftest import StartNats, StartPostgres
from tests.infrastructure import Nats, Postgres
from tests.integration.runtime.processes import Stack, stack_of
from tests.integration.runtime.tally import tell


@dataclass
class Breakable:
    """A stack, with the servers beneath it."""

    stack: Stack
    postgres: Postgres
    nats: Nats

    async def tell(self, *numbers: int, of: int = 1) -> None:
        """Have campaigns record limits, as its HTTP face does: without its relay being told."""
        async with open_pool(self.stack.database, "campaigns") as pool:
            await tell(PostgresEventStore(Service.CAMPAIGNS, pool), *numbers, of=of)


@pytest.fixture
async def broken(start_postgres: StartPostgres, start_nats: StartNats, tmp_path: Path) -> AsyncIterator[Breakable]:
    postgres, nats = start_postgres(), start_nats()
    postgres.make_template()
    with postgres.migrated_database() as database:
        async with stack_of(database, nats.url, tmp_path) as stack:
            yield Breakable(stack, postgres, nats)
