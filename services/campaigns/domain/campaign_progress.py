"""What follows for a campaign from what is queued, and from what scheduler and dialer tell."""

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
    Known,
    Paused,
    Scheduled,
    Unknown,
)
from services.campaigns.domain.campaign_life import status_of
from services.campaigns.domain.refusals import AlreadyFinished, NoSuchCampaign
from shared.contracts.campaigns import (
    CampaignCancelled,
    CampaignCompleted,
    CampaignPaused,
    CampaignStarted,
    ContactsQueued,
)


def queue(campaign_id: UUID, count: int, campaign: Campaign, now: datetime, *, more: bool) -> list[CampaignEvent]:
    """Queue a further chunk of `count` calls. `more`: others are to come, so the upload is not closed by it.

    Nothing follows of an empty chunk that closes nothing. A campaign that is kept open is never closed.
    """
    match campaign:
        case Unknown() | Deleted():
            raise NoSuchCampaign(campaign_id=campaign_id)
        case Completed() | Cancelled():
            raise AlreadyFinished(campaign_id=campaign_id, status=status_of(campaign))
        case Draft() | Scheduled() | Active() | Paused():
            last = not more and not campaign.details.settings.keep_open
            if count == 0 and (not last or campaign.upload.closed):
                return []
            return [
                ContactsQueued(
                    at=now,
                    campaign_id=campaign_id,
                    user_id=campaign.user_id,
                    chunk=campaign.upload.chunks + 1,
                    count=count,
                    last=last,
                )
            ]
        case _:
            assert_never(campaign)


def opened(campaign: Campaign, now: datetime) -> list[CampaignEvent]:
    """Its first window has opened: it has started, once, also while it is paused."""
    match campaign:
        case Scheduled() | Paused(started=False):
            return [CampaignStarted(at=now, campaign_id=campaign.campaign_id, user_id=campaign.user_id)]
        case Unknown() | Draft() | Active() | Paused() | Completed() | Cancelled() | Deleted():
            return []
        case _:
            assert_never(campaign)


def agent_missing(campaign: Campaign, now: datetime) -> list[CampaignEvent]:
    """Bolna does not know its agent (any more): it is paused, and says why. A test call is given up."""
    match campaign:
        case Scheduled(hidden=True) | Active(hidden=True):
            return [CampaignCancelled(at=now, campaign_id=campaign.campaign_id, user_id=campaign.user_id)]
        case Scheduled() | Active():
            return [
                CampaignPaused(
                    at=now, campaign_id=campaign.campaign_id, user_id=campaign.user_id, reason="agent_missing"
                )
            ]
        case Unknown() | Draft() | Paused() | Completed() | Cancelled() | Deleted():
            return []
        case _:
            assert_never(campaign)


def expired(campaign: Campaign, now: datetime) -> list[CampaignEvent]:
    """Its last window is past: nothing more can come, so that one that was kept open is closed."""
    match campaign:
        case Scheduled() | Active() | Paused():
            if campaign.upload.closed or campaign.upload.pending:
                return []
            return [close_upload(campaign, now)]
        case Unknown() | Draft() | Completed() | Cancelled() | Deleted():
            return []
        case _:
            assert_never(campaign)


def close_upload(campaign: Known, now: datetime, *, last: bool = True) -> ContactsQueued:
    """Return the empty chunk that closes the upload, or, where it is not the `last`, opens it again."""
    return ContactsQueued(
        at=now,
        campaign_id=campaign.campaign_id,
        user_id=campaign.user_id,
        chunk=campaign.upload.chunks + 1,
        count=0,
        last=last,
    )


def complete(campaign: Campaign, now: datetime) -> list[CampaignEvent]:
    """Complete a campaign if all that was ever queued is settled, its upload closed, and no import on its way."""
    match campaign:
        case Scheduled() | Active() | Paused():
            upload = campaign.upload
            if not upload.closed or upload.pending or upload.drained != upload.calls:
                return []
            return [
                CampaignCompleted(
                    at=now, campaign_id=campaign.campaign_id, user_id=campaign.user_id, settled=upload.calls
                )
            ]
        case Unknown() | Draft() | Completed() | Cancelled() | Deleted():
            return []
        case _:
            assert_never(campaign)
