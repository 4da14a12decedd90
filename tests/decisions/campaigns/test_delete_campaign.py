import pytest

from services.campaigns.domain.campaign import Campaign, CampaignEvent
from services.campaigns.domain.campaign_life import delete
from services.campaigns.domain.refusals import NoSuchCampaign, NotFinished
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


def deleting(campaign: Campaign) -> list[CampaignEvent]:
    return delete(CAMPAIGN, campaign, NOW)


@pytest.mark.parametrize("past", [(), (scheduled, completed), (cancelled,)])
def test_a_campaign_that_calls_no_more_is_deleted(past: tuple[CampaignEvent, ...]) -> None:
    given(created, *past).when(deleting).then(deleted)


@pytest.mark.parametrize("past", [(scheduled,), (scheduled, started), (scheduled, paused)])
def test_a_campaign_that_may_call_is_not_deleted(past: tuple[CampaignEvent, ...]) -> None:
    given(created, *past).when(deleting).refused(NotFinished)


def test_deleting_twice_is_deleting_once() -> None:
    given(created, deleted).when(deleting).then()


def test_a_campaign_that_is_not_there_is_missing() -> None:
    given().when(deleting).refused(NoSuchCampaign)
