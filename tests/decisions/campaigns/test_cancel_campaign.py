import pytest

from services.campaigns.domain.campaign import Campaign, CampaignEvent
from services.campaigns.domain.campaign_life import cancel
from services.campaigns.domain.refusals import AlreadyFinished, NoSuchCampaign
from shared.testing.examples import CAMPAIGN, NOW
from tests.decisions.campaigns.campaign_given import (
    cancelled,
    completed,
    created,
    deleted,
    given,
    paused,
    scheduled,
    started,
)


def cancelling(campaign: Campaign) -> list[CampaignEvent]:
    return cancel(CAMPAIGN, campaign, NOW)


@pytest.mark.parametrize("past", [(), (scheduled,), (scheduled, started), (scheduled, paused)])
def test_an_unfinished_campaign_is_cancelled(past: tuple[CampaignEvent, ...]) -> None:
    given(created, *past).when(cancelling).then(cancelled)


def test_cancelling_twice_is_cancelling_once() -> None:
    given(created, cancelled).when(cancelling).then()


def test_a_completed_campaign_is_not_cancelled() -> None:
    given(created, scheduled, completed).when(cancelling).refused(AlreadyFinished)


def test_a_campaign_that_is_not_there_is_missing() -> None:
    given().when(cancelling).refused(NoSuchCampaign)
    given(created, deleted).when(cancelling).refused(NoSuchCampaign)
