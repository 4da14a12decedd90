import pytest

from services.campaigns.domain import campaign_progress
from services.campaigns.domain.campaign import Campaign, CampaignEvent
from shared.testing.examples import NOW
from shared.testing.spec import state
from tests.decisions.campaigns.campaign_given import (
    agent_missing,
    cancelled,
    completed,
    created,
    deleted,
    drained,
    given,
    paused,
    queued,
    resumed,
    scheduled,
    started,
)


def opening(campaign: Campaign) -> list[CampaignEvent]:
    return campaign_progress.opened(campaign, NOW)


def losing_its_agent(campaign: Campaign) -> list[CampaignEvent]:
    return campaign_progress.agent_missing(campaign, NOW)


def completing(campaign: Campaign) -> list[CampaignEvent]:
    return campaign_progress.complete(campaign, NOW)


def having(*past: CampaignEvent, settled: int, pending: int = 0) -> Campaign:
    return drained(given(created, *past).state, settled=settled, pending=pending)


def test_a_campaign_starts_when_its_first_window_opens_even_while_it_is_paused() -> None:
    given(created, scheduled).when(opening).then(started)
    given(created, scheduled, paused).when(opening).then(started)


@pytest.mark.parametrize(
    "past",
    [(), (scheduled, started), (scheduled, started, paused), (scheduled, completed), (cancelled,), (deleted,)],
)
def test_it_starts_once_and_only_when_launched(past: tuple[CampaignEvent, ...]) -> None:
    given(created, *past).when(opening).then()


def test_an_agent_gone_from_bolna_pauses_a_launched_campaign() -> None:
    given(created, scheduled).when(losing_its_agent).then(agent_missing)
    given(created, scheduled, started).when(losing_its_agent).then(agent_missing)


def test_a_test_call_whose_agent_is_gone_is_given_up() -> None:
    hidden = created.model_copy(update={"hidden": True})
    given(hidden, scheduled).when(losing_its_agent).then(cancelled)
    given(hidden, scheduled, started).when(losing_its_agent).then(cancelled)


@pytest.mark.parametrize("past", [(), (scheduled, paused), (scheduled, completed), (cancelled,), (deleted,)])
def test_it_changes_nothing_of_a_campaign_that_does_not_call(past: tuple[CampaignEvent, ...]) -> None:
    given(created, *past).when(losing_its_agent).then()


@pytest.mark.parametrize(
    "past", [(scheduled,), (scheduled, started), (scheduled, paused), (scheduled, paused, resumed)]
)
def test_a_campaign_completes_when_all_that_was_queued_is_settled(past: tuple[CampaignEvent, ...]) -> None:
    state(having(queued, *past, settled=2)).when(completing).then(completed)


def test_it_does_not_complete_while_anything_may_come() -> None:
    state(having(queued, scheduled, settled=1)).when(completing).then()
    state(having(queued, scheduled, settled=2, pending=1)).when(completing).then()
    state(having(queued.model_copy(update={"last": False}), scheduled, settled=2)).when(completing).then()
    given(created, queued, scheduled).when(completing).then()


@pytest.mark.parametrize("past", [(), (scheduled, completed), (cancelled,), (deleted,)])
def test_nothing_completes_that_was_not_launched_or_is_finished(past: tuple[CampaignEvent, ...]) -> None:
    state(having(queued, *past, settled=2)).when(completing).then()
