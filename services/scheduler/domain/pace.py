"""A campaign's pace: no more than so many of its calls are made in any minute."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Pace:
    """How many more calls a campaign may make now, and when one more may be made if none."""

    room: int
    again_at: datetime | None = None


def pace(made: Iterable[datetime], per_minute: int, now: datetime) -> Pace:
    """Return the pace left to a campaign whose latest calls were `made` at these times.

    One not yet placed counts as made at the latest moment at which it may be: so those in any 60 s stay within the
    limit at the provider too, however long requests are under way. A limit that was lowered leaves no room until enough
    of them are a minute old.
    """
    recent = sorted(at for at in made if at + MINUTE > now)
    room = per_minute - len(recent)
    return Pace(room) if room > 0 else Pace(0, recent[-per_minute] + MINUTE)
