"""When a campaign calls next and when it will be done, as far as can be said: from what is left, its pace and windows.

Its pace is how many calls it placed of late; while that says nothing, it is what its slots can carry. Windows are those
of the campaign's own zone: the scheduler alone knows the lanes, and answers `why` exactly.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice

from shared.contracts.campaigns import CampaignSettings
from shared.contracts.spans import Span
from shared.contracts.vocabulary import CampaignStatus
from shared.contracts.windows import open_spans

RUNNING = frozenset({CampaignStatus.SCHEDULED, CampaignStatus.ACTIVE})
ENOUGH = 10
"""Calls before a measured mean counts for more than an assumption."""
ASSUMED_CALL_SECONDS = 60.0
BETWEEN_CALLS_SECONDS = 5.0
"""A slot is held a little longer than its call lasts: for dialling, ringing, and hearing of the end."""
MOST_WINDOWS = 14
"""So many, two weeks' at least, are looked at one by one; beyond them time goes on as it went in these."""


@dataclass(frozen=True, slots=True)
class Course:
    """How far a campaign has come. `queued` may be dialled, `left` have no outcome yet.

    `placed` calls of `settled` contacts took the line for `line_seconds` in all; `recently` were placed from
    `recently_since` on. `slots` are what it may call with.
    """

    queued: int
    left: int
    settled: int
    placed: int
    line_seconds: float
    recently: int
    recently_since: datetime
    slots: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """None: it will not, or it cannot be said."""

    next_dial_at: datetime | None = None
    expected_end_at: datetime | None = None


def outlook(status: CampaignStatus, settings: CampaignSettings, course: Course, now: datetime) -> Outlook:
    """Return what is to be expected of a campaign at `now`. Nothing of one that does not run or has nobody left."""
    if status not in RUNNING or course.left == 0:
        return Outlook()
    opening = next((span.start for span in _windows(settings, now)), None)
    return Outlook(opening if course.queued else None, _end(settings, course, now))


def seconds_needed(course: Course, open_of_late: float) -> float | None:
    """Return how many seconds of open windows the calls that are left take; None with nothing to call with.

    `open_of_late`: how many of those seconds there were since `recently_since`.
    """
    tries = max(1.0, course.placed / course.settled) if course.settled >= ENOUGH else 1.0
    calls = course.left * tries
    if course.recently >= ENOUGH and open_of_late > 0:
        return calls * open_of_late / course.recently
    if course.slots <= 0:
        return None
    lasts = course.line_seconds / course.placed if course.placed >= ENOUGH else ASSUMED_CALL_SECONDS
    return -(-calls // course.slots) * (lasts + BETWEEN_CALLS_SECONDS)


def _end(settings: CampaignSettings, course: Course, now: datetime) -> datetime | None:
    """When as many seconds of open windows are over as are needed; at the last window's end where they never are."""
    needed = seconds_needed(course, _open_between(settings, course.recently_since, now))
    spans = _windows(settings, now)
    if needed is None or not spans:
        return None
    left = timedelta(seconds=needed)
    for span in spans:
        if left <= span.end - span.start:
            return span.start + left
        left -= span.end - span.start
    if len(spans) < MOST_WINDOWS:
        return spans[-1].end
    spent = timedelta(seconds=needed) - left - (spans[-1].end - spans[-1].start)
    return spans[-1].end + left * ((spans[-1].start - spans[0].start) / spent)


def _open_between(settings: CampaignSettings, since: datetime, until: datetime) -> float:
    spans = [span for span in _windows(settings, since) if span.start < until]
    return sum((min(span.end, until) - span.start).total_seconds() for span in spans)


def _windows(settings: CampaignSettings, now: datetime) -> list[Span]:
    """The windows that are open from `now` on, the first from then."""
    midnight = datetime.combine(now.astimezone(UTC).date(), datetime.min.time(), UTC)
    return [Span(max(one.start, now), one.end) for one in _windows_of_days(settings, midnight) if one.end > now]


@lru_cache(maxsize=4_096)
def _windows_of_days(settings: CampaignSettings, since: datetime) -> tuple[Span, ...]:
    return tuple(islice(open_spans(settings, settings.timezone, since), MOST_WINDOWS + 2))
