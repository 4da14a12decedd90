"""After a restore: which requests were dialled already, by what Bolna says."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from services.dialer.domain.attempt import State
from services.dialer.domain.restored import BEFORE_THE_FIRST_RECORD, Forgotten, History, claims, turned_up
from shared.contracts.dialer import CallPlaced, DialAttempted
from tests.decisions.dialer.attempts import ATTEMPT, NOW, attempt

REQUEST = attempt(state=State.TAKEN, bolna_agent_id=None, attempted_at=None, send_by=None)
FIRST = Forgotten("e1", "bolna-agent", ATTEMPT.call_id, ATTEMPT.phone_number, NOW)


def test_a_request_of_a_call_that_bolna_was_given_is_that_call_whichever_of_its_requests_it_was() -> None:
    second = replace(REQUEST, attempt_id=uuid4(), request_number=2)

    assert claims([REQUEST], [FIRST]) == {REQUEST.attempt_id: FIRST}
    assert claims([second], [FIRST]) == {second.attempt_id: FIRST}


def test_of_several_executions_of_a_call_the_earliest_comes_first_and_each_is_claimed_once() -> None:
    second = replace(FIRST, execution_id="e2", created_at=NOW + timedelta(minutes=5))
    again = replace(REQUEST, attempt_id=uuid4(), request_number=2)
    third = replace(REQUEST, attempt_id=uuid4(), request_number=3)

    assert claims([REQUEST, again, third], [FIRST, second]) == {REQUEST.attempt_id: FIRST, again.attempt_id: second}


def test_an_execution_that_names_no_call_is_that_of_the_next_request_to_its_number() -> None:
    unnamed = replace(FIRST, call_id=None)

    assert claims([REQUEST], [unnamed]) == {REQUEST.attempt_id: unnamed}
    assert claims([replace(REQUEST, phone_number="+919800000009")], [unnamed]) == {}


def test_another_call_to_the_same_number_is_another_call() -> None:
    assert claims([REQUEST], [replace(FIRST, call_id=uuid4())]) == {}


def test_a_request_that_turns_up_is_recorded_as_sent_and_placed() -> None:
    sent, placed = turned_up(REQUEST, FIRST, NOW + timedelta(hours=1))

    assert isinstance(sent, DialAttempted)
    assert isinstance(placed, CallPlaced)
    assert (placed.execution_id, placed.bolna_agent_id, placed.placed_at) == ("e1", "bolna-agent", NOW)


def test_one_whose_post_is_recorded_is_recorded_as_placed_alone() -> None:
    [placed] = turned_up(attempt(state=State.FAILED), FIRST, NOW)

    assert isinstance(placed, CallPlaced)


def test_a_restore_forgets_from_the_last_record_on_with_room_for_another_clock() -> None:
    restored = History(uuid4(), NOW, None, None, NOW - timedelta(hours=3))

    assert restored.forgets_since() == NOW - timedelta(hours=3, seconds=60)
    assert replace(restored, last_at=None).forgets_since() == NOW - BEFORE_THE_FIRST_RECORD - timedelta(seconds=60)


@pytest.mark.parametrize("restored_at", [None, NOW])
def test_only_a_restore_that_is_not_recorded_yet_is_unheard_of(restored_at: object) -> None:
    history = History(uuid4(), NOW if restored_at else None, None, None, NOW)

    assert history.unheard_of is (restored_at is not None)
    assert not replace(history, restored_epoch=history.epoch).unheard_of
