"""Making a campaign like another: at once where it is small, else as an import of its contacts, a chunk at a time."""

from dataclasses import dataclass
from uuid import UUID

from services.campaigns.commands_campaigns import MOST_CONTACTS, NewCampaign, make_campaign
from services.campaigns.commands_context import QUERIES, Context, carry_out, row, rows
from services.campaigns.commands_imports import StagedImport, accept_import, fail_upload, open_upload
from services.campaigns.domain.refusals import AgentIsRemoved, NoSuchAgent, NoSuchCampaign, Refusal, StillImporting
from services.campaigns.queueing_chunks import queue_contacts
from shared.contracts.campaigns import CampaignSettings
from shared.runtime.worker import Step

LONGEST_NAME = 200
COPY = " (copy)"
CHUNKS_AT_ONCE = 20
"""So many chunks are staged in a transaction: some 20,000 contacts, in well under a second."""


@dataclass(frozen=True)
class _Original:
    """What is to be made once more."""

    campaign_id: UUID
    calls: int
    chunks: int
    copy: NewCampaign


async def duplicate(context: Context, user_id: UUID, campaign_id: UUID) -> UUID:
    """Make a draft with the settings and contacts of a campaign, whatever its state; return its id.

    Contacts that were removed stay out. The contacts of a large one are queued by the leader, after this returned.
    Raises NoSuchCampaign, AgentIsRemoved, StillImporting, UserIsSuspended; then nothing was made.
    """
    original = await carry_out(context, lambda step: _original(step, user_id, campaign_id))
    try:
        if original.calls > MOST_CONTACTS:
            return await _as_an_import(context, user_id, original)
        return await _at_once(context, user_id, original)
    except NoSuchAgent:
        raise AgentIsRemoved(agent_id=original.copy.agent_id) from None


async def _original(step: Step, user_id: UUID, campaign_id: UUID) -> _Original:
    found = await row(step.connection, "campaign_to_duplicate", campaign_id=campaign_id, user_id=user_id)
    if found is None:
        raise NoSuchCampaign(campaign_id=campaign_id)
    if found["importing"]:
        raise StillImporting(campaign_id=campaign_id)
    copy = NewCampaign(
        name=found["name"][: LONGEST_NAME - len(COPY)] + COPY,
        agent_id=found["agent_id"],
        next_action=found["next_action"],
        settings=CampaignSettings.model_validate(found["settings"]),
        draft=True,
    )
    return _Original(campaign_id, found["calls"], found["chunks"], copy)


async def _at_once(context: Context, user_id: UUID, original: _Original) -> UUID:
    new_id = context.new_id()

    async def work(step: Step) -> None:
        now = context.now()
        campaign = await make_campaign(step, user_id, new_id, original.copy, now)
        found = await rows(step.connection, "contacts_to_duplicate", campaign_id=original.campaign_id)
        contacts = [one["contact_id"] for one in found]
        if contacts:
            queue_contacts(step, campaign, contacts, now, context.new_id, more=False)

    await carry_out(context, work)
    return new_id


async def _as_an_import(context: Context, user_id: UUID, original: _Original) -> UUID:
    """Stage the contacts of each chunk, then accept them in one transaction; what is refused leaves nothing staged."""
    import_id = context.new_id()
    await open_upload(context, user_id, import_id)
    contacts = 0
    for first in range(1, original.chunks + 1, CHUNKS_AT_ONCE):
        chunks = {"first": first, "last": min(first + CHUNKS_AT_ONCE - 1, original.chunks)}
        contacts += await carry_out(context, lambda step, chunks=chunks: _stage(step, import_id, original, **chunks))  # type: ignore[misc]
    staged = StagedImport(import_id, original.chunks, contacts, contacts, 0, 0)
    try:
        accepted = await accept_import(context, user_id, staged, original.copy)
    except Refusal as refused:
        failure = {"code": refused.code, "title": "It was not made once more", "detail": str(refused), "errors": []}
        await fail_upload(context, user_id, import_id, failure)
        raise
    assert accepted.campaign_id is not None
    return accepted.campaign_id


async def _stage(step: Step, import_id: UUID, original: _Original, *, first: int, last: int) -> int:
    """Stage some chunks; return how many contacts are in them."""
    parameters = {"import_id": import_id, "campaign_id": original.campaign_id, "first": first, "last": last}
    found = await (await step.connection.execute(QUERIES["stage_contacts"], parameters)).fetchall()
    return sum(one["contacts"] for one in found)
