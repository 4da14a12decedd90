"""CallStopped: Bolna held the call back, and it was stopped there."""

from services.scheduler.domain.retrying import Circumstances
from shared.contracts.vocabulary import DialFailure, Outcome
from tests.decisions.scheduler.story import (
    attempt,
    booked,
    given,
    not_dialled,
    placed,
    requested,
    requeued,
    ringing,
    settled,
    slots_after,
    stopped,
    what_follows,
)


def test_the_slot_is_freed_and_the_call_returns_to_its_place_uncounted() -> None:
    given(requested(), placed(), stopped()).when(what_follows).then(requeued(DialFailure.STOPPED, 5))
    assert slots_after(requested(), placed(), stopped()) == []
    assert given(requested(), placed(), stopped()).state.placed == 0


def test_the_report_of_it_afterwards_changes_nothing() -> None:
    back = requeued(DialFailure.STOPPED, 5)
    given(requested(), placed(), stopped(), back, not_dialled("stopped")).when(what_follows).then()


def test_at_a_cancel_the_call_is_cancelled() -> None:
    closed = Circumstances(closed=Outcome.CANCELLED)
    given(requested(), placed(), stopped()).when(lambda call: what_follows(call, closed)).then(
        settled(Outcome.CANCELLED, attempts=0)
    )


def test_a_call_that_rings_after_it_was_stopped_holds_a_slot_again_and_is_not_dialled_anew() -> None:
    back = requeued(DialFailure.STOPPED, 5)
    given(requested(), placed(), stopped(), back, ringing()).when(what_follows).then(booked())
    assert slots_after(requested(), placed(), stopped(), back, ringing(), booked()) == [attempt(1)]
