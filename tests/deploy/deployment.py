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
            "simulator": f"http://{self._address('simulator')}:8000",
        }

    def secret(self, name: str) -> str:
        return (self._folder / "deploy" / "secrets" / name).read_text("utf-8").strip()

    def down(self) -> None:
        """Removes its containers, networks and volumes."""
        self.compose("--profile", "simulator", "--profile", "tools", "down", "--volumes", "--remove-orphans")

    def compose(self, *words: str) -> str:
        return self._run([self._folder / "deploy" / "compose", *words], WORD_SECONDS)

    def container(self, service: str) -> str:
        return self.compose("ps", "-q", service).split()[0]

    def inspect(self, service: str) -> dict[str, Any]:
        """What the engine knows of a service's container."""
        found: dict[str, Any] = json.loads(self._run(["docker", "inspect", self.container(service)], WORD_SECONDS))[0]
        return found

    def kill_and_start(self, service: str) -> None:
        """Ends a container as a crash would, and starts it again."""
        container = self.container(service)
        self._run(["docker", "kill", container], WORD_SECONDS)
        self._run(["docker", "start", container], WORD_SECONDS)

    def _address(self, service: str) -> str:
        form = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"
        return self._run(["docker", "inspect", "--format", form, self.container(service)], WORD_SECONDS).strip()

    def _run(self, command: list[str | Path], seconds: float) -> str:
        ran = subprocess.run(
            list(map(str, command)),
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
