"""A stack of its own for each test, on servers that it may break."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.contracts.ids import user_stream
from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore, open_pool
from tests.conftest import StartNats, StartPostgres
from tests.infrastructure import Nats, Postgres, server_folder
from tests.integration.runtime.processes import Stack, stack_of
from tests.integration.runtime.tally import limit, tell, user


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

    async def tell_at_once(self, *numbers: int) -> None:
        """As `tell`, all in one step."""
        async with (
            open_pool(self.stack.database, "campaigns") as pool,
            PostgresEventStore(Service.CAMPAIGNS, pool).transaction() as step,
        ):
            for number in numbers:
                step.append(user_stream(user(1)), limit(number), user_id=user(1))


@pytest.fixture
def logs() -> Iterator[Path]:
    with server_folder() as folder:
        yield folder


@pytest.fixture
async def broken(start_postgres: StartPostgres, start_nats: StartNats, logs: Path) -> AsyncIterator[Breakable]:
    postgres, nats = start_postgres(), start_nats()
    postgres.make_template()
    with postgres.migrated_database() as database:
        async with stack_of(database, nats.url, logs) as stack:
            yield Breakable(stack, postgres, nats)
