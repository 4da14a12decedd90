"""Who acts: what is appended meanwhile says in its envelope that this person had it done."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from shared.messaging.envelope import Actor

_present: ContextVar[Actor | None] = ContextVar("actor", default=None)


def present() -> Actor | None:
    """Return who acts; None where a service acts by itself."""
    return _present.get()


def act_as(actor: Actor) -> None:
    """Let the rest of the present task, and what it starts, be done by this person."""
    _present.set(actor)


@contextmanager
def acting(actor: Actor | None) -> Iterator[None]:
    """Let the work inside be done by this person; nested ones replace each other and give it back."""
    token = _present.set(actor)
    try:
        yield
    finally:
        _present.reset(token)
