"""Calls, attempts and slots as events make them: loaded, folded by the domain, written back in a few statements."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from psycopg import AsyncCursor

from services.scheduler.domain.attempts import Attempt
from services.scheduler.domain.calls import IN_ITS_PLACE, Call, adopted
from services.scheduler.domain.evolving import CallEvent, OfMany, evolve
from services.scheduler.known_calls import KnownCalls
from services.scheduler.rows import WRITES, rows_of
from shared.contracts.dialer import DialFailed
from shared.contracts.scheduler import DialRequested
from shared.contracts.vocabulary import CallStatus, DialFailure, FailureScope, Outcome
from shared.runtime.worker import Connection

_COUNTED = ("dialling", "in_call", "awaiting_result", "waiting_retry", "settled")


@dataclass
class Touched:
    """Whose rows a projection changed, so that what is kept of them in memory is read again."""

    campaigns: set[UUID] = field(default_factory=set)
    users: set[UUID] = field(default_factory=set)
    held: list[AsyncCursor[dict[str, Any]]] = field(default_factory=list)
    """Statements whose rows name further campaigns, not read yet."""

    def add(self, other: "Touched") -> None:
        """Count what another step's projection changed among it."""
        self.campaigns |= other.campaigns
        self.users |= other.users
        self.held += other.held

    def will_tell(self, cursor: AsyncCursor[dict[str, Any]]) -> None:
        """Take a statement whose rows name campaigns; they are read when somebody asks, not waited for now."""
        self.held.append(cursor)

    async def further(self) -> set[UUID]:
        """Return the campaigns that statements named and that are not among `campaigns`."""
        held, self.held = self.held, []
        named = {row["campaign_id"] for cursor in held for row in await cursor.fetchall()}
        return named - self.campaigns


async def load_calls(connection: Connection, call_ids: Iterable[UUID], known: KnownCalls) -> dict[UUID, Call]:
    """Return calls with their attempts; one of which only attempts are known is there with `known` false."""
    wanted = list(call_ids)
    calls = known.of(wanted)
    missing = [call_id for call_id in wanted if call_id not in calls]
    if missing:
        read = await _read_calls(connection, missing)
        known.put(read)
        calls |= read
    return calls


async def _read_calls(connection: Connection, call_ids: Sequence[UUID]) -> dict[UUID, Call]:
    wanted = {"calls": call_ids}
    rows, attempts = await rows_of(connection, ("calls_by_id", wanted), ("attempts_of_calls", wanted))
    calls = {row["call_id"]: _call(row) for row in rows}
    for row in attempts:
        stranger = Call(row["call_id"], row["campaign_id"], row["user_id"], known=False)
        calls[row["call_id"]] = calls.get(row["call_id"], stranger).with_attempt(_attempt(row))
    return calls


async def project_call_events(
    connection: Connection, events: Sequence[CallEvent], touched: Touched, known: KnownCalls
) -> None:
    """Apply events about calls in order. Requests to dial must come alone: their slots are taken within the limits."""
    before = await load_calls(connection, {call_id for event in events for call_id in _calls_of(event)}, known)
    after = dict(before)
    for event in events:
        for call_id in _calls_of(event):
            call = after.get(call_id) or Call(call_id, event.campaign_id, event.user_id, known=False)
            after[call_id] = evolve(call, event)
    await _note_campaigns(connection, events)
    requests = [event for event in events if isinstance(event, DialRequested)]
    if requests:
        await _take_slots(connection, requests, after)
    await _save(connection, before, after, touched, taken={request.attempt_id for request in requests})
    known.put(after)
    touched.campaigns.update(event.campaign_id for event in events)
    touched.users.update(event.user_id for event in events)


async def adopt_facts(connection: Connection, call_ids: Sequence[UUID], touched: Touched, known: KnownCalls) -> None:
    """Let calls whose rows have just come hang on attempts that were heard of before."""
    told = await calls_with_facts(connection, call_ids)
    if told:
        before = await load_calls(connection, told, known)
        after = {key: adopted(call) for key, call in before.items()}
        await _save(connection, before, after, touched, taken=set())
        known.put(after)


async def calls_with_facts(connection: Connection, call_ids: Iterable[UUID]) -> list[UUID]:
    """Return those calls of which attempts were heard."""
    found = await connection.execute(WRITES["calls_with_facts"], {"calls": ",".join(map(str, call_ids))})
    return [row["call_id"] for row in await found.fetchall()]


def _calls_of(event: CallEvent) -> Sequence[UUID]:
    return event.calls if isinstance(event, OfMany) else (event.call_id,)


async def _take_slots(connection: Connection, requests: Sequence[DialRequested], calls: Mapping[UUID, Call]) -> None:
    slots = [
        {
            "n": n,
            "attempt_id": request.attempt_id,
            "call_id": request.call_id,
            "user_id": request.user_id,
            "campaign_id": request.campaign_id,
            "phone_number": request.phone_number,
            "since": request.at,
        }
        for n, request in enumerate(requests, start=1)
    ]
    turns = {
        "users": ",".join(str(request.user_id) for request in requests),
        "campaigns": ",".join(str(request.campaign_id) for request in requests),
        "zones": [calls[request.call_id].zone for request in requests],
        "moments": [request.moment for request in requests],
    }
    await connection.execute(WRITES["take_slots"], {"slots": to_json(slots)})
    await connection.execute(WRITES["count_turns"], turns)


async def _save(
    connection: Connection, before: Mapping[UUID, Call], after: Mapping[UUID, Call], touched: Touched, taken: set[UUID]
) -> None:
    changed = [(before.get(key), call) for key, call in after.items() if before.get(key) != call]
    attempts = [
        (old.attempts.get(attempt.attempt_id) if old else None, attempt, call)
        for old, call in changed
        for attempt in call.attempts.values()
        if old is None or old.attempts.get(attempt.attempt_id) != attempt
    ]
    await _save_rows(connection, "save_calls", [_call_row(call) for _, call in changed if call.known])
    await _save_rows(connection, "save_attempts", [_attempt_row(attempt, call) for _, attempt, call in attempts])
    held = [_slot_row(one, call) for _, one, call in attempts if one.slot and one.attempt_id not in taken]
    if held:
        await connection.execute(WRITES["put_slots"], {"slots": to_json(held)})
    freed = [one.attempt_id for old, one, _ in attempts if old is not None and old.slot and not one.slot]
    if freed:
        await connection.execute(WRITES["free_slots"], {"attempts": freed})
    await _save_rows(connection, "count_calls", _counts(changed))
    moved = {one.phone_number or call.phone_number for old, one, call in attempts if one.slot != (old and old.slot)}
    back = {call.phone_number for _, call in changed if call.known and call.status in IN_ITS_PLACE}
    await hold_numbers(connection, moved | back, touched)


async def hold_numbers(connection: Connection, numbers: Iterable[str | None], touched: Touched) -> None:
    """Let calls to these numbers wait while an attempt has their number in use, and no longer."""
    wanted = sorted({number for number in numbers if number is not None})
    if wanted:
        touched.will_tell(await connection.execute(WRITES["hold_numbers"], {"numbers": wanted}))


async def _note_campaigns(connection: Connection, events: Sequence[CallEvent]) -> None:
    for event in events:
        if isinstance(event, DialFailed) and _stops_its_campaign(event):
            trouble = {"campaign_id": event.campaign_id, "reason": event.reason}
            await connection.execute(WRITES["trouble_campaign"], trouble)


def _stops_its_campaign(event: DialFailed) -> bool:
    """Whether somebody must see to the campaign first. A withdrawal only says that something changed meanwhile."""
    lasting = event.reason is not DialFailure.WITHDRAWN
    return lasting and event.scope in (FailureScope.AGENT, FailureScope.CAMPAIGN)


def _counts(changed: Iterable[tuple[Call | None, Call]]) -> list[dict[str, Any]]:
    moved: dict[UUID, Counter[str]] = {}
    for old, call in changed:
        if old is not None and call.known and old.status is not call.status:
            counts = moved.setdefault(call.campaign_id, Counter())
            counts[call.status] += 1
            counts[old.status] -= 1
    return [
        {"campaign_id": campaign_id, **{status: counts[status] for status in _COUNTED}}
        for campaign_id, counts in sorted(moved.items())
    ]


async def _save_rows(connection: Connection, query: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await connection.execute(WRITES[query], {"rows": to_json(rows), "count": len(rows)})


def to_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as one JSON parameter for `jsonb_to_recordset`."""
    return json.dumps(rows, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _call(row: Mapping[str, Any]) -> Call:
    return Call(
        call_id=row["call_id"],
        campaign_id=row["campaign_id"],
        user_id=row["user_id"],
        contact_id=row["contact_id"],
        phone_number=row["phone_number"],
        zone=row["zone"],
        status=CallStatus(row["status"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        reason=row["reason"],
        attempt_id=row["attempt_id"],
        request_number=row["request_number"],
        setbacks=row["setbacks"],
        waits_until=row["waits_until"],
        waits_under=row["waits_under"],
        settled_at=row["settled_at"],
        attempts=MappingProxyType({}),
    )


def _call_row(call: Call) -> dict[str, Any]:
    return {
        "call_id": call.call_id,
        "status": call.status,
        "outcome": call.outcome,
        "reason": call.reason,
        "attempts": call.placed,
        "request_number": call.request_number,
        "attempt_id": call.attempt_id,
        "setbacks": call.setbacks,
        "waits_until": call.waits_until,
        "waits_under": call.waits_under,
        "awaiting_since": call.awaiting_since,
        "settled_at": call.settled_at,
    }


def _attempt(row: Mapping[str, Any]) -> Attempt:
    return Attempt(
        attempt_id=row["attempt_id"],
        since=row["since"],
        phone_number=row["phone_number"],
        slot=row["slot"],
        placed=row["placed"],
        answered=row["answered"],
        unknown=row["unknown"],
        stopped=row["stopped"],
        ended_at=row["ended_at"],
        failure=DialFailure(row["failure"]) if row["failure"] else None,
        scope=FailureScope(row["scope"]) if row["scope"] else None,
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        released=row["released"],
        decided=row["decided"],
        placed_at=row["placed_at"],
    )


def _attempt_row(attempt: Attempt, call: Call) -> dict[str, Any]:
    return {
        "attempt_id": attempt.attempt_id,
        "call_id": call.call_id,
        "campaign_id": call.campaign_id,
        "user_id": call.user_id,
        "since": attempt.since,
        "phone_number": attempt.phone_number,
        "placed": attempt.placed,
        "answered": attempt.answered,
        "unknown": attempt.unknown,
        "stopped": attempt.stopped,
        "ended_at": attempt.ended_at,
        "failure": attempt.failure,
        "scope": attempt.scope,
        "outcome": attempt.outcome,
        "released": attempt.released,
        "decided": attempt.decided,
        "placed_at": attempt.placed_at,
    }


def _slot_row(attempt: Attempt, call: Call) -> dict[str, Any]:
    return {
        "attempt_id": attempt.attempt_id,
        "call_id": call.call_id,
        "user_id": call.user_id,
        "campaign_id": call.campaign_id,
        "phone_number": attempt.phone_number or call.phone_number,
        "since": attempt.since,
        "awaited": attempt.awaited,
    }
