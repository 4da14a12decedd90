from collections.abc import AsyncIterator

import pytest

from tests.integration.campaigns.scene import Scene, open_scene


@pytest.fixture
async def scene(database: str) -> AsyncIterator[Scene]:
    async with open_scene(database) as opened:
        yield opened
