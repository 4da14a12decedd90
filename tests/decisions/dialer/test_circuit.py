"""The circuit breaker: when dialling stops for the account, when it is tried, and when it goes on."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.dialer.domain.asking import Look, looked, probe_at
from services.dialer.domain.attempt import State
from services.dialer.domain.circuit import Circuit, Phase, Rules, Trouble, evolve, judge
from services.dialer.domain.evidence import Evidence, Recent, Share, evidence_of, remembered
from services.dialer.domain.verdict import NotPlaced, Placed, Unknown, Verdict
from shared.contracts.dialer import DialingResumed, DialingStopped
from shared.contracts.vocabulary import DialFailure
from tests.decisions.dialer.attempts import NOW, attempt

RULES = Rules()
NO_CALLS = Share()
LATER = NOW + timedelta(seconds=30)
GOING_ON = Circuit()
STOPPED = Circuit(Phase.STOPPED, NOW, Trouble.KEY_REJECTED, strikes=1)
ON_TRIAL = Circuit(Phase.ON_TRIAL, NOW, Trouble.KEY_REJECTED, strikes=1)


def judged(
    circuit: Circuit, evidence: Evidence, share: Share = NO_CALLS, sent_at: datetime = LATER
) -> DialingStopped | DialingResumed | None:
    return judge(circuit, evidence, sent_at=sent_at, share=share, rules=RULES, now=LATER)


@pytest.mark.parametrize(
    ("verdict", "evidence"),
    [
        (Placed("execution-1"), Evidence.TAKEN),
        (Unknown("HTTP 500"), Evidence.FAILED),
        (NotPlaced(DialFailure.UNREACHABLE), Evidence.AWAY),
        (NotPlaced(DialFailure.KEY_REJECTED, status=401), Evidence.KEY_REJECTED),
        (NotPlaced(DialFailure.RATE_LIMITED, status=429), None),
        (NotPlaced(DialFailure.NUMBER_REJECTED, status=422), None),
        (NotPlaced(DialFailure.AGENT_MISSING, status=404), None),
        (NotPlaced(DialFailure.TOO_LATE), None),
    ],
)
def test_what_an_answer_says_of_the_account(verdict: Verdict, evidence: Evidence | None) -> None:
    assert evidence_of(verdict) is evidence


@pytest.mark.parametrize(
    ("evidence", "trouble"),
    [(Evidence.KEY_REJECTED, "provider_rejects_key"), (Evidence.BALANCE_LOW, "balance_low")],
)
def test_a_rejected_key_and_a_low_balance_stop_dialling_at_once(evidence: Evidence, trouble: str) -> None:
    assert judged(GOING_ON, evidence) == DialingStopped(at=LATER, reason=trouble)


@pytest.mark.parametrize(
    ("share", "trouble"),
    [
        (Share(taken=5, failed=4), None),
        (Share(taken=6, failed=5), None),
        (Share(taken=5, failed=5), "circuit_open"),
        (Share(failed=10), "circuit_open"),
        (Share(taken=2, failed=2, away=6), "provider_away"),
        (Share(failed=9), None),
    ],
)
def test_half_of_at_least_ten_that_fail_stop_dialling(share: Share, trouble: str | None) -> None:
    event = judged(GOING_ON, Evidence.FAILED, share)

    assert (event and event.model_dump()["reason"]) == trouble


def test_a_call_that_is_taken_never_stops_dialling() -> None:
    assert judged(GOING_ON, Evidence.TAKEN, Share(taken=1, failed=99)) is None


def test_only_what_was_heard_within_two_minutes_counts_into_the_share() -> None:
    recent = Recent(RULES.within, [(NOW, Evidence.FAILED), (NOW + timedelta(seconds=60), Evidence.TAKEN)])

    assert recent.share(NOW + timedelta(seconds=119)) == Share(taken=1, failed=1)
    assert recent.share(NOW + timedelta(seconds=120)) == Share(taken=1)
    recent.add(NOW + timedelta(seconds=130), Evidence.AWAY)
    assert recent.share(NOW + timedelta(seconds=130)) == Share(taken=1, away=1)


def test_a_successor_counts_what_became_of_the_attempts_before_it() -> None:
    stands = [
        attempt(state=State.PLACED),
        attempt(state=State.UNKNOWN),
        attempt(state=State.FAILED, failure=DialFailure.PRESUMED),
        attempt(state=State.FAILED, failure=DialFailure.UNREACHABLE),
        attempt(state=State.FAILED, failure=DialFailure.NUMBER_REJECTED),
        attempt(state=State.SENDING),
    ]

    assert [remembered(one) for one in stands] == [
        Evidence.TAKEN,
        Evidence.FAILED,
        Evidence.FAILED,
        Evidence.AWAY,
        None,
        None,
    ]


@pytest.mark.parametrize("evidence", list(Evidence))
def test_while_dialling_is_stopped_nothing_that_is_heard_of_calls_changes_it(evidence: Evidence) -> None:
    assert judged(STOPPED, evidence, Share(failed=99)) is None


@pytest.mark.parametrize("circuit", [ON_TRIAL, replace(GOING_ON, since=NOW)])
@pytest.mark.parametrize("evidence", list(Evidence))
def test_what_was_sent_before_says_nothing_however_late_it_is_heard(circuit: Circuit, evidence: Evidence) -> None:
    assert judged(circuit, evidence, Share(failed=99), sent_at=NOW - timedelta(seconds=1)) is None


@pytest.mark.parametrize("evidence", [Evidence.TAKEN, Evidence.DIALLED])
def test_a_call_that_is_taken_on_trial_lets_dialling_go_on(evidence: Evidence) -> None:
    assert judged(ON_TRIAL, evidence) == DialingResumed(at=LATER)


def test_where_money_was_the_trouble_the_trial_must_be_dialled() -> None:
    trial = replace(ON_TRIAL, trouble=Trouble.BALANCE_LOW)

    assert judged(trial, Evidence.TAKEN) is None
    assert judged(trial, Evidence.DIALLED) == DialingResumed(at=LATER)
    assert judged(trial, Evidence.BALANCE_LOW) == DialingStopped(at=LATER, reason="balance_low")


@pytest.mark.parametrize(
    ("evidence", "trouble"),
    [
        (Evidence.FAILED, "circuit_open"),
        (Evidence.AWAY, "provider_away"),
        (Evidence.KEY_REJECTED, "provider_rejects_key"),
        (Evidence.BALANCE_LOW, "balance_low"),
    ],
)
def test_a_trial_that_fails_stops_dialling_again(evidence: Evidence, trouble: str) -> None:
    assert judged(ON_TRIAL, evidence) == DialingStopped(at=LATER, reason=trouble)


def test_while_stopped_an_answer_for_the_account_allows_one_call_at_a_time() -> None:
    assert looked(STOPPED, Look.ANSWERED, 0, RULES, LATER) == DialingResumed(at=LATER, bound=1)
    assert looked(STOPPED, Look.NO_MONEY, 0, RULES, LATER) == DialingResumed(at=LATER, bound=1)
    assert looked(STOPPED, Look.AWAY, 9, RULES, LATER) is None
    assert looked(STOPPED, Look.KEY_REJECTED, 0, RULES, LATER) is None


def test_an_empty_wallet_is_no_answer_where_money_was_the_trouble() -> None:
    assert looked(replace(STOPPED, trouble=Trouble.BALANCE_LOW), Look.NO_MONEY, 0, RULES, LATER) is None


def test_a_key_that_may_place_calls_and_not_see_the_account_neither_stops_dialling_nor_keeps_it_stopped() -> None:
    away = replace(STOPPED, trouble=Trouble.PROVIDER_AWAY)
    ten_minutes = NOW + timedelta(minutes=10)

    assert looked(GOING_ON, Look.FORBIDDEN, 0, RULES, LATER) is None
    assert looked(away, Look.FORBIDDEN, 0, RULES, LATER) == DialingResumed(at=LATER, bound=1)
    assert looked(STOPPED, Look.FORBIDDEN, 0, RULES, LATER) is None
    assert looked(STOPPED, Look.FORBIDDEN, 0, RULES, ten_minutes) == DialingResumed(at=ten_minutes, bound=1)


@pytest.mark.parametrize("circuit", [GOING_ON, ON_TRIAL])
def test_an_account_that_does_not_answer_twice_stops_dialling_and_so_does_a_key_that_it_rejects(
    circuit: Circuit,
) -> None:
    assert looked(circuit, Look.ANSWERED, 0, RULES, LATER) is None
    assert looked(circuit, Look.AWAY, 1, RULES, LATER) is None
    assert looked(circuit, Look.AWAY, 2, RULES, LATER) == DialingStopped(at=LATER, reason="provider_away")
    assert looked(circuit, Look.KEY_REJECTED, 0, RULES, LATER) == DialingStopped(
        at=LATER, reason="provider_rejects_key"
    )


@pytest.mark.parametrize(("strikes", "seconds"), [(1, 5), (2, 10), (3, 20), (7, 320), (8, 600), (40, 600)])
def test_the_account_is_asked_after_a_wait_that_doubles_to_ten_minutes(strikes: int, seconds: int) -> None:
    assert probe_at(replace(STOPPED, strikes=strikes), RULES, None) == NOW + timedelta(seconds=seconds)


def test_an_account_that_did_not_answer_is_asked_again_soon() -> None:
    asked = NOW + timedelta(seconds=600)

    assert probe_at(STOPPED, RULES, NOW + timedelta(seconds=5)) == NOW + timedelta(seconds=10)
    assert probe_at(replace(STOPPED, strikes=40), RULES, asked) == asked + timedelta(seconds=30)
    assert probe_at(GOING_ON, RULES, asked) is None
    assert probe_at(ON_TRIAL, RULES, asked) is None


def test_strikes_are_counted_until_a_trial_succeeds() -> None:
    stop, trial, go_on = DialingStopped(at=NOW, reason="balance_low"), DialingResumed(at=NOW, bound=1), LATER
    circuit = GOING_ON
    for event in (stop, trial, stop, trial):
        circuit = evolve(circuit, event)

    assert circuit == Circuit(Phase.ON_TRIAL, NOW, "balance_low", strikes=2)
    assert evolve(circuit, DialingResumed(at=go_on)) == Circuit(Phase.GOING_ON, LATER)
