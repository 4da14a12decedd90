"""What people do to a running system holds at once: they pause, lower limits, close hours, lose a broker's store."""

import os
import signal
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx

from services.campaigns.http.stopping import SELF_STOP_SECONDS
from tests.faults.stack.api_client import Customer
from tests.faults.stack.conftest import Rehearse
from tests.faults.stack.freezing import wake
from tests.faults.stack.judge import Hours, Planned, placed_above, placed_after, violations
from tests.faults.stack.running_stack import SHORT_DEADLINES
from tests.faults.stack.waiting import wait_for

UTC_ZONE = ZoneInfo("UTC")
SECONDS_TO_THE_END = 90.0
CONTACTS = 60
STARTED = 15
LONGER_THAN_A_CALL = timedelta(seconds=3)
DIALER_STOPS_BY_ITSELF = timedelta(seconds=SELF_STOP_SECONDS + float(SHORT_DEADLINES["BOLNA_REQUEST_TIMEOUT_SECONDS"]))


def test_a_campaign_whose_hours_are_closed_calls_nobody_while_others_are_called(rehearse: Rehearse) -> None:
    run = rehearse(3, 3)
    open_customer, closed_customer = run.customers
    soon = datetime.now(UTC) + timedelta(hours=6)
    hours = Hours(soon.time().replace(second=0, microsecond=0), (soon + timedelta(hours=2)).time(), UTC_ZONE)
    closed = run.upload(closed_customer, CONTACTS // 3, hours=hours)
    run.planned[:] = [replace(closed, ends_as="scheduled")]
    run.upload(open_customer, CONTACTS // 3)
    run.wait_until_completed(SECONDS_TO_THE_END)
    assert violations(run.evidence(expected_waiting=CONTACTS // 3)) == []
    closed_customer.api.post(f"/api/campaigns/{closed.campaign_id}/cancel")


def test_after_pause_was_answered_with_200_no_call_of_the_campaign_starts(rehearse: Rehearse) -> None:
    run = rehearse(5, 5)
    paused, other = run.customers
    campaign = run.upload(paused, CONTACTS)
    run.upload(other, CONTACTS)
    run.wait_until_placed(STARTED)
    answer = paused.api.post_once(f"/api/campaigns/{campaign.campaign_id}/pause")
    answered = datetime.now(UTC)
    assert answer.status_code == httpx.codes.OK, answer.text
    wait_for(lambda: _is_completed(other, run.planned[1]), "the other campaign is completed", SECONDS_TO_THE_END)
    assert placed_after(run.bolna.placed(), paused.bolna_agent_id, answered) == []
    paused.api.post(f"/api/campaigns/{campaign.campaign_id}/resume")
    run.wait_until_completed(SECONDS_TO_THE_END)
    assert violations(run.evidence()) == []


def test_a_pause_while_nats_is_cut_off_promises_no_more_than_it_can_hold(rehearse: Rehearse) -> None:
    run = rehearse(5)
    (customer,) = run.customers
    campaign = run.upload(customer, CONTACTS)
    run.wait_until_placed(STARTED)
    broker = run.stack.pids["nats"]
    os.kill(broker, signal.SIGSTOP)
    try:
        answer = customer.api.post_once(f"/api/campaigns/{campaign.campaign_id}/pause")
        held_from = datetime.now(UTC)
        if answer.status_code == httpx.codes.ACCEPTED:
            assert answer.json()["stopping"] is True
            held_from += DIALER_STOPS_BY_ITSELF
        else:
            assert answer.status_code == httpx.codes.OK, answer.text
        wait_for(lambda: datetime.now(UTC) > held_from, "the dialer has stopped by itself")
    finally:
        wake(broker)
    wait_for(lambda: not customer.api.get(f"/api/campaigns/{campaign.campaign_id}")["stopping"], "it has stopped")
    wait_for(lambda: not run.bolna.peaks().live, "the last call is over")
    assert placed_after(run.bolna.placed(), customer.bolna_agent_id, held_from) == []

    customer.api.post(f"/api/campaigns/{campaign.campaign_id}/resume")
    run.wait_until_completed(SECONDS_TO_THE_END)
    assert violations(run.evidence()) == []


def test_a_limit_lowered_while_calls_run_drains_and_then_holds(rehearse: Rehearse) -> None:
    run = rehearse(6)
    (customer,) = run.customers
    run.upload(customer, CONTACTS)
    run.wait_until_placed(STARTED)
    run.admin.patch(f"/api/users/{customer.user_id}", {"concurrent_calls_limit": 2})
    drained = datetime.now(UTC) + LONGER_THAN_A_CALL
    run.wait_until_completed(SECONDS_TO_THE_END)
    assert placed_above(run.bolna.placed(), 2, drained) == []
    assert violations(run.evidence()) == []


def test_the_loss_of_the_broker_s_whole_store_while_calls_run_loses_no_contact(rehearse: Rehearse) -> None:
    run = rehearse(5, 5)
    for customer in run.customers:
        run.upload(customer, CONTACTS)
    run.wait_until_placed(STARTED)
    run.stack.lose_the_broker_s_store()
    run.wait_until_completed(SECONDS_TO_THE_END)
    assert violations(run.evidence()) == []


def _is_completed(customer: Customer, campaign: Planned) -> bool:
    return customer.campaign(campaign.campaign_id).status == "completed"
