"""Running a stack, and looking at it from outside."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Protocol, Self

import httpx

from callctl.ports import PortsTaken, refuse_taken
from callctl.recorded import start_time

ROOT = Path(__file__).parents[3]
_SECONDS = 60.0
_LOWEST_PORT = 20_000
_EPHEMERAL_PORTS = 32_768
_PORTS_OF_A_STACK = 30


def callctl(*arguments: str, data_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of callctl to its end."""
    return subprocess.run(
        [sys.executable, "-m", "callctl.main", *arguments, "--data-dir", str(data_dir)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
        cwd=ROOT,
        timeout=_SECONDS,
    )


def wait_until(fact: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _SECONDS
    while not fact():
        assert time.monotonic() < deadline, f"not within {_SECONDS:.0f} s: {what}"
        time.sleep(0.02)


def lives(pid: int) -> bool:
    """Whether the process runs; one that ended and was not waited for does not."""
    return bool(start_time(pid))


def environment_of(origin: str) -> dict[str, str]:
    """What a fake service was started with."""
    environment: dict[str, str] = httpx.get(f"{origin}/health/live").json()["environment"]
    return environment


def free_port_base() -> int:
    """The first of 30 ports that nothing listens on, below those that the kernel hands out."""
    bases = range(_LOWEST_PORT, _EPHEMERAL_PORTS - _PORTS_OF_A_STACK, _PORTS_OF_A_STACK)
    first = os.getpid() % len(bases)
    for base in chain(bases[first:], bases[:first]):
        try:
            refuse_taken({str(port): port for port in range(base, base + _PORTS_OF_A_STACK)})
        except PortsTaken:
            continue
        return base
    raise AssertionError("no free ports")


@dataclass
class RunningStack:
    """A stack of real servers and fake services, in a process of its own."""

    data_dir: Path
    port_base: int
    environment: dict[str, str] = field(default_factory=dict)

    def start(self) -> Self:
        """Starts it, and waits for its public line; where there is none it was refused, see `said`."""
        self.launch()
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.public: dict[str, Any] = json.loads(line) if line else {}
        return self

    def launch(self) -> None:
        """Starts it and returns at once."""
        program = Path(__file__).with_name("run_stack.py")
        with self._stderr.open("w") as stderr:
            self.process = subprocess.Popen(
                [sys.executable, str(program), str(self.data_dir), str(self.port_base)],
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                env=os.environ | {"PYTHONPATH": str(ROOT)} | self.environment,
            )

    @property
    def pids(self) -> dict[str, int]:
        """Asked anew: by name, as `callctl status --json` prints them."""
        said = callctl("status", "--json", data_dir=self.data_dir)
        assert said.returncode == 0, said.stderr
        pids: dict[str, int] = json.loads(said.stdout)["pids"]
        return pids

    @property
    def said(self) -> str:
        """What it said to the operator."""
        return self._stderr.read_text("utf-8")

    @property
    def _stderr(self) -> Path:
        return self.data_dir.with_suffix(".stderr")

    def stop(self) -> int:
        """SIGTERM; returns the exit code when everything has ended."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=_SECONDS)
        return self.process.returncode


class StartStack(Protocol):
    """Starts a stack; `environment` is added to ours."""

    def __call__(self, port_base: int | None = None, *, wait: bool = True, **environment: str) -> RunningStack: ...
