"""The parent of every process of a stack: starts them, starts again what dies, and ends them in order."""

import contextlib
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Self

from callctl.children import DidNotStart, describe_exit, end, ends_within, has_ended, last_lines
from callctl.refusal import CannotStart

FIRST_RESTART_SECONDS = 0.2
LONGEST_RESTART_SECONDS = 5.0
BAD_CONFIGURATION = 2
"""The exit code of a service that cannot run with the configuration it was given."""

_HEALTHY_SECONDS = 10.0
"""A child that lived this long failed anew when it dies, not repeatedly."""

_POLL_SECONDS = 0.05


class Interrupted(CannotStart):
    """The stack was told to stop before it was ready."""


@dataclass(frozen=True)
class ChildPlan:
    """How one child is run. `spawn` starts it and returns at once; `ready` asks whether it can be used."""

    name: str
    log: Path
    spawn: Callable[[], subprocess.Popen[bytes]]
    ready: Callable[[], bool]
    stop_signals: tuple[signal.Signals, ...] = (signal.SIGTERM,)
    may_fail_at_start: bool = False
    """A service may: it is started again until it is ready, save with `BAD_CONFIGURATION`. A server may not."""
    why_not_ready: Callable[[], str] = lambda: "it does not answer"


@dataclass
class _Child:
    plan: ChildPlan
    process: subprocess.Popen[bytes] | None = None
    spawned_at: float = 0.0
    failures: int = 0
    restart_at: float | None = None
    was_ready: bool = False

    def spawn(self) -> None:
        self.process = self.plan.spawn()
        self.spawned_at = time.monotonic()
        self.restart_at = None


@dataclass
class Supervisor:
    """Runs children in the order in which they are started, and ends them in the opposite one.

    `changed` is called with the pids by name after each start or end; `say` with a line for the operator. The children
    of a stage have `drain_seconds` to stop by themselves. Used as a context manager, from the main thread: it takes
    over the signals, and leaves no child behind.
    """

    changed: Callable[[dict[str, int]], object]
    say: Callable[[str], None]
    drain_seconds: float
    _stages: list[list[_Child]] = field(default_factory=list)
    _stop_asked: bool = False

    def __enter__(self) -> Self:
        self._wakeup, self._waker = socket.socketpair()
        self._wakeup.setblocking(False)
        self._waker.setblocking(False)
        self._previous_wakeup = signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        self._previous = {
            signal.SIGCHLD: signal.signal(signal.SIGCHLD, lambda *_: None),
            **{
                number: signal.signal(number, self._ask_to_stop)
                for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
            },
        }
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._stop_all()
        finally:
            signal.set_wakeup_fd(self._previous_wakeup)
            for number, handler in self._previous.items():
                signal.signal(number, handler)
            self._wakeup.close()
            self._waker.close()

    @property
    def pids(self) -> dict[str, int]:
        """Of the children that run now, by name."""
        return {
            child.plan.name: child.process.pid
            for child in self._children()
            if child.process is not None and child.process.returncode is None
        }

    def start(self, plans: Sequence[ChildPlan], seconds: float) -> None:
        """Starts a stage of children at once, and returns when all are ready.

        Raises `DidNotStart` where one ends that may not, or after `seconds`; `Interrupted` when told to stop.
        """
        stage = [_Child(plan) for plan in plans]
        self._stages.append(stage)
        for child in stage:
            child.spawn()
        self._report()
        self.wait_for(
            lambda: not [child for child in stage if not self._is_ready(child)],
            seconds,
            late=lambda: "\n".join(_late(child, seconds) for child in stage if not child.was_ready),
        )

    def wait_for(self, fact: Callable[[], bool], seconds: float, *, late: Callable[[], str]) -> None:
        """Tends the children until `fact()`; raises as `start`, with what `late()` says after `seconds`."""
        deadline = time.monotonic() + seconds
        while not fact():
            if self._stop_asked:
                raise Interrupted("Told to stop before everything was ready.")
            if time.monotonic() > deadline:
                raise DidNotStart(late())
            self._wait(_POLL_SECONDS)
            self._tend(starting=True)

    def watch(self) -> None:
        """Starts again whatever dies, until the process is told to stop (SIGTERM, Ctrl-C, SIGHUP)."""
        while not self._stop_asked:
            self._tend(starting=False)
            due = [child.restart_at for child in self._children() if child.restart_at is not None]
            self._wait(max(0.0, min(due) - time.monotonic()) if due else None)

    def _children(self) -> Iterator[_Child]:
        return (child for stage in self._stages for child in stage)

    def _is_ready(self, child: _Child) -> bool:
        if not child.was_ready and child.restart_at is None:
            child.was_ready = child.plan.ready()
        return child.was_ready

    def _tend(self, *, starting: bool) -> None:
        """Notices the children that ended, and starts again those whose time has come."""
        changes = False
        for child in self._children():
            if child.process is not None and child.restart_at is None and has_ended(child.process):
                changes = True
                self._note_end(child, child.process.returncode, at_start=starting)
            if child.restart_at is not None and child.restart_at <= time.monotonic():
                changes = True
                child.spawn()
        if changes:
            self._report()

    def _note_end(self, child: _Child, code: int, *, at_start: bool) -> None:
        name, lived = child.plan.name, time.monotonic() - child.spawned_at
        if at_start and not child.was_ready and (not child.plan.may_fail_at_start or code == BAD_CONFIGURATION):
            raise DidNotStart(f"{name} ended with {describe_exit(code)}.\n{last_lines(child.plan.log)}")
        child.failures = 0 if lived > _HEALTHY_SECONDS else child.failures + 1
        delay = min(LONGEST_RESTART_SECONDS, FIRST_RESTART_SECONDS * 2 ** max(0, child.failures - 1))
        child.restart_at = time.monotonic() + delay
        self.say(
            f"{name} ended with {describe_exit(code)}; it is started again in {delay:.1f} s. See {child.plan.log}."
        )

    def _report(self) -> None:
        self.changed(self.pids)

    def _wait(self, seconds: float | None) -> None:
        """Returns after `seconds` (None: never), or as soon as a signal came."""
        if select.select([self._wakeup], [], [], seconds)[0]:
            with contextlib.suppress(BlockingIOError):
                self._wakeup.recv(4096)

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_asked = True

    def _stop_all(self) -> None:
        for stage in reversed(self._stages):
            running = [(c.plan, c.process) for c in stage if c.process is not None and not has_ended(c.process)]
            for plan, process in running:
                process.send_signal(plan.stop_signals[0])
            deadline = time.monotonic() + self.drain_seconds
            for plan, process in running:
                if not ends_within(process, max(0.0, deadline - time.monotonic())):
                    self.say(f"{plan.name} did not stop within {self.drain_seconds:.0f} s and is ended.")
                    end(process, *plan.stop_signals[1:])
        self._stages.clear()
        self._report()


def _late(child: _Child, seconds: float) -> str:
    why = child.plan.why_not_ready()
    return f"{child.plan.name} was not ready within {seconds:.0f} s: {why}.\n{last_lines(child.plan.log)}"
