"""Commands that change a campaign, or hide it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.campaigns.commands_context import Context, Revisions, carry_out, carry_out_and_tell, row
from services.campaigns.domain import campaign_change, campaign_life
from services.campaigns.domain.calling_settings import calling_settings
from services.campaigns.domain.campaign import Campaign, Deleted, Known
from services.campaigns.domain.campaign_parts import Details
from services.campaigns.domain.refusals import (
    ChangedMeanwhile,
    NoSuchAgent,
    NoSuchCampaign,
)
from services.campaigns.projections_campaigns import locked_campaign
from services.campaigns.queueing_chunks import append_life, append_with_members
from shared.runtime.worker import Step


@dataclass(frozen=True)
class CampaignChange:
    """What of a campaign is to change. None leaves a name, agent or next action as it is.

    `settings` by their names as a person writes them: null takes the default again, absent stays.
    `default_timezone` takes the place of a zone that is cleared.
    """

    default_timezone: str
    name: str | None = None
    agent_id: UUID | None = None
    next_action: str | None = None
    settings: Mapping[str, Any] | None = None


async def change_campaign(
    context: Context, user_id: UUID, campaign_id: UUID, change: CampaignChange, revisions: Revisions = None
) -> int:
    """Change an unfinished campaign; return a log position that contains it. What changes nothing records nothing.

    Raises NoSuchCampaign, ChangedMeanwhile, AlreadyFinished, WrongFields, NoSuchAgent, FixedOnceStarted, CallsAreOut;
    then nothing has changed.
    """

    async def work(step: Step) -> None:
        if change.agent_id is not None:
            await _rely_on_agent(step, user_id, change.agent_id)
        campaign = await locked_campaign(step.connection, campaign_id, user_id)
        await _compare(step, campaign, revisions)
        details = campaign.details if isinstance(campaign, Known) else None
        if details is None:
            raise NoSuchCampaign(campaign_id=campaign_id)
        found = await row(step.connection, "calls_out", campaign_id=campaign_id)
        out = found["out"] if found else 0
        events = campaign_change.change(campaign_id, _changed(details, change), campaign, context.now(), out=out)
        append_with_members(step, campaign, events)

    return await carry_out_and_tell(context, work)


async def delete(context: Context, user_id: UUID, campaign_id: UUID, revisions: Revisions = None) -> None:
    """Hide a draft, completed or cancelled campaign; hidden already, nothing changes. Its live calls go on.

    Raises NoSuchCampaign, ChangedMeanwhile, NotFinished.
    """

    async def work(step: Step) -> None:
        campaign = await locked_campaign(step.connection, campaign_id, user_id)
        if not isinstance(campaign, Deleted):
            await _compare(step, campaign, revisions)
        append_life(step, campaign, campaign_life.delete(campaign_id, campaign, context.now()))

    await carry_out(context, work)


async def _rely_on_agent(step: Step, user_id: UUID, agent_id: UUID) -> None:
    if await row(step.connection, "agent_relied_on", agent_id=agent_id, user_id=user_id) is None:
        raise NoSuchAgent(agent_id=agent_id)


async def _compare(step: Step, campaign: Campaign, revisions: Revisions) -> None:
    """Refuse what was decided on another revision than the present one."""
    if revisions is None or not isinstance(campaign, Known):
        return
    found = await row(step.connection, "campaign_revision", campaign_id=campaign.campaign_id)
    if found is None or found["revision"] not in revisions:
        raise ChangedMeanwhile(what=f"Campaign {campaign.campaign_id}")


def _changed(details: Details, change: CampaignChange) -> Details:
    given = details.settings.model_dump(mode="json") | dict(change.settings or {})
    return Details(
        name=details.name if change.name is None else change.name,
        agent_id=change.agent_id or details.agent_id,
        next_action=details.next_action if change.next_action is None else change.next_action,
        settings=calling_settings(given, default_timezone=change.default_timezone),
    )
