from services.campaigns.domain.campaign import Campaign, CampaignEvent
from services.campaigns.domain.campaign_life import pause
from services.campaigns.domain.refusals import AlreadyFinished, NoSuchCampaign, NotStarted
from shared.testing.examples import CAMPAIGN, NOW
from tests.decisions.campaigns.campaign_given import (
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


def pausing(campaign: Campaign) -> list[CampaignEvent]:
    return pause(CAMPAIGN, campaign, NOW)


def test_a_launched_campaign_is_paused_before_and_after_its_first_window() -> None:
    given(created, scheduled).when(pausing).then(paused)
    given(created, scheduled, started).when(pausing).then(paused)
    given(created, scheduled, started, paused, resumed).when(pausing).then(paused)


def test_pausing_twice_is_pausing_once() -> None:
    given(created, scheduled, paused).when(pausing).then()


def test_a_draft_has_nothing_to_pause() -> None:
    given(created).when(pausing).refused(NotStarted)


def test_a_finished_campaign_is_not_paused() -> None:
    given(created, scheduled, completed).when(pausing).refused(AlreadyFinished)
    given(created, cancelled).when(pausing).refused(AlreadyFinished)


def test_a_campaign_that_is_not_there_is_missing() -> None:
    given().when(pausing).refused(NoSuchCampaign)
    given(created, deleted).when(pausing).refused(NoSuchCampaign)
