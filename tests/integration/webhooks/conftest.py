"""The service over a database of the test's own."""

from collections.abc import AsyncIterator

import pytest

from shared.eventstore.postgres import open_pool
from tests.integration.webhooks.harness import Hooks


@pytest.fixture
async def hooks(database: str) -> AsyncIterator[Hooks]:
    async with open_pool(database, "webhooks", max_size=10) as pool:
        service = Hooks(pool)
        await service.lead()
        yield service
