"""A campaign's states, and how its own events lead from one to the next."""

from dataclasses import dataclass, field, fields, replace
from typing import assert_never
from uuid import UUID

from services.campaigns.domain.campaign_parts import Details, Upload
from shared.contracts.campaigns import (
    CampaignCancelled,
    CampaignCompleted,
    CampaignCreated,
    CampaignDeleted,
    CampaignPaused,
    CampaignResumed,
    CampaignScheduled,
    CampaignStarted,
    CampaignUpdated,
    ContactsQueued,
)

LifeEvent = (
    CampaignScheduled
    | CampaignStarted
    | CampaignPaused
    | CampaignResumed
    | CampaignCancelled
    | CampaignCompleted
    | CampaignDeleted
)
CampaignEvent = CampaignCreated | CampaignUpdated | ContactsQueued | LifeEvent


@dataclass(frozen=True, slots=True)
class Unknown:
    """No campaign yet."""


@dataclass(frozen=True, slots=True)
class Known:
    """What every campaign has. `started`: its first window has opened. A `hidden` one carries a test call."""

    campaign_id: UUID
    user_id: UUID
    details: Details
    started: bool = False
    upload: Upload = field(default_factory=Upload)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Draft(Known):
    """Made, not launched."""


@dataclass(frozen=True, slots=True)
class Scheduled(Known):
    """Made, before its first window."""


@dataclass(frozen=True, slots=True)
class Active(Known):
    """Made, its first window has opened."""


@dataclass(frozen=True, slots=True)
class Paused(Known):
    """Held by its owner, or because its agent is gone."""


@dataclass(frozen=True, slots=True)
class Completed(Known):
    """All that was ever queued is settled."""


@dataclass(frozen=True, slots=True)
class Cancelled(Known):
    """Ended by its owner."""


@dataclass(frozen=True, slots=True)
class Deleted(Known):
    """Hidden for good."""


Made = Draft | Scheduled | Active | Paused | Completed | Cancelled | Deleted
Campaign = Unknown | Made


def evolve(campaign: Campaign, event: CampaignEvent) -> Campaign:
    """The campaign once this has happened; history is never refused."""
    if isinstance(event, CampaignCreated):
        return Draft(event.campaign_id, event.user_id, Details.of(event), hidden=event.hidden)
    if isinstance(campaign, Unknown):
        return campaign
    match event:
        case CampaignUpdated():
            return replace(campaign, details=Details.of(event))
        case ContactsQueued():
            return replace(campaign, upload=_longer(campaign.upload, event))
        case _:
            return _further(campaign, event)


def _longer(upload: Upload, event: ContactsQueued) -> Upload:
    return replace(upload, chunks=event.chunk, calls=upload.calls + event.count, closed=event.last)


def _further(campaign: Made, event: LifeEvent) -> Campaign:
    """The next state of a campaign's life."""
    further: Campaign
    match event:
        case CampaignScheduled():
            further = become(Scheduled, campaign)
        case CampaignStarted():
            state: type[Made] = Active if isinstance(campaign, Scheduled) else type(campaign)
            further = become(state, replace(campaign, started=True))
        case CampaignPaused():
            further = become(Paused, campaign)
        case CampaignResumed():
            further = become(Active if campaign.started else Scheduled, campaign)
        case CampaignCancelled():
            further = become(Cancelled, campaign)
        case CampaignCompleted():
            further = become(Completed, campaign)
        case CampaignDeleted():
            further = become(Deleted, campaign)
        case _:
            assert_never(event)
    return further


def become(state: type[Made], campaign: Known) -> Made:
    """The same campaign in another state."""
    return state(**{part.name: getattr(campaign, part.name) for part in fields(Known)})
