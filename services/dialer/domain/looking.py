"""Looking for a call whose placing is unknown, among the executions of its agent."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.dialer.domain.attempt import Attempt

CLOCK_DIFFERENCE = timedelta(seconds=60)
"""How far Bolna's clock may be from ours."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An execution as far as it tells whose call it is."""

    execution_id: str
    attempt_id: str | None
    to_number: str | None
    created_at: datetime | None


def sought_between(attempt: Attempt, request_timeout: timedelta) -> tuple[datetime, datetime]:
    """Return within what times, by Bolna's clock, the execution was created if it was."""
    begun, send_by = attempt.attempted_at, attempt.send_by
    assert begun is not None
    assert send_by is not None
    return begun - CLOCK_DIFFERENCE, send_by + request_timeout + CLOCK_DIFFERENCE


def look_times(attempt: Attempt, delays: Sequence[timedelta], request_timeout: timedelta) -> list[datetime]:
    """Return when to look: after each delay from when it became unknown; the last not before the POST can have ended.

    The last look is at `send_by` + request timeout + the last delay at the earliest (design section 5).
    """
    since, send_by = attempt.unknown_since, attempt.send_by
    assert since is not None
    assert send_by is not None
    early = [since + delay for delay in delays[:-1]]
    return [*early, max(since, send_by + request_timeout) + delays[-1]]


def found(attempt: Attempt, executions: Iterable[Candidate], claimed: Collection[str]) -> str | None:
    """Return the execution that is this attempt's, or None.

    One that names the attempt is; else one of its number and time that names no other and that no other has claimed.
    """
    name = str(attempt.attempt_id)
    unnamed: list[Candidate] = []
    for execution in executions:
        if execution.attempt_id == name:
            return execution.execution_id
        if execution.attempt_id is None and execution.execution_id not in claimed:
            unnamed.append(execution)
    return next((execution.execution_id for execution in unnamed if execution.to_number == attempt.phone_number), None)
