"""How far the campaigns are, whether they still move, and what is said of it in plain lines. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

UNSETTLED = ("queued", "dialling", "in_call", "awaiting_result", "waiting_retry")
OUTCOMES = ("answered", "voicemail", "no-answer", "busy", "failed", "cancelled", "skipped", "expired", "unknown")
ENDED = frozenset({"completed", "cancelled"})
_STEPS = 10
"""A plain line each time a tenth more is settled."""


@dataclass(frozen=True)
class CampaignProgress:
    """One campaign as it stands. `counters` has total, each status and each outcome; `active` of `limit` slots are its
    user's in use.
    """

    user: str
    campaign: str
    status: str
    counters: Mapping[str, int]
    active: int
    limit: int

    @property
    def total(self) -> int:
        """How many calls it has."""
        return self.counters.get("total", 0)

    @property
    def settled(self) -> int:
        """How many of them have their outcome."""
        return sum(self.counters.get(outcome, 0) for outcome in OUTCOMES)

    @property
    def ended(self) -> bool:
        """Whether nothing more happens in it."""
        return self.status in ENDED

    @property
    def counts(self) -> str:
        """How many calls stand where: `queued 55, in call 2, answered 100`; what is 0 is left out."""
        shown = ((name, self.counters.get(name, 0)) for name in (*UNSETTLED, *OUTCOMES))
        return ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in shown if count) or "nothing yet"


@dataclass(frozen=True)
class Progress:
    """All campaigns as they stand, and how many slots of the system's are in use."""

    campaigns: Sequence[CampaignProgress]
    active: int
    limit: int

    @property
    def ended(self) -> bool:
        """Whether nothing more happens in any campaign; of none nothing is known yet."""
        return bool(self.campaigns) and all(campaign.ended for campaign in self.campaigns)


NOTHING_SEEN = Progress(campaigns=(), active=0, limit=0)


@dataclass(frozen=True)
class Watch:
    """What is known of the campaigns, and since when nothing changed: seconds of one clock."""

    progress: Progress
    unchanged_since: float

    def seen(self, progress: Progress, now: float) -> Self:
        """The watch after one more look."""
        return replace(
            self,
            progress=progress,
            unchanged_since=self.unchanged_since if progress == self.progress else now,
        )

    def stalled(self, now: float, seconds: float) -> bool:
        """Whether nothing has changed for so long, though not all has ended."""
        return not self.progress.ended and now - self.unchanged_since >= seconds


def plain_lines(before: Progress, after: Progress) -> list[str]:
    """What is worth a line between two looks: a campaign's status, and each tenth of its calls."""
    earlier = {campaign.campaign: campaign for campaign in before.campaigns}
    return [
        f"{it.user}, {it.campaign}: {it.status}, {it.settled} of {it.total} settled ({it.counts});"
        f" slots {it.active} of {it.limit}, in all {after.active} of {after.limit}"
        for it in after.campaigns
        if _milestone(it) != _milestone(earlier.get(it.campaign))
    ]


def _milestone(campaign: CampaignProgress | None) -> tuple[str, int] | None:
    if campaign is None:
        return None
    return campaign.status, campaign.settled * _STEPS // max(1, campaign.total)
