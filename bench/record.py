"""Figures read from the simulator's record of a run; pure."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

FREES_ITS_LINE = frozenset(
    {"call-disconnected", "completed", "no-answer", "busy", "failed", "error", "canceled", "stopped", "balance-low"}
)


@dataclass(frozen=True)
class Percentiles:
    """Of some durations, in milliseconds."""

    samples: int
    p50_ms: float
    p90_ms: float
    p99_ms: float
    max_ms: float

    @classmethod
    def of(cls, seconds: Iterable[float]) -> "Percentiles":
        """Nearest rank; at least one duration."""
        ranked = sorted(seconds)
        p50, p90, p99 = (_milliseconds(ranked[min(len(ranked) - 1, int(len(ranked) * at))]) for at in (0.5, 0.9, 0.99))
        return cls(len(ranked), p50, p90, p99, _milliseconds(ranked[-1]))


def slot_turnarounds(
    calls: Sequence[Mapping[str, Any]], webhooks: Sequence[Mapping[str, Any]], slots: int
) -> list[float]:
    """Return the seconds from each sending of a webhook that frees a slot to the receipt of the POST that takes it.

    Slots are alike: the k-th to be freed is taken by the k-th call placed after the first `slots`. The last `slots` to
    be freed are taken by nobody.
    """
    freed: dict[str, float] = {}
    for webhook in webhooks:
        if webhook["status"] in FREES_ITS_LINE and webhook["attempt"] == 1:
            sent = _seconds(webhook["sent_at"])
            freed[webhook["execution_id"]] = min(sent, freed.get(webhook["execution_id"], sent))
    received = sorted(_seconds(call["received"]) for call in calls)
    return [taken - free for free, taken in zip(sorted(freed.values()), received[slots:], strict=False)]


@dataclass(frozen=True)
class Utilisation:
    """How long the calls took, and how long the same calls in the same order would take on slots without gaps."""

    took_seconds: float
    without_gaps_seconds: float
    ratio: float


def utilisation(calls: Sequence[Mapping[str, Any]], slots: int) -> Utilisation:
    """Return it for calls that all ended; a call takes its slot from its receipt until its line ends."""
    lines = sorted((_seconds(call["received"]), _seconds(call["line_ended"])) for call in calls)
    free = [0.0] * slots
    for received, ended in lines:
        heapq.heappush(free, heapq.heappop(free) + ended - received)
    took, ideal = max(ended for _, ended in lines) - lines[0][0], max(free)
    return Utilisation(round(took, 3), round(ideal, 3), round(took / ideal, 4))


def _seconds(time: str) -> float:
    return datetime.fromisoformat(time).timestamp()


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 2)
