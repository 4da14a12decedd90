"""Hears notices in a transaction: finds the attempt, has the domain translate, appends, and keeps what was heard.

Whoever hears of an execution (the HTTP faces, the leader) first meets all others who do (`meet`), so that of a webhook
and the `CallPlaced` that it beats, whichever commits second sees the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zlib import crc32

from services.webhooks.domain.observation import Heard, is_of
from services.webhooks.domain.statuses import Meaning, meaning
from services.webhooks.domain.translation import translate
from services.webhooks.notices import Notice
from services.webhooks.projections import QUERIES, AttemptRow, attempt_rows
from services.webhooks.records import Records
from shared.contracts.ids import execution_stream
from shared.contracts.questions import DeliveryStanding
from shared.messaging.envelope import Envelope
from shared.runtime.worker import Connection, Step

STRIPES = 512
"""Locks that meetings are spread over: enough that strangers seldom meet, few enough for PostgreSQL's lock table."""


Standing = DeliveryStanding
"""What became of a notice. Only what is counted frees or tells anything; the rest is kept and shown."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A notice's standing, with words for the operator that quote nothing personal."""

    standing: Standing
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """A verdict for each notice; and the attempts that they named, as they were, locked until the transaction ends."""

    verdicts: list[Verdict]
    attempts: list[AttemptRow]


async def meet(connection: Connection, executions: Iterable[str], attempts: Iterable[UUID]) -> None:
    """Wait for everybody who is hearing of one of these, and keep the others out until the transaction ends.

    The attempts' rows are locked first, as the projections of a leader's step lock them.
    """
    executions, attempts = sorted(set(executions)), sorted(set(attempts))
    stripes = sorted({crc32(name.encode()) % STRIPES for name in (*executions, *map(str, attempts))})
    await connection.execute(QUERIES["lock_attempts"], {"executions": executions, "attempts": attempts})
    await connection.execute(QUERIES["meet"], {"stripes": stripes})


async def hear(
    step: Step, notices: Sequence[Notice], now: datetime, causes: Mapping[UUID, Envelope] | None = None
) -> Hearing:
    """Translate notices in order, append what follows, keep what was heard; the caller has met and projects.

    `causes` names, by attempt, the event that made a waiting notice count.
    """
    claimed = {notice.claimed_attempt for notice in notices if notice.claimed_attempt is not None}
    executions = {notice.observation.execution_id for notice in notices}
    named, records = await _read(step.connection, executions, claimed)
    rows = {row.attempt_id: row for row in named}
    verdicts: list[Verdict] = []
    for notice in notices:
        row, verdict = _find(notice, rows)
        verdicts.append(verdict)
        if row is None:
            continue
        record = records.of(notice)
        cause = (causes or {}).get(row.attempt_id)
        rows[row.attempt_id] = _tell(step, notice, row, record.heard, now=now, cause=cause)
        record.add(notice)
    await records.keep(step.connection)
    return Hearing(verdicts, named)


async def _read(connection: Connection, executions: set[str], claimed: set[UUID]) -> tuple[list[AttemptRow], Records]:
    """The attempts named and what was heard before, in one round trip."""
    named = {"executions": list(executions), "attempts": list(claimed)}
    attempts = await connection.execute(QUERIES["attempts_named"], named)
    heard = await connection.execute(QUERIES["heard"], {"executions": named["executions"]})
    return attempt_rows(await attempts.fetchall()), Records(await heard.fetchall())


def _find(notice: Notice, rows: Mapping[UUID, AttemptRow]) -> tuple[AttemptRow | None, Verdict]:
    """The attempt that a notice counts for, if any."""
    observation = notice.observation
    named = [row for row in rows.values() if row.execution_id == observation.execution_id]
    row = next((row for row in named if row.attempt_id == notice.claimed_attempt), named[0] if named else None)
    placed = row is not None or notice.vouched
    if row is None and notice.claimed_attempt is not None:
        row = rows.get(notice.claimed_attempt)
    if row is None:
        return None, Verdict(Standing.WAITING)
    if row.execution_id not in {None, observation.execution_id}:
        return None, Verdict(Standing.NOT_THE_ATTEMPTS, "the attempt has another execution")
    if not is_of(observation, row.attempt, placed=placed):
        return None, Verdict(Standing.NOT_THE_ATTEMPTS, "agent or number is not the attempt's")
    unknown = meaning(observation.status) is Meaning.NOTHING
    return row, Verdict(Standing.COUNTED, "the status is unknown to us" if unknown else None)


def _tell(
    step: Step, notice: Notice, row: AttemptRow, heard: Heard, *, now: datetime, cause: Envelope | None
) -> AttemptRow:
    """Append what the notice adds; return the row as that makes it."""
    observation = notice.observation
    for event in translate(row.state, heard, observation, row.attempt, now):
        step.append(execution_stream(observation.execution_id), event, user_id=row.user_id, cause=cause)
        row = row.told(event)
    return row
