"""When calls will be made: from windows, slots, and how long a call holds its slot. What others do stays as it is now.

Slots are filled in rounds: as many calls as there are slots begin together, and the next round when they end. That is
exact where all calls last equally long, and right on average where they don't. Open lanes take turns.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.scheduler.domain.course import WEEK, Course
from services.scheduler.domain.means import Means
from shared.contracts.campaigns import CampaignSettings

BLOCKS = 100
"""A campaign is looked at in at least so many pieces."""
MOST_LANES = 24
"""So many lanes are told apart, the largest; the calls of others are counted to the largest of all."""
MOST_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Forecast:
    """`starts`: when the first calls begin, and of which lane. `ends_at`: when the last call ends.

    `ends_at` is None where nobody is called. `left` calls are not: no window is left for them.
    """

    ends_at: datetime | None
    starts: tuple[tuple[datetime, str], ...]
    left: int


def forecast(
    settings: CampaignSettings, lanes: Mapping[str, int], means: Means, now: datetime, *, first: int = 100
) -> Forecast:
    """Return when the calls of `lanes` (by name, how many) begin and end if they may go from `now` on.

    Lanes without common hours must be left out. Nothing to call with, or nobody to call: nothing begins.
    """
    total = sum(lanes.values())
    if means.slots <= 0:
        return Forecast(None, (), total)
    ready = {(lane, 0): float(count) for lane, count in _told_apart(lanes).items()}
    course = Course(settings, means, now, first, ready, max(total / BLOCKS, 1.0))
    week_began, left_then = now, course.left()
    for _ in range(MOST_STEPS):
        course.release()
        if course.now >= week_began + WEEK:
            course.leap_weeks(week_began, left_then)
            week_began, left_then = course.now, course.left()
        if not course.step():
            break
    return Forecast(course.ends_at, tuple(course.starts), round(course.left()))


def _told_apart(lanes: Mapping[str, int]) -> Mapping[str, int]:
    largest = Counter({lane: count for lane, count in lanes.items() if count}).most_common()
    found = dict(largest[:MOST_LANES])
    if found:
        found[largest[0][0]] += sum(count for _, count in largest[MOST_LANES:])
    return found
