"""The embedded stack, from its first file to its last signal."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import psycopg

from callctl.children import accepts_connections, spawn
from callctl.data_directory import DataDirectory, StackAddresses, StackRecord
from callctl.database import DATABASE, bring_to_this_release, service_role
from callctl.description import describe, leaderless
from callctl.health import is_ready, why_not_ready
from callctl.keys import Keys, keys
from callctl.leftovers import end_what_was_left
from callctl.nats import NatsServer
from callctl.ports import Ports, origin, refuse_taken
from callctl.postgres import PostgresAddress, PostgresServer
from callctl.processes import (
    API_OFFSET,
    SERVICE_PROCESSES,
    WEBHOOKS_OFFSET,
    ServiceProcess,
    Surroundings,
    service_environment,
    simulator_command,
    simulator_environment,
)
from callctl.recorded import recorded
from callctl.refusal import CannotStart
from callctl.restoring import NotOneBackup, begin_histories
from callctl.supervisor import ChildPlan, Supervisor
from shared.migrations import SERVICES, BadMigrations, SchemaMismatch

SERVER_START_SECONDS = 60.0
SERVICE_START_SECONDS = 120.0


@dataclass(frozen=True)
class StackOptions:
    """What a stack is made of. `bolna` is Bolna's address, None where the simulator stands in for it."""

    data_dir: Path = Path(".data")
    port_base: int = 8000
    bolna: str | None = None
    services: Sequence[ServiceProcess] = SERVICE_PROCESSES
    simulated: bool = True
    """Whether there is a simulator where Bolna is not named."""
    restored: bool = False
    """Whether the database was restored from a backup."""
    drain_seconds: float = 15.0
    """How long processes have to stop by themselves before they are ended."""
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))


class Stack:
    """One stack; `run` is its whole life. `say` gets lines for the operator while it lasts."""

    def __init__(self, options: StackOptions, say: Callable[[str], None]) -> None:
        self._options = options
        self._say = say
        self._ports = Ports(options.port_base)
        self._data = DataDirectory(options.data_dir)
        self._state: Literal["starting", "ready"] = "starting"
        self._simulated = options.simulated and options.bolna is None

    def run(self, ready: Callable[[dict[str, object]], None]) -> None:
        """Starts everything, calls `ready` with the public line, and returns when told to stop and all has ended.

        Raises `CannotStart` where it does not come to that; then nothing of it runs. What is left of a stack whose
        supervisor was killed is ended first. Call it from the main thread, once.
        """
        self._data.open()
        with self._data.held():
            end_what_was_left(self._data, self._say)
            refuse_taken(self._named_ports())
            self._make_parts()
            with Supervisor(self._write_record, self._say, self._options.drain_seconds) as supervisor:
                self._start(supervisor)
                self._state = "ready"
                ready(describe(self._write_record(supervisor.pids)))
                supervisor.watch()
                self._say("Stopping: the services first, PostgreSQL last.")
            self._data.clear()

    def _remark_made_key(self) -> None:
        if self._options.bolna is not None and not self._keys.bolna_api_key_given:
            self._say("BOLNA_API_KEY is not set; one was made, which Bolna itself does not know.")

    def _named_ports(self) -> dict[str, int]:
        named = {process.name: self._ports.of(process.port_offset) for process in self._options.services}
        if self._simulated:
            named["simulator"] = self._ports.simulator
        return named | {
            "NATS": self._ports.nats,
            "NATS monitoring": self._ports.nats_monitoring,
            "PostgreSQL": self._ports.postgres,
        }

    def _make_parts(self) -> None:
        self._keys: Keys = keys(self._options.environ, self._data)
        self._remark_made_key()
        self._postgres = PostgresServer(
            self._data.postgres,
            port=self._ports.postgres,
            password=self._data.secret("DATABASE_PASSWORD"),
            log=self._data.log(PostgresServer.name),
        )
        self._nats = NatsServer(
            self._data.nats,
            port=self._ports.nats,
            password=self._data.secret("NATS_PASSWORD"),
            log=self._data.log(NatsServer.name),
            monitoring_port=self._ports.nats_monitoring,
            services={service: self._data.secret(f"NATS_PASSWORD_{service.upper()}") for service in SERVICES},
        )
        self._role_passwords = {
            service: self._data.secret(f"DATABASE_PASSWORD_{service.upper()}") for service in SERVICES
        }
        self._postgres.prepare()
        self._nats.prepare()

    def _start(self, supervisor: Supervisor) -> None:
        for server in (self._postgres, self._nats):
            plan = ChildPlan(server.name, server.log, server.spawn, server.answers, server.stop_signals)
            supervisor.start([plan], SERVER_START_SECONDS)
        self._migrate()
        if self._options.restored:
            self._begin_histories()
        if self._simulated:
            supervisor.start([self._simulator_plan()], SERVER_START_SECONDS)
        supervisor.start([self._service_plan(process) for process in self._options.services], SERVICE_START_SECONDS)
        addresses = self._addresses()
        supervisor.wait_for(
            lambda: not leaderless(addresses),
            SERVICE_START_SECONDS,
            late=lambda: f"No worker leads: {', '.join(leaderless(addresses))}. See {self._data.path / 'logs'}.",
        )

    def _migrate(self) -> None:
        try:
            done = bring_to_this_release(self._postgres.address, self._role_passwords)
        except (SchemaMismatch, BadMigrations, psycopg.Error) as error:
            raise CannotStart(f"The database cannot be brought to this release: {error}") from error
        for line in done:
            self._say(f"Migrated {line}.")

    def _begin_histories(self) -> None:
        try:
            begin_histories(self._postgres.address.dsn(DATABASE))
        except (NotOneBackup, psycopg.Error) as error:
            raise CannotStart(f"The database cannot be taken for restored: {error}") from error
        self._say("Restored from a backup: nobody is dialled until Bolna has been asked what was placed since.")

    def _service_plan(self, process: ServiceProcess) -> ChildPlan:
        address = origin(self._ports.of(process.port_offset))
        environment = service_environment(process, self._surroundings(), self._options.environ)
        log = self._data.log(process.name)
        return ChildPlan(
            name=process.name,
            log=log,
            spawn=lambda: spawn(process.command(), log=log, environment=environment),
            ready=lambda: is_ready(address),
            may_fail_at_start=True,
            why_not_ready=lambda: why_not_ready(address),
        )

    def _simulator_plan(self) -> ChildPlan:
        environment = simulator_environment(self._surroundings(), self._options.environ)
        log = self._data.log("simulator")
        return ChildPlan(
            name="simulator",
            log=log,
            spawn=lambda: spawn(simulator_command(self._ports), log=log, environment=environment),
            ready=lambda: accepts_connections(self._ports.simulator),
        )

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            ports=self._ports,
            nats_urls={service: self._nats.service(service).url for service in SERVICES},
            database_urls={
                service: PostgresAddress(self._ports.postgres, password, service_role(service)).dsn(DATABASE)
                for service, password in self._role_passwords.items()
            },
            bolna_url=self._options.bolna or origin(self._ports.simulator),
            bolna_api_key=self._keys.bolna_api_key,
            webhook_secret=self._keys.webhook_secret,
            admin_api_key=self._keys.admin_api_key,
        )

    def _addresses(self) -> StackAddresses:
        workers: dict[str, tuple[str, ...]] = {}
        for process in self._options.services:
            if process.role == "worker":
                workers[process.service] = (*workers.get(process.service, ()), process.name)
        return StackAddresses(
            api=origin(self._ports.of(API_OFFSET)),
            webhooks=origin(self._ports.of(WEBHOOKS_OFFSET)),
            simulator=origin(self._ports.simulator) if self._simulated else None,
            nats=self._nats.address.url,
            database=self._postgres.address.dsn(DATABASE),
            admin_key=self._keys.admin_api_key,
            metrics={process.name: origin(self._ports.of(process.port_offset)) for process in self._options.services},
            workers=workers,
        )

    def _write_record(self, pids: Mapping[str, int]) -> StackRecord:
        record = StackRecord(
            state=self._state,
            supervisor=recorded(os.getpid()),
            processes={name: recorded(pid) for name, pid in pids.items()},
            addresses=self._addresses(),
        )
        self._data.write(record)
        return record
