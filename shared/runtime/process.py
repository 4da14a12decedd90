"""A service's process: its parts opened in order, its health told, its work ended in order by SIGTERM or Ctrl-C."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import structlog
from psycopg_pool import AsyncConnectionPool
from starlette.types import ASGIApp
from uuid_utils.compat import uuid7

from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore, open_pool
from shared.messaging.ask import Asker, serve
from shared.messaging.connection import CredentialsRejected, Messaging, connect
from shared.messaging.history import history
from shared.messaging.micro import Endpoint, serve_micro
from shared.migrations import SchemaMismatch, check
from shared.runtime.health import Health
from shared.runtime.introspection import endpoints, lag_endpoint
from shared.runtime.leadership import DATABASE_AWAY, arm_kernel_timer, lead_when_free
from shared.runtime.leading import Leading
from shared.runtime.rebuilding import compare, reading, replace
from shared.runtime.serving import DRAIN_SECONDS, PORT_TAKEN_EXIT_CODE, Face, serve_http, take_port
from shared.runtime.spans import sent_to
from shared.runtime.worker import Connection, Worker
from shared.settings import BAD_SETTINGS_EXIT_CODE, ServiceSettings
from shared.sql import load_queries
from shared.telemetry import configure_logging

__all__ = ["PORT_TAKEN_EXIT_CODE", "Make", "MakeApp", "Process", "run_http", "run_rebuild", "run_worker"]

OTHER_SCHEMA_EXIT_CODE = 3
NATS_GONE_EXIT_CODE = 5
LARGEST_CLOCK_DIFFERENCE_SECONDS = 1.0
WAIT_SECONDS = 1.0
LAST_RESORT_SECONDS = DRAIN_SECONDS + 3.0
"""A stop that takes longer is ended: within what supervisors wait before they kill (15 s under callctl)."""

QUERIES = load_queries("shared.runtime", "sql/queries.sql")
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Process:
    """The parts every process of a service has."""

    service: Service
    settings: ServiceSettings
    pool: AsyncConnectionPool[Connection]
    store: PostgresEventStore
    messaging: Messaging
    health: Health
    closing: contextlib.AsyncExitStack
    """What is to be closed when the process ends, after its work has."""
    ending: list[Callable[[], None]] = field(default_factory=list)
    """Called when the end is asked for, before its work is waited for: what would go on for ever is to stop."""


Make = Callable[[Process], Worker]
MakeApp = Callable[[Process], ASGIApp]


def run_worker(service: Service, settings: ServiceSettings, make: Make) -> None:
    """Run a worker until SIGTERM or Ctrl-C: it leads when the lease is free and stands by otherwise.

    It waits for a database or NATS that is away, answering for its health meanwhile. Exits 2 when NATS rejects its
    credentials, 3 when the schema is another release's, 4 when its port is taken, 5 when NATS closes the connection
    for good; the log says which.
    """
    configure_logging(level=settings.log_level, service=service, role="worker")
    with sent_to(settings.otel_exporter_otlp_endpoint, service, "worker"):
        run_until_stopped(_worker(service, settings, make))


def run_http(service: Service, settings: ServiceSettings, make: MakeApp) -> None:
    """Run an HTTP face until SIGTERM or Ctrl-C; requests under way are finished. Any number may run beside.

    Waits and exits as `run_worker`; while it waits, requests are answered 503.
    """
    configure_logging(level=settings.log_level, service=service, role="http")
    with sent_to(settings.otel_exporter_otlp_endpoint, service, "http"):
        run_until_stopped(_http(service, settings, make))


def run_rebuild(
    service: Service, settings: ServiceSettings, make: Make, records: Iterable[str], *, check: bool
) -> None:
    """Rebuild a service's projections from the logs and put them in place; the service may run meanwhile.

    `records` are the tables of the service that are no projections. With `check` they are only compared: exits 1,
    naming the first differing rows, where they differ. What was done is printed. Needs the owners of the sources.
    """
    configure_logging(level=settings.log_level, service=service, role="rebuild")
    run_until_stopped(_rebuild(service, settings, make, frozenset(records), check=check))


def run_until_stopped(main: Coroutine[Any, Any, None]) -> None:
    """Run a process's main coroutine, on uvloop where that is installed."""
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(main)


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    try:
        import uvloop  # noqa: PLC0415 - not to be had everywhere
    except ImportError:
        return None
    return uvloop.new_event_loop


class Stopping:
    """Whether this process is to end, and with what exit code: asked for by SIGTERM or Ctrl-C, or by `end`.

    Made in the main task. Until `opened`, whatever that task waits for is given up.
    """

    def __init__(self) -> None:
        self._asked = asyncio.Event()
        self._opening = asyncio.current_task()
        self.exit_code = 0
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.end)

    def end(self, exit_code: int = 0) -> None:
        """Ask for the end; the first exit code that is not 0 counts."""
        self.exit_code = self.exit_code or exit_code
        self._asked.set()
        if self._opening is not None:
            self._opening.cancel()

    def opened(self) -> None:
        """Say that everything is there: from now on the end is waited for."""
        self._opening = None

    async def wait(self) -> None:
        """Return when the end is asked for."""
        await self._asked.wait()
        log.info("stopping")
        last_resort = threading.Timer(LAST_RESORT_SECONDS, self._leave)
        last_resort.daemon = True
        last_resort.start()

    def _leave(self) -> None:
        """End at once what did not end in good order: what is committed is safe, and a successor takes up the rest."""
        log.error("stopping took too long; the process ends now", seconds=LAST_RESORT_SECONDS)
        os._exit(self.exit_code)

    @contextlib.contextmanager
    def within(self) -> Iterator[None]:
        """Hold the main task's work: what was given up while opening is no error. Exits with the exit code."""
        try:
            yield
        except asyncio.CancelledError:
            if not self._asked.is_set():
                raise
        if self.exit_code:
            raise SystemExit(self.exit_code)


async def _worker(service: Service, settings: ServiceSettings, make: Make) -> None:
    stopping, health = Stopping(), Health(service, "worker")
    with stopping.within(), take_port(settings.http_host, settings.http_port) as listener:
        async with running(serve_http(Face(health), listener)), open_process(service, settings, health) as process:
            worker = make(process)
            leading = Leading(process.store, worker, process.messaging, health)
            stopping.opened()
            holder = f"{socket.gethostname()}-{os.getpid()}-{uuid7()}"
            lead = lead_when_free(
                process.store, holder, leading.lead, arm=arm_kernel_timer, on_lease=health.set_leading
            )
            asked = history(process.store, process.messaging.max_payload)
            lag = lag_endpoint(process.store, Asker(process.messaging), lambda: worker.sources)
            async with (
                serve(process.messaging, service, asked, anyone=True),
                running(_end_when_gone(process.messaging, stopping)),
                running(_micro(process, lag)),
                running(lead),
            ):
                await stopping.wait()
                if health.leading:
                    await _drain(worker)


async def _micro(process: Process, further: Mapping[str, Endpoint] = MappingProxyType({})) -> None:
    health = process.health
    told = {**endpoints(health), **further}
    await serve_micro(process.messaging, process.service, health.role, told, lambda: health.leading)


async def _drain(worker: Worker) -> None:
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            await worker.drain()
    except TimeoutError:
        log.warning("work under way was left unfinished; a successor takes it up")


async def _http(service: Service, settings: ServiceSettings, make: MakeApp) -> None:
    stopping, health = Stopping(), Health(service, "http")
    face = Face(health)
    with stopping.within(), take_port(settings.http_host, settings.http_port) as listener:
        serving = asyncio.create_task(serve_http(face, listener), name="http")
        try:
            async with open_process(service, settings, health) as process:
                face.app = make(process)
                stopping.opened()
                async with (
                    running(_end_when_gone(process.messaging, stopping)),
                    running(_micro(process)),
                    running(_as_long_as(serving)),
                ):
                    await stopping.wait()
                for end in process.ending:
                    end()
                await _ended(serving)  # requests under way are finished while the database is still open
        finally:
            await _ended(serving)


async def _as_long_as(task: asyncio.Task[None]) -> None:
    await asyncio.shield(task)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])


async def _rebuild(
    service: Service, settings: ServiceSettings, make: Make, records: frozenset[str], *, check: bool
) -> None:
    stopping = Stopping()
    with stopping.within():
        async with open_process(service, settings, Health(service, "rebuild")) as process:
            act = compare if check else replace
            done = await act(
                settings.database_url.get_secret_value(),
                service,
                project=make(process).project,
                read=reading(Asker(process.messaging)),
                records=records,
            )
        print(*done.lines, sep="\n")  # noqa: T201 - a command tells its operator
        stopping.exit_code = done.exit_code


async def _end_when_gone(messaging: Messaging, stopping: Stopping) -> None:
    await messaging.until_gone()
    log.critical("NATS closed the connection for good; this process ends so that a new one may connect")
    stopping.end(NATS_GONE_EXIT_CODE)


@contextlib.asynccontextmanager
async def open_process(service: Service, settings: ServiceSettings, health: Health) -> AsyncIterator[Process]:
    """Open what every process has, waiting for the database and NATS; closed in the opposite order.

    Exits 2 when NATS rejects the credentials, 3 when the schema is another release's.
    """
    dsn = settings.database_url.get_secret_value()
    health.checks["database"] = _waiting
    await _require_schema(dsn, service)
    async with open_pool(dsn, service, max_size=8) as pool, contextlib.AsyncExitStack() as stack:
        health.checks["database"] = lambda: _database_troubles(pool)
        health.checks["nats"] = _waiting
        try:
            messaging = await stack.enter_async_context(
                connect(settings.nats_url.get_secret_value(), name=f"{service}-{health.role}")
            )
        except CredentialsRejected as error:
            log.error("NATS rejects the credentials; mend NATS_URL", error=str(error))  # noqa: TRY400 - said plainly
            raise SystemExit(BAD_SETTINGS_EXIT_CODE) from None
        except ValueError as error:
            log.error("NATS_URL is not right", error=str(error))  # noqa: TRY400 - said plainly
            raise SystemExit(BAD_SETTINGS_EXIT_CODE) from None
        health.checks["nats"] = lambda: _nats_troubles(messaging)
        async with contextlib.AsyncExitStack() as closing:
            yield Process(service, settings, pool, PostgresEventStore(service, pool), messaging, health, closing)


async def _waiting() -> Sequence[str]:
    return ("not reached yet",)


async def _require_schema(dsn: str, service: Service) -> None:
    while True:
        try:
            await asyncio.to_thread(check, dsn, service.value)
        except SchemaMismatch as error:
            log.error("the database has another schema", error=str(error))  # noqa: TRY400 - said plainly
            raise SystemExit(OTHER_SCHEMA_EXIT_CODE) from None
        except DATABASE_AWAY as error:
            log.warning("database away, waiting", error=str(error))
            await asyncio.sleep(WAIT_SECONDS)
        else:
            return


async def _database_troubles(pool: AsyncConnectionPool[Connection]) -> Sequence[str]:
    async with pool.connection(timeout=WAIT_SECONDS) as connection:
        row = await (await connection.execute(QUERIES["server_state"])).fetchone()
    assert row is not None
    troubles = [
        f"{name} is off: what was accepted could be lost"
        for name in ("fsync", "synchronous_commit")
        if row[name] == "off"
    ]
    difference = abs(time.time() - row["clock"])
    if difference > LARGEST_CLOCK_DIFFERENCE_SECONDS:
        troubles.append(f"clocks differ by {difference:.1f} s; up to {LARGEST_CLOCK_DIFFERENCE_SECONDS} s is safe")
    return troubles


async def _nats_troubles(messaging: Messaging) -> Sequence[str]:
    return () if messaging.connected else ("not connected",)


@contextlib.asynccontextmanager
async def running(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run `work` beside the block and end it with the block; a failure of either ends the other."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work)
        yield
        task.cancel()
