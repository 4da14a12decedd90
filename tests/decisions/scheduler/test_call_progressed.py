"""CallProgressed: the phone rings, or was answered."""

from shared.contracts.vocabulary import CallStatus, DialFailure
from tests.decisions.scheduler.story import (
    answered,
    attempt,
    booked,
    ended,
    given,
    placed,
    presumed,
    released,
    requested,
    requeued,
    ringing,
    slots_after,
    status_after,
    stopped,
    what_follows,
)


def test_a_ringing_phone_is_still_being_dialled() -> None:
    assert status_after(requested(), placed(), ringing()) == CallStatus.DIALLING


def test_an_answered_call_is_in_call_even_before_its_placing_is_told() -> None:
    assert status_after(requested(), answered()) == CallStatus.IN_CALL
    assert status_after(requested(), answered(), placed(), ringing()) == CallStatus.IN_CALL


def test_a_call_that_goes_live_after_its_end_is_booked_again() -> None:
    happened = (requested(), placed(), ended(), answered())
    given(*happened).when(what_follows).then(booked())
    assert status_after(*happened) == CallStatus.IN_CALL
    assert slots_after(*happened, booked()) == [attempt(1)]
    assert slots_after(*happened, booked(), ended()) == []


def test_a_stopped_call_that_goes_live_is_booked_again() -> None:
    back = requeued(DialFailure.STOPPED, 5)
    given(requested(), placed(), stopped(), back, ringing()).when(what_follows).then(booked())


def test_a_slot_freed_by_hand_is_booked_again_when_the_phone_is_answered() -> None:
    given(requested(), placed(), released(), answered()).when(what_follows).then(booked())


def test_a_presumption_does_not_free_the_slot_of_a_call_that_rang() -> None:
    given(requested(), ringing(), presumed()).when(what_follows).then()
    assert slots_after(requested(), ringing(), presumed()) == [attempt(1)]
