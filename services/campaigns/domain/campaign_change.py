"""What of a campaign may be changed in which state. What was placed stays as it was; all else goes by the change."""

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
    evolve,
)
from services.campaigns.domain.campaign_life import status_of
from services.campaigns.domain.campaign_parts import Details
from services.campaigns.domain.campaign_progress import close_upload
from services.campaigns.domain.refusals import AlreadyFinished, CallsAreOut, FixedOnceStarted, NoSuchCampaign
from shared.contracts.campaigns import CampaignUpdated


def change(campaign_id: UUID, details: Details, campaign: Campaign, now: datetime, *, out: int) -> list[CampaignEvent]:
    """Record what is to hold from now on; nothing where nothing changes. `out`: so many of its calls are on the line.

    Everything may change before the first window has opened. From then on the start date is fixed, and at any time the
    agent while a call is out. A campaign that is no longer kept open takes nobody more; one that is, is open again.
    """
    match campaign:
        case Unknown() | Deleted():
            raise NoSuchCampaign(campaign_id=campaign_id)
        case Completed() | Cancelled():
            raise AlreadyFinished(campaign_id=campaign_id, status=status_of(campaign))
        case Draft() | Scheduled() | Active() | Paused():
            if details == campaign.details:
                return []
            _refuse(details, campaign, out)
            updated = CampaignUpdated(
                at=now,
                campaign_id=campaign_id,
                user_id=campaign.user_id,
                name=details.name,
                agent_id=details.agent_id,
                next_action=details.next_action,
                settings=details.settings,
            )
            return [updated, *_upload(evolve(campaign, updated), now)]
        case _:
            assert_never(campaign)


def _refuse(details: Details, campaign: Known, out: int) -> None:
    if campaign.started and details.settings.start_date != campaign.details.settings.start_date:
        raise FixedOnceStarted(campaign_id=campaign.campaign_id, start_date=campaign.details.settings.start_date)
    if out and details.agent_id != campaign.details.agent_id:
        raise CallsAreOut(campaign_id=campaign.campaign_id, out=out)


def _upload(campaign: Campaign, now: datetime) -> list[CampaignEvent]:
    """Close or open what was queued so far, where that no longer fits; an import on its way closes it by itself."""
    assert isinstance(campaign, Known)
    upload, keep_open = campaign.upload, campaign.details.settings.keep_open
    to_open = keep_open and upload.closed
    to_close = not keep_open and not upload.closed and upload.chunks > 0 and not upload.pending
    return [close_upload(campaign, now, last=to_close)] if to_open or to_close else []
