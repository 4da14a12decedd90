"""What was heard of executions and what was said in calls: records beside the log, read and kept a group at a time."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.webhooks.domain.observation import Details, Heard, listen, prevails
from services.webhooks.notices import Notice, Said
from services.webhooks.projections import QUERIES
from shared.runtime.worker import Connection


@dataclass(slots=True)
class Record:
    """One execution: the domain's view of what was heard, and what only the tables keep."""

    heard: Heard
    statuses: list[str]
    first_heard_at: datetime
    heard_at: datetime | None = None
    said: Said = field(default_factory=Said)
    said_late: Said = field(default_factory=Said)
    touched: bool = False

    def add(self, notice: Notice) -> None:
        """Listen to a notice that counts."""
        observation = notice.observation
        if prevails(self.heard, observation):
            self.said = notice.said.filled_from(self.said)
        else:
            self.said_late = self.said_late.filled_from(notice.said)
        self.heard = listen(self.heard, observation)
        if observation.word and observation.word not in self.statuses:
            self.statuses.append(observation.word)
        if notice.webhook:
            self.heard_at = max(observation.received_at, self.heard_at or observation.received_at)
        self.touched = True

    def of_execution(self) -> dict[str, Any]:
        """Its columns in `executions`."""
        return {
            "statuses": self.statuses,
            "newest": self.heard.newest,
            "on_line": self.heard.on_line,
            "line_ended_at": self.heard.line_ended_at,
            "first_heard_at": self.first_heard_at,
            "heard_at": self.heard_at,
        }

    def of_report(self, said: Said) -> dict[str, Any]:
        """Its columns in `reports`, with these words."""
        details = self.heard.details
        return {
            "transcript": said.transcript,
            "summary": said.summary,
            "recording_url": said.recording_url,
            "extracted_data": said.extracted_data,
            "voicemail": details.voicemail,
            "duration_seconds": details.duration_seconds,
            "cost_cents": details.cost_cents,
            "hangup_by": details.hangup_by,
            "hangup_reason": details.hangup_reason,
            "error_message": details.error_message,
        }


class Records:
    """The executions that a group of notices concerns, from the rows of the query `heard`."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self._records = {row["execution_id"]: _record(row) for row in rows}

    def of(self, notice: Notice) -> Record:
        """The record that a notice belongs to; a new one where nothing was heard before."""
        observation = notice.observation
        new = Record(Heard(), [], observation.received_at)
        return self._records.setdefault(observation.execution_id, new)

    async def keep(self, connection: Connection) -> None:
        """Write the records that something was added to. What was said late only fills gaps."""
        touched = [(execution, record) for execution, record in sorted(self._records.items()) if record.touched]
        executions = [{"execution_id": name, **record.of_execution()} for name, record in touched]
        reports = {
            late: [
                {"execution_id": name, **record.of_report(said)}
                for name, record in touched
                if (said := record.said_late if late else record.said) != Said()
                or (not late and record.heard.details != Details())
            ]
            for late in (False, True)
        }
        if executions:
            await connection.execute(QUERIES["put_executions"], {"rows": _json(executions)})
        for late, rows in reports.items():
            if rows:
                await connection.execute(QUERIES["put_reports"], {"rows": _json(rows), "late": late})


def _record(row: dict[str, Any]) -> Record:
    details = Details(
        voicemail=row["voicemail"],
        duration_seconds=row["duration_seconds"],
        cost_cents=row["cost_cents"],
        hangup_by=row["hangup_by"],
        hangup_reason=row["hangup_reason"],
        error_message=row["error_message"],
        has_transcript=row["has_transcript"],
        has_recording=row["has_recording"],
    )
    heard = Heard(
        anything=True,
        newest=row["newest"],
        on_line=row["on_line"],
        line_ended_at=row["line_ended_at"],
        details=details,
    )
    return Record(heard, row["statuses"], row["first_heard_at"], row["heard_at"])


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, default=str)
