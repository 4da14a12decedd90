"""An own NATS server with JetStream on 127.0.0.1: its configuration, its process, its address."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from callctl.binaries import find_nats_server
from callctl.children import end, spawn, wait_until
from shared.contracts.vocabulary import Service
from shared.messaging.permissions import permissions

USER = "callctl"
MAX_STORE_BYTES = 10 * 1024**3
"""The most that JetStream keeps on disk. The streams' own limits come long before it."""


@dataclass(frozen=True)
class NatsAddress:
    """Where a server is, and how to get in."""

    port: int
    password: str
    user: str = USER

    @property
    def url(self) -> str:
        """The address, user and password included."""
        return f"nats://{self.user}:{quote(self.password, safe='')}@127.0.0.1:{self.port}"


@dataclass
class NatsServer:
    """A server of ours with its configuration and streams in `folder`, logging to `log`.

    `services` (service → password) are users of the main user's world who may do no more than their service needs.
    `accounts` (user → password) gives each of these users a world of its own beside it: own subjects, own streams.
    `monitoring_port` serves its HTTP monitoring where given.
    """

    folder: Path
    port: int
    password: str
    log: Path
    monitoring_port: int | None = None
    services: Mapping[str, str] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    max_store_bytes: int = MAX_STORE_BYTES
    """Streams reserve what they may hold: it must have room for the limits of all of them."""
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    name = "nats"
    stop_signals = (signal.SIGTERM,)

    @property
    def address(self) -> NatsAddress:
        """Of the main user."""
        return NatsAddress(self.port, self.password)

    def service(self, service: str) -> NatsAddress:
        """Of one of `services`."""
        return NatsAddress(self.port, self.services[service], service)

    def account(self, user: str) -> NatsAddress:
        """Of one of `accounts`."""
        return NatsAddress(self.port, self.accounts[user], user)

    def prepare(self) -> None:
        """Makes the folder and the configuration (mode 0600: it holds passwords); raises `ProgramMissing`."""
        find_nats_server()
        self.write_configuration()

    def write_configuration(self) -> None:
        """Makes the folder and the configuration."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.folder / "nats.conf"
        file.unlink(missing_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps(self._configuration(), indent=2) + "\n", "utf-8")

    def spawn(self) -> subprocess.Popen[bytes]:
        """Starts the server and returns at once; `prepare` comes first."""
        self.process = spawn(
            [find_nats_server(), "--config", self.folder / "nats.conf"],
            log=self.log,
            environment={"PATH": os.defpath},
            folder=self.folder,
        )
        return self.process

    def answers(self) -> bool:
        """Whether it greets a client; it recovers its streams before it does."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                return connection.recv(5) == b"INFO "
        except OSError:
            return False

    def start(self) -> None:
        """Prepares, starts and waits until it answers; raises as `prepare`, or `DidNotStart`."""
        self.prepare()
        wait_until(self.answers, self.spawn(), self.name, self.log)

    def stop(self) -> None:
        """Ends it in good order; nothing where it does not run."""
        if self.process is not None:
            end(self.process, *self.stop_signals)

    def kill(self) -> None:
        """Ends it as a crash would (SIGKILL); returns when it is gone."""
        if self.process is not None:
            end(self.process)

    def _configuration(self) -> dict[str, object]:
        """In JSON, which the server reads as its own format."""
        monitoring = {"http": f"127.0.0.1:{self.monitoring_port}"} if self.monitoring_port is not None else {}
        return {
            "listen": f"127.0.0.1:{self.port}",
            "server_name": "callctl",
            "jetstream": {"store_dir": str(self.folder / "store"), "max_file_store": self.max_store_bytes},
            "accounts": {
                USER: {"jetstream": "enabled", "users": users(self.password, self.services)},
                **{
                    user: {"jetstream": "enabled", "users": [{"user": user, "password": password}]}
                    for user, password in self.accounts.items()
                },
            },
            **monitoring,
        }


def users(operator: str, services: Mapping[str, str]) -> list[dict[str, object]]:
    """The users of one account as the server's configuration has them: the operator, who may do everything, and each
    service (its name → its password) with leave for what it needs.
    """
    found: list[dict[str, object]] = [{"user": USER, "password": operator}]
    for service, password in services.items():
        found.append({"user": service, "password": password, "permissions": _permissions(Service(service))})
    return found


def _permissions(service: Service) -> dict[str, object]:
    granted = permissions(service)
    return {
        "publish": {"allow": list(granted.publish)},
        "subscribe": {"allow": list(granted.subscribe)},
        "allow_responses": True,
    }
