"""Fixtures that every test may ask for: a database, a world of NATS, and servers of its own to break."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import hypothesis
import pytest

from shared.telemetry import configure_logging
from tests.containers import require_engine
from tests.infrastructure import IN_CONTAINERS, Nats, NatsAccounts, Postgres, free_port, server_folder
from tests.infrastructure import start_nats as start_nats_server
from tests.infrastructure import start_postgres as start_postgres_server


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="the long fault runs instead of the short ones")


def pytest_configure() -> None:
    """Servers are to be in containers: then an engine answers, or no test begins."""
    if IN_CONTAINERS:
        require_engine()


class StartNats(Protocol):
    """Starts a NATS server of the test's own; streams go below `store_dir`, which a later server may take up again."""

    def __call__(self, store_dir: Path | None = None, port: int | None = None) -> Nats: ...


class StartPostgres(Protocol):
    """Starts a PostgreSQL server of the test's own, with no database in it yet."""

    def __call__(self, port: int | None = None) -> Postgres: ...


configure_logging(level="INFO", service="tests", role="pytest")
hypothesis.settings.register_profile("ours", deadline=None)
hypothesis.settings.load_profile("ours")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The session's PostgreSQL. Not to be broken: ask for `start_postgres` to do that."""
    with server_folder() as folder:
        server = start_postgres_server(folder)
        try:
            server.make_template()
            yield server
        finally:
            server.stop()


@pytest.fixture
def database(postgres: Postgres) -> Iterator[str]:
    """The DSN of a database of this test's own, migrated to this release."""
    with postgres.migrated_database() as dsn:
        yield dsn


@pytest.fixture
def empty_database(postgres: Postgres) -> Iterator[str]:
    """The DSN of a database of this test's own, with nothing in it."""
    with postgres.empty_database() as dsn:
        yield dsn


@pytest.fixture(scope="session")
def nats_accounts() -> Iterator[NatsAccounts]:
    """The session's NATS servers."""
    with server_folder() as folder:
        accounts = NatsAccounts(folder)
        try:
            yield accounts
        finally:
            accounts.stop()


@pytest.fixture
def nats_url(nats_accounts: NatsAccounts) -> str:
    """The URL of a NATS account of this test's own, with JetStream and nothing in it."""
    return nats_accounts.take()


@pytest.fixture
def start_nats() -> Iterator[StartNats]:
    """Starts NATS servers that the test may kill and restart; they end with it."""
    with contextlib.ExitStack() as started:

        def start(store_dir: Path | None = None, port: int | None = None) -> Nats:
            server = start_nats_server(store_dir or started.enter_context(server_folder()) / "nats", port)
            started.callback(server.stop)
            return server

        yield start


@pytest.fixture
def start_postgres() -> Iterator[StartPostgres]:
    """Starts PostgreSQL servers that the test may kill and restart; they end with it."""
    with contextlib.ExitStack() as started:

        def start(port: int | None = None) -> Postgres:
            server = start_postgres_server(started.enter_context(server_folder()), port)
            started.callback(server.stop)
            return server

        yield start


@pytest.fixture
def port() -> int:
    """A port of 127.0.0.1 that nothing listens on."""
    return free_port()
