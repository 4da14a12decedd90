"""CallsDeferred: calls whose turn had come wait for a frequency cap."""

from shared.contracts.scheduler import CallsDeferred, CallsDue
from shared.contracts.vocabulary import CallStatus, Outcome
from shared.testing.examples import CALL, CAMPAIGN, USER
from tests.decisions.scheduler.story import LATER, booked, ended, given, minute, placed, requested, settled

DEFERRED = CallsDeferred(
    at=LATER, campaign_id=CAMPAIGN, user_id=USER, code="frequency_cap", until=minute(60), caps="1/24 -", calls=(CALL,)
)
DUE = CallsDue(at=minute(60), campaign_id=CAMPAIGN, user_id=USER, calls=(CALL,))


def test_a_deferred_call_is_queued_and_waits() -> None:
    call = given(DEFERRED).state
    assert (call.status, call.waits_until, call.waits_under) == (CallStatus.QUEUED, minute(60), "1/24 -")


def test_when_its_time_comes_it_waits_for_no_cap_any_more() -> None:
    call = given(DEFERRED, DUE).state
    assert (call.status, call.waits_until, call.waits_under) == (CallStatus.QUEUED, None, None)


def test_a_call_that_is_out_or_settled_stays_so() -> None:
    assert given(requested(), placed(), DEFERRED).state.status == CallStatus.DIALLING
    assert given(requested(), ended(), settled(Outcome.ANSWERED), DEFERRED).state.waits_until is None


def test_one_that_turns_out_to_be_live_waits_for_nothing_but_its_end() -> None:
    call = given(DEFERRED, booked()).state
    assert (call.status, call.waits_until, call.waits_under) == (CallStatus.DIALLING, None, None)
