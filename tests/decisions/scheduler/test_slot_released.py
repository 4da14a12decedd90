"""SlotReleased: a person freed a slot by hand."""

from shared.contracts.vocabulary import Outcome
from tests.decisions.scheduler.story import (
    given,
    placed,
    released,
    requested,
    settled,
    slots_after,
    unknown,
    what_follows,
)


def test_the_call_is_settled_as_unknown() -> None:
    given(requested(), unknown(), released()).when(what_follows).then(
        settled(Outcome.UNKNOWN, attempts=0, reason="released_by_hand")
    )
    assert slots_after(requested(), unknown(), released()) == []


def test_old_news_of_its_placing_does_not_take_the_slot_again() -> None:
    given(requested(), released(), settled(Outcome.UNKNOWN, attempts=0), placed()).when(what_follows).then()
