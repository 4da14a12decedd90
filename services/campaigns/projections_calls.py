"""Events of scheduler, dialer and webhooks → `calls`, `attempts` and the counters of campaigns.

What was told of attempts is written first; then each call that was spoken of is loaded, moved, and written; the
counters take the difference. So they are always what a count of calls would give.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from services.campaigns.domain.call import Call, CallEvent, Heard, OfMany, moved, shown
from services.campaigns.projections_attempts import LINE, told, write_told
from services.campaigns.projections_contacts import tell_contacts
from services.campaigns.projections_sql import QUERIES
from shared.contracts.event import Event
from shared.contracts.scheduler import LaneClosed
from shared.contracts.vocabulary import CallStatus, Outcome
from shared.messaging.envelope import Envelope
from shared.runtime.worker import Connection

SLICE = 5_000
"""So many calls are settled by one event of a closed campaign: well within a transaction of 5 s."""


class LaneOfOneZone(ValueError):
    """One lane of a campaign was closed and its others not; which calls are in a lane, the scheduler alone knows."""


class CallsBatch:
    """What was told of calls and attempts since the last flush; `moved`: the calls that changed, as before and now."""

    def __init__(self) -> None:
        self.moved: list[tuple[Call, Call]] = []
        self._moves: dict[UUID, list[tuple[int, CallEvent]]] = defaultdict(list)
        self._told: dict[UUID, dict[str, Any]] = {}

    def take(self, envelope: Envelope, event: Event) -> bool:
        """Take an event in if it is about a call or an attempt."""
        taken = False
        if (fact := told(event, envelope.position)) is not None:
            kept = {name: it for name, it in self._told.get(fact["attempt_id"], {}).items() if it is not None}
            last = {name: fact[name] for name in LINE if name in fact}
            self._told[fact["attempt_id"]] = fact | kept | last
            self._moves[fact["call_id"]].extend(())
            taken = True
        if isinstance(event, CallEvent):
            for call_id in event.calls if isinstance(event, OfMany) else (event.call_id,):
                self._moves[call_id].append((envelope.position, event))
            taken = True
        return taken

    async def flush(self, connection: Connection) -> None:
        """Write what was gathered, and begin anew."""
        moves, facts = self._moves, self._told
        self._moves, self._told = defaultdict(list), {}
        if facts:
            await write_told(connection, facts)
        if moves:
            self.moved += await _move(connection, moves)


async def _move(connection: Connection, moves: Mapping[UUID, list[tuple[int, CallEvent]]]) -> list[tuple[Call, Call]]:
    """Move calls, and return those that changed."""
    rows = await (await connection.execute(QUERIES["calls_named"], {"calls": list(moves)})).fetchall()
    before = [_call(row) for row in rows]
    after = []
    for call in before:
        for position, event in moves[call.call_id]:
            call = moved(call, position, event)  # noqa: PLW2901 - it moves on
        after.append(call)
    attempts = [call.attempt_id for call in after if call.attempt_id is not None]
    heard = {
        row["attempt_id"]: Heard(answered=row["answered"], ended=row["ended"])
        for row in await (await connection.execute(QUERIES["heard"], {"attempts": attempts})).fetchall()
    }
    after = [shown(call, heard.get(call.attempt_id, Heard()) if call.attempt_id else Heard()) for call in after]
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    if changed:
        await connection.execute(QUERIES["put_calls"], {"calls": Jsonb([_columns(new) for _, new in changed])})
        await tell_contacts(connection, moves, changed)
        await _count(connection, _differences(changed))
    return changed


def _call(row: Mapping[str, Any]) -> Call:
    outcome = row["outcome"]
    return Call(
        **{**row, "status": CallStatus(row["status"]), "outcome": None if outcome is None else Outcome(outcome)}
    )


def _columns(call: Call) -> dict[str, Any]:
    return {
        name: value if value is None or isinstance(value, int) else str(value) for name, value in asdict(call).items()
    }


def _differences(changed: list[tuple[Call, Call]]) -> dict[UUID, Counter[str]]:
    """How many calls more, or less, stand where, by campaign."""
    differences: dict[UUID, Counter[str]] = defaultdict(Counter)
    for old, new in changed:
        differences[new.campaign_id].subtract(_counted(old))
        differences[new.campaign_id].update(_counted(new))
    return differences


def _counted(call: Call) -> list[str]:
    """The counters in which a call stands."""
    return [call.status.value, *([column(call.outcome)] if call.outcome is not None else [])]


def column(counted: str) -> str:
    """Return the column of a status or outcome: its public name, spelt for SQL."""
    return counted.replace("-", "_")


async def _count(connection: Connection, differences: Mapping[UUID, Counter[str]]) -> None:
    changes = [
        {"campaign_id": str(campaign_id), **{name: by for name, by in counted.items() if by}}
        for campaign_id, counted in sorted(differences.items())
        if any(counted.values())
    ]
    if changes:
        await connection.execute(QUERIES["count_calls"], {"changes": Jsonb(changes)})


async def close_lane(connection: Connection, position: int, event: LaneClosed) -> None:
    """Settle the calls of a campaign that are not out, at once if there are few, the first slice if there are many.

    Raises LaneOfOneZone.
    """
    if event.zone is not None:
        raise LaneOfOneZone(f"the lane {event.zone} of campaign {event.campaign_id} was closed alone")
    await connection.execute(QUERIES["lock_campaign"], {"campaign_id": event.campaign_id, "user_id": None})
    parameters = {
        "campaign_id": event.campaign_id,
        "outcome": event.outcome,
        "at": event.at,
        "position": position,
    }
    begun = await (await connection.execute(QUERIES["begin_closing"], parameters)).fetchone()
    if begun is not None:
        await close_slice(connection, event.campaign_id)


async def close_slice(connection: Connection, campaign_id: UUID) -> None:
    """Settle the next slice of a campaign that is being closed; when nothing is left it is closed."""
    closing = await (await connection.execute(QUERIES["closing"], {"campaign_id": campaign_id})).fetchone()
    if closing is None:
        return
    parameters = {"campaign_id": campaign_id, "slice": SLICE, **closing}
    counted = await (await connection.execute(QUERIES["close_slice"], parameters)).fetchone()
    assert counted is not None
    settled = counted["settled"]
    changes = Counter({"settled": settled, column(closing["outcome"]): settled})
    changes.subtract({"queued": counted["queued"], "waiting_retry": counted["waiting_retry"]})
    await _count(connection, {campaign_id: changes})
    if settled < SLICE:
        await connection.execute(QUERIES["end_closing"], {"campaign_id": campaign_id})
