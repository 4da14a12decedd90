"""A campaign as the queue sees it: whether its calls may go, and when all of them are settled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.contracts.campaigns import CampaignSettings
from shared.contracts.scheduler import CampaignDrained, CampaignOpened, LaneClosed
from shared.contracts.vocabulary import Outcome
from shared.contracts.windows import expires_at


class CampaignState(StrEnum):
    """What its owner has made of a campaign; `RUNNING` from launch on."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign with its counts: `total` calls queued, `out` on an attempt, `settled`.

    `trouble` is why the dialer could not call for it, until somebody has seen to it. `closed` is the outcome with which
    all its calls that were not out were settled at once. `drained` is how many it was last said to have settled.
    """

    campaign_id: UUID
    user_id: UUID
    agent_id: UUID
    settings: CampaignSettings
    next_action: str = ""
    state: CampaignState = CampaignState.DRAFT
    trouble: str | None = None
    opened: bool = False
    upload_closed: bool = False
    total: int = 0
    out: int = 0
    settled: int = 0
    closed: Outcome | None = None
    drained: int | None = None

    @property
    def runs(self) -> bool:
        """Whether its calls may be dialled while its windows are open."""
        return self.state is CampaignState.RUNNING and self.trouble is None and self.closed is None

    @property
    def goes_on(self) -> bool:
        """Whether it was launched, and is neither over nor closed."""
        return self.state in (CampaignState.RUNNING, CampaignState.PAUSED) and self.closed is None

    @property
    def left(self) -> int:
        """How many calls are neither out nor settled, fetched or not."""
        return self.total - self.out - self.settled

    @property
    def finished(self) -> bool:
        """Whether nothing more will come of it, unless contacts are added."""
        over = self.state is CampaignState.COMPLETED or self.closed is not None
        said = not self.upload_closed or self.drained == self.settled
        return over and said and self.settled == self.total


def follow_campaign(
    campaign: Campaign, now: datetime, *, is_open: bool, expires: datetime | None, held: bool = False
) -> list[LaneClosed | CampaignDrained | CampaignOpened]:
    """Return what follows for a campaign from its present state; nothing the second time.

    `is_open`: one of its lanes is. Cancelled, or with its last window past (`expires`), it is closed with one event;
    calls that come afterwards are settled likewise. `held`: a message about it waits for a person, so it cannot be said
    to be drained. A draft tells nothing.
    """
    events: list[LaneClosed | CampaignDrained | CampaignOpened] = []
    whose = {"campaign_id": campaign.campaign_id, "user_id": campaign.user_id}
    closing = campaign.closed or _closing(campaign, expires, now)
    settled = campaign.settled
    if closing is not None and (campaign.closed is None or campaign.left > 0):
        events.append(LaneClosed(at=now, outcome=closing, count=campaign.left, **whose))
        settled += campaign.left
    if campaign.runs and closing is None and is_open and not campaign.opened:
        events.append(CampaignOpened(at=now, **whose))
    complete = campaign.upload_closed and settled == campaign.total and settled != campaign.drained
    if complete and not held and campaign.state is not CampaignState.DRAFT:
        events.append(CampaignDrained(at=now, settled=settled, **whose))
    return events


def expiry(settings: CampaignSettings, lanes: Iterable[Sequence[str]]) -> datetime | None:
    """Return when the last window of the last lane, and of the campaign's own zone, is past; None without an end."""
    ends = [end for zones in (*lanes, (settings.timezone,)) if (end := expires_at(settings, zones)) is not None]
    return max(ends, default=None)


def _closing(campaign: Campaign, expires: datetime | None, now: datetime) -> Outcome | None:
    if campaign.state is CampaignState.CANCELLED:
        return Outcome.CANCELLED
    launched = campaign.state in (CampaignState.RUNNING, CampaignState.PAUSED)
    return Outcome.EXPIRED if launched and expires is not None and expires <= now else None
