"""Processes that a supervisor recorded: whether they still are who they were, and ending them."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

_POLL_SECONDS = 0.05
_START_TIME_FIELD = 19
"""Of /proc/PID/stat, counted after the program's name: see proc(5), field 22, `starttime`."""


class RecordedProcess(BaseModel):
    """A process as the kernel knows it: its pid, and when it started, since a pid alone may meanwhile be another's."""

    model_config = ConfigDict(frozen=True)

    pid: int
    started: str

    @property
    def lives(self) -> bool:
        """Whether it still runs."""
        return self.started != "" and start_time(self.pid) == self.started


def recorded(pid: int) -> RecordedProcess:
    """The process that has `pid` now."""
    return RecordedProcess(pid=pid, started=start_time(pid))


def start_time(pid: int) -> str:
    """When the process started, in whatever way this platform says it; empty where there is none, or it has ended."""
    stat = Path(f"/proc/{pid}/stat")
    if not Path("/proc/self/stat").exists():
        asked = ["ps", "-o", "lstart=", "-p", str(pid)]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
    try:
        fields = stat.read_text("utf-8", errors="replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return "" if fields[0] in "ZX" else fields[_START_TIME_FIELD]


def end_recorded(process: RecordedProcess, signals: Sequence[signal.Signals], seconds: float = 15.0) -> None:
    """Sends the process each of `signals` in turn, waiting up to `seconds` after it, and SIGKILL at last."""
    for sent in (*signals, signal.SIGKILL):
        if not process.lives:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, sent)
        wait_for_end(process, seconds)


def wait_for_end(process: RecordedProcess, seconds: float) -> bool:
    """Whether the process ended within `seconds`."""
    deadline = time.monotonic() + seconds
    while process.lives:
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True
