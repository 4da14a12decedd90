"""What an answer to the POST, or a later fact, makes of an attempt."""

from datetime import timedelta

import pytest

from services.dialer.domain.attempt import SCOPE, State
from services.dialer.domain.verdict import NotPlaced, Placed, Unknown, again, settle
from shared.contracts.dialer import CallPlaced, DialDeferred, DialFailed, DialOutcomeUnknown
from shared.contracts.vocabulary import DialFailure, FailureScope
from tests.decisions.dialer.attempts import NOW, attempt, unknown

PROVED = NotPlaced(DialFailure.NUMBER_REJECTED, status=422, message="not a number")
RATE_LIMITED = NotPlaced(DialFailure.RATE_LIMITED, status=429)


def test_a_call_that_bolna_took_is_placed_as_it_was_sent() -> None:
    [event] = settle(attempt(from_phone_number="+918000000001"), Placed("execution-1"), NOW)

    assert isinstance(event, CallPlaced)
    assert (event.execution_id, event.bolna_agent_id, event.phone_number, event.from_phone_number) == (
        "execution-1",
        "bolna-agent",
        "+919800000001",
        "+918000000001",
    )
    assert event.placed_at == NOW


def test_what_is_proved_not_placed_failed_in_the_providers_words() -> None:
    [event] = settle(attempt(), PROVED, NOW)

    assert isinstance(event, DialFailed)
    assert (event.reason, event.scope, event.provider_status, event.message) == (
        DialFailure.NUMBER_REJECTED,
        FailureScope.CONTACT,
        422,
        "not a number",
    )


def test_whatever_proves_nothing_is_unknown() -> None:
    [event] = settle(attempt(), Unknown("answered 500"), NOW + timedelta(seconds=1))

    assert isinstance(event, DialOutcomeUnknown)
    assert (event.error, event.sent_at) == ("answered 500", NOW)


@pytest.mark.parametrize("wait_seconds", [None, 0, 20])
def test_a_429_is_waited_out_as_the_same_attempt(wait_seconds: int | None) -> None:
    retry_at = None if wait_seconds is None else NOW + timedelta(seconds=wait_seconds)

    [event] = settle(attempt(), NotPlaced(DialFailure.RATE_LIMITED, status=429, retry_at=retry_at), NOW)

    assert isinstance(event, DialDeferred)
    assert event.attempt_id == attempt().attempt_id
    assert event.until == NOW + timedelta(seconds=wait_seconds or 1)


def test_a_429_that_outlasts_the_time_to_dial_gives_the_call_back() -> None:
    [event] = settle(attempt(dial_before=NOW + timedelta(seconds=1)), RATE_LIMITED, NOW)

    assert isinstance(event, DialFailed)
    assert (event.reason, event.scope) == (DialFailure.RATE_LIMITED, FailureScope.OURS)


def test_a_call_found_after_all_is_placed_whether_unknown_or_presumed_not_placed() -> None:
    for late in (unknown(), attempt(state=State.FAILED, failure=DialFailure.PRESUMED)):
        [event] = settle(late, Placed("execution-1"), NOW)
        assert isinstance(event, CallPlaced)


def test_an_unknown_attempt_is_never_sent_again_on_a_429() -> None:
    [event] = settle(unknown(), RATE_LIMITED, NOW)

    assert isinstance(event, DialFailed)


@pytest.mark.parametrize("verdict", [Placed("execution-1"), PROVED, RATE_LIMITED, Unknown("garbage")])
def test_what_is_placed_stays_placed(verdict: Placed | NotPlaced | Unknown) -> None:
    assert settle(attempt(state=State.PLACED, execution_id="execution-1"), verdict, NOW) == []


@pytest.mark.parametrize("state", [State.UNKNOWN, State.FAILED, State.PLACED, State.TAKEN])
def test_only_what_is_being_sent_can_become_unknown(state: State) -> None:
    assert settle(attempt(state=state), Unknown("garbage"), NOW) == []


@pytest.mark.parametrize("state", [State.TAKEN, State.SENDING])
def test_a_request_for_an_attempt_that_is_still_open_records_nothing(state: State) -> None:
    assert again(attempt(state=state), NOW) == []


def test_a_request_for_an_attempt_that_has_ended_is_answered_with_what_became_of_it() -> None:
    [placed] = again(attempt(state=State.PLACED, execution_id="execution-1"), NOW)
    [failed] = again(attempt(state=State.FAILED, failure=DialFailure.AGENT_MISSING), NOW)
    [open_still] = again(unknown(), NOW)

    assert isinstance(placed, CallPlaced)
    assert placed.execution_id == "execution-1"
    assert isinstance(failed, DialFailed)
    assert failed.reason == DialFailure.AGENT_MISSING
    assert isinstance(open_still, DialOutcomeUnknown)


def test_every_failure_is_somebodys_trouble() -> None:
    assert set(SCOPE) == set(DialFailure)
