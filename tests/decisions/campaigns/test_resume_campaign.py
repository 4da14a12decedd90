from services.campaigns.domain.campaign import Active, Campaign, CampaignEvent, Scheduled
from services.campaigns.domain.campaign_life import resume
from services.campaigns.domain.refusals import AlreadyFinished, NoSuchCampaign, NotStarted
from shared.testing.examples import CAMPAIGN, NOW
from tests.decisions.campaigns.campaign_given import (
    agent_missing,
    cancelled,
    completed,
    created,
    deleted,
    given,
    paused,
    resumed,
    scheduled,
    started,
)


def resuming(campaign: Campaign) -> list[CampaignEvent]:
    return resume(CAMPAIGN, campaign, NOW)


def test_a_paused_campaign_is_resumed_whoever_paused_it() -> None:
    given(created, scheduled, paused).when(resuming).then(resumed)
    given(created, scheduled, agent_missing).when(resuming).then(resumed)


def test_it_is_then_where_it_would_have_been() -> None:
    assert isinstance(given(created, scheduled, paused, resumed).state, Scheduled)
    assert isinstance(given(created, scheduled, started, paused, resumed).state, Active)
    assert isinstance(given(created, scheduled, paused, started, resumed).state, Active)


def test_resuming_twice_is_resuming_once() -> None:
    given(created, scheduled, paused, resumed).when(resuming).then()
    given(created, scheduled, started).when(resuming).then()


def test_a_draft_is_not_resumed() -> None:
    given(created).when(resuming).refused(NotStarted)


def test_a_finished_campaign_is_not_resumed() -> None:
    given(created, scheduled, completed).when(resuming).refused(AlreadyFinished)
    given(created, cancelled).when(resuming).refused(AlreadyFinished)


def test_a_campaign_that_is_not_there_is_missing() -> None:
    given().when(resuming).refused(NoSuchCampaign)
    given(created, deleted).when(resuming).refused(NoSuchCampaign)
