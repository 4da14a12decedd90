"""Given, when, then: a pure decider's rules, written as sentences.

    given = history(Unknown(), evolve)

    def test_a_draft_with_contacts_is_scheduled() -> None:
        given(created, queued).when(lambda campaign: start(command, campaign, NOW)).then(scheduled)

    def test_an_empty_draft_is_refused() -> None:
        given(created).when(lambda campaign: start(command, campaign, NOW)).refused(NobodyToCall)

`state(...)` begins from a state instead of its history. Nothing here knows of services; failures show a diff.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from difflib import ndiff
from functools import reduce
from typing import Generic, TypeVar

from pydantic import BaseModel

S = TypeVar("S")
E = TypeVar("E")
D = TypeVar("D")
R = TypeVar("R", bound=Exception)


@dataclass(frozen=True)
class When(Generic[D]):
    """A decision about to be taken; it is taken once, by `then` or `refused`."""

    decide: Callable[[], Sequence[D]]

    def then(self, *expected: D) -> None:
        """Expect exactly these events in this order; none: nothing is to happen.

        Raises AssertionError with a diff when others were decided; a refusal, like any other exception, passes.
        """
        decided = self.decide()
        if list(decided) != list(expected):
            raise AssertionError(_difference(expected, decided))

    def refused(self, refusal: type[R]) -> R:
        """Expect exactly this refusal, no subclass of it; return it, so that what it says can be looked at.

        Raises AssertionError when events were decided, or from what was raised when that is something else.
        """
        try:
            decided = self.decide()
        except Exception as raised:
            if type(raised) is refusal:
                return raised
            raise AssertionError(f"expected {refusal.__name__}, and {raised!r} was raised") from raised
        raise AssertionError(f"expected {refusal.__name__}, and it was allowed:\n{_lines(decided)}")


@dataclass(frozen=True)
class Given(Generic[S]):
    """What has happened so far, as the state it has led to."""

    state: S

    def when(self, decide: Callable[[S], Sequence[D]]) -> When[D]:
        """Put the state before a decision: a function of it that returns events, or refuses by raising."""
        return When(lambda: decide(self.state))


def state(value: S) -> Given[S]:
    """Begin from a state."""
    return Given(value)


@dataclass(frozen=True)
class History(Generic[S, E]):
    """Evolves past events from a first state."""

    initial: S
    evolve: Callable[[S, E], S]

    def __call__(self, *events: E) -> Given[S]:
        """Begin from past events, oldest first; none: from the first state."""
        return Given(reduce(self.evolve, events, self.initial))


def history(initial: S, evolve: Callable[[S, E], S]) -> History[S, E]:
    """Return `given` for one decider: a function of past events, evolved from `initial`."""
    return History(initial, evolve)


def _difference(expected: Sequence[object], decided: Sequence[object]) -> str:
    """Show what was expected (-) beside what was decided (+), a field a line; alike lines without a mark."""
    lines = ndiff(_lines(expected).splitlines(), _lines(decided).splitlines())
    kept = (line for line in lines if not line.startswith("?"))
    return "\n".join(["other events were decided (- expected, + decided):", *kept])


def _lines(values: Iterable[object]) -> str:
    return "\n".join(map(_spell, values)) or "nothing"


def _spell(value: object) -> str:
    """Spell an event with a field a line, defaults included."""
    if isinstance(value, BaseModel):
        parts = list(value)
    elif is_dataclass(value):
        parts = [(field.name, getattr(value, field.name)) for field in fields(value)]
    else:
        return repr(value)
    if not parts:
        return f"{type(value).__name__}()"
    body = "".join(f"    {name}={part!r},\n" for name, part in parts)
    return f"{type(value).__name__}(\n{body})"
