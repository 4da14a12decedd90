"""Events → tables: attempts, agents, and what the last look needs to know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from services.dialer.domain.attempt import Attempt, State
from services.dialer.domain.circuit import Circuit, Phase, evolve
from services.dialer.domain.last_look import subjects_of
from services.dialer.domain.restored import Forgotten, History, claims
from shared.contracts.campaigns import AgentRegistered, AgentUpdated
from shared.contracts.dialer import (
    CallPlaced,
    CallStopped,
    DialAttempted,
    DialDeferred,
    DialFailed,
    DialingResumed,
    DialingStopped,
    DialOutcomeUnknown,
    ExecutionFound,
    HistoryRestored,
    ProviderLimitSeen,
)
from shared.contracts.event import Event
from shared.contracts.scheduler import DialRequested
from shared.contracts.vocabulary import DialFailure, Service
from shared.contracts.webhooks import ExecutionEvent
from shared.messaging.envelope import Envelope
from shared.runtime.worker import Connection
from shared.sql import load_queries

QUERIES = load_queries("services.dialer", "sql/queries.sql")
RECORDS: frozenset[str] = frozenset()
"""Tables beside the log that no rebuild makes: the dialer has none."""

_WRITES: Mapping[type[Event], tuple[str, frozenset[str]]] = {
    DialAttempted: (
        "attempted",
        frozenset({"attempt_id", "bolna_agent_id", "from_phone_number", "at", "send_by"}),
    ),
    DialDeferred: ("deferred", frozenset({"attempt_id", "until"})),
    CallPlaced: ("placed", frozenset({"attempt_id", "execution_id"})),
    DialFailed: ("failed", frozenset({"attempt_id", "reason"})),
    DialOutcomeUnknown: ("unknown", frozenset({"attempt_id", "at"})),
    CallStopped: ("stopped", frozenset({"attempt_id"})),
    ExecutionFound: (
        "found",
        frozenset({"execution_id", "bolna_agent_id", "call_id", "phone_number", "created_at"}),
    ),
}
"""Which query an event of many is written by, and with which of its fields."""


@dataclass(frozen=True, slots=True)
class AgentAtBolna:
    """Which agent at Bolna an agent is, and the numbers it calls from."""

    bolna_agent_id: str
    from_phone_numbers: tuple[str, ...]


_REQUEST = frozenset(DialRequested.model_fields) - {"at"}


async def project(connection: Connection, events: Sequence[Envelope]) -> None:
    """Write what events change, in their order; runs of one type go in one statement."""
    for (source, kind), run in groupby(events, key=lambda envelope: (envelope.source, envelope.type)):
        envelopes = list(run)
        if source is Service.CAMPAIGNS:
            await _campaigns(connection, envelopes)
        elif kind == DialRequested.__name__:
            await _run(connection, "take", "requests", _bodies(envelopes, _REQUEST))
        elif source is Service.WEBHOOKS:
            told = {str(e.event.attempt_id) for e in envelopes if isinstance(e.event, ExecutionEvent)}
            await _run(connection, "heard", "rows", [{"attempt_id": attempt_id} for attempt_id in sorted(told)])
        elif source is Service.DIALER:
            await _own(connection, envelopes)


async def _own(connection: Connection, envelopes: Sequence[Envelope]) -> None:
    event = envelopes[0].event
    if event is not None and type(event) in _WRITES:
        query, fields = _WRITES[type(event)]
        await _run(connection, query, "rows", _bodies(envelopes, fields))
    for envelope in envelopes:
        match envelope.event:
            case DialingStopped() | DialingResumed() as changed:
                circuit, _ = await account_of(connection)
                await connection.execute(QUERIES["put_circuit"], asdict(evolve(circuit, changed)))
            case ProviderLimitSeen(limit=limit):
                await connection.execute(QUERIES["put_concurrency_limit"], {"limit": limit})
            case HistoryRestored(epoch=epoch, since=since):
                await connection.execute(QUERIES["put_history"], {"epoch": epoch, "since": since})
            case _:
                break


async def _campaigns(connection: Connection, envelopes: Sequence[Envelope]) -> None:
    agents = [
        {
            "agent_id": str(event.agent_id),
            "bolna_agent_id": event.bolna_agent_id,
            "from_phone_numbers": list(event.from_phone_numbers),
        }
        for event in (envelope.event for envelope in envelopes)
        if isinstance(event, AgentRegistered | AgentUpdated)
    ]
    # An agent that changed twice in one run: the last word counts.
    await _run(connection, "agents_set", "rows", list({agent["agent_id"]: agent for agent in agents}.values()))
    changed = [
        {"subject": subject, "position": envelope.position}
        for envelope in envelopes
        for subject in subjects_of(envelope.event)
    ]
    await _run(connection, "changed", "rows", changed)


def _bodies(envelopes: Iterable[Envelope], fields: frozenset[str]) -> list[dict[str, Any]]:
    return [
        event.model_dump(mode="json", include=set(fields))
        for event in (envelope.event for envelope in envelopes)
        if event is not None
    ]


async def _run(connection: Connection, query: str, name: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        await connection.execute(QUERIES[query], {name: Jsonb(rows)})


async def attempts_in(connection: Connection, *states: State) -> list[Attempt]:
    """Return the attempts in these states, the one that must go first first."""
    return _attempts(await fetch(connection, "attempts_in_state", states=list(states)))


async def attempts_by_id(connection: Connection, attempt_ids: Iterable[UUID]) -> dict[UUID, Attempt]:
    """Return those of the attempts that are known."""
    rows = await fetch(connection, "attempts_by_id", attempt_ids=list(attempt_ids))
    return {attempt.attempt_id: attempt for attempt in _attempts(rows)}


async def not_heard_of(connection: Connection) -> list[UUID]:
    """Return the placed attempts of which nothing was heard."""
    return [row["attempt_id"] for row in await fetch(connection, "not_heard_of")]


async def placed_and_not_heard_of(connection: Connection, attempt_ids: Iterable[UUID]) -> list[Attempt]:
    """Return those of the attempts that are placed and of which nothing was heard."""
    found = await attempts_by_id(connection, attempt_ids)
    return [attempt for attempt in found.values() if attempt.state is State.PLACED and not attempt.heard]


async def changes_of(connection: Connection, subjects: Iterable[str]) -> dict[str, int]:
    """Return the position at which each subject changed last; absent where it never did."""
    changes, _ = await look(connection, subjects, ())
    return changes


async def look(
    connection: Connection, subjects: Iterable[str], agent_ids: Iterable[UUID]
) -> tuple[dict[str, int], dict[UUID, AgentAtBolna]]:
    """Return what a last look rests on: the position at which each subject changed last (absent where it never did),
    and those of the agents that are known.
    """
    changes = await connection.execute(QUERIES["changes"], {"subjects": sorted(set(subjects))})
    agents = await connection.execute(QUERIES["agents"], {"agent_ids": list(set(agent_ids))})
    return {row["subject"]: row["position"] for row in await changes.fetchall()}, {
        row["agent_id"]: AgentAtBolna(row["bolna_agent_id"], tuple(row["from_phone_numbers"]))
        for row in await agents.fetchall()
    }


async def claimed(connection: Connection, execution_ids: Iterable[str]) -> set[str]:
    """Return those of the executions that belong to an attempt."""
    rows = await fetch(connection, "claimed", execution_ids=list(execution_ids))
    return {row["execution_id"] for row in rows}


async def account_of(connection: Connection) -> tuple[Circuit, int | None]:
    """Return the circuit breaker as it stands, and what Bolna last told it allows the account."""
    [row] = await fetch(connection, "account")
    circuit = Circuit(Phase(row["phase"]), row["since"], row["trouble"], row["strikes"])
    return circuit, row["concurrency_limit"]


async def history_of(connection: Connection) -> History:
    """Return which history the log belongs to."""
    [row] = await fetch(connection, "history")
    return History(**row)


async def forgotten_of(connection: Connection, requests: Sequence[Attempt]) -> Mapping[UUID, Forgotten]:
    """Return which requests (attempt ids) were dialled before a restore that forgot it, as which execution."""
    rows = await fetch(
        connection,
        "forgotten_of",
        call_ids=[request.call_id for request in requests],
        phone_numbers=[request.phone_number for request in requests],
    )
    return claims(requests, [Forgotten(**row) for row in rows])


async def forgets(connection: Connection) -> bool:
    """Return whether a restore has forgotten anything at all."""
    [row] = await fetch(connection, "any_forgotten")
    return bool(row["forgotten"])


async def known_executions(connection: Connection, execution_ids: Sequence[str]) -> set[str]:
    """Return those of the executions that belong to an attempt, or are known to be forgotten."""
    rows = await fetch(connection, "forgotten_among", execution_ids=list(execution_ids))
    return await claimed(connection, execution_ids) | {row["execution_id"] for row in rows}


async def begun_since(connection: Connection, since: datetime) -> list[Attempt]:
    """Return the attempts whose POST began after a time, the earliest first."""
    return _attempts(await fetch(connection, "attempts_begun_since", since=since))


async def fetch(connection: Connection, query: str, **parameters: object) -> list[dict[str, Any]]:
    """Run one of the dialer's queries and return its rows."""
    return await (await connection.execute(QUERIES[query], parameters)).fetchall()


def _attempts(rows: Iterable[Mapping[str, Any]]) -> list[Attempt]:
    return [
        Attempt(
            **{
                **row,
                "from_phone_numbers": tuple(row["from_phone_numbers"]),
                "state": State(row["state"]),
                "failure": None if row["failure"] is None else DialFailure(row["failure"]),
            }
        )
        for row in rows
    ]
