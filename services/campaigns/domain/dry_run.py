"""Who would be called, counted by the zones they may be in, with the first of each; who would be skipped, and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from uuid import UUID

FIRST = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to be called. `contact_id` is None where the file would make a new contact."""

    phone_number: str
    zones: tuple[str, ...] = ()
    name: str | None = None
    priority: int = 0
    country: str | None = None
    contact_id: UUID | None = None


@dataclass(slots=True)
class Lane:
    """Those who may be in the same zones: how many, and the first by priority, then first come."""

    zones: tuple[str, ...]
    count: int = 0
    aside: Counter[str] = field(default_factory=Counter)
    first: list[tuple[int, int, Candidate]] = field(default_factory=list)

    def add(self, place: int, candidate: Candidate) -> None:
        """Count one in."""
        self.count += 1
        entry = (candidate.priority, -place, candidate)
        if len(self.first) < FIRST:
            heappush(self.first, entry)
        else:
            heappushpop(self.first, entry)

    def in_order(self) -> list[Candidate]:
        """Return the first of them in the order in which they would be called."""
        return [candidate for _, _, candidate in sorted(self.first, key=lambda entry: entry[:2], reverse=True)]


@dataclass(slots=True)
class DryRun:
    """What was found so far. A number counts once; one that comes again is skipped as `duplicate_in_file`."""

    by_contact_zone: bool
    allowed_countries: frozenset[str] | None = None
    total: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    lanes: dict[tuple[str, ...], Lane] = field(default_factory=dict)

    def add(self, candidates: Iterable[Candidate], blocked: frozenset[str]) -> None:
        """Take in those to be called, in their order; `blocked` are numbers on a do-not-call list."""
        for candidate in candidates:
            self.total += 1
            zones = tuple(sorted(set(candidate.zones))) if self.by_contact_zone else ()
            lane = self.lanes.setdefault(zones, Lane(zones))
            if candidate.phone_number in blocked:
                lane.aside["do_not_call"] += 1
            elif self._not_allowed(candidate.country):
                lane.aside["number_not_allowed"] += 1
            else:
                lane.add(self.total, candidate)

    def _not_allowed(self, country: str | None) -> bool:
        return None not in (country, self.allowed_countries) and country not in (self.allowed_countries or ())

    def reject(self, codes: Iterable[str]) -> None:
        """Take in rows that would not be imported, each with its first code."""
        for code in codes:
            self.total += 1
            self.rejected[code] += 1

    def ordered_lanes(self) -> Sequence[Lane]:
        """Return the lanes, the largest first."""
        return sorted(self.lanes.values(), key=lambda lane: (-lane.count, lane.zones))

    def skip_lanes(self, lanes: Iterable[Lane], code: str) -> None:
        """Skip all calls of some lanes, for this reason and no other."""
        for lane in lanes:
            lane.aside = Counter({code: lane.count + lane.aside.total()})
            lane.count = 0

    @property
    def skipped(self) -> Counter[str]:
        """How many would not be called, by the code that says why."""
        return sum((lane.aside for lane in self.lanes.values()), self.rejected)

    @property
    def callable(self) -> int:
        """How many would be called."""
        return self.total - self.skipped.total()
