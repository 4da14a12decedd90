"""The servers that tests run against, in containers: with `TEST_INFRA=containers`, in place of those of our own.

The images are those of `deploy/compose.yaml`. A container stays when its server is stopped or killed, for it may be
started again; all of them are removed when the tests end.
"""

import atexit
import os
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient

from callctl.nats import NatsServer
from callctl.postgres import PostgresAddress

COMPOSE = Path(__file__).parents[1] / "deploy" / "compose.yaml"
START_SECONDS = 60.0
STOP_SECONDS = 30
WITHOUT_AN_ENGINE = (
    "TEST_INFRA=containers: no Docker engine answers. Start one, or set DOCKER_HOST; without TEST_INFRA the tests bring"
    " servers of their own. ({error})"
)

testcontainers_config.ryuk_disabled = True  # our own containers are removed below, and no further image is needed


class Contained(ABC):
    """A server in a container of its own, which is made at the first start."""

    @abstractmethod
    def container(self) -> DockerContainer:
        """What is to be run."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it lets us in."""

    def start(self) -> None:
        """Starts it and waits until it answers; raises with what it said where it does not."""
        if self._made is None:
            self._made = self.container().start()
            atexit.register(self._made.stop)
        else:
            self._docker.start()
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            assert time.monotonic() < deadline, b"\n".join(self._made.get_logs()).decode(errors="replace")
            time.sleep(0.05)

    def stop(self) -> None:
        """In good order."""
        self._let_it_end()
        self._docker.stop(timeout=STOP_SECONDS)

    def kill(self) -> None:
        """As a crash would (SIGKILL to all of it); nothing where it does not run."""
        if self._let_it_end():
            self._docker.kill()
            self._docker.wait()

    def _let_it_end(self) -> bool:
        """Thaw it where it is frozen, for a frozen one does not die; whether it runs."""
        self._docker.reload()
        if self._docker.status == "paused":
            self.thaw()
        running: bool = self._docker.status in {"running", "paused"}
        return running

    def freeze(self) -> None:
        """Returns once all of it stands still."""
        self._docker.pause()

    def thaw(self) -> None:
        """Lets it go on."""
        self._docker.unpause()

    _made: DockerContainer | None = None

    @property
    def _docker(self) -> Any:
        assert self._made is not None, "it was started once"
        return self._made.get_wrapped_container()


class ContainedNats(Contained, NatsServer):
    """As `callctl.nats.NatsServer`; its configuration and streams are in `folder` on this side too."""

    def container(self) -> DockerContainer:
        """It writes as whoever runs the tests."""
        self.write_configuration()
        folder = str(self.folder)
        server = DockerContainer(image("nats"), user=f"{os.getuid()}:{os.getgid()}")
        server.with_command(["--config", f"{folder}/nats.conf"]).with_volume_mapping(folder, folder, "rw")
        return published(server, self.port, self.port)

    def answers(self) -> bool:
        return NatsServer.answers(self)

    def _configuration(self) -> dict[str, object]:
        return super()._configuration() | {"listen": f"0.0.0.0:{self.port}"}


class ContainedPostgres(Contained):
    """As `callctl.postgres.PostgresServer`; its data stay in the container."""

    def __init__(self, port: int, password: str) -> None:
        self.address = PostgresAddress(port, password)

    def container(self) -> DockerContainer:
        server = DockerContainer(image("postgres"), shm_size="256m")
        server.with_envs(
            POSTGRES_USER=self.address.user,
            POSTGRES_PASSWORD=self.address.password,
            POSTGRES_INITDB_ARGS="--locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C",
        )
        server.with_command(["postgres", "-c", "max_connections=200", "-c", "max_wal_size=4GB"])
        return published(server, 5432, self.address.port)

    def answers(self) -> bool:
        try:
            psycopg.connect(self.address.dsn(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


def image(service: str) -> str:
    """That of a service of the deployment."""
    named: str = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"][service]["image"]
    return named


def published(container: DockerContainer, port: int, at: int) -> DockerContainer:
    """Have a container's port at one of 127.0.0.1, and nowhere else."""
    ports: Any = container.ports  # Docker's client takes a pair, which testcontainers does not know
    ports[f"{port}/tcp"] = ("127.0.0.1", at)
    return container


def require_engine() -> None:
    """Raises what ends pytest with one line where no engine answers."""
    try:
        DockerClient().client.ping()
    except Exception as error:
        raise pytest.UsageError(WITHOUT_AN_ENGINE.format(error=error)) from error
