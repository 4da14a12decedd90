from datetime import date
from typing import Any

import pytest

from services.campaigns.domain.campaign import Campaign, CampaignEvent
from services.campaigns.domain.campaign_change import change
from services.campaigns.domain.campaign_parts import Details
from services.campaigns.domain.refusals import AlreadyFinished, CallsAreOut, FixedOnceStarted, NoSuchCampaign
from shared.contracts.campaigns import CampaignUpdated, ContactsQueued, RetryRule
from shared.testing.examples import AGENT, CAMPAIGN, NOW, SETTINGS
from shared.testing.spec import When, state
from tests.decisions.campaigns.campaign_given import (
    WHOSE,
    cancelled,
    completed,
    created,
    deleted,
    drained,
    given,
    kept_open,
    paused,
    queued,
    queued_of_more,
    scheduled,
    started,
)

ANOTHER_AGENT = AGENT.__class__(int=AGENT.int + 1)
LATER = {"start_date": date(2031, 1, 1)}
RUNNING = [(scheduled,), (scheduled, started), (scheduled, paused), (scheduled, started, paused)]


def changed(**settings: Any) -> CampaignUpdated:
    """What is recorded of changed settings; other fields of a campaign by their names."""
    own = {name: settings.pop(name) for name in ("name", "agent_id", "next_action") if name in settings}
    fields = {"name": "October", "agent_id": AGENT, "next_action": "renew", **own}
    return CampaignUpdated(**WHOSE, **fields, settings=SETTINGS.model_copy(update=settings))


def changing(campaign: Campaign, to: CampaignUpdated, *, out: int = 0) -> When[CampaignEvent]:
    return state(campaign).when(lambda known: change(CAMPAIGN, Details.of(to), known, NOW, out=out))


@pytest.mark.parametrize("past", [(), *RUNNING])
@pytest.mark.parametrize(
    "to",
    [
        changed(name="November"),
        changed(next_action="ask"),
        changed(first_call_time="10:00", last_call_time="02:00"),
        changed(timezone="Europe/London", use_contact_timezone=True),
        changed(days=("mon",), holidays=(date(2030, 12, 25),)),
        changed(end_date=date(2031, 1, 1)),
        changed(max_concurrent_calls=1, max_calls_per_minute=5),
        changed(retry=RetryRule(max_attempts=3, outcomes=("busy",), delays_minutes=(5,))),
        changed(from_phone_numbers=("+442079460199",)),
    ],
)
def test_what_is_not_yet_placed_goes_by_the_change(past: tuple[CampaignEvent, ...], to: CampaignUpdated) -> None:
    changing(given(created, queued, *past).state, to, out=2).then(to)


@pytest.mark.parametrize("past", [(), (scheduled,), (scheduled, paused)])
def test_before_its_first_window_it_may_start_on_another_day(past: tuple[CampaignEvent, ...]) -> None:
    changing(given(created, queued, *past).state, changed(**LATER)).then(changed(**LATER))


@pytest.mark.parametrize("past", [(scheduled, started), (scheduled, started, paused)])
def test_once_started_its_start_date_is_fixed(past: tuple[CampaignEvent, ...]) -> None:
    changing(given(created, queued, *past).state, changed(name="November", **LATER)).refused(FixedOnceStarted)


@pytest.mark.parametrize("past", [(), *RUNNING])
def test_the_agent_is_changed_only_while_no_call_is_out(past: tuple[CampaignEvent, ...]) -> None:
    campaign, to = given(created, queued, *past).state, changed(agent_id=ANOTHER_AGENT)
    changing(campaign, to).then(to)
    assert "1 calls" in str(changing(campaign, to, out=1).refused(CallsAreOut))


def test_a_change_that_changes_nothing_records_nothing() -> None:
    changing(given(created, queued, scheduled, started).state, changed(), out=2).then()


def test_a_finished_campaign_is_not_changed() -> None:
    changing(given(created, scheduled, completed).state, changed(name="November")).refused(AlreadyFinished)
    changing(given(created, cancelled).state, changed(name="November")).refused(AlreadyFinished)


def test_a_campaign_that_is_not_there_is_missing() -> None:
    changing(given().state, changed()).refused(NoSuchCampaign)
    changing(given(created, deleted).state, changed()).refused(NoSuchCampaign)


def test_no_longer_kept_open_it_takes_nobody_more() -> None:
    campaign = given(kept_open, queued_of_more, scheduled).state
    changing(campaign, changed()).then(changed(), ContactsQueued(**WHOSE, chunk=2, count=0, last=True))


def test_what_an_import_on_its_way_closes_is_not_closed_before() -> None:
    campaign = drained(given(kept_open, queued_of_more, scheduled).state, settled=0, pending=1)
    changing(campaign, changed()).then(changed())


def test_kept_open_again_it_waits_again() -> None:
    campaign = given(created, queued, scheduled).state
    to = changed(keep_open=True)
    changing(campaign, to).then(to, ContactsQueued(**WHOSE, chunk=2, count=0, last=False))


def test_a_draft_without_contacts_has_nothing_to_close() -> None:
    changing(given(kept_open).state, changed()).then(changed())
