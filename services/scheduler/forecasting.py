"""Answers about campaigns that are not made yet: when their calls would begin and end, and who is not to be called."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from services.scheduler.domain.forecast import forecast
from services.scheduler.domain.lanes import WHOLE_CAMPAIGN, window_of, zone_key
from services.scheduler.domain.means import Means, slots_of, waits_of
from services.scheduler.memory import Memory
from services.scheduler.rows import READS
from services.scheduler.turning import ask_limits_and_slots, limits_and_slots, may_be_served
from services.scheduler.views import Reading, in_a_step
from shared.contracts.forecasts import (
    AskBlocked,
    AskForecast,
    Blocked,
    Forecast,
    ForecastStart,
)
from shared.runtime.worker import Question, Step


def questions(reading: Callable[[], Reading]) -> dict[str, Question]:
    """Return the questions by name; as the others, answered by the leader alone."""
    return {
        "forecast": Question(AskForecast, partial(answer_forecast, reading)),
        "blocked": Question(AskBlocked, partial(in_a_step, answer_blocked, reading)),
    }


async def answer_forecast(reading: Callable[[], Reading], request: AskForecast) -> Forecast:
    """Forecast by the windows, turns and limits that would hold, with everybody's work as it is now.

    Reckoned in a thread, outside every step: contacts who may be in dozens of zones take half a second.
    """
    slots, now = await in_a_step(_slots, reading, request)
    return await asyncio.to_thread(_reckoned, request, slots, now)


async def _slots(request: AskForecast, reading: Reading, step: Step) -> tuple[float, datetime]:
    await reading.memory.refresh(step.connection, reading.now)
    limits, _ = await limits_and_slots(await ask_limits_and_slots(step.connection), 0)
    user = reading.memory.users.get(request.user_id)
    slots = slots_of(
        0 if user is None or user.suspended else user.limit,
        _limits_of_others(reading.memory, request.user_id),
        limits.in_force or 0,
        campaigns=1 + _campaigns_of(reading.memory, request.user_id),
        at_most=request.settings.max_concurrent_calls,
    )
    return slots, reading.now


def _reckoned(request: AskForecast, slots: float, now: datetime) -> Forecast:
    settings = request.settings
    keys = [zone_key(lane.zones) if settings.use_contact_timezone else WHOLE_CAMPAIGN for lane in request.lanes]
    hopeless = {key for key in set(keys) if window_of(settings, key, now).hopeless}
    counts: dict[str, int] = {}
    for key, lane in zip(keys, request.lanes, strict=True):
        if key not in hopeless:
            counts[key] = counts.get(key, 0) + lane.count
    means = Means(
        slots,
        timedelta(seconds=request.call_seconds),
        per_minute=settings.max_calls_per_minute,
        retried=request.retried,
        waits=waits_of(settings.retry),
    )
    found = forecast(settings, counts, means, now, first=request.first)
    return Forecast(
        ends_at=found.ends_at,
        starts=tuple(ForecastStart(at=at, lane=keys.index(key)) for at, key in found.starts),
        no_common_hours=tuple(nth for nth, key in enumerate(keys) if key in hopeless),
        left=found.left,
        slots=round(slots, 2),
    )


async def answer_blocked(request: AskBlocked, reading: Reading, step: Step) -> Blocked:  # noqa: ARG001 - from the tables
    """Answer from the lists by which calls are skipped."""
    wanted = {"user_id": request.user_id, "numbers": ",".join(request.phone_numbers)}
    rows = await (await step.connection.execute(READS["blocked_numbers"], wanted)).fetchall()
    return Blocked(phone_numbers=tuple(row["phone_number"] for row in rows))


def _limits_of_others(memory: Memory, user_id: UUID) -> list[int]:
    """The limits of the other users who have a call that may go now."""
    working = {
        known.campaign.user_id
        for known in memory.campaigns.values()
        if any(lane.head is not None and may_be_served(known, lane) for lane in known.lanes.values())
    }
    return [
        user.limit for key in working - {user_id} if (user := memory.users.get(key)) is not None and not user.suspended
    ]


def _campaigns_of(memory: Memory, user_id: UUID) -> int:
    """How many of a user's campaigns have a call that may go now."""
    return sum(
        known.campaign.user_id == user_id
        and any(lane.head is not None and may_be_served(known, lane) for lane in known.lanes.values())
        for known in memory.campaigns.values()
    )
