"""Contact files are read in child processes: users take turns, a small file never waits behind large ones."""

import asyncio
import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import BrokenExecutor, Executor
from contextlib import asynccontextmanager, suppress
from functools import partial
from multiprocessing.connection import wait
from typing import ParamSpec, TypeVar
from uuid import UUID

import structlog

from services.campaigns.contact_files import read_contacts
from services.campaigns.http.problems import Problem
from services.campaigns.phone_numbers import normalise

P = ParamSpec("P")
T = TypeVar("T")

SMALL_BYTES = 1024 * 1024
SMALL_SECONDS = 60.0
LARGE_SECONDS = 900.0
"""A child that reads one file for longer is ended by the kernel."""
TRIES = 2

log = structlog.get_logger(__name__)


def prepare_child() -> None:
    """Make a new child ready: it leaves signals of the terminal to its parent, ends with it, and knows its numbers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    assert read_contacts is not None
    normalise("+919876543210", "IN")


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)


def _within(seconds: float, work: Callable[[], T]) -> T:
    """Do the work in a child, which the kernel ends if that takes longer."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return work()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class Turns:
    """One at a time; among those who wait, the user who was served longest ago."""

    def __init__(self) -> None:
        self._busy = False
        self._waiting: list[tuple[UUID, asyncio.Future[None]]] = []
        self._served: dict[UUID, int] = {}
        self._numbers = itertools.count(1)

    @asynccontextmanager
    async def turn(self, user_id: UUID) -> AsyncIterator[None]:
        """Wait for this user's turn and hold it while the block runs."""
        if self._busy:
            given: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((user_id, given))
            try:
                await given
            except asyncio.CancelledError:
                with suppress(ValueError):
                    self._waiting.remove((user_id, given))
                if given.done() and not given.cancelled():
                    self._pass_on()
                raise
        self._busy = True
        self._served[user_id] = next(self._numbers)
        try:
            yield
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        if not self._waiting:
            self._busy = False
            self._served.clear()
            return
        following = min(self._waiting, key=lambda one: self._served.get(one[0], 0))
        self._waiting.remove(following)
        following[1].set_result(None)


class Child:
    """One child process, made anew when it was killed."""

    def __init__(self, make: Callable[[], Executor], seconds: float) -> None:
        self._make = make
        self._seconds = seconds
        self._executor: Executor | None = None
        self._turns = Turns()

    def warm(self) -> None:
        """Start the child, so that the first file does not wait for it."""
        if self._executor is None:
            self._executor = self._make()
            self._executor.submit(os.getpid)

    def close(self) -> None:
        """End the child; what it was reading is given up."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)

    async def run(self, user_id: UUID, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do the work in the child when it is the user's turn; what it raises is raised here.

        A child that was killed meanwhile is replaced and the work done again, once; then Problem parser_unavailable.
        """
        async with self._turns.turn(user_id):
            for attempt in range(TRIES):
                self.warm()
                assert self._executor is not None
                try:
                    submitted = self._executor.submit(_within, self._seconds, partial(work, *args, **kwargs))
                    return await asyncio.wrap_future(submitted)
                except BrokenExecutor:
                    log.warning("the child that reads files ended", attempt=attempt)
                    self.close()
                    self._executor = None
        detail = "The process that reads files ended twice over this one; try again, and if that fails, split the file"
        raise Problem("parser_unavailable", detail, headers={"Retry-After": "5"})


class Parsers:
    """The children of one HTTP process: one for small files, one for large."""

    def __init__(self, make: Callable[[], Executor]) -> None:
        self._small = Child(make, SMALL_SECONDS)
        self._large = Child(make, LARGE_SECONDS)

    def warm(self) -> None:
        """Start both children."""
        self._small.warm()
        self._large.warm()

    def close(self) -> None:
        """End both children at once, whatever they read."""
        self._small.close()
        self._large.close()
        for process in multiprocessing.active_children():
            process.terminate()

    def of(self, size: int) -> Child:
        """Return the child for a file of `size` bytes."""
        return self._small if size <= SMALL_BYTES else self._large
