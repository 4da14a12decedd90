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
from services.scheduler.rows import READS, settings_of
from shared.contracts import ids
from shared.contracts.vocabulary import Outcome
from shared.runtime.worker import Connection, Step

BATCH = 500
"""So many calls at most are seen to in one step."""


async def end_waits(step: Step, memory: Memory, now: datetime) -> None:
    """Record which calls wait no longer: no more than BATCH, and only campaigns in which a call is due are looked at.

    When the next one is due memory knows (`next_wait`), once it was refreshed.
    """
    await memory.refresh(step.connection, now)
    campaigns = memory.take_waits_over(now, BATCH)
    if campaigns:
        wanted = {"campaigns": campaigns, "now": now, "at_most": BATCH}
        due = await (await step.connection.execute(READS["calls_due"], wanted)).fetchall()
        calls_due(step, due, now)


async def settle_unreported(step: Step, memory: Memory, heard: datetime, report_wait: timedelta) -> datetime | None:
    """Settle calls whose result did not come in time; return when the next is overdue, None where none is awaited.

    All that was told until `heard` has been taken in: what was told and has not arrived is not taken for silence.
    No more than BATCH: where there are more, the time returned is past already.
    """
    late = {"by": heard - report_wait, "at_most": BATCH}
    rows = await (await step.connection.execute(READS["calls_without_result"], late)).fetchall()
    unreported = [row["call_id"] for row in rows]
    calls, circumstances = await with_circumstances(step.connection, unreported, memory.calls)
    for call in calls.values():
        for event in overdue(call, circumstances[call.call_id], report_wait, heard):
            step.append(ids.call_stream(call.call_id), event, user_id=call.user_id)
    if len(unreported) == BATCH:
        return heard
    since = await _next(step, "next_result_awaited_since", by=heard - report_wait)
    return since and since + report_wait


async def _next(step: Step, query: str, **asked: object) -> datetime | None:
    """The first time still ahead; what is met in this step is written only when it ends."""
    row = await (await step.connection.execute(READS[query], asked)).fetchone()
    assert row is not None, "an aggregate has a row"
    at: datetime | None = row["at"]
    return at


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
            retry=(settings := settings_of(row["settings"])).retry,
            hours=settings,
            closed=Outcome(row["closed"]) if row["closed"] else None,
            removed=row["removed"],
            blocked=row["blocked"],
            not_allowed=row["not_allowed"],
        )
        for row in await found.fetchall()
    }
