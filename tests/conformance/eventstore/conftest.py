"""Both stores under one suite: in memory, and in PostgreSQL."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from shared.contracts.vocabulary import Service
from shared.eventstore.memory import MemoryEventStore
from shared.eventstore.postgres import PostgresEventStore, open_pool
from shared.eventstore.protocol import EventStore


@pytest.fixture(params=["memory", "postgres"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[EventStore[Any]]:
    if request.param == "memory":
        yield MemoryEventStore(Service.CAMPAIGNS)
        return
    async with open_pool(request.getfixturevalue("database"), "campaigns", max_size=20) as pool:
        yield PostgresEventStore(Service.CAMPAIGNS, pool)
