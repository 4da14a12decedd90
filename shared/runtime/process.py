"""A service's process: its parts opened in order, its health told, its work ended in order by SIGTERM or Ctrl-C."""

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass

import structlog
import uvicorn
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.types import ASGIApp
from uuid_utils.compat import uuid7

from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore, open_pool
from shared.messaging.ask import serve
from shared.messaging.connection import Messaging, connect
from shared.messaging.history import history
from shared.migrations import SchemaMismatch, check
from shared.runtime.health import Health
from shared.runtime.leadership import DATABASE_AWAY, arm_kernel_timer, lead_when_free
from shared.runtime.leading import Leading
from shared.runtime.worker import Connection, Worker
from shared.settings import ServiceSettings
from shared.sql import load_queries
from shared.telemetry import configure_logging

OTHER_SCHEMA_EXIT_CODE = 3
LARGEST_CLOCK_DIFFERENCE_SECONDS = 1.0
PORT_TAKEN_EXIT_CODE = 4
DRAIN_SECONDS = 10.0
WAIT_SECONDS = 1.0

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


Make = Callable[[Process], Worker]
MakeApp = Callable[[Process], ASGIApp]


def run_worker(service: Service, settings: ServiceSettings, make: Make) -> None:
    """Run a worker until SIGTERM or Ctrl-C: it leads when the lease is free and stands by otherwise.

    Exits 3 when the schema is another release's, saying which; waits for a database or NATS that is away.
    """
    asyncio.run(_worker(service, settings, make))


def run_http(service: Service, settings: ServiceSettings, make: MakeApp) -> None:
    """Run an HTTP face until SIGTERM or Ctrl-C; requests under way are finished. Any number may run beside."""
    asyncio.run(_http(service, settings, make))


async def _worker(service: Service, settings: ServiceSettings, make: Make) -> None:
    stopping = _stop_on_signals()
    async with _open(service, "worker", settings) as process:
        worker = make(process)
        leading = Leading(process.store, worker, process.messaging, process.health)
        holder = f"{socket.gethostname()}-{os.getpid()}-{uuid7()}"

        def on_lease(held: bool) -> None:  # noqa: FBT001 - a callback's one argument
            process.health.leading = held

        async with serve(
            process.messaging, service, history(process.store, process.messaging.max_payload), anyone=True
        ):
            lead = lead_when_free(process.store, holder, leading.lead, arm=arm_kernel_timer, on_lease=on_lease)
            face = Starlette(routes=process.health.routes())
            async with _running(_serve(face, settings)), _running(lead):
                await stopping.wait()
                log.info("stopping")
                await _drain(worker)


async def _drain(worker: Worker) -> None:
    try:
        await asyncio.wait_for(worker.drain(), DRAIN_SECONDS)
    except TimeoutError:
        log.warning("work under way was left unfinished; a successor takes it up")


async def _http(service: Service, settings: ServiceSettings, make: MakeApp) -> None:
    stopping = _stop_on_signals()
    async with _open(service, "http", settings) as process, _running(_serve(make(process), settings)):
        await stopping.wait()
        log.info("stopping")


@contextlib.asynccontextmanager
async def _open(service: Service, role: str, settings: ServiceSettings) -> AsyncIterator[Process]:
    configure_logging(level=settings.log_level, service=service, role=role)
    dsn = settings.database_url.get_secret_value()
    await _require_schema(dsn, service)
    health = Health(service, role)
    async with (
        open_pool(dsn, service, max_size=8) as pool,
        connect(settings.nats_url.get_secret_value(), name=f"{service}-{role}") as messaging,
    ):
        health.checks["database"] = lambda: _database_troubles(pool)
        health.checks["nats"] = lambda: _nats_troubles(messaging)
        async with contextlib.AsyncExitStack() as closing:
            yield Process(service, settings, pool, PostgresEventStore(service, pool), messaging, health, closing)


async def _require_schema(dsn: str, service: Service) -> None:
    while True:
        try:
            await asyncio.to_thread(check, dsn, service)
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


def _stop_on_signals() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    return stopping


@contextlib.asynccontextmanager
async def _running(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run `work` beside the block and end it with the block; a failure of either ends the other."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work)
        yield
        task.cancel()


class _Server(uvicorn.Server):
    """Leaves signals to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _serve(app: ASGIApp, settings: ServiceSettings) -> None:
    """Serve HTTP until cancelled; requests under way are finished first."""
    config = uvicorn.Config(
        app,
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=int(DRAIN_SECONDS),
        server_header=False,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve())
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise
    except SystemExit:
        raise SystemExit(PORT_TAKEN_EXIT_CODE) from None
