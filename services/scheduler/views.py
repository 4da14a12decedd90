"""Tables and memory into answers: what the scheduler's leader is asked over NATS, and the one thing it is told."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from services.scheduler.domain.lanes import zones_of
from services.scheduler.domain.situation import CallSituation, Situation
from services.scheduler.domain.why import why_call, why_campaign
from services.scheduler.holding_back import paces
from services.scheduler.holds import Held
from services.scheduler.memory import KnownCampaign, KnownLane, Memory
from services.scheduler.releasing import release
from services.scheduler.rows import READS
from services.scheduler.turning import ask_limits_and_slots, limits_and_slots
from shared.contracts.questions import (
    Applied,
    AskApplied,
    AskHeldSlots,
    AskQueueStatistics,
    AskRelease,
    AskSlots,
    AskWhyCall,
    AskWhyCampaign,
    HeldSlot,
    HeldSlots,
    QueueStatistics,
    Released,
    Slots,
    Why,
)
from shared.contracts.vocabulary import CallStatus, Service
from shared.contracts.windows import next_opening, starts_later, zones_that_apply
from shared.runtime.worker import Connection, Leader, Question, Step


@dataclass(frozen=True)
class Reading:
    """What answers rest on, as it stands in a step of the leader."""

    leader: Leader
    memory: Memory
    held: Held
    now: datetime
    report_wait: timedelta


Answer = Callable[[Any, Reading, Step], Awaitable[Any]]


def questions(reading: Callable[[], Reading]) -> dict[str, Question]:
    """Return the questions by name. Each is answered in a fenced step: by the leader alone, or not at all."""
    asked: dict[str, tuple[type[Any], Answer]] = {
        "applied": (AskApplied, _applied),
        "why_campaign": (AskWhyCampaign, _why_campaign),
        "why_call": (AskWhyCall, _why_call),
        "slots": (AskSlots, _slots),
        "held_slots": (AskHeldSlots, _held_slots),
        "release": (AskRelease, _release),
        "queue_statistics": (AskQueueStatistics, _queue_statistics),
    }
    return {name: Question(request, partial(in_a_step, answer, reading)) for name, (request, answer) in asked.items()}


async def in_a_step(answer: Answer, reading: Callable[[], Reading], request: Any) -> Any:
    """Answer in a fenced step, from what the leader knows then."""
    resting_on = reading()
    return await resting_on.leader.step(partial(answer, request, resting_on))


async def _applied(request: AskApplied, reading: Reading, step: Step) -> Applied:  # noqa: ARG001 - the step is the fence
    """True once no decision can rest on less than the position; the scheduler itself has nothing on the wire."""
    return Applied(applied=reading.leader.applied(Service.CAMPAIGNS) >= request.position)


async def _slots(request: AskSlots, reading: Reading, step: Step) -> Slots:  # noqa: ARG001 - read from the tables
    return Slots.model_validate(await _row(step.connection, "slots", user_id=request.user_id))


async def _held_slots(request: AskHeldSlots, reading: Reading, step: Step) -> HeldSlots:  # noqa: ARG001 - from the tables
    row = await _row(step.connection, "slots", user_id=request.user_id)
    assert row is not None, "there is one row of the system"
    parameters = {"user_id": request.user_id, "limit": request.limit}
    held = await (await step.connection.execute(READS["held_slots"], parameters)).fetchall()
    slots = tuple(HeldSlot.model_validate(one) for one in held)
    return HeldSlots(limit=row["system_limit"], held=row["system_active"], slots=slots)


async def _release(request: AskRelease, reading: Reading, step: Step) -> Released:
    return Released(released=await release(step, request, reading.now))


async def _queue_statistics(request: AskQueueStatistics, reading: Reading, step: Step) -> QueueStatistics:  # noqa: ARG001
    row = await _row(step.connection, "queue_statistics", user_id=request.user_id)
    return QueueStatistics.model_validate(row)


async def _why_campaign(request: AskWhyCampaign, reading: Reading, step: Step) -> Why:
    await reading.memory.refresh(step.connection, reading.now)
    known = reading.memory.campaigns.get(request.campaign_id)
    if known is None:
        row = await _row(step.connection, "campaign_state", campaign_id=request.campaign_id)
        return Why(known=row is not None, state=row["state"] if row else None)
    waiting = await _row(step.connection, "next_wait", campaign_id=request.campaign_id)
    situation = await _situation(reading, step, known, list(known.lanes.values()))
    if waiting is not None:
        situation = replace(situation, due=waiting["waits_until"], capped=waiting["capped"])
    begins = situation.due if situation.due is not None and not situation.ready else reading.now
    begins = max(begins, situation.paced_until or begins)
    opens = min((at for lane in known.lanes.values() if (at := _opens(known, lane.zone, begins))), default=None)
    return why_campaign(situation, opens)


async def _why_call(request: AskWhyCall, reading: Reading, step: Step) -> Why:
    await reading.memory.refresh(step.connection, reading.now)
    row = await _row(step.connection, "call", call_id=request.call_id)
    if row is None:
        return Why(known=False)
    known = reading.memory.campaigns.get(row["campaign_id"])
    status = CallStatus(row["status"])
    if known is None or status is CallStatus.SETTLED:
        return Why(state=status)
    lane, waits = known.lanes.get(row["lane"]), row["waits_until"]
    situation = CallSituation(
        status=status,
        lane=await _situation(reading, step, known, [lane] if lane else []),
        waits_until=waits,
        capped=row["capped"],
        report_by=row["awaiting_since"] and row["awaiting_since"] + reading.report_wait,
        number_in_use=row["waits_for"] is not None,
        blocked=row["blocked"],
        outcome_unknown=row["awaited"] == "whether_placed",
    )
    begins = max(reading.now, waits or reading.now, situation.lane.paced_until or reading.now)
    return why_call(situation, _opens(known, row["lane"], begins))


async def _situation(reading: Reading, step: Step, known: KnownCampaign, lanes: list[KnownLane]) -> Situation:
    """What stands in the way of calls in some of a campaign's lanes."""
    limits, slots = await limits_and_slots(await ask_limits_and_slots(step.connection), 0)
    pace = (await paces(step.connection, reading.memory, [known], reading.now)).get(known.campaign.campaign_id)
    campaign, held = known.campaign, reading.held
    user = reading.memory.users.get(campaign.user_id)
    most = campaign.settings.max_concurrent_calls
    of_campaign = slots.of_campaign.get(campaign.campaign_id, 0)
    zones = [zones_that_apply(campaign.settings, zones_of(lane.zone)) for lane in lanes]
    return Situation(
        state=campaign.state,
        opened=campaign.opened,
        held=held.everything or campaign.user_id in held.users or campaign.campaign_id in held.campaigns,
        agent_missing=known.agent_missing or campaign.trouble is not None,
        stopped=limits.stopped,
        suspended=user is None or user.suspended,
        hopeless=bool(lanes) and all(lane.window.hopeless for lane in lanes),
        starts_later=bool(zones) and all(starts_later(campaign.settings, one, reading.now) for one in zones),
        is_open=any(lane.window.open_until is not None for lane in lanes),
        opens=min((at for lane in lanes if (at := _opens(known, lane.zone, reading.now))), default=None),
        ready=any(lane.head is not None and lane.window.open_until is not None for lane in lanes),
        paced_until=pace.again_at if pace is not None else None,
        free_user=(user.limit if user else 0) - slots.of_user.get(campaign.user_id, 0),
        free_system=(limits.in_force or 0) - slots.live.slots,
        free_campaign=None if most is None else most - of_campaign,
    )


def _opens(known: KnownCampaign, zone: str, now: datetime) -> datetime | None:
    return next_opening(known.campaign.settings, zones_that_apply(known.campaign.settings, zones_of(zone)), now)


async def _row(connection: Connection, query: str, **parameters: UUID | None) -> Mapping[str, Any] | None:
    return await (await connection.execute(READS[query], parameters)).fetchone()
