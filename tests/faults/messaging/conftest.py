from collections.abc import AsyncIterator

import pytest

from shared.messaging.connection import Messaging, connect
from tests.conftest import StartNats
from tests.integration.messaging.server import Server


@pytest.fixture
def server(start_nats: StartNats) -> Server:
    """A server that the test breaks."""
    return Server(start_nats())


@pytest.fixture
async def messaging(server: Server) -> AsyncIterator[Messaging]:
    """A connection to it."""
    async with connect(server.url, "reader") as messaging:
        yield messaging
