"""A deployment by `deploy/up`, in containers with names, ports, secrets and volumes of its own; removed at the end."""

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.infrastructure import free_port

ROOT = Path(__file__).parents[2]
NEEDED = (
    ".dockerignore",
    "README.md",
    "callctl",
    "console",
    "deploy",
    "examples",
    "pyproject.toml",
    "requirements.txt",
    "services",
    "shared",
    "simulator",
)
LEFT_OUT = shutil.ignore_patterns("node_modules", "dist", "secrets", "__pycache__")
UP_SECONDS = 900
WORD_SECONDS = 120


class Deployment:
    """What stands behind one gateway; `public` names what tests reach, as a stack's public line does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._gateway = f"127.0.0.1:{free_port()}"
        host, port = self._gateway.split(":")
        self._environment = os.environ | {
            "DEPLOYMENT": f"cc-test-{uuid4().hex[:8]}",
            "GATEWAY_ADDRESS": host,
            "HTTP_PORT": port,
            "HTTPS_PORT": str(free_port()),
            "BOLNA_CALLS_PER_MINUTE": "0",
        }
        self.public: dict[str, str] = {}
        self.numbers = count()

    def up(self) -> None:
        """Builds and starts it, and returns when the API answers through the gateway."""
        self._run([self._folder / "deploy" / "up", "--simulated"], UP_SECONDS)
        self.public = {
            "api": f"http://{self._gateway}",
            "admin_key": self.secret("admin_api_key"),
            "simulator": f"http://{self.address('simulator')}:8000",
        }

    def secret(self, name: str) -> str:
        return (self._folder / "deploy" / "secrets" / name).read_text("utf-8").strip()

    def down(self) -> None:
        """Removes its containers, networks and volumes."""
        self.compose("--profile", "simulator", "--profile", "tools", "down", "--volumes", "--remove-orphans")

    def compose(self, *words: str) -> str:
        return self._run([self._folder / "deploy" / "compose", *words], WORD_SECONDS)

    def type(self, script: str, seconds: float) -> None:
        """What is typed in a clone of the repository, up to the first line that fails."""
        self._run(["/bin/sh", "-euxc", script], seconds, folder=self._folder)

    def container(self, service: str) -> str:
        """The first of a service's containers, whether it runs or has ended."""
        labels = {"project": self._environment["DEPLOYMENT"], "service": service}
        filters = [f"--filter=label=com.docker.compose.{name}={value}" for name, value in labels.items()]
        return self._run(["docker", "ps", "--all", "--quiet", *filters], WORD_SECONDS).split()[0]

    def address(self, service: str) -> str:
        """Of a service's container in the deployment's own network."""
        (network,) = self.inspect(service)["NetworkSettings"]["Networks"].values()
        return str(network["IPAddress"])

    def inspect(self, service: str) -> dict[str, Any]:
        """What the engine knows of a service's container."""
        found: dict[str, Any] = json.loads(self._run(["docker", "inspect", self.container(service)], WORD_SECONDS))[0]
        return found

    def kill_and_start(self, service: str) -> None:
        """Ends a container as a crash would, and starts it again."""
        container = self.container(service)
        self._run(["docker", "kill", container], WORD_SECONDS)
        self._run(["docker", "start", container], WORD_SECONDS)

    def _run(self, command: list[str | Path], seconds: float, folder: Path | None = None) -> str:
        ran = subprocess.run(
            list(map(str, command)),
            cwd=folder,
            env=self._environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        assert ran.returncode == 0, f"{' '.join(map(str, command))}: {ran.stdout[-3000:]}{ran.stderr[-3000:]}"
        return ran.stdout


def needs_docker() -> None:
    """Skips the test where no engine answers."""
    docker = shutil.which("docker")
    if docker is None:
        pytest.skip("docker is not there")
    if subprocess.run([docker, "info"], check=False, capture_output=True, timeout=WORD_SECONDS).returncode != 0:
        pytest.skip("no Docker engine answers")


@contextlib.contextmanager
def deployed(folder: Path) -> Iterator[Deployment]:
    """A deployment of what is in the repository, made in `folder`."""
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=LEFT_OUT)
        else:
            shutil.copy(source, folder / name)
    deployment = Deployment(folder)
    try:
        deployment.up()
        yield deployment
    finally:
        deployment.down()
