"""What may happen to a campaign in which state: one function per command. Said twice is the same as once."""

from datetime import datetime
from typing import assert_never
from uuid import UUID

from services.campaigns.domain.campaign import (
    Active,
    Campaign,
    CampaignEvent,
    Cancelled,
    Completed,
    Deleted,
    Draft,
    Paused,
    Scheduled,
    Unknown,
)
from services.campaigns.domain.command import Command
from services.campaigns.domain.refusals import (
    AlreadyFinished,
    NobodyToCall,
    NoSuchCampaign,
    NotFinished,
    NotStarted,
)
from shared.contracts.campaigns import (
    CampaignCancelled,
    CampaignCreated,
    CampaignDeleted,
    CampaignPaused,
    CampaignResumed,
    CampaignScheduled,
    CampaignSettings,
)


class CreateCampaign(Command):
    """A user makes a campaign."""

    campaign_id: UUID
    user_id: UUID
    name: str
    agent_id: UUID
    next_action: str
    settings: CampaignSettings
    hidden: bool = False


def create(command: CreateCampaign, campaign: Campaign, now: datetime) -> list[CampaignEvent]:
    """Make a campaign, once."""
    if not isinstance(campaign, Unknown):
        return []
    return [CampaignCreated(at=now, **dict(command))]


def start(campaign_id: UUID, campaign: Campaign, now: datetime) -> list[CampaignEvent]:
    """Launch a draft that has contacts, or to which some are on their way."""
    match campaign:
        case Unknown() | Deleted():
            raise NoSuchCampaign(campaign_id=campaign_id)
        case Draft(upload=upload) if upload.calls + upload.pending == 0:
            raise NobodyToCall(campaign_id=campaign_id)
        case Draft():
            return [CampaignScheduled(at=now, campaign_id=campaign_id, user_id=campaign.user_id)]
        case Scheduled() | Active() | Paused():
            return []
        case Completed() | Cancelled():
            raise AlreadyFinished(campaign_id=campaign_id, status=status_of(campaign))
        case _:
            assert_never(campaign)


def pause(campaign_id: UUID, campaign: Campaign, now: datetime) -> list[CampaignEvent]:
    """Hold a launched campaign."""
    match campaign:
        case Unknown() | Deleted():
            raise NoSuchCampaign(campaign_id=campaign_id)
        case Draft():
            raise NotStarted(campaign_id=campaign_id)
        case Scheduled() | Active():
            return [CampaignPaused(at=now, campaign_id=campaign_id, user_id=campaign.user_id)]
        case Paused():
            return []
        case Completed() | Cancelled():
            raise AlreadyFinished(campaign_id=campaign_id, status=status_of(campaign))
        case _:
            assert_never(campaign)


def resume(campaign_id: UUID, campaign: Campaign, now: datetime) -> list[CampaignEvent]:
    """Let a paused campaign go on."""
    match campaign:
        case Unknown() | Deleted():
            raise NoSuchCampaign(campaign_id=campaign_id)
        case Draft():
            raise NotStarted(campaign_id=campaign_id)
        case Paused():
            return [CampaignResumed(at=now, campaign_id=campaign_id, user_id=campaign.user_id)]
        case Scheduled() | Active():
            return []
        case Completed() | Cancelled():
            raise AlreadyFinished(campaign_id=campaign_id, status=status_of(campaign))
        case _:
            assert_never(campaign)


def cancel(campaign_id: UUID, campaign: Campaign, now: datetime) -> list[CampaignEvent]:
    """End a campaign for good."""
    match campaign:
        case Unknown() | Deleted():
            raise NoSuchCampaign(campaign_id=campaign_id)
        case Draft() | Scheduled() | Active() | Paused():
            return [CampaignCancelled(at=now, campaign_id=campaign_id, user_id=campaign.user_id)]
        case Cancelled():
            return []
        case Completed():
            raise AlreadyFinished(campaign_id=campaign_id, status=status_of(campaign))
        case _:
            assert_never(campaign)


def delete(campaign_id: UUID, campaign: Campaign, now: datetime) -> list[CampaignEvent]:
    """Hide a campaign that will not call (any more)."""
    match campaign:
        case Unknown():
            raise NoSuchCampaign(campaign_id=campaign_id)
        case Deleted():
            return []
        case Draft() | Completed() | Cancelled():
            return [CampaignDeleted(at=now, campaign_id=campaign_id, user_id=campaign.user_id)]
        case Scheduled() | Active() | Paused():
            raise NotFinished(campaign_id=campaign_id, status=status_of(campaign))
        case _:
            assert_never(campaign)


def status_of(campaign: Campaign) -> str:
    """The public word for a state."""
    return type(campaign).__name__.lower()
