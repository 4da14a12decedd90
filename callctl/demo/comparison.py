"""Whether what was seen is what was expected: every difference as a sentence. Pure; no difference, no sentence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from callctl.demo.expectation import Expected, RowProblem

SHOWN_PROBLEMS = 100
"""So many rows an import names; the others are in its file of rejected rows."""


class SeenCall(NamedTuple):
    """A call as the API tells of it; `outcome` is None until it is settled."""

    number: str
    status: str
    outcome: str | None


class Placed(NamedTuple):
    """A call as the simulator knows it: which agent of Bolna's called which number."""

    agent: str
    number: str


@dataclass(frozen=True)
class SeenImport:
    """What an import says of itself."""

    totals: Mapping[str, int]
    problems: frozenset[RowProblem]


@dataclass(frozen=True)
class Truth:
    """What the simulator counted at its side of the wire. `peaks` are by agent of Bolna's."""

    placed: Sequence[Placed]
    peak: int
    peaks: Mapping[str, int]
    summary: Mapping[str, int] = field(default_factory=dict)


def import_differences(file: str, expected: Expected, seen: SeenImport) -> list[str]:
    """How the import of a file differs. Rows beyond those that an import names are passed over."""
    different = [
        f"{file}: {name} should be {wanted}, the import says {seen.totals.get(name)}"
        for name, wanted in expected.totals.items()
        if seen.totals.get(name) != wanted
    ]
    different += [f"{file}: should not be taken, but was not named: {it}" for it in _missing(expected, seen)]
    different += [f"{file}: named, but not expected: {it}" for it in sorted(seen.problems - expected.problems)]
    return different


def outcome_differences(campaign: str, expected: Mapping[str, str], seen: Iterable[SeenCall]) -> list[str]:
    """How the calls of a campaign differ from `expected`, outcomes by number."""
    calls: dict[str, list[SeenCall]] = {}
    for call in seen:
        calls.setdefault(call.number, []).append(call)
    different = [
        f"{campaign}: {number} should end as {wanted}, {_told(calls.get(number, []))}"
        for number, wanted in expected.items()
        if [call.outcome for call in calls.get(number, [])] != [wanted]
    ]
    different += [f"{campaign}: {number} is in no row, {_told(calls[number])}" for number in calls.keys() - expected]
    return different


def placement_differences(agents: Mapping[str, Iterable[str]], truth: Truth) -> list[str]:
    """How the calls at Bolna's side differ from each number once, by its own agent; `agents` has each one's numbers."""
    wanted = {Placed(agent, number) for agent, numbers in agents.items() for number in numbers}
    placed = Counter(truth.placed)
    different = [f"{call.number} was never called by {call.agent}" for call in sorted(wanted - placed.keys())]
    different += [
        f"{call.number} was called {times} times by {call.agent}" for call, times in placed.items() if times > 1
    ]
    different += [
        f"{call.number} was called by {call.agent}, whose contact it is not" for call in sorted(placed.keys() - wanted)
    ]
    different += [
        f"{name.replace('_', ' ')}: {count}, should be 0" for name, count in truth.summary.items() if count != 0
    ]
    return different


def limit_differences(system_limit: int, limits: Mapping[str, int], truth: Truth) -> list[str]:
    """Where more calls were live at once than allowed: in all, or of one agent; `limits` is by agent."""
    return [
        f"{who}: {peak} calls were live at once, {limit} are allowed"
        for who, peak, limit in _levels(system_limit, limits, truth)
        if peak > limit
    ]


def _levels(system_limit: int, limits: Mapping[str, int], truth: Truth) -> Iterator[tuple[str, int, int]]:
    yield "in all", truth.peak, system_limit
    for agent, limit in limits.items():
        yield agent, truth.peaks.get(agent, 0), limit


def _missing(expected: Expected, seen: SeenImport) -> list[RowProblem]:
    missing = sorted(expected.problems - seen.problems)
    return [] if len(seen.problems) >= SHOWN_PROBLEMS else missing


def _told(calls: Sequence[SeenCall]) -> str:
    if not calls:
        return "there is no such call"
    said = " and ".join(call.outcome or f"not ended ({call.status})" for call in calls)
    return f"it is {said}" if len(calls) == 1 else f"there are {len(calls)} calls: {said}"
