"""A face that tests share, each with its own users, and one of a test's own; children that read files are shared."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from services.campaigns.http.parsing import Parsers
from services.campaigns.main import child
from tests.infrastructure import NatsAccounts, Postgres
from tests.integration.api.face import Face, Others, face


@pytest.fixture(scope="session")
def parsers() -> Iterator[Parsers]:
    shared = Parsers(child)
    shared.warm()
    yield shared
    shared.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_face(postgres: Postgres, nats_accounts: NatsAccounts, parsers: Parsers) -> AsyncIterator[Face]:
    with postgres.migrated_database() as database:
        async with face(database, nats_accounts.take(), parsers) as opened:
            opened.lead()
            yield opened


@pytest.fixture
def api(shared_face: Face) -> Face:
    """The face that tests share; scheduler and dialer answer as they should until the test says otherwise."""
    usual = Others()
    shared_face.others.applied, shared_face.others.why = usual.applied, usual.why
    shared_face.others.ends_at, shared_face.others.blocked = usual.ends_at, usual.blocked
    shared_face.others.asked.clear()
    return shared_face


@pytest_asyncio.fixture(loop_scope="session")
async def own_api(database: str, nats_url: str, parsers: Parsers) -> AsyncIterator[Face]:
    """A face of the test's own, in which nothing has happened yet."""
    async with face(database, nats_url, parsers) as opened:
        opened.lead()
        yield opened
