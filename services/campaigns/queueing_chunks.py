"""Contacts → chunks of a campaign's calls: at most 1,000 a chunk, its members fixed when it is queued."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from services.campaigns.commands_sql import rows
from services.campaigns.domain.campaign import Campaign, CampaignEvent, Known, evolve
from services.campaigns.domain.campaign_parts import Upload
from services.campaigns.domain.campaign_progress import queue
from shared.contracts.campaigns import ChunkMembers, ContactsQueued
from shared.contracts.ids import campaign_stream
from shared.messaging.envelope import Envelope
from shared.runtime.worker import Step

CHUNK = 1_000


@dataclass(frozen=True)
class Added:
    """How many contacts were queued, and how many were in the campaign already."""

    queued: int
    already_in_campaign: int


def append_life(
    step: Step, campaign: Campaign, events: Sequence[CampaignEvent], *, cause: Envelope | None = None
) -> Campaign:
    """Append what was decided of a campaign; return the campaign it leads to.

    The caller is alone with the campaign: it holds the row's lock, or is making it.
    """
    for event in events:
        campaign = evolve(campaign, event)
        assert isinstance(campaign, Known)
        step.append(campaign_stream(campaign.campaign_id), event, user_id=campaign.user_id, cause=cause)
    return campaign


async def in_campaign(
    step: Step, campaign: Known, contacts: Sequence[UUID], numbers: Mapping[UUID, str] = MappingProxyType({})
) -> set[UUID]:
    """Return which of these contacts have a call in a campaign, or a number that was called in it as another contact's.

    `numbers`: those of contacts that are not there yet.
    """
    if not contacts:
        return set()
    asked = {"contact_ids": list(contacts), "numbers": [numbers.get(contact) for contact in contacts]}
    where = {"campaign_id": campaign.campaign_id, "user_id": campaign.user_id}
    found = await rows(step.connection, "in_campaign", **where, **asked)
    return {one["contact_id"] for one in found}


def queue_contacts(
    step: Step,
    campaign: Campaign,
    contacts: Sequence[UUID],
    now: datetime,
    new_id: Callable[[], UUID],
    *,
    more: bool,
) -> Campaign:
    """Queue contacts that are new to a campaign, a call each, in their order and in chunks; return the campaign then.

    `more`: others are to come. The upload is closed by the last chunk, be it empty, unless an import is on its way.
    """
    assert isinstance(campaign, Known)
    more = more or campaign.upload.pending > 0
    for first in range(0, max(len(contacts), 1), CHUNK):
        chunk = contacts[first : first + CHUNK]
        events = queue(campaign.campaign_id, len(chunk), campaign, now, more=more or first + CHUNK < len(contacts))
        campaign = append_life(step, campaign, events)
        assert isinstance(campaign, Known)
        for event in events:
            assert isinstance(event, ContactsQueued)
            _append_members(step, event, [(new_id(), contact) for contact in chunk])
    return campaign


def append_with_members(
    step: Step, campaign: Campaign, events: Sequence[CampaignEvent], *, cause: Envelope | None = None
) -> Campaign:
    """As `append_life`, where empty chunks may be among the events: each is recorded with its members, none."""
    campaign = append_life(step, campaign, events, cause=cause)
    for event in events:
        if isinstance(event, ContactsQueued):
            assert event.count == 0
            _append_members(step, event, [])
    return campaign


def _append_members(step: Step, event: ContactsQueued, members: Sequence[tuple[UUID, UUID]]) -> None:
    beside = ChunkMembers(
        at=event.at, campaign_id=event.campaign_id, user_id=event.user_id, chunk=event.chunk, members=tuple(members)
    )
    step.append(campaign_stream(event.campaign_id), beside, user_id=event.user_id)


def with_pending(campaign: Campaign, change: int) -> Campaign:
    """Return the campaign with so many imports more, or fewer, on their way than its rows say yet."""
    assert isinstance(campaign, Known)
    upload: Upload = replace(campaign.upload, pending=campaign.upload.pending + change)
    return replace(campaign, upload=upload)
