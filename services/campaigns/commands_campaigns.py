"""Commands on campaigns: from a list of contacts, and through their life."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.campaigns.commands_context import Context, carry_out, carry_out_and_tell, row, rows
from services.campaigns.domain import campaign_life
from services.campaigns.domain.campaign import Campaign, CampaignEvent, Known, Unknown
from services.campaigns.domain.campaign_progress import queue
from services.campaigns.domain.refusals import (
    FieldProblem,
    NobodyToCall,
    NoSuchAgent,
    NoSuchUser,
    UserIsSuspended,
    WrongFields,
)
from services.campaigns.domain.refused_contacts import contacts_not_allowed, unknown_contacts
from services.campaigns.projections_campaigns import locked_campaign
from services.campaigns.queueing_chunks import Added, append_life, in_campaign, queue_contacts
from shared.contracts.campaigns import CampaignSettings
from shared.runtime.worker import Step

MOST_CONTACTS = 10_000
"""Of one bulk call."""

Decision = Callable[[UUID, Campaign, datetime], list[CampaignEvent]]


@dataclass(frozen=True)
class NewCampaign:
    """A campaign to be made; `settings` of `domain.calling_settings`. A draft is not launched."""

    name: str
    agent_id: UUID
    next_action: str
    settings: CampaignSettings
    draft: bool = False
    hidden: bool = False


async def create_campaign(context: Context, user_id: UUID, new: NewCampaign, contact_ids: Sequence[UUID] = ()) -> UUID:
    """Make a campaign that calls these contacts (at most 10,000, the same one twice counts once); return its id.

    It is scheduled at once unless it is a draft. Without contacts only a draft can be made. Raises NobodyToCall,
    NoSuchAgent, UserIsSuspended, WrongFields naming every unknown contact; then nothing was made.
    """
    campaign_id = context.new_id()

    async def work(step: Step) -> None:
        now = context.now()
        campaign = await make_campaign(step, user_id, campaign_id, new, now)
        contacts = await _relied_on(step, user_id, contact_ids)
        if not contacts and not new.draft:
            raise NobodyToCall(campaign_id=campaign_id)
        if contacts:
            campaign = queue_contacts(step, campaign, contacts, now, context.new_id, more=False)
        if not new.draft:
            append_life(step, campaign, campaign_life.start(campaign_id, campaign, now))

    await carry_out(context, work)
    return campaign_id


async def add_contacts(context: Context, user_id: UUID, campaign_id: UUID, contact_ids: Sequence[UUID]) -> Added:
    """Queue further contacts in an unfinished campaign. Raises NoSuchCampaign, AlreadyFinished, WrongFields."""

    async def work(step: Step) -> Added:
        now = context.now()
        campaign = await locked_campaign(step.connection, campaign_id, user_id)
        queue(campaign_id, 0, campaign, now, more=True)
        contacts = await _relied_on(step, user_id, contact_ids)
        assert isinstance(campaign, Known)
        there = await in_campaign(step, campaign, contacts)
        fresh = [contact for contact in contacts if contact not in there]
        queue_contacts(step, campaign, fresh, now, context.new_id, more=False)
        return Added(len(fresh), len(contacts) - len(fresh))

    return await carry_out(context, work)


async def make_campaign(step: Step, user_id: UUID, campaign_id: UUID, new: NewCampaign, now: datetime) -> Campaign:
    """Record a campaign that relies on its user and agent. Raises NoSuchUser, UserIsSuspended, NoSuchAgent."""
    user = await row(step.connection, "user_relied_on", user_id=user_id)
    if user is None:
        raise NoSuchUser(user_id=user_id)
    if user["suspended"]:
        raise UserIsSuspended(user_id=user_id)
    if await row(step.connection, "agent_relied_on", agent_id=new.agent_id, user_id=user_id) is None:
        raise NoSuchAgent(agent_id=new.agent_id)
    command = campaign_life.CreateCampaign(
        campaign_id=campaign_id,
        user_id=user_id,
        name=new.name,
        agent_id=new.agent_id,
        next_action=new.next_action,
        settings=new.settings,
        hidden=new.hidden,
    )
    return append_life(step, Unknown(), campaign_life.create(command, Unknown(), now))


async def _relied_on(step: Step, user_id: UUID, contact_ids: Sequence[UUID]) -> list[UUID]:
    """Return these contacts, each once and in their order; they stay as they are until the step is committed."""
    wanted = list(dict.fromkeys(contact_ids))
    if len(wanted) > MOST_CONTACTS:
        message = f"has {len(wanted):,} contacts; at most {MOST_CONTACTS:,} are called at once: upload a file"
        raise WrongFields((FieldProblem("/contact_ids", "too_many", message, len(wanted)),))
    found = await rows(step.connection, "contacts_relied_on", user_id=user_id, contact_ids=wanted)
    known = {one["contact_id"] for one in found}
    unknown = [contact for contact in wanted if contact not in known]
    if unknown:
        raise unknown_contacts(unknown)
    closed = {one["contact_id"]: one["country"] for one in found if one["closed"]}
    if closed:
        raise contacts_not_allowed(closed)
    return wanted


async def start(context: Context, user_id: UUID, campaign_id: UUID) -> int:
    """Launch a draft; return a log position that contains it, as do pause, resume and cancel.

    Once launched nothing changes. Raises NoSuchCampaign, NobodyToCall, AlreadyFinished.
    """
    return await _decided(context, user_id, campaign_id, campaign_life.start)


async def pause(context: Context, user_id: UUID, campaign_id: UUID) -> int:
    """Pause a launched campaign; paused already, nothing changes. Raises NoSuchCampaign, NotStarted, AlreadyFinished.

    It is true that nothing more starts once scheduler and dialer have applied the position returned.
    """
    return await _decided(context, user_id, campaign_id, campaign_life.pause)


async def resume(context: Context, user_id: UUID, campaign_id: UUID) -> int:
    """Resume a paused campaign; running already, nothing changes. Raises as `pause`."""
    return await _decided(context, user_id, campaign_id, campaign_life.resume)


async def cancel(context: Context, user_id: UUID, campaign_id: UUID) -> int:
    """Cancel a campaign; cancelled already, nothing changes. Raises NoSuchCampaign, AlreadyFinished if completed."""
    return await _decided(context, user_id, campaign_id, campaign_life.cancel)


async def _decided(context: Context, user_id: UUID, campaign_id: UUID, decide: Decision) -> int:
    async def work(step: Step) -> None:
        campaign = await locked_campaign(step.connection, campaign_id, user_id)
        append_life(step, campaign, decide(campaign_id, campaign, context.now()))

    return await carry_out_and_tell(context, work)
