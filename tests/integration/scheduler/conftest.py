"""A scheduler on stage, for every test here that asks for one."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.scheduler.stage import Stage, stage


@pytest.fixture
async def scheduler(database: str) -> AsyncIterator[Stage]:
    """The DSN's scheduler leading, with nothing told yet."""
    async with stage(database) as scene:
        yield scene
