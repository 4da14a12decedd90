"""A campaign's history, for the tests of what may happen to it."""

from dataclasses import replace

from services.campaigns.domain.campaign import Campaign, Known, Unknown, evolve
from shared.contracts.campaigns import (
    CampaignCancelled,
    CampaignCompleted,
    CampaignCreated,
    CampaignDeleted,
    CampaignPaused,
    CampaignResumed,
    CampaignScheduled,
    CampaignStarted,
    ContactsQueued,
)
from shared.testing.examples import AGENT, CAMPAIGN, NOW, SETTINGS, USER
from shared.testing.spec import history

WHOSE = {"at": NOW, "campaign_id": CAMPAIGN, "user_id": USER}

created = CampaignCreated(**WHOSE, name="October", agent_id=AGENT, next_action="renew", settings=SETTINGS)
kept_open = created.model_copy(update={"settings": SETTINGS.model_copy(update={"keep_open": True})})
queued = ContactsQueued(**WHOSE, chunk=1, count=2, last=True)
queued_of_more = ContactsQueued(**WHOSE, chunk=1, count=2, last=False)
scheduled = CampaignScheduled(**WHOSE)
started = CampaignStarted(**WHOSE)
paused = CampaignPaused(**WHOSE)
agent_missing = CampaignPaused(**WHOSE, reason="agent_missing")
resumed = CampaignResumed(**WHOSE)
cancelled = CampaignCancelled(**WHOSE)
completed = CampaignCompleted(**WHOSE, settled=2)
deleted = CampaignDeleted(**WHOSE)

NOTHING: Campaign = Unknown()
given = history(NOTHING, evolve)


def drained(campaign: Campaign, *, settled: int, pending: int = 0) -> Campaign:
    """The campaign when the scheduler has told that nothing is left."""
    assert isinstance(campaign, Known)
    return replace(campaign, upload=replace(campaign.upload, drained=settled, pending=pending))
