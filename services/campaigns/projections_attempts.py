"""What each event tells of an attempt, as columns of `attempts`; and what that comes to in a campaign's figures."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from services.campaigns.domain.figures import AttemptTold, Figures
from services.campaigns.projections_sql import QUERIES
from shared.contracts.dialer import AttemptEvent, CallPlaced, DialFailed
from shared.contracts.event import Event
from shared.contracts.scheduler import DialRequested
from shared.contracts.webhooks import CallEnded, CallProgressed, CallReported, ExecutionEvent, Progress
from shared.runtime.worker import Connection

LINE = ("line", "line_position")
"""The columns of which the last word holds; of all others the first."""


def told(event: Event, position: int) -> dict[str, Any] | None:
    """Return the columns that an event at a position of its log fills, the keys among them; None if it fills none."""
    match event:
        case DialRequested():
            columns: dict[str, Any] = {"requested_at": event.at, "request_number": event.request_number}
        case CallPlaced():
            columns = {"placed_at": event.placed_at, "execution_id": event.execution_id}
        case DialFailed():
            columns = {"failure": event.reason, "failed_at": event.at}
        case CallProgressed(progress=Progress.RINGING):
            columns = {"ringing_at": event.at, **_line(event, "ringing", position)}
        case CallProgressed():
            columns = {"answered_at": event.at, **_line(event, "answered", position)}
        case CallEnded():
            columns = {"ended_at": event.at, **_line(event, "ended", position)}
        case CallReported():
            columns = {**_reported(event), **_line(event, "reported", position)}
        case _:
            return None
    return columns | _whose(event)


def _whose(event: DialRequested | AttemptEvent) -> dict[str, Any]:
    return {
        "attempt_id": event.attempt_id,
        "call_id": event.call_id,
        "campaign_id": event.campaign_id,
        "user_id": event.user_id,
    }


def _line(event: ExecutionEvent, line: str, position: int) -> dict[str, Any]:
    return {"execution_id": event.execution_id, "line": line, "line_position": position}


def _reported(event: CallReported) -> dict[str, Any]:
    cost = event.cost
    return {
        "reported_at": event.at,
        "outcome": event.outcome,
        "dialled": event.dialled,
        "duration_seconds": event.duration_seconds,
        "cost_amount": None if cost is None else cost.amount,
        "cost_currency": None if cost is None else cost.currency,
        "hangup_by": event.hangup_by,
        "hangup_reason": event.hangup_reason,
        "error_message": event.error_message,
        "has_transcript": event.has_transcript,
        "has_recording": event.has_recording,
    }


async def write_told(connection: Connection, facts: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Write what was told of attempts (columns by attempt), and count what is new of it in their campaigns' figures."""
    before = await (await connection.execute(QUERIES["attempts_so_far"], {"attempts": list(facts)})).fetchall()
    after = await (await connection.execute(QUERIES["attempts_told"], {"attempts": Jsonb(_as_json(facts))})).fetchall()
    figures = Figures().add((AttemptTold(**row) for row in before), -1).add(AttemptTold(**row) for row in after)
    quarters = [
        {"campaign_id": str(campaign_id), "quarter": str(quarter), "user_id": str(figures.owners[campaign_id])} | counts
        for (campaign_id, quarter), counts in figures.quarters.items()
        if any(counts.values())
    ]
    if quarters:
        await connection.execute(QUERIES["count_quarters"], {"quarters": Jsonb(quarters)})
    costs = [
        {"campaign_id": str(campaign_id), "currency": currency, "amount": str(amount)}
        | {"user_id": str(figures.owners[campaign_id])}
        for (campaign_id, currency), amount in figures.costs.items()
        if amount
    ]
    if costs:
        await connection.execute(QUERIES["count_costs"], {"costs": Jsonb(costs)})


def _as_json(facts: Mapping[UUID, Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            name: value if isinstance(value, bool | float) else str(value)
            for name, value in fact.items()
            if value is not None
        }
        for fact in facts.values()
    ]
