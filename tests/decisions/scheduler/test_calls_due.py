"""CallsDue: the time has come that calls waited for."""

from shared.contracts.scheduler import CallsDue
from shared.contracts.vocabulary import CallStatus, DialFailure, FailureScope, Outcome
from shared.testing.examples import CALL, CAMPAIGN, USER
from tests.decisions.scheduler.story import (
    LATER,
    ended,
    failed,
    given,
    minute,
    placed,
    reported,
    requested,
    requeued,
    retry,
    settled,
)

DUE = CallsDue(at=LATER, campaign_id=CAMPAIGN, user_id=USER, calls=(CALL,))


def test_a_call_that_waited_for_its_retry_is_queued_again() -> None:
    waiting = retry(Outcome.BUSY, attempts=1, retry_at=minute(62))
    call = given(requested(), placed(), ended(), reported(Outcome.BUSY), waiting, DUE).state
    assert (call.status, call.waits_until) == (CallStatus.QUEUED, None)


def test_a_call_that_was_sent_back_to_its_place_waits_no_longer() -> None:
    unreachable = failed(DialFailure.UNREACHABLE, FailureScope.OURS)
    call = given(requested(), unreachable, requeued(DialFailure.UNREACHABLE, 5), DUE).state
    assert (call.status, call.waits_until) == (CallStatus.QUEUED, None)


def test_a_call_that_is_out_or_settled_stays_so() -> None:
    assert given(requested(), DUE).state.status == CallStatus.DIALLING
    assert given(requested(), settled(Outcome.CANCELLED), DUE).state.status == CallStatus.SETTLED
