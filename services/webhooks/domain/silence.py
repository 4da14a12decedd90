"""When a silent call is asked about, and what an answer, or its absence, proves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a call may be silent, and how soon the provider is asked again."""

    silent_after: timedelta
    missing_apart: timedelta = timedelta(seconds=60)
    """Between the two looks that prove an execution gone."""
    away: timedelta = timedelta(seconds=5)
    """The first wait for a provider that does not answer; it doubles."""
    away_most: timedelta = timedelta(minutes=5)
    report_most: timedelta = timedelta(hours=1)
    """The longest wait for a result that does not come."""
    spread: float = 0.1
    """Questions due at once are spread over so much of the time that a call may be silent."""
    a_minute: int = 600
    """The most questions in a minute: Bolna takes 1,000 requests of all kinds together."""


@dataclass(frozen=True, slots=True)
class Look:
    """What came of asking about an execution.

    `fruitless` counts the looks in a row that brought nothing; `missing_since` is when the provider first did not have
    the execution.
    """

    asked_at: datetime
    next_at: datetime
    fruitless: int = 0
    missing_since: datetime | None = None


def due(quiet_since: datetime, look: Look | None, pace: Pace) -> datetime:
    """When to ask about a call of which nothing was heard since `quiet_since`."""
    current = _current(quiet_since, look)
    return quiet_since + pace.silent_after if current is None else current.next_at


def jitter(attempt: UUID, pace: Pace) -> timedelta:
    """How much later than due a call is asked about: the same for a call each time, spread evenly over all calls."""
    return pace.silent_after * (pace.spread * (attempt.int % 1000) / 1000)


def answered(quiet_since: datetime, look: Look | None, now: datetime, pace: Pace, *, line_free: bool) -> Look:
    """The provider told how things stand. Asked again: a live call steadily, a result that is late ever more rarely."""
    if not line_free:
        return Look(asked_at=now, next_at=now + pace.silent_after)
    fruitless = _fruitless(quiet_since, look)
    wait = _doubled(pace.silent_after, fruitless, max(pace.report_most, pace.silent_after))
    return Look(asked_at=now, next_at=now + wait, fruitless=fruitless + 1)


def unanswered(
    quiet_since: datetime, look: Look | None, now: datetime, pace: Pace, retry_after: float | None = None
) -> Look:
    """The provider did not answer: nothing is proved, and it is asked again, at the earliest when it said."""
    current = _current(quiet_since, look)
    fruitless = 0 if current is None else current.fruitless
    wait = max(_doubled(pace.away, fruitless, pace.away_most), timedelta(seconds=retry_after or 0))
    missing_since = None if current is None else current.missing_since
    return Look(asked_at=now, next_at=now + wait, fruitless=fruitless + 1, missing_since=missing_since)


def missing(quiet_since: datetime, look: Look | None, now: datetime, pace: Pace) -> tuple[Look, bool]:
    """The provider does not have the execution; whether that is proved: seen twice, `missing_apart` apart."""
    current = _current(quiet_since, look)
    since = now if current is None or current.missing_since is None else current.missing_since
    proved = now - since >= pace.missing_apart
    wait = _doubled(pace.missing_apart, 1 if proved else 0, pace.report_most)
    return Look(asked_at=now, next_at=now + wait, missing_since=since), proved


def _current(quiet_since: datetime, look: Look | None) -> Look | None:
    """The look, unless something was heard since: then it says nothing any more."""
    return None if look is None or look.asked_at < quiet_since else look


def _fruitless(quiet_since: datetime, look: Look | None) -> int:
    current = _current(quiet_since, look)
    return 0 if current is None or current.missing_since is not None else current.fruitless


def _doubled(wait: timedelta, times: int, most: timedelta) -> timedelta:
    factor: int = 1 << min(times, 20)
    return min(wait * factor, most)


class Turnstile:
    """Lets questions through one after another, as fast as the pace allows; all wait where the provider says so."""

    def __init__(self, pace: Pace) -> None:
        self._apart = timedelta(minutes=1) / pace.a_minute
        self._next: datetime | None = None

    def enter(self, now: datetime) -> datetime:
        """Return when the next question may be asked; asking takes the place."""
        at = now if self._next is None else max(now, self._next)
        self._next = at + self._apart
        return at

    def close_until(self, at: datetime) -> None:
        """Let nobody through before `at`."""
        self._next = at if self._next is None else max(at, self._next)
