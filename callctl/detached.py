"""Running a stack in the background: a process of its own says when it is ready, or why it is not."""

import json
import os
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from callctl.children import last_lines, open_log
from callctl.refusal import CannotStart
from callctl.stack import Stack

_INHERITED = 1024
"""Descriptors below this that the caller left open are closed: a pipe of its would else never end."""


def run_detached(stack: Stack, log: Path) -> dict[str, Any]:
    """Runs `stack` in a process of its own, which logs to `log` and survives us; returns its public line once ready.

    Raises `CannotStart` with what stood in the way; then nothing of it runs. Interrupted, it stops the stack, and
    raises KeyboardInterrupt when all of it has ended.
    """
    reading, writing = os.pipe()
    supervisor = os.fork()
    if supervisor == 0:
        os.close(reading)
        _become_supervisor(stack, log, writing)
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            said = pipe.readline()
    except KeyboardInterrupt:
        with suppress(ProcessLookupError):
            os.kill(supervisor, signal.SIGTERM)
        with suppress(ChildProcessError):
            os.waitpid(supervisor, 0)
        raise
    if not said:
        raise CannotStart(f"The supervisor ended without a word.\n{last_lines(log)}")
    report = json.loads(said)
    if "refused" in report:
        raise CannotStart(report["refused"])
    ready: dict[str, Any] = report["ready"]
    return ready


def _become_supervisor(stack: Stack, log: Path, writing: int) -> NoReturn:
    """The life of the forked process. Whatever happens it ends here, without the caller's exit handlers."""
    code = 1
    try:
        _leave_terminal(log, writing)
        with os.fdopen(writing, "w") as pipe:

            def report(kind: str, content: object) -> None:
                pipe.write(json.dumps({kind: content}) + "\n")
                pipe.close()

            try:
                stack.run(lambda described: report("ready", described))
                code = 0
            except CannotStart as reason:
                report("refused", str(reason))
    except BaseException:  # noqa: BLE001  # the log is the one place that is left to say it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _leave_terminal(log: Path, writing: int) -> None:
    os.setsid()
    with open_log(log) as output:
        os.dup2(output, 1)
        os.dup2(output, 2)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.closerange(3, writing)
    os.closerange(writing + 1, _INHERITED)
