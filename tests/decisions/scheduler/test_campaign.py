"""What follows for a campaign: opened, closed with one event, drained."""

from dataclasses import replace
from datetime import datetime, timedelta

from services.scheduler.domain.campaigns import Campaign, CampaignState, follow_campaign
from shared.contracts.scheduler import CampaignDrained, CampaignOpened, LaneClosed
from shared.contracts.vocabulary import Outcome
from shared.testing.examples import AGENT, CAMPAIGN, NOW, SETTINGS, USER
from shared.testing.spec import state

RUNNING = Campaign(CAMPAIGN, USER, AGENT, SETTINGS, state=CampaignState.RUNNING, opened=True, total=10)
OPENED = CampaignOpened(at=NOW, campaign_id=CAMPAIGN, user_id=USER)
LAST_WINDOW = NOW - timedelta(seconds=1)

Followed = list[LaneClosed | CampaignDrained | CampaignOpened]


def follow(
    campaign: Campaign, *, is_open: bool = True, expires: datetime | None = None, held: bool = False
) -> Followed:
    return follow_campaign(campaign, NOW, is_open=is_open, expires=expires, held=held)


def closed(outcome: Outcome, count: int) -> LaneClosed:
    return LaneClosed(at=NOW, campaign_id=CAMPAIGN, user_id=USER, outcome=outcome, count=count)


def drained(settled: int) -> CampaignDrained:
    return CampaignDrained(at=NOW, campaign_id=CAMPAIGN, user_id=USER, settled=settled)


def test_a_campaign_opens_with_its_first_window_and_once() -> None:
    state(replace(RUNNING, opened=False)).when(follow).then(OPENED)
    state(replace(RUNNING, opened=False)).when(lambda one: follow(one, is_open=False)).then()
    state(RUNNING).when(follow).then()


def test_a_draft_and_a_paused_campaign_do_not_open() -> None:
    state(replace(RUNNING, opened=False, state=CampaignState.DRAFT)).when(follow).then()
    state(replace(RUNNING, opened=False, state=CampaignState.PAUSED)).when(follow).then()


def test_a_cancelled_campaign_is_closed_with_one_event_that_spares_what_is_out() -> None:
    cancelled = replace(RUNNING, state=CampaignState.CANCELLED, out=2, settled=3)
    state(cancelled).when(follow).then(closed(Outcome.CANCELLED, 5))
    state(replace(cancelled, closed=Outcome.CANCELLED, settled=8)).when(follow).then()


def test_calls_queued_behind_the_cancel_are_closed_likewise() -> None:
    cancelled = replace(
        RUNNING, state=CampaignState.CANCELLED, closed=Outcome.CANCELLED, settled=10, drained=10, total=15
    )
    state(cancelled).when(follow).then(closed(Outcome.CANCELLED, 5))


def test_a_cancelled_campaign_is_drained_when_its_last_call_is_back() -> None:
    cancelled = replace(
        RUNNING, state=CampaignState.CANCELLED, closed=Outcome.CANCELLED, upload_closed=True, settled=9, out=1
    )
    state(cancelled).when(follow).then()
    state(replace(cancelled, settled=10, out=0)).when(follow).then(drained(10))


def test_a_campaign_past_its_last_window_expires_running_or_paused() -> None:
    for expiring in (RUNNING, replace(RUNNING, state=CampaignState.PAUSED)):
        state(expiring).when(lambda one: follow(one, expires=LAST_WINDOW)).then(closed(Outcome.EXPIRED, 10))
        state(expiring).when(lambda one: follow(one, expires=NOW + timedelta(seconds=1))).then()


def test_a_draft_does_not_expire() -> None:
    draft = replace(RUNNING, state=CampaignState.DRAFT)
    state(draft).when(lambda one: follow(one, expires=LAST_WINDOW)).then()


def test_an_expired_campaign_with_its_upload_closed_is_drained_in_the_same_breath() -> None:
    expiring = replace(RUNNING, upload_closed=True, settled=4)
    state(expiring).when(lambda one: follow(one, expires=LAST_WINDOW)).then(closed(Outcome.EXPIRED, 6), drained(10))


def test_a_campaign_is_drained_when_all_that_was_queued_is_settled_and_the_upload_is_closed() -> None:
    done = replace(RUNNING, upload_closed=True, settled=10)
    state(done).when(follow).then(drained(10))
    state(replace(done, drained=10)).when(follow).then()
    state(replace(done, upload_closed=False)).when(follow).then()
    state(replace(done, settled=9, out=1)).when(follow).then()
    state(replace(done, state=CampaignState.PAUSED)).when(follow).then(drained(10))


def test_contacts_added_afterwards_drain_it_again() -> None:
    added = replace(RUNNING, upload_closed=True, total=12, settled=12, drained=10)
    state(added).when(follow).then(drained(12))


def test_an_empty_upload_is_drained_at_nothing() -> None:
    state(replace(RUNNING, upload_closed=True, total=0)).when(follow).then(drained(0))


def test_nothing_is_drained_while_a_message_about_it_waits_for_a_person() -> None:
    done = replace(RUNNING, upload_closed=True, settled=10)
    state(done).when(lambda one: follow(one, held=True)).then()


def test_a_drained_draft_is_said_to_be_so_at_launch() -> None:
    draft = replace(RUNNING, state=CampaignState.DRAFT, upload_closed=True, settled=10)
    state(draft).when(follow).then()
    state(replace(draft, state=CampaignState.RUNNING)).when(follow).then(drained(10))
