"""Looking for a call whose placing is unknown."""

from datetime import timedelta

import pytest

from services.dialer.domain.looking import Candidate, found, look_times, sought_between
from services.dialer.provider import candidate
from shared.bolna.execution import read_execution
from tests.decisions.dialer.attempts import ATTEMPT, NOW, unknown

TIMEOUT = timedelta(seconds=30)
DELAYS = [timedelta(seconds=seconds) for seconds in (5, 30, 120)]
OURS = str(ATTEMPT.attempt_id)


def execution(number: str = ATTEMPT.phone_number, attempt_id: str | None = None, name: str = "e1") -> Candidate:
    return Candidate(execution_id=name, attempt_id=attempt_id, to_number=number, created_at=NOW)


def test_the_execution_that_names_the_attempt_is_its_own() -> None:
    others = [execution(attempt_id="another", name="e0"), execution(attempt_id=OURS, name="e1")]

    assert found(unknown(), others, claimed=set()) == "e1"


def test_without_the_echo_the_number_tells_if_no_other_attempt_has_claimed_it() -> None:
    assert found(unknown(), [execution()], claimed=set()) == "e1"
    assert found(unknown(), [execution()], claimed={"e1"}) is None


@pytest.mark.parametrize("written", ["919800000001", "00919800000001", "+91 98000-00001"])
def test_a_number_that_the_telephony_wrote_in_its_own_way_is_still_that_number(written: str) -> None:
    told = read_execution({"id": "e1", "agent_id": "b1", "telephony_data": {"to_number": written}})

    assert found(unknown(), [candidate(told)], claimed=set()) == "e1"


def test_an_execution_that_names_another_attempt_or_called_another_number_is_not_ours() -> None:
    assert found(unknown(), [execution(attempt_id="another")], claimed=set()) is None
    assert found(unknown(), [execution(number="+919800000009")], claimed=set()) is None
    assert found(unknown(), [], claimed=set()) is None


def test_the_last_look_comes_when_the_post_can_have_ended_and_the_last_delay_has_passed() -> None:
    attempt = unknown(send_by=NOW + timedelta(seconds=5))

    assert look_times(attempt, DELAYS, TIMEOUT) == [
        NOW + timedelta(seconds=30 + 5),
        NOW + timedelta(seconds=30 + 30),
        NOW + timedelta(seconds=5 + 30 + 120),
    ]


def test_executions_are_sought_around_the_times_at_which_the_post_can_have_reached_bolna() -> None:
    start, end = sought_between(unknown(), TIMEOUT)

    assert start == NOW - timedelta(seconds=60)
    assert end == NOW + timedelta(seconds=5 + 30 + 60)
