"""What time alone brings about: calls whose wait is over return to their place, results that never came are settled."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import AsyncCursor

from services.scheduler.domain.calls import Call
from services.scheduler.domain.following import overdue
from services.scheduler.domain.retrying import Circumstances
from services.scheduler.holding_back import calls_due
from services.scheduler.known_calls import KnownCalls
from services.scheduler.memory import Memory
from services.scheduler.projected_calls import load_calls
from services.scheduler.rows import READS
from shared.contracts import ids
from shared.contracts.campaigns import CampaignSettings
from shared.contracts.vocabulary import Outcome
from shared.runtime.worker import Connection, Step

BATCH = 500
"""So many calls at most are seen to in one step."""


async def meet_deadlines(step: Step, memory: Memory, now: datetime, report_wait: timedelta) -> datetime | None:
    """Record what time has brought about by `now`; return when to do so next, None where nothing waits.

    No more than BATCH of each kind: where there are more, the time returned is past already.
    """
    waiting = [key for key, known in memory.campaigns.items() if known.campaign.closed is None]
    connection = step.connection
    found = await connection.execute(READS["calls_due"], {"campaigns": waiting, "now": now, "at_most": BATCH})
    due = await found.fetchall()
    calls_due(step, due, now)
    late = {"by": now - report_wait, "at_most": BATCH}
    unreported = [
        row["call_id"] for row in await (await connection.execute(READS["calls_without_result"], late)).fetchall()
    ]
    calls, circumstances = await with_circumstances(connection, unreported, memory.calls)
    for call in calls.values():
        for event in overdue(call, circumstances[call.call_id], report_wait, now):
            step.append(ids.call_stream(call.call_id), event, user_id=call.user_id)
    if len(due) == BATCH or len(unreported) == BATCH:
        return now
    return await _next_deadline(connection, waiting, now, report_wait)


async def _next_deadline(
    connection: Connection, waiting: Sequence[UUID], now: datetime, report_wait: timedelta
) -> datetime | None:
    """The first deadline still ahead; those met in this step are written only when it ends."""
    parameters = {"campaigns": waiting, "now": now, "by": now - report_wait}
    row = await (await connection.execute(READS["next_times"], parameters)).fetchone()
    assert row is not None, "a select of two subqueries has a row"
    times = [row["waits_until"], row["awaiting_since"] and row["awaiting_since"] + report_wait]
    return min((time for time in times if time is not None), default=None)


async def with_circumstances(
    connection: Connection, call_ids: Iterable[UUID], known: KnownCalls
) -> tuple[dict[UUID, Call], dict[UUID, Circumstances]]:
    """Return calls, and for those whose rows are there what their fate depends on besides their facts."""
    calls = await load_calls(connection, call_ids, known)
    return calls, await circumstances_of(connection, list(calls))


async def circumstances_of(connection: Connection, call_ids: Sequence[UUID]) -> dict[UUID, Circumstances]:
    """Return what the fate of calls depends on besides their facts, for those whose rows are there."""
    if not call_ids:
        return {}
    return await _circumstances(await connection.execute(READS["circumstances_of_calls"], {"calls": list(call_ids)}))


async def _circumstances(found: AsyncCursor[dict[str, Any]]) -> dict[UUID, Circumstances]:
    return {
        row["call_id"]: Circumstances(
            retry=(settings := CampaignSettings.model_validate(row["settings"])).retry,
            hours=settings,
            closed=Outcome(row["closed"]) if row["closed"] else None,
            removed=row["removed"],
            blocked=row["blocked"],
            not_allowed=row["not_allowed"],
        )
        for row in await found.fetchall()
    }
