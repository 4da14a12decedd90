from collections.abc import AsyncIterator

import pytest

from shared.messaging.connection import Messaging, connect
from tests.conftest import StartNats
from tests.integration.messaging.server import Server


@pytest.fixture
def server(start_nats: StartNats) -> Server:
    """A server that the test may break."""
    return Server(start_nats())


@pytest.fixture
async def messaging(nats_url: str) -> AsyncIterator[Messaging]:
    """A connection to a world of NATS in which nothing is yet."""
    async with connect(nats_url, "test") as messaging:
        yield messaging


@pytest.fixture
async def breakable(server: Server) -> AsyncIterator[Messaging]:
    """A connection to the server that the test may break."""
    async with connect(server.url, "test") as messaging:
        yield messaging
