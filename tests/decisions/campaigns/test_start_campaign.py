from dataclasses import replace

from services.campaigns.domain.campaign import Campaign, CampaignEvent, Draft
from services.campaigns.domain.campaign_life import start
from services.campaigns.domain.campaign_parts import Upload
from services.campaigns.domain.refusals import AlreadyFinished, NobodyToCall, NoSuchCampaign
from shared.testing.examples import CAMPAIGN, NOW
from shared.testing.spec import state
from tests.decisions.campaigns.campaign_given import (
    cancelled,
    completed,
    created,
    deleted,
    given,
    paused,
    queued,
    scheduled,
    started,
)


def starting(campaign: Campaign) -> list[CampaignEvent]:
    return start(CAMPAIGN, campaign, NOW)


def test_a_draft_with_contacts_is_scheduled() -> None:
    given(created, queued).when(starting).then(scheduled)


def test_a_draft_whose_contacts_are_on_their_way_is_scheduled() -> None:
    draft = given(created).state
    assert isinstance(draft, Draft)
    state(replace(draft, upload=Upload(pending=1))).when(starting).then(scheduled)


def test_an_empty_draft_is_refused() -> None:
    refusal = given(created).when(starting).refused(NobodyToCall)
    assert str(refusal) == f"Campaign {CAMPAIGN} has no contacts yet; add some, then start it."
    assert refusal.code == "nobody_to_call"


def test_starting_twice_is_starting_once() -> None:
    given(created, queued, scheduled).when(starting).then()
    given(created, queued, scheduled, started).when(starting).then()


def test_a_paused_campaign_is_not_resumed_by_starting_it() -> None:
    given(created, queued, scheduled, paused).when(starting).then()


def test_a_finished_campaign_is_not_started_again() -> None:
    assert "is completed" in str(given(created, scheduled, completed).when(starting).refused(AlreadyFinished))
    assert "is cancelled" in str(given(created, cancelled).when(starting).refused(AlreadyFinished))


def test_a_campaign_that_is_not_there_is_missing() -> None:
    given().when(starting).refused(NoSuchCampaign)
    given(created, deleted).when(starting).refused(NoSuchCampaign)
