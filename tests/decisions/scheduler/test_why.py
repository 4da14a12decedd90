"""Why: every reason, by its public code."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.scheduler.domain.campaigns import CampaignState
from services.scheduler.domain.situation import CallSituation, Situation
from services.scheduler.domain.why import why_call, why_campaign
from shared.contracts.questions import Why
from shared.contracts.vocabulary import CallStatus
from shared.testing.examples import NOW

LATER = NOW + timedelta(hours=1)
GOING = Situation(CampaignState.RUNNING, opened=True, is_open=True, opens=NOW, ready=True, free_user=1, free_system=1)
QUEUED = CallSituation(CallStatus.QUEUED, GOING)


def codes(why: Why) -> list[str]:
    return [reason.code for reason in why.reasons]


@pytest.mark.parametrize(
    ("situation", "code"),
    [
        (replace(GOING, state=CampaignState.DRAFT), "draft"),
        (replace(GOING, state=CampaignState.PAUSED), "paused"),
        (replace(GOING, held=True), "scheduler_away"),
        (replace(GOING, agent_missing=True), "agent_missing"),
        (replace(GOING, stopped="key_rejected"), "provider_rejects_key"),
        (replace(GOING, stopped="balance_low"), "balance_low"),
        (replace(GOING, stopped="circuit_open"), "circuit_open"),
        (replace(GOING, stopped="restored"), "provider_away"),
        (replace(GOING, hopeless=True, is_open=False), "no_common_hours"),
        (replace(GOING, is_open=False, opens=LATER), "window_closed"),
        (replace(GOING, is_open=False, opens=LATER, starts_later=True), "before_start"),
        (replace(GOING, free_user=0), "user_limit"),
        (replace(GOING, suspended=True), "user_limit"),
        (replace(GOING, free_system=0), "system_limit"),
        (replace(GOING, free_campaign=0), "campaign_limit"),
        (replace(GOING, paced_until=LATER), "campaign_rate"),
        (GOING, "waiting_turn"),
    ],
)
def test_what_stands_in_the_way_of_a_campaign_stands_in_that_of_its_calls(situation: Situation, code: str) -> None:
    assert codes(why_campaign(situation, NOW)) == [code]
    assert codes(why_call(replace(QUEUED, lane=situation), NOW)) == [code]


def test_a_campaign_whose_calls_are_all_out_has_nothing_in_its_way() -> None:
    assert codes(why_campaign(replace(GOING, ready=False, free_user=0), NOW)) == []


def test_a_campaign_that_only_waits_for_retries_says_until_when() -> None:
    why = why_campaign(replace(GOING, ready=False, due=LATER), NOW)
    assert [(reason.code, reason.until) for reason in why.reasons] == [("retry_wait", LATER)]


def test_a_campaign_whose_calls_wait_for_a_cap_says_until_when() -> None:
    why = why_campaign(replace(GOING, ready=False, due=LATER, capped=True), NOW)
    assert [(reason.code, reason.until) for reason in why.reasons] == [("frequency_cap", LATER)]


@pytest.mark.parametrize("state", [CampaignState.COMPLETED, CampaignState.CANCELLED])
def test_a_campaign_that_is_over_has_no_reasons(state: CampaignState) -> None:
    assert why_campaign(replace(GOING, state=state), NOW) == Why(state=state.value)


def test_a_campaign_is_scheduled_until_its_first_window_and_active_from_then_on() -> None:
    assert why_campaign(replace(GOING, opened=False), NOW).state == "scheduled"
    assert why_campaign(GOING, NOW).state == "active"


def test_the_next_dial_is_told_unless_somebody_must_act_first() -> None:
    assert why_campaign(replace(GOING, is_open=False, opens=LATER), LATER).next_dial_at == LATER
    assert why_campaign(replace(GOING, state=CampaignState.PAUSED), NOW).next_dial_at is None
    assert why_campaign(replace(GOING, free_user=0), LATER).next_dial_at == LATER, "a limit may end any moment"
    assert why_call(QUEUED, LATER).next_dial_at == LATER
    assert why_call(replace(QUEUED, blocked=True), LATER).next_dial_at is None
    assert why_call(replace(QUEUED, lane=replace(GOING, stopped="balance_low")), LATER).next_dial_at is None


def test_a_call_tells_what_is_in_its_own_way_first() -> None:
    waiting = replace(QUEUED, waits_until=LATER, number_in_use=True, blocked=True)
    assert codes(why_call(waiting, LATER)) == ["do_not_call", "retry_wait", "number_in_use"]
    assert codes(why_call(replace(QUEUED, waits_until=LATER, capped=True), LATER)) == ["frequency_cap"]


def test_a_call_that_is_out_or_over() -> None:
    assert codes(why_call(replace(QUEUED, status=CallStatus.DIALLING), None)) == []
    unknown = replace(QUEUED, status=CallStatus.DIALLING, outcome_unknown=True)
    assert codes(why_call(unknown, None)) == ["outcome_unknown"]
    assert codes(why_call(replace(QUEUED, status=CallStatus.AWAITING_RESULT), None)) == ["awaiting_result"]
    assert codes(why_call(replace(QUEUED, status=CallStatus.SETTLED), None)) == []
