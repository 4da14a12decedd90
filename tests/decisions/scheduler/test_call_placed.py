"""CallPlaced: the provider took the call."""

import pytest

from services.scheduler.domain.retrying import Circumstances
from shared.contracts.vocabulary import CallStatus, DialFailure, FailureScope, Outcome
from tests.decisions.scheduler.story import (
    LATER,
    answered,
    attempt,
    booked,
    ended,
    failed,
    given,
    given_a_stranger,
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


def test_a_call_that_was_placed_keeps_its_slot_and_nothing_follows() -> None:
    given(requested(), placed()).when(what_follows).then()
    assert slots_after(requested(), placed()) == [attempt(1)]
    assert status_after(requested(), placed()) == CallStatus.DIALLING


def test_a_call_placed_after_all_is_booked_and_not_dialled_again() -> None:
    back = requeued(DialFailure.PRESUMED, 5)
    given(requested(), presumed(), back, placed()).when(what_follows).then(booked())
    assert status_after(requested(), presumed(), back, placed(), booked()) == CallStatus.DIALLING
    given(requested(), presumed(), back, placed(), booked()).when(what_follows).then()


@pytest.mark.parametrize("reason", [DialFailure.TOO_LATE, DialFailure.DIALING_STOPPED, DialFailure.UNREACHABLE])
def test_whatever_it_failed_of_a_call_that_bolna_has_is_not_dialled_again(reason: DialFailure) -> None:
    """After a restore a request is refused that had been placed behind the backup."""
    back = (requested(), failed(reason, FailureScope.OURS), requeued(reason, 5))
    given(*back, placed()).when(what_follows).then(booked())
    assert status_after(*back, placed(), booked()) == CallStatus.DIALLING
    assert given(*back, placed(), booked()).state.placed == 1


@pytest.mark.parametrize("reason", [DialFailure.TOO_LATE, DialFailure.DIALING_STOPPED])
def test_nor_is_it_where_its_end_was_heard_of_before(reason: DialFailure) -> None:
    back = (requested(), failed(reason, FailureScope.OURS), requeued(reason, 5))
    assert status_after(*back, ended(), placed()) == CallStatus.AWAITING_RESULT
    given(*back, ended(), placed(), reported()).when(what_follows).then(settled(Outcome.ANSWERED))


def test_a_call_placed_after_all_makes_the_other_try_not_count() -> None:
    back = requeued(DialFailure.PRESUMED, 5)
    happened = (requested(), presumed(), back, requested(2), placed())
    given(*happened).when(what_follows).then(booked())
    call = given(*happened, booked()).state
    assert call.attempt_id == attempt(1)
    assert slots_after(*happened, booked()) == [attempt(1), attempt(2)]


def test_an_attempt_nobody_here_knows_is_booked() -> None:
    given(placed(7)).when(what_follows).then(booked(7))
    assert given(placed(7)).state.status == CallStatus.DIALLING


def test_an_attempt_of_a_call_nobody_here_knows_is_booked_and_nothing_else() -> None:
    given_a_stranger(placed()).when(what_follows).then(booked())
    given_a_stranger(placed(), booked(), ended(), reported()).when(what_follows).then()


def test_news_of_placing_behind_the_end_of_the_line_books_nothing() -> None:
    given(requested(), ended(), placed()).when(what_follows).then()
    assert slots_after(requested(), ended(), placed()) == []
    assert status_after(requested(), ended(), placed()) == CallStatus.AWAITING_RESULT


def test_a_settled_call_that_is_live_after_all_is_booked_and_stays_settled() -> None:
    cancelled = settled(Outcome.CANCELLED)
    happened = (requested(), presumed(), cancelled, placed())
    given(*happened).when(what_follows).then(booked())
    call = given(*happened, booked(), answered(), ended(), reported()).state
    assert (call.status, call.outcome) == (CallStatus.SETTLED, Outcome.CANCELLED)
    assert call.settled_at == LATER


def test_a_call_placed_in_a_campaign_since_cancelled_goes_on_to_its_own_end() -> None:
    closed = Circumstances(closed=Outcome.CANCELLED)
    given(requested(), placed()).when(lambda call: what_follows(call, closed)).then()
