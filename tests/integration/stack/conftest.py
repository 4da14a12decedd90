"""Stacks that a test starts, breaks and stops."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.infrastructure import server_folder
from tests.integration.stack.running import RunningStack, StartStack, free_port_base


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with server_folder() as folder:
        yield folder / "data"


@pytest.fixture
def start_stack(data_dir: Path) -> Iterator[StartStack]:
    """Starts stacks with one data directory, one after the other; they end with the test."""
    with _stacks(data_dir) as start:
        yield start


@pytest.fixture(scope="module")
def stack() -> Iterator[RunningStack]:
    """A stack that may be looked at, and whose processes may be killed: it starts them again."""
    with server_folder() as folder, _stacks(folder / "data") as start:
        yield start(CALL_SILENT_AFTER_SECONDS="0.5", WEBHOOK_SECRET="old,new", HTTP_PORT="1", NATS_URL="nats://else")


@contextlib.contextmanager
def _stacks(data_dir: Path) -> Iterator[StartStack]:
    leases = data_dir.parent / "leases"
    leases.mkdir()
    with contextlib.ExitStack() as started:

        def start(port_base: int | None = None, *, wait: bool = True, **environment: str) -> RunningStack:
            given = {"FAKE_LEASES": str(leases)} | environment
            stack = RunningStack(data_dir, port_base or free_port_base(), given)
            (stack.start if wait else stack.launch)()
            started.callback(stack.stop)
            return stack

        yield start
