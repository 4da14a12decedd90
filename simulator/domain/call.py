"""One simulated call as remembered. Times are UNIX seconds. Small, for a million of them are kept."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from simulator.domain.life import Step
from simulator.domain.statuses import BY_CODE, CODES, TERMINAL, Life, Status


class History:
    """The statuses a call had and when each began, some twenty bytes a status."""

    __slots__ = ("_codes", "_times")

    def __init__(self) -> None:
        self._codes = bytearray()
        self._times = array("d")

    def add(self, status: Status, at: float) -> None:
        """Remember that the status began at `at`."""
        self._codes.append(CODES[status])
        self._times.append(at)

    def __iter__(self) -> Iterator[tuple[Status, float]]:
        return ((BY_CODE[code], at) for code, at in zip(self._codes, self._times, strict=True))

    def last(self, *statuses: Status) -> float | None:
        """When one of the statuses began last, or None if never."""
        return next((at for status, at in reversed(list(self)) if status in statuses), None)


@dataclass(slots=True, eq=False)
class Call:
    """A placed call. `started` is when it became live, `line_ended` when its line was free again (null while live)."""

    execution_id: str
    agent_id: str
    number: str
    sender: str
    user_data: bytes
    nth: int
    life: Life
    steps: tuple[Step, ...]
    talk_seconds: float
    received: float
    created: float
    scheduled_at: float | None = None
    rescheduled_at: float | None = None
    user_id: str | None = None
    status: Status = Status.QUEUED
    started: float | None = None
    line_ended: float | None = None
    due: float = 0.0
    done: int = 0
    version: int = 0
    live: bool = False
    on_the_line: bool = False
    history: History = field(default_factory=History)

    @property
    def updated(self) -> float:
        """When the present status began."""
        return self.history.last(self.status) or self.created

    @property
    def outcome(self) -> str | None:
        """How the call ended: `answered`, `voicemail`, or its terminal status; None before that."""
        if self.status not in TERMINAL:
            return None
        if self.status is not Status.COMPLETED:
            return self.status.value
        return Life.VOICEMAIL.value if self.life is Life.VOICEMAIL else Life.ANSWERED.value


def rfc3339(at: float | None) -> str | None:
    """UNIX seconds as RFC 3339 UTC with microseconds (`2026-10-01T05:00:00.000000Z`); None stays None."""
    if at is None:
        return None
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
