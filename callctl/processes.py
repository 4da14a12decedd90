"""Which processes the services are: a worker that leads, one that stands by, and HTTP faces."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from callctl.ports import Ports, origin


@dataclass(frozen=True)
class ServiceProcess:
    """One process of a service. `port_offset` counts from the port base; `role` is the argument of its `main`."""

    name: str
    service: str
    role: Literal["worker", "http"]
    port_offset: int
    program: tuple[str, ...] = ()
    """What is run with `role` as its argument; empty for the service's own `main`."""

    def command(self) -> tuple[str, ...]:
        """How it is started."""
        return (*(self.program or (sys.executable, "-m", f"services.{self.service}.main")), self.role)


SERVICE_PROCESSES = (
    ServiceProcess("campaigns-http-1", "campaigns", "http", 0),
    ServiceProcess("webhooks-http-1", "webhooks", "http", 1),
    ServiceProcess("campaigns", "campaigns", "worker", 10),
    ServiceProcess("campaigns-standby", "campaigns", "worker", 11),
    ServiceProcess("scheduler", "scheduler", "worker", 12),
    ServiceProcess("scheduler-standby", "scheduler", "worker", 13),
    ServiceProcess("dialer", "dialer", "worker", 14),
    ServiceProcess("dialer-standby", "dialer", "worker", 15),
    ServiceProcess("webhooks", "webhooks", "worker", 16),
    ServiceProcess("webhooks-standby", "webhooks", "worker", 17),
)
PRACTICE_AGENT = "practice"
API_OFFSET = 0
WEBHOOKS_OFFSET = 1


@dataclass(frozen=True)
class Surroundings:
    """What the processes of one stack are told of each other, beside the configuration that callctl was given."""

    ports: Ports
    nats_urls: Mapping[str, str]
    database_urls: Mapping[str, str]
    """Both by service: each goes in as a user of its own, who may do what it needs."""
    bolna_url: str
    bolna_api_key: str
    webhook_secret: str
    admin_api_key: str

    @property
    def webhooks_origin(self) -> str:
        """Where webhooks are taken in."""
        return origin(self.ports.of(WEBHOOKS_OFFSET))


def service_environment(
    process: ServiceProcess, surroundings: Surroundings, environ: Mapping[str, str]
) -> dict[str, str]:
    """The environment of a service's process: `environ`, with the stack's own addresses and secrets in it."""
    own = {
        "DATABASE_URL": surroundings.database_urls[process.service],
        "NATS_URL": surroundings.nats_urls[process.service],
        "BOLNA_API_URL": surroundings.bolna_url,
        "BOLNA_API_KEY": surroundings.bolna_api_key,
        "WEBHOOK_SECRET": surroundings.webhook_secret,
        "ADMIN_API_KEY": surroundings.admin_api_key,
        "PUBLIC_URL": environ.get("PUBLIC_URL") or surroundings.webhooks_origin,
        "HTTP_HOST": "127.0.0.1",
        "HTTP_PORT": str(surroundings.ports.of(process.port_offset)),
    }
    return _with(environ, own)


def simulator_environment(surroundings: Surroundings, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of Bolna's stand-in: it delivers webhooks with the newer of two secrets."""
    own = {
        "BOLNA_API_KEY": surroundings.bolna_api_key,
        "SIMULATOR_WEBHOOK_URL": f"{surroundings.webhooks_origin}/api/webhooks/bolna",
        "SIMULATOR_WEBHOOK_SECRET": surroundings.webhook_secret.split(",")[0].strip(),
    }
    return _with(environ, own)


def simulator_command(ports: Ports) -> tuple[str, ...]:
    """How Bolna's stand-in is started: with an agent, for whoever comes first."""
    where = ("--host", "127.0.0.1", "--port", str(ports.simulator))
    return (sys.executable, "-m", "simulator", *where, "--agent", PRACTICE_AGENT)


def _with(environ: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    files = {f"{name}_FILE" for name in own}
    return {name: value for name, value in environ.items() if name not in files} | dict(own)
