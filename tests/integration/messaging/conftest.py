from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.messaging.connection import Messaging, connect
from tests.integration.messaging.server import Server


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    server = Server(tmp_path)
    await server.start()
    yield server
    await server.kill()


@pytest.fixture
async def messaging(server: Server) -> AsyncIterator[Messaging]:
    async with connect(server.url, "test") as messaging:
        yield messaging
