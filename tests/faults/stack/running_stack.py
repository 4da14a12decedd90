"""A stack of real processes, as `callctl up` runs it, with short deadlines: to be broken by tests and measured."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any, cast

import httpx
import psycopg

from callctl.children import end, last_lines, spawn
from callctl.data_directory import DataDirectory
from callctl.description import describe
from tests.faults.stack.waiting import wait_for
from tests.integration.stack.running import ROOT, free_port_base, lives

SHORT_DEADLINES = {
    "BOLNA_CALLS_PER_MINUTE": "0",
    "BOLNA_REQUEST_TIMEOUT_SECONDS": "2",
    "CALL_REPORT_WAIT_SECONDS": "10",
    "CALL_SILENT_AFTER_SECONDS": "3",
    "UNKNOWN_CALL_LOOKUPS_SECONDS": "0.5,1,2",
}
ANSWER_SECONDS = 0.5
START_SECONDS = 120.0
STOP_SECONDS = 60.0
LONGEST_LINE = 600
TAIL_LINES = 15
LINES_READ = 200
NEWS_OF_THE_POOL = '"logger": "psycopg.pool"'
"""Dozens of lines for each time that PostgreSQL is away."""


class RunningStack:
    """A stack with its data in `folder` and ports of its own; it ends with the process that started it.

    `ports` are the same at every start; without them each start has others.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str], ports: int | None = None) -> None:
        self._ports = ports
        self.data_dir = folder / "data"
        self._said = folder / "callctl.log"
        self._environment = SHORT_DEADLINES | dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self.public: dict[str, Any] = {}
        self.numbers = count()
        """So that no two tests on one stack call the same number."""

    def start(self, *options: str) -> None:
        """Starts it and returns when everything is ready; a second start takes up the same data."""
        self._said.unlink(missing_ok=True)
        command = (sys.executable, "-m", "callctl.main", "up", "--data-dir", self.data_dir)
        self._process = spawn(
            [*map(str, command), "--port-base", str(self._ports or free_port_base()), "--json", *options],
            log=self._said,
            environment=os.environ | self._environment,
            folder=ROOT,
        )
        try:
            self.public = json.loads(wait_for(self._public_line, "the stack is ready", START_SECONDS))
        except AssertionError as failed:
            failed.add_note(self.last_words())
            raise

    def _public_line(self) -> str | None:
        assert self._process is not None
        lines = self.said.splitlines()
        assert self._process.poll() is None, f"callctl up ended:\n{self.said}"
        return next((line for line in lines if line.startswith("{") and line.endswith("}")), None)

    @property
    def said(self) -> str:
        """What callctl said to the operator so far."""
        return self._said.read_text("utf-8", errors="replace") if self._said.exists() else ""

    @property
    def pids(self) -> dict[str, int]:
        """By name, asked anew: a service's plain name is its leader, where one leads.

        They are those that `callctl status --json` prints, without a process started for it each time.
        """
        record = DataDirectory(self.data_dir).read()
        assert record is not None, "the stack does not run"
        return cast("dict[str, int]", describe(record)["pids"])

    def kill(self, name: str) -> int:
        """Ends a process as a crash would, and returns the pid that it had."""
        pid = self.pids[name]
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not lives(pid), f"{name} is dead")
        return pid

    def lose_the_broker_s_store(self) -> None:
        """Ends NATS as a crash would, with every stream gone when it is started again."""
        pid = self.pids["nats"]
        os.kill(pid, signal.SIGSTOP)
        shutil.rmtree(self.data_dir / "nats" / "store")
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not lives(pid), "NATS is dead")

    def leader(self, service: str) -> int | None:
        """The pid of the worker that says it leads; None where none does."""
        for name, origin in self.public["metrics"].items():
            if name.startswith(service):
                with contextlib.suppress(httpx.TransportError):
                    told = httpx.get(f"{origin}/health/live", timeout=ANSWER_SECONDS).json()
                    if told["leading"]:
                        pid: int = told["pid"]
                        return pid
        return None

    @contextlib.contextmanager
    def database(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        """A session of the database's owner, every statement its own transaction."""
        with psycopg.connect(self.public["database"], autocommit=True) as connection:
            yield connection

    def run_service(self, service: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a command of a service to its end: its leader's surroundings, but the database as its owner."""
        pid = self.pids[service]
        surroundings = Path(f"/proc/{pid}/environ").read_bytes().decode("utf-8").rstrip("\0").split("\0")
        return subprocess.run(
            [sys.executable, "-m", f"services.{service}.main", *arguments],
            env=dict(one.split("=", 1) for one in surroundings) | {"DATABASE_URL": self.public["database"]},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=STOP_SECONDS,
        )

    def run_callctl(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs a command of callctl on this stack to its end; `environment` is added to ours."""
        return subprocess.run(
            [sys.executable, "-m", "callctl.main", *arguments, "--data-dir", str(self.data_dir)],
            env=os.environ | environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=STOP_SECONDS,
        )

    def last_words(self) -> str:
        """The end of each process's log, for a person who looks into a failure; long lines are cut."""
        logs = [self._said, *sorted((self.data_dir / "logs").glob("*.log"))]
        return "\n".join(f"{log.name}:\n{_tail(log)}" for log in logs)

    def stop(self) -> None:
        """SIGTERM, and SIGKILL after a while; its children end with it. Nothing where it does not run."""
        if self._process is not None:
            end(self._process, signal.SIGTERM, seconds=STOP_SECONDS)
            self._process = None


def _tail(log: Path) -> str:
    lines = [line for line in last_lines(log, LINES_READ).splitlines() if NEWS_OF_THE_POOL not in line]
    return "\n".join(line[:LONGEST_LINE] for line in lines[-TAIL_LINES:])
