"""A lane: the calls of one campaign that open and close together, named by the zones a contact may be in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from shared.contracts.campaigns import CampaignSettings
from shared.contracts.windows import closes_at, has_common_hours, is_open, next_opening, zones_that_apply

WHOLE_CAMPAIGN = "*"
"""The one lane of a campaign that goes by its own zone, whatever its contacts' are."""


@lru_cache(maxsize=10_000)
def zone_key(zones: tuple[str, ...]) -> str:
    """Name the lane of contacts who may be in these zones, in any order; empty where none is known."""
    return ",".join(sorted(set(zones)))


def zones_of(key: str) -> tuple[str, ...]:
    """Return the contact's zones that a lane's name stands for; none for a whole campaign or where none is known."""
    return () if key in ("", WHOLE_CAMPAIGN) else tuple(key.split(","))


def place(chunk: int, row: int) -> int:
    """Number a call's place in its campaign: first come, first served, by chunk and then by row (from 1) in it."""
    return (chunk << 32) + row


LAST_MOMENTS = timedelta(seconds=5)
"""So long before a window ends nothing more is requested: a request takes a moment to be placed."""
LONGEST_REQUEST = timedelta(seconds=60)
"""A request that was not placed by then is decided anew."""


@dataclass(frozen=True, slots=True)
class Window:
    """Whether a lane's calls may be requested, and when that changes.

    Open until `open_until`, closed while that is None. `changes_at` is when to look again, None where no opening is
    left. `hopeless`: its zones have no common hours, so that its calls could never be made.
    """

    open_until: datetime | None
    changes_at: datetime | None
    hopeless: bool = False

    @property
    def over(self) -> bool:
        """Whether its last opening is past."""
        return self.open_until is None and self.changes_at is None and not self.hopeless

    def dial_before(self, now: datetime) -> datetime:
        """Return until when a call requested now may be placed: before the last moments of the window, or a minute."""
        assert self.open_until is not None, "nothing is requested in a closed lane"
        return min(self.open_until - LAST_MOMENTS, now + LONGEST_REQUEST)


def window_of(settings: CampaignSettings, zone: str, now: datetime) -> Window:
    """Return the window of a campaign's lane as it is at `now`; its last moments count as closed."""
    zones = zones_that_apply(settings, zones_of(zone))
    if is_open(settings, zones, now):
        end = closes_at(settings, zones, now)
        last_moments = end - LAST_MOMENTS
        return Window(end, last_moments) if now < last_moments else Window(None, end)
    opening = next_opening(settings, zones, now)
    return Window(
        None,
        opening,
        hopeless=opening is None and (settings.end_date is None or not has_common_hours(settings, zones, now)),
    )
