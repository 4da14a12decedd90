"""CallEnded: the line is free."""

from shared.contracts.vocabulary import CallStatus, DialFailure, Outcome
from tests.decisions.scheduler.story import (
    answered,
    attempt,
    ended,
    given,
    minute,
    placed,
    presumed,
    reported,
    requested,
    requeued,
    settled,
    slots_after,
    status_after,
    what_follows,
)


def test_the_slot_is_freed_and_the_result_awaited() -> None:
    given(requested(), placed(), answered(), ended()).when(what_follows).then()
    call = given(requested(), placed(), answered(), ended()).state
    assert slots_after(requested(), placed(), answered(), ended()) == []
    assert (call.status, call.awaiting_since) == (CallStatus.AWAITING_RESULT, minute(2))


def test_said_twice_is_the_same_as_once() -> None:
    once = given(requested(), placed(), ended()).state
    assert given(requested(), placed(), ended(), ended()).state == once


def test_a_late_end_frees_no_other_attempts_slot() -> None:
    back = requeued(DialFailure.PRESUMED, 5)
    happened = (requested(), presumed(), back, requested(2), ended(1))
    assert slots_after(*happened) == [attempt(2)]
    given(*happened).when(what_follows).then()


def test_a_call_presumed_not_placed_that_has_ended_is_not_dialled_again() -> None:
    back = requeued(DialFailure.PRESUMED, 5)
    happened = (requested(), presumed(), back, ended())
    assert status_after(*happened) == CallStatus.AWAITING_RESULT
    given(*happened, reported()).when(what_follows).then(settled(Outcome.ANSWERED))


def test_a_result_that_was_presumed_lost_settles_the_call_when_the_other_try_is_withdrawn() -> None:
    back = requeued(DialFailure.PRESUMED, 5)
    happened = (requested(), presumed(), back, requested(2), ended(1), reported(number=1), presumed(2))
    given(*happened).when(what_follows).then(settled(Outcome.ANSWERED, number=1))
