"""Commands on campaigns: from a list of contacts, and through their life."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.campaigns.commands_context import Context
from shared.contracts.campaigns import CampaignSettings

MOST_CONTACTS = 10_000
"""Of one bulk call."""


@dataclass(frozen=True)
class NewCampaign:
    """A campaign to be made; `settings` of `domain.calling_settings`. A draft is not launched."""

    name: str
    agent_id: UUID
    next_action: str
    settings: CampaignSettings
    draft: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Added:
    """How many contacts were queued, and how many were in the campaign already."""

    queued: int
    already_in_campaign: int


async def create_campaign(context: Context, user_id: UUID, new: NewCampaign, contact_ids: Sequence[UUID] = ()) -> UUID:
    """Make a campaign that calls these contacts (at most 10,000, the same one twice counts once); return its id.

    It is scheduled at once unless it is a draft. Without contacts only a draft can be made. Raises NoSuchAgent,
    WrongFields naming every unknown contact; then nothing was made.
    """
    raise NotImplementedError


async def add_contacts(context: Context, user_id: UUID, campaign_id: UUID, contact_ids: Sequence[UUID]) -> Added:
    """Queue further contacts in an unfinished campaign. Raises NoSuchCampaign, AlreadyFinished, WrongFields."""
    raise NotImplementedError


async def start(context: Context, user_id: UUID, campaign_id: UUID) -> int:
    """Launch a draft; return a log position that contains it, as do pause, resume and cancel.

    Once launched nothing changes. Raises NoSuchCampaign, NobodyToCall, AlreadyFinished.
    """
    raise NotImplementedError


async def pause(context: Context, user_id: UUID, campaign_id: UUID) -> int:
    """Pause a launched campaign; paused already, nothing changes. Raises NoSuchCampaign, NotStarted, AlreadyFinished.

    It is true that nothing more starts once scheduler and dialer have applied the position returned.
    """
    raise NotImplementedError


async def resume(context: Context, user_id: UUID, campaign_id: UUID) -> int:
    """Resume a paused campaign; running already, nothing changes. Raises as `pause`."""
    raise NotImplementedError


async def cancel(context: Context, user_id: UUID, campaign_id: UUID) -> int:
    """Cancel a campaign; cancelled already, nothing changes. Raises NoSuchCampaign, AlreadyFinished if completed."""
    raise NotImplementedError


async def delete(context: Context, user_id: UUID, campaign_id: UUID) -> None:
    """Hide a draft, completed or cancelled campaign. Raises NoSuchCampaign, NotFinished."""
    raise NotImplementedError
