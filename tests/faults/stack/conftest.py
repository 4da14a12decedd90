"""One stack of real processes at a time; what its processes logged last is shown where a test fails."""

from collections.abc import Generator, Iterator
from contextlib import ExitStack
from typing import Any, Protocol

import pytest

from tests.faults.stack.rehearsal import Rehearsal, rehearsal, running_stack
from tests.faults.stack.running_stack import RunningStack
from tests.infrastructure import server_folder

STACK = pytest.StashKey[RunningStack]()


class Rehearse(Protocol):
    """Lets a customer for each limit begin on the test's stack."""

    def __call__(self, *limits: int, **how: Any) -> Rehearsal: ...


@pytest.fixture(scope="module")
def stack() -> Iterator[RunningStack]:
    """The stack of a module's tests, one test after the other; each leaves it with nothing on its way."""
    with server_folder() as folder, running_stack(folder) as started:
        yield started


@pytest.fixture
def rehearse(request: pytest.FixtureRequest, stack: RunningStack) -> Iterator[Rehearse]:
    """As `rehearsal`, for the length of the test."""
    request.node.stash[STACK] = stack
    with ExitStack() as begun:
        yield lambda *limits, **how: begun.enter_context(rehearsal(stack, limits, **how))


@pytest.fixture
def soaking(request: pytest.FixtureRequest) -> bool:
    """Whether the long runs were asked for (`--soak`)."""
    return bool(request.config.getoption("--soak"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds the ends of the logs to the report of a failure, while the stack that wrote them is still there."""
    report = yield
    if report.failed and (stack := item.stash.get(STACK, None)) is not None:
        report.sections.append(("the ends of the stack's logs", stack.last_words()))
    return report
