"""What the leading scheduler tells of queue and slots when metrics are asked for. Costs no more with a longer queue."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from prometheus_client import Gauge, Histogram

from services.scheduler.memory import KnownCampaign, KnownLane, Memory
from services.scheduler.rows import READS
from services.scheduler.turning import may_be_served
from shared.contracts.scheduler import DialRequested
from shared.contracts.vocabulary import Service
from shared.contracts.webhooks import CallEnded
from shared.messaging.envelope import Envelope
from shared.runtime.worker import Step

_OF = ("service",)
IN_USE = Gauge("scheduler_slots_in_use_calls", "Calls that hold a slot", _OF)
LIMIT = Gauge(
    "scheduler_slots_limit_calls", "Calls that may be live at once, by the system's limit and the account's", _OF
)
READY = Gauge("scheduler_ready_calls", "Calls queued in campaigns that run and whose window is open", _OF)
WAITING = Gauge("scheduler_waiting_calls", "Calls queued elsewhere, and calls that wait for a further try", _OF)
OLDEST = Gauge(
    "scheduler_oldest_ready_seconds",
    "How long the call that is next in some lane has been seen to be next, at most",
    _OF,
)
_GAUGES = (IN_USE, LIMIT, READY, WAITING, OLDEST)
TURNAROUND = Histogram(
    "scheduler_slot_turnaround_seconds",
    "From the end of a call to the commit of the request that takes its slot",
    buckets=(0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)

_Place = tuple[UUID, str, tuple[int, int]]


class QueueGauges:
    """Keeps since when each call that is next in its lane was seen so."""

    def __init__(self) -> None:
        self._seen: dict[_Place, datetime] = {}

    async def measure(self, step: Step, memory: Memory, now: datetime) -> None:
        """Bring the gauges up to date."""
        await memory.refresh(step.connection, now)
        served = [known for known in memory.campaigns.values() if known.is_open and known.campaign.runs]
        slots = await _row(step, "slots", user_id=None)
        ready = await _row(step, "queued_in", campaigns=[known.campaign.campaign_id for known in served])
        counted = await _row(step, "queue_statistics", user_id=None)
        figures = (
            slots["system_active"],
            slots["system_limit"] or 0,
            ready["queued"],
            counted["queued"] - ready["queued"] + counted["waiting_retry"],
            self._oldest(served, now).total_seconds(),
        )
        for gauge, figure in zip(_GAUGES, figures, strict=True):
            gauge.labels(Service.SCHEDULER.value).set(figure)

    def forget(self) -> None:
        """Tell nothing more: who does not lead does not know."""
        self._seen.clear()
        for gauge in _GAUGES:
            gauge.clear()

    def _oldest(self, served: Iterable[KnownCampaign], now: datetime) -> timedelta:
        heads = {_place(lane) for known in served for lane in known.lanes.values() if _is_next(known, lane)}
        self._seen = {place: self._seen.get(place, now) for place in heads}
        return now - min(self._seen.values(), default=now)


def observe_turnaround(taken: Sequence[Envelope], recorded: Sequence[Envelope], now: datetime) -> None:
    """Count how long slots that ends of calls have freed were free, where a step took ends and gave turns."""
    freed = sorted(envelope.event.at for envelope in taken if isinstance(envelope.event, CallEnded))
    given = sum(isinstance(envelope.event, DialRequested) for envelope in recorded)
    for at in freed[:given]:
        TURNAROUND.observe(max(0.0, (now - at).total_seconds()))


def _is_next(known: KnownCampaign, lane: KnownLane) -> bool:
    return lane.head is not None and may_be_served(known, lane)


def _place(lane: KnownLane) -> _Place:
    assert lane.head is not None, "a lane without a call has no place"
    return (lane.campaign_id, lane.zone, lane.head)


async def _row(step: Step, query: str, **parameters: object) -> dict[str, Any]:
    row = await (await step.connection.execute(READS[query], parameters)).fetchone()
    assert row is not None, f"{query} has one row"
    return row
