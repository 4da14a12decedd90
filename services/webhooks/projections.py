"""Events → `attempts`: the attempts that Bolna may have taken, and what was told of their calls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.webhooks.domain.call import CallState, Line, evolve
from services.webhooks.domain.observation import Attempt
from shared.contracts.dialer import AttemptEvent, CallPlaced, DialFailed, DialOutcomeUnknown
from shared.contracts.webhooks import ExecutionEvent
from shared.messaging.envelope import Envelope
from shared.runtime.worker import Connection
from shared.sql import load_queries

QUERIES = load_queries("services.webhooks", "sql/queries.sql")
RECORDS = frozenset({"executions", "reports", "deliveries", "looks"})
"""Tables beside the log that no rebuild makes: what Bolna told, as it came."""


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """A row of `attempts`, field by field."""

    attempt_id: UUID
    call_id: UUID
    campaign_id: UUID
    user_id: UUID
    bolna_agent_id: str
    phone_number: str = field(repr=False)
    execution_id: str | None
    quiet_since: datetime
    line: Line = Line.PLACED
    answered: bool = False
    reported: bool = False
    given_up: bool = False

    @property
    def attempt(self) -> Attempt:
        """Whom the call was placed for."""
        return Attempt(
            self.attempt_id, self.call_id, self.campaign_id, self.user_id, self.bolna_agent_id, self.phone_number
        )

    @property
    def state(self) -> CallState:
        """What was told of its call."""
        return CallState(self.line, answered=self.answered, reported=self.reported, given_up=self.given_up)

    def told(self, event: ExecutionEvent) -> "AttemptRow":
        """The row once this service's event has happened: it names the execution, where that was unknown."""
        state = evolve(self.state, event)
        return replace(
            self,
            execution_id=self.execution_id or event.execution_id,
            line=state.line,
            answered=state.answered,
            reported=state.reported,
            given_up=state.given_up,
        )


COLUMNS = tuple(column.name for column in fields(AttemptRow))


async def attempts_named(
    connection: Connection, executions: Iterable[str], attempts: Iterable[UUID]
) -> list[AttemptRow]:
    """The attempts that executions or echoes name; their rows are locked until the transaction ends."""
    named = {"executions": list(executions), "attempts": list(attempts)}
    return attempt_rows(await (await connection.execute(QUERIES["attempts_named"], named)).fetchall())


def attempt_rows(rows: Iterable[dict[str, Any]]) -> list[AttemptRow]:
    """Rows of `attempts` as they are read."""
    return [AttemptRow(**{**row, "line": Line(row["line"])}) for row in rows]


async def project(connection: Connection, events: Sequence[Envelope], locked: Sequence[AttemptRow] = ()) -> None:
    """Write what the events, own or the dialer's, change in `attempts`. Bare and foreign events change nothing.

    `locked`: attempts as they are, which need not be read again.
    """
    told = [event for envelope in events if isinstance(event := envelope.event, AttemptEvent)]
    if not told:
        return
    rows = {row.attempt_id: row for row in locked}
    if missing := {event.attempt_id for event in told} - rows.keys():
        rows |= {row.attempt_id: row for row in await attempts_named(connection, (), missing)}
    before = dict(rows)
    for event in told:
        after = _changed(rows.get(event.attempt_id), event)
        if after is not None:
            rows[event.attempt_id] = after
    changed = [row for key, row in sorted(rows.items()) if before.get(key) != row]
    if changed:
        await connection.execute(QUERIES["put_attempts"], _columns(changed))


def _changed(row: AttemptRow | None, event: AttemptEvent) -> AttemptRow | None:
    """The attempt's row after an event; None where there is none and the event makes none."""
    match event:
        case CallPlaced():
            return _known(row, event, event.execution_id, event.placed_at)
        case DialOutcomeUnknown():
            return _known(row, event, row.execution_id if row else None, event.sent_at)
        case DialFailed() if row is not None:
            return replace(row, given_up=row.line is Line.PLACED and not row.reported)
        case ExecutionEvent() if row is not None:
            return row.told(event)
        case _:
            return row


def _known(
    row: AttemptRow | None, event: CallPlaced | DialOutcomeUnknown, execution_id: str | None, since: datetime
) -> AttemptRow:
    if row is not None:
        return replace(
            row,
            bolna_agent_id=event.bolna_agent_id,
            phone_number=event.phone_number,
            execution_id=execution_id,
            quiet_since=since,
            given_up=False,
        )
    return AttemptRow(
        event.attempt_id,
        event.call_id,
        event.campaign_id,
        event.user_id,
        event.bolna_agent_id,
        event.phone_number,
        execution_id,
        since,
    )


def _columns(rows: Sequence[AttemptRow]) -> Mapping[str, list[Any]]:
    return {column: [getattr(row, column) for row in rows] for column in COLUMNS}
