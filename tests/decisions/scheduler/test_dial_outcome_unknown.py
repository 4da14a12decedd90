"""DialOutcomeUnknown: nothing tells whether the call was placed."""

from shared.contracts.vocabulary import CallStatus, DialFailure
from tests.decisions.scheduler.story import (
    attempt,
    booked,
    given,
    presumed,
    requested,
    requeued,
    slots_after,
    status_after,
    unknown,
    what_follows,
)


def test_the_slot_stays_held_and_nothing_follows() -> None:
    given(requested(), unknown()).when(what_follows).then()
    assert slots_after(requested(), unknown()) == [attempt(1)]
    assert status_after(requested(), unknown()) == CallStatus.DIALLING


def test_presumed_not_placed_the_call_returns_to_its_place() -> None:
    given(requested(), unknown(), presumed()).when(what_follows).then(requeued(DialFailure.PRESUMED, 5))


def test_of_an_attempt_nobody_here_knows_it_books_the_slot() -> None:
    given(unknown(4)).when(what_follows).then(booked(4))
