"""The servers that tests run against: real ones, started on free ports of 127.0.0.1 and ended with the session.

They are those of `callctl up`, or containers where the environment says `TEST_INFRA=containers`. Everything asks
`start_postgres` and `start_nats` for its servers, so that where they come from is decided here alone.
"""

import contextlib
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from shared.migrations import SERVICES, migrate
from tests.containers import ContainedNats, ContainedPostgres
from tests.own_servers import OwnNats, OwnPostgres

IN_CONTAINERS = os.environ.get("TEST_INFRA") == "containers"
NatsServer = ContainedNats if IN_CONTAINERS else OwnNats
_PASSWORD = "of-a-test"
_ACCOUNTS_OF_A_SERVER = 128
_TEMPLATE = "migrated"
_RESERVABLE_BYTES = 1024**4  # every account's streams reserve their limits; little of it is ever written


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def server_folder() -> Iterator[Path]:
    """An empty folder with a short path that the user of a server may pass through; removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="cc-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Nats:
    """A NATS server with JetStream that a test may break; `url` and the stored streams outlive a restart."""

    server: OwnNats | ContainedNats

    @property
    def url(self) -> str:
        return self.server.address.url

    @property
    def port(self) -> int:
        return self.server.port

    def kill(self) -> None:
        """As a crash would (SIGKILL)."""
        self.server.kill()

    def stop(self) -> None:
        """In good order."""
        self.server.stop()

    def freeze(self) -> None:
        """Returns once it stands still."""
        self.server.freeze()

    def thaw(self) -> None:
        """Lets it go on."""
        self.server.thaw()

    def restart(self, *, without_store: bool = False) -> None:
        """Starts it again at the same address, killing it where it runs; `without_store` loses every stream."""
        self.server.kill()
        if without_store:
            shutil.rmtree(self.server.folder / "store", ignore_errors=True)
        self.server.start()


@dataclass
class Postgres:
    """A PostgreSQL server that a test may break; its address and data outlive a restart."""

    server: OwnPostgres | ContainedPostgres
    _databases: Iterator[int] = field(default_factory=lambda: count(1))

    def dsn(self, database: str = "postgres") -> str:
        return self.server.address.dsn(database)

    def kill(self) -> None:
        """As a crash would (SIGKILL to the server; its sessions end on their own)."""
        self.server.kill()

    def stop(self) -> None:
        """In good order, sessions closed by force."""
        self.server.stop()

    def freeze(self) -> None:
        """All of it stands still, with every session."""
        self.server.freeze()

    def thaw(self) -> None:
        """Lets it go on."""
        self.server.thaw()

    def restart(self) -> None:
        """Starts it again at the same address, killing it where it runs."""
        self.server.kill()
        self.server.start()

    def make_template(self) -> None:
        """Makes the database that each test's is a copy of: migrated to this release."""
        self._execute(sql.SQL("create database {}").format(sql.Identifier(_TEMPLATE)))
        migrate(self.dsn(_TEMPLATE))

    @contextlib.contextmanager
    def migrated_database(self) -> Iterator[str]:
        """A database of its own at this release, as a DSN; dropped at the end, whoever is connected."""
        with self._database(template=_TEMPLATE) as dsn:
            yield dsn

    @contextlib.contextmanager
    def empty_database(self) -> Iterator[str]:
        """As `migrated_database`, with nothing in it."""
        with self._database(template="template1") as dsn:
            yield dsn

    @contextlib.contextmanager
    def _database(self, *, template: str) -> Iterator[str]:
        name = f"test_{next(self._databases)}"
        identifier = sql.Identifier(name)
        self._execute(sql.SQL("create database {} template {}").format(identifier, sql.Identifier(template)))
        try:
            yield self.dsn(name)
        finally:
            self._execute(sql.SQL("drop database if exists {} with (force)").format(identifier))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(statement)


@dataclass
class NatsAccounts:
    """Worlds of NATS that know nothing of each other, on as few servers as it takes."""

    folder: Path
    _servers: list[OwnNats | ContainedNats] = field(default_factory=list)
    _free: list[str] = field(default_factory=list)

    def take(self) -> str:
        """The URL of a world in which nothing is yet; nobody gets it again."""
        if not self._free:
            self._start_another()
        return self._free.pop()

    def stop(self) -> None:
        for server in self._servers:
            server.stop()

    def _start_another(self) -> None:
        number = len(self._servers)
        users = [f"test_{number}_{position}" for position in range(_ACCOUNTS_OF_A_SERVER)]
        server = NatsServer(
            self.folder / str(number),
            port=free_port(),
            password=_PASSWORD,
            log=self.folder / f"{number}.log",
            accounts=dict.fromkeys(users, _PASSWORD),
            max_store_bytes=_RESERVABLE_BYTES,
        )
        server.start()
        self._servers.append(server)
        self._free += [server.account(user).url for user in users]


def start_postgres(folder: Path, port: int | None = None) -> Postgres:
    """A server of its own with its data in `folder`, on `port` or a free one."""
    port = port or free_port()
    server = (
        ContainedPostgres(port, _PASSWORD)
        if IN_CONTAINERS
        else OwnPostgres(folder / "data", port=port, password=_PASSWORD, log=folder / "postgres.log")
    )
    server.start()
    return Postgres(server)


def start_nats(store_dir: Path, port: int | None = None) -> Nats:
    """A server of its own with its streams below `store_dir`, on `port` or a free one; services may come in too."""
    server = NatsServer(
        store_dir,
        port=port or free_port(),
        password=_PASSWORD,
        log=store_dir.with_suffix(".log"),
        services=dict.fromkeys(SERVICES, _PASSWORD),
    )
    server.start()
    return Nats(server)
