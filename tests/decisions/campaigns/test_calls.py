"""Where a call stands, whatever the order in which three logs are read."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.campaigns.domain.call import Call, CallEvent, Heard, moved, shown
from shared.contracts.ids import attempt_id
from shared.contracts.scheduler import (
    CallRequeued,
    CallsDue,
    CallSettled,
    CallSkipped,
    DialRequested,
    RetryScheduled,
    SlotBooked,
)
from shared.contracts.vocabulary import CallStatus, DialFailure, Outcome
from shared.testing.examples import ATTEMPT, CALL, CAMPAIGN, CONTACT, NOW, SECOND_ATTEMPT, USER, example

WHOSE = {"at": NOW, "call_id": CALL, "campaign_id": CAMPAIGN, "user_id": USER}
LATER = NOW + timedelta(hours=1)
QUEUED = Call(CALL, CAMPAIGN)

requested = example(DialRequested)
requested_again = requested.model_copy(update={"request_number": 2, "attempt_id": SECOND_ATTEMPT})
retry = RetryScheduled(**WHOSE, attempt_id=ATTEMPT, outcome=Outcome.BUSY, attempts=1, retry_at=LATER)
requeued = CallRequeued(**WHOSE, attempt_id=ATTEMPT, reason=DialFailure.PRESUMED, not_before=LATER)
booked = SlotBooked(**WHOSE, attempt_id=ATTEMPT)
due = CallsDue(at=LATER, campaign_id=CAMPAIGN, user_id=USER, calls=(CALL,))
skipped = CallSkipped(**WHOSE, contact_id=CONTACT, code="do_not_call")
settled = CallSettled(**WHOSE, contact_id=CONTACT, outcome=Outcome.ANSWERED, attempts=2, reason="completed")


def told(*events: CallEvent) -> Call:
    call = QUEUED
    for position, event in enumerate(events, start=1):
        call = moved(call, position, event)
    return call


def test_a_requested_call_is_dialling_until_something_is_heard_of_its_line() -> None:
    call = told(requested)
    assert shown(call, Heard()).status is CallStatus.DIALLING
    assert shown(call, Heard(answered=True)).status is CallStatus.IN_CALL
    assert shown(call, Heard(answered=True, ended=True)).status is CallStatus.AWAITING_RESULT
    assert shown(call, Heard(ended=True)).status is CallStatus.AWAITING_RESULT


def test_what_is_heard_moves_no_call_that_is_not_out() -> None:
    for call in (QUEUED, told(requested, retry), told(requested, requeued), told(settled)):
        assert shown(call, Heard(answered=True, ended=True)) == call


def test_a_call_to_be_tried_again_waits_until_then() -> None:
    call = told(requested, retry)
    assert (call.status, call.attempts, call.next_attempt_at) == (CallStatus.WAITING_RETRY, 1, LATER)
    again = told(requested, retry, requested_again)
    assert (again.status, again.attempt_id, again.next_attempt_at) == (CallStatus.DIALLING, SECOND_ATTEMPT, None)


def test_a_call_whose_time_has_come_is_queued_again() -> None:
    call = told(requested, retry, due)
    assert (call.status, call.attempts, call.next_attempt_at) == (CallStatus.QUEUED, 1, None)
    assert told(requested, requeued, due).next_attempt_at is None
    assert told(requested, due).status is CallStatus.DIALLING


def test_a_call_that_was_not_placed_is_queued_again_and_says_why() -> None:
    call = told(requested, requeued)
    assert (call.status, call.attempts, call.next_attempt_at) == (CallStatus.QUEUED, 0, LATER)
    assert call.reason == "presumed_not_placed"


def test_a_call_that_is_live_after_all_is_out_on_that_attempt_again() -> None:
    call = shown(told(requested, requeued, booked), Heard(answered=True))
    assert (call.status, call.attempt_id) == (CallStatus.IN_CALL, ATTEMPT)


def test_a_settled_call_has_its_outcome_once_and_for_good() -> None:
    call = told(requested, settled, booked, requested_again, skipped)
    assert (call.status, call.outcome, call.attempts) == (CallStatus.SETTLED, Outcome.ANSWERED, 2)
    assert told(skipped).reason == "do_not_call"


def test_attempt_ids_are_those_of_the_requests() -> None:
    assert (attempt_id(CALL, 1), attempt_id(CALL, 2)) == (ATTEMPT, SECOND_ATTEMPT)


TOLD = (requested, retry, requeued, due, booked, requested_again, skipped, settled)
EVENTS = st.lists(st.sampled_from(TOLD), max_size=8)


@settings(deadline=None, derandomize=True)
@given(EVENTS, st.data())
def test_an_event_told_again_at_any_time_changes_nothing(events: Sequence[CallEvent], data: st.DataObject) -> None:
    expected = told(*events)
    call = QUEUED
    for position, event in enumerate(events, start=1):
        call = moved(call, position, event)
        for again in data.draw(st.lists(st.integers(1, position), max_size=3)):
            call = moved(call, again, events[again - 1])
    assert call == expected
