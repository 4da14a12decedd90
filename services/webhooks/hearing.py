"""Hears notices in a transaction: finds the attempt, has the domain translate, appends, and keeps what was heard.

Whoever hears of an execution (the HTTP faces, the leader) first meets all others who do (`meet`), so that of a webhook
and the `CallPlaced` that it beats, whichever commits second sees the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zlib import crc32

from psycopg.types.json import Jsonb

from services.webhooks.domain.observation import Details, Heard, is_news, is_of, listen
from services.webhooks.domain.statuses import Meaning, meaning
from services.webhooks.domain.translation import translate
from services.webhooks.notices import Notice, Said
from services.webhooks.projections import QUERIES, AttemptRow, attempts_named
from shared.contracts.ids import execution_stream
from shared.messaging.envelope import Envelope
from shared.runtime.worker import Connection, Step

STRIPES = 512
"""Locks that meetings are spread over: enough that strangers seldom meet, few enough for PostgreSQL's lock table."""


class Standing(StrEnum):
    """What became of a notice. Only what is counted frees or tells anything; the rest is kept and shown."""

    COUNTED = "counted"
    WAITING = "waiting"
    """No attempt is known for it, so far."""
    NOT_THE_ATTEMPTS = "not_the_attempts"
    """Agent, number or execution is not that of the attempt it names."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A notice's standing, with words for the operator that quote nothing personal."""

    standing: Standing
    error: str | None = None


@dataclass(slots=True)
class Known:
    """What is known of an execution in this transaction: the domain's view, and what only the table keeps."""

    heard: Heard
    statuses: list[str]
    first_heard_at: datetime
    heard_at: datetime | None


async def meet(connection: Connection, executions: Iterable[str], attempts: Iterable[UUID]) -> None:
    """Wait for everybody who is hearing of one of these, and keep the others out until the transaction ends.

    The attempts' rows are locked first, as the projections of a leader's step lock them.
    """
    executions, attempts = sorted(set(executions)), sorted(set(attempts))
    await attempts_named(connection, executions, attempts)
    names = (*executions, *map(str, attempts))
    stripes = sorted({crc32(name.encode()) % STRIPES for name in names})
    await connection.execute(QUERIES["meet"], {"stripes": stripes})


async def hear(
    step: Step, notices: Sequence[Notice], now: datetime, causes: Mapping[UUID, Envelope] | None = None
) -> list[Verdict]:
    """Translate notices in order, append what follows, keep what was heard; the caller has met and projects.

    `causes` names, by attempt, the event that made a waiting notice count. Returns a verdict for each notice.
    """
    claimed = {notice.claimed_attempt for notice in notices if notice.claimed_attempt is not None}
    executions = {notice.observation.execution_id for notice in notices}
    rows = {row.attempt_id: row for row in await attempts_named(step.connection, executions, claimed)}
    known = await _known(step.connection, executions)
    fresh: list[dict[str, Any]] = []
    verdicts: list[Verdict] = []
    touched: dict[str, Known] = {}
    for notice in notices:
        row, verdict = _find(notice, rows)
        verdicts.append(verdict)
        if row is None:
            continue
        told = known.setdefault(notice.observation.execution_id, _unheard(notice))
        report = _report(notice, told.heard)
        cause = (causes or {}).get(row.attempt_id)
        rows[row.attempt_id] = _tell(step, notice, row, told, now=now, cause=cause)
        touched[notice.observation.execution_id] = told
        if report is not None:
            fresh.append({**report, **_details(told.heard.details)})
    await _keep(step.connection, touched, fresh)
    return verdicts


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
    step: Step, notice: Notice, row: AttemptRow, known: Known, *, now: datetime, cause: Envelope | None
) -> AttemptRow:
    """Append what the notice adds, and listen to it."""
    observation = notice.observation
    for event in translate(row.state, known.heard, observation, row.attempt, now):
        step.append(execution_stream(observation.execution_id), event, user_id=row.user_id, cause=cause)
        row = row.told(event)
    known.heard = listen(known.heard, observation)
    if observation.word and observation.word not in known.statuses:
        known.statuses.append(observation.word)
    if notice.webhook:
        known.heard_at = max(observation.received_at, known.heard_at or observation.received_at)
    return row


def _unheard(notice: Notice) -> Known:
    return Known(Heard(), [], notice.observation.received_at, None)


async def _known(connection: Connection, executions: Iterable[str]) -> dict[str, Known]:
    cursor = await connection.execute(QUERIES["heard"], {"executions": list(executions)})
    return {
        row["execution_id"]: Known(
            Heard(
                anything=True,
                newest=row["newest"],
                on_line=row["on_line"],
                line_ended_at=row["line_ended_at"],
                details=Details(
                    voicemail=row["voicemail"],
                    duration_seconds=row["duration_seconds"],
                    cost_cents=row["cost_cents"],
                    hangup_by=row["hangup_by"],
                    hangup_reason=row["hangup_reason"],
                    error_message=row["error_message"],
                    has_transcript=row["has_transcript"],
                    has_recording=row["has_recording"],
                ),
            ),
            row["statuses"],
            row["first_heard_at"],
            row["heard_at"],
        )
        for row in await cursor.fetchall()
    }


def _report(notice: Notice, before: Heard) -> dict[str, Any] | None:
    """What the notice brings for `reports`; None where it brings nothing."""
    said = notice.said
    if said == Said() and notice.observation.details == Details():
        return None
    return {
        "execution_id": notice.observation.execution_id,
        "late": not is_news(before, notice.observation),
        "transcript": said.transcript,
        "summary": said.summary,
        "recording_url": said.recording_url,
        "extracted_data": None if said.extracted_data is None else Jsonb(said.extracted_data),
    }


def _details(details: Details) -> dict[str, Any]:
    return {name: value for name, value in asdict(details).items() if not name.startswith("has_")}


async def _keep(connection: Connection, known: Mapping[str, Known], reports: Sequence[Mapping[str, Any]]) -> None:
    executions = [
        {
            "execution_id": execution_id,
            "statuses": told.statuses,
            "newest": told.heard.newest,
            "on_line": told.heard.on_line,
            "line_ended_at": told.heard.line_ended_at,
            "first_heard_at": told.first_heard_at,
            "heard_at": told.heard_at,
        }
        for execution_id, told in known.items()
    ]
    async with connection.cursor() as cursor:
        if executions:
            await cursor.executemany(QUERIES["put_executions"], executions)
        if reports:
            await cursor.executemany(QUERIES["put_report"], reports)
