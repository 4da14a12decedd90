"""An own PostgreSQL server on 127.0.0.1: its data directory, its process, its address."""

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from callctl.binaries import PostgresPrograms, ProgramMissing, find_postgres
from callctl.children import DidNotStart, accepts_connections, describe_exit, end, last_lines, spawn, wait_until
from callctl.identity import give, identity_of, nobody, private_uid
from callctl.refusal import CannotStart

SUPERUSER = "callctl"
_BUILTIN_LOCALE_SINCE = 17
_MAX_CONNECTIONS = 200


class OtherMajor(CannotStart):
    """A data directory was made by a PostgreSQL that is not here; says which, and the remedy."""


@dataclass(frozen=True)
class PostgresAddress:
    """Where a server is, and how to get in."""

    port: int
    password: str
    user: str = SUPERUSER

    def dsn(self, database: str = "postgres") -> str:
        """The address of `database` as a URL, password included."""
        return f"postgresql://{self.user}:{quote(self.password, safe='')}@127.0.0.1:{self.port}/{database}"


class PostgresServer:
    """A server of ours with its data in `folder`, logging to `log`; durable as PostgreSQL is by default.

    It listens on 127.0.0.1 alone, has no socket file, and lets in with a password (SCRAM) only.
    """

    name = "postgres"
    stop_signals = (signal.SIGINT, signal.SIGQUIT)
    """Fast shutdown; then the immediate one, from which the next start recovers."""

    def __init__(self, folder: Path, *, port: int, password: str, log: Path) -> None:
        self.folder = folder.resolve()
        self.log = log
        self.address = PostgresAddress(port, password)
        self.process: subprocess.Popen[bytes] | None = None
        self._programs: PostgresPrograms | None = None

    def prepare(self) -> None:
        """Finds the programs, and makes the data directory where there is none.

        Raises `ProgramMissing`, `OtherMajor`, `identity.NotReachable`, or `DidNotStart` with what `initdb` said.
        """
        version = self.folder / "PG_VERSION"
        if not version.is_file():
            self._programs = find_postgres()
            _make_data_directory(self._programs, self.folder, self.address, self.log)
            return
        major = int(version.read_text("ascii"))
        try:
            self._programs = find_postgres(major)
        except ProgramMissing as missing:
            raise OtherMajor(
                f"{self.folder} was made by PostgreSQL {major}. {missing} Or start with another --data-dir, and bring"
                " the data over with pg_dumpall and psql."
            ) from None

    def spawn(self) -> subprocess.Popen[bytes]:
        """Starts the server and returns at once; `prepare` comes first."""
        assert self._programs is not None
        owner = self.folder.stat()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.address.port),
            "unix_socket_directories": "",
            "max_connections": str(_MAX_CONNECTIONS),
            "log_checkpoints": "off",
            "max_wal_size": "4GB",
        }
        self.process = spawn(
            [
                self._programs.postgres,
                *("-D", self.folder),
                *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
            ],
            log=self.log,
            environment=_ENVIRONMENT,
            folder=Path("/"),
            identity=identity_of(owner.st_uid, owner.st_gid, self.folder, self._programs.postgres),
            death_signal=signal.SIGINT,
        )
        return self.process

    def answers(self) -> bool:
        """Whether it lets us in."""
        if not accepts_connections(self.address.port):
            return False
        try:
            psycopg.connect(self.address.dsn(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Prepares, starts and waits until it answers; raises as `prepare`, or `DidNotStart`."""
        self.prepare()
        wait_until(self.answers, self.spawn(), self.name, self.log)

    def stop(self) -> None:
        """Ends it in good order, sessions closed by force; nothing where it does not run."""
        if self.process is not None:
            end(self.process, *self.stop_signals)

    def kill(self) -> None:
        """Ends it as a crash would (SIGKILL); returns when it is gone."""
        if self.process is not None:
            end(self.process)


_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
"""Of ours it gets nothing: PGDATA, PGPORT and their like would change what it does."""


def _make_data_directory(programs: PostgresPrograms, folder: Path, address: PostgresAddress, log: Path) -> None:
    """Makes `folder` whole or not at all: under another name first, which is left from a crash and then made anew."""
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    password_file = folder.with_name(f"{folder.name}.password")
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(address.password, "utf-8")
    try:
        _initdb(programs, unfinished, password_file, address, log)
    finally:
        password_file.unlink()
    if os.geteuid() == 0:
        uid = private_uid()
        give([unfinished, *unfinished.rglob("*")], uid, uid)
    unfinished.rename(folder)


def _initdb(programs: PostgresPrograms, folder: Path, password: Path, address: PostgresAddress, log: Path) -> None:
    """Runs `initdb`; under root as `nobody`, since it wants a user with a name."""
    uid, gid = nobody() if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    give([folder, password], uid, gid)
    if programs.major >= _BUILTIN_LOCALE_SINCE:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    else:
        locale = ["--no-locale"]
    making = spawn(
        [
            programs.initdb,
            *("--pgdata", folder, "--username", address.user, "--pwfile", password),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", *locale),
        ],
        log=log,
        environment=_ENVIRONMENT,
        folder=Path("/"),
        identity=identity_of(uid, gid, folder, programs.initdb),
        death_signal=signal.SIGKILL,
    )
    if code := making.wait():
        raise DidNotStart(f"initdb ended with {describe_exit(code)}.\n{last_lines(log)}")
