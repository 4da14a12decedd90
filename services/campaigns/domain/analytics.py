"""A campaign's figures on its own clock: by day, by hour of the day, and in all."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from shared.contracts.vocabulary import Outcome

K = TypeVar("K", date, int)

REACHABLE = (Outcome.ANSWERED, Outcome.VOICEMAIL, Outcome.NO_ANSWER, Outcome.BUSY, Outcome.FAILED)
"""The outcomes of calls that were made: of these the answer rate is the part that was answered."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """What the attempts placed in a quarter of an hour came to, by the names of `domain.figures.COLUMNS`."""

    start: datetime
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ByClock:
    """Sums in all, by local date and by hour of the local day, both in order; what has nothing is left out."""

    total: Counter[str]
    days: Mapping[date, Counter[str]]
    hours: Mapping[int, Counter[str]]


def by_clock(quarters: Iterable[Quarter], timezone: str) -> ByClock:
    """Return the figures as the clocks of a zone show them; by UTC where the zone cannot be read."""
    zone = _zone(timezone)
    told = [(quarter.start.astimezone(zone), quarter.counts) for quarter in quarters if any(quarter.counts.values())]
    total: Counter[str] = Counter()
    for _, counts in told:
        total.update(counts)
    return ByClock(total, _grouped(told, datetime.date), _grouped(told, lambda at: at.hour))


def _grouped(
    told: Iterable[tuple[datetime, Mapping[str, int]]], key: Callable[[datetime], K]
) -> Mapping[K, Counter[str]]:
    groups: dict[K, Counter[str]] = {}
    for at, counts in told:
        groups.setdefault(key(at), Counter()).update(counts)
    return {one: groups[one] for one in sorted(groups)}


def answer_rate(counts: Mapping[str, int]) -> float | None:
    """Return the part of calls with an outcome that was answered; None where none was made. Public outcome names."""
    made = sum(counts.get(outcome, 0) for outcome in REACHABLE)
    return counts.get(Outcome.ANSWERED, 0) / made if made else None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
