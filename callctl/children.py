"""Starting a server as our child, waiting until it answers, and ending it."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from callctl.identity import OURSELVES, Identity, before_exec
from callctl.refusal import CannotStart

LOG_LIMIT_BYTES = 10 * 1024 * 1024
"""A log beyond this is put aside as `<name>.log.1` when its process is started."""

_POLL_SECONDS = 0.02


class DidNotStart(CannotStart):
    """A child ended, or did not answer in time, before it was ready; the text ends with the last lines of its log."""


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str],
    folder: Path | None = None,
    identity: Identity = OURSELVES,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Starts `command` in a process group of its own, its output appended to `log`.

    Ctrl-C in a terminal does not reach it; our own death does, as `death_signal` (on Linux). Call it from the main
    thread: the kernel takes the end of the thread that started a child for the end of its parent.
    """
    with open_log(log) as output:
        return subprocess.Popen(  # noqa: S603  # the programs of the stack
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
            preexec_fn=before_exec(identity, death_signal),  # noqa: PLW1509  # one thread; nothing of it takes a lock
        )


@contextlib.contextmanager
def open_log(path: Path) -> Iterator[int]:
    """A descriptor that appends to `path` (mode 0600), which is put aside first where it is too long."""
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size > LOG_LIMIT_BYTES:
            path.replace(path.with_suffix(path.suffix + ".1"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def wait_until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], name: str, log: Path, seconds: float = 60.0
) -> None:
    """Returns when `ready()` is true; raises `DidNotStart` when the process ends first or `seconds` have passed."""
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None:
            raise DidNotStart(f"{name} ended with {describe_exit(process.returncode)} at start.\n{last_lines(log)}")
        if time.monotonic() > deadline:
            raise DidNotStart(f"{name} did not answer within {seconds:.0f} s.\n{last_lines(log)}")
        time.sleep(_POLL_SECONDS)


def accepts_connections(port: int) -> bool:
    """Whether something listens at 127.0.0.1:`port`."""
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether the process ended; then what it left behind in its group is ended too, while its pid is still its own."""
    if process.returncode is None and hasattr(os, "waitid"):
        if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return False
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    return process.poll() is not None


def ends_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether the process ended, after at most `seconds`."""
    deadline = time.monotonic() + seconds
    while not has_ended(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def end(process: subprocess.Popen[bytes], *signals: signal.Signals, seconds: float = 15.0) -> int:
    """Sends each signal in turn, waiting up to `seconds` after it, and SIGKILL at last; returns the exit code."""
    for sent in signals:
        if not has_ended(process):
            process.send_signal(sent)
        if ends_within(process, seconds):
            return process.returncode
    if not has_ended(process):
        process.kill()
    return process.wait()


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log, indented; empty where there is none."""
    try:
        lines = log.read_text("utf-8", errors="replace").splitlines()[-count:]
    except FileNotFoundError:
        return ""
    return "\n".join(f"    {line}" for line in lines)


def describe_exit(code: int) -> str:
    """`exit code 3`, `SIGKILL`."""
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
