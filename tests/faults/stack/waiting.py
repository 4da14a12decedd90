"""Waiting for facts: a deadline, never a fixed time."""

import time
from collections.abc import Callable
from typing import TypeVar

POLL_SECONDS = 0.05

T = TypeVar("T")


def wait_for(fact: Callable[[], T | None], what: str, seconds: float = 30.0, *, poll: float = POLL_SECONDS) -> T:
    """Returns the fact as soon as it is true; an AssertionError that says `what` was waited for after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (found := fact()):
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(poll)
    return found
