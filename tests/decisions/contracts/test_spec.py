"""Given, when, then: what passes, what fails, and what a failure shows. Its subject is a door."""

from dataclasses import dataclass
from typing import assert_never

import pytest

from shared.contracts.campaigns import CampaignPaused
from shared.testing.examples import example
from shared.testing.spec import history, state


@dataclass(frozen=True)
class Opened:
    by: str


@dataclass(frozen=True)
class Closed:
    by: str


@dataclass(frozen=True)
class Open:
    by: str


@dataclass(frozen=True)
class Shut:
    pass


class Locked(Exception):
    """The door is locked."""


class LockedForGood(Locked):
    """The door is walled up."""


DoorEvent = Opened | Closed
Door = Open | Shut


def evolve(_: Door, event: DoorEvent) -> Door:
    match event:
        case Opened(by=by):
            return Open(by)
        case Closed():
            return Shut()
        case _:
            assert_never(event)


def open_by(visitor: str, door: Door) -> list[DoorEvent]:
    match door:
        case Open():
            return []
        case Shut() if visitor == "thief":
            raise Locked(visitor)
        case Shut() if visitor == "ghost":
            raise LockedForGood(visitor)
        case Shut():
            return [Opened(visitor)]
        case _:
            assert_never(door)


NEW: Door = Shut()
given = history(NEW, evolve)


def test_without_a_past_the_first_state_is_given() -> None:
    assert given().state == Shut()


def test_past_events_are_evolved_oldest_first() -> None:
    assert given(Opened("Asha"), Closed("Asha"), Opened("Ravi")).state == Open("Ravi")


def test_the_events_decided_are_those_expected() -> None:
    given(Opened("Asha"), Closed("Asha")).when(lambda door: open_by("Ravi", door)).then(Opened("Ravi"))


def test_nothing_expected_is_nothing_decided() -> None:
    given(Opened("Asha")).when(lambda door: open_by("Ravi", door)).then()


def test_a_decision_can_begin_from_a_state() -> None:
    door: Door = Open("Asha")
    state(door).when(lambda door: open_by("Ravi", door)).then()


def test_a_refusal_is_handed_back_to_be_looked_at() -> None:
    refusal = given().when(lambda door: open_by("thief", door)).refused(Locked)

    assert refusal.args == ("thief",)


def test_another_event_fails_and_shows_the_field_that_differs() -> None:
    with pytest.raises(AssertionError) as failure:
        given().when(lambda door: open_by("Ravi", door)).then(Opened("Asha"))

    assert str(failure.value).splitlines() == [
        "other events were decided (- expected, + decided):",
        "  Opened(",
        "-     by='Asha',",
        "+     by='Ravi',",
        "  )",
    ]


def test_an_event_of_the_same_fields_and_another_name_fails() -> None:
    with pytest.raises(AssertionError, match=r"- Closed\("):
        given().when(lambda door: open_by("Ravi", door)).then(Closed("Ravi"))


def test_an_event_too_many_fails() -> None:
    with pytest.raises(AssertionError, match=r"\+ Opened\("):
        given().when(lambda door: open_by("Ravi", door)).then()


def test_an_event_too_few_fails() -> None:
    with pytest.raises(AssertionError, match=r"\+ nothing"):
        given(Opened("Asha")).when(lambda door: open_by("Ravi", door)).then(Opened("Ravi"))


def test_events_in_another_order_fail() -> None:
    both: list[DoorEvent] = [Opened("Asha"), Closed("Asha")]

    with pytest.raises(AssertionError):
        given().when(lambda _: both).then(Closed("Asha"), Opened("Asha"))


def test_a_contracts_event_is_shown_with_a_field_a_line() -> None:
    with pytest.raises(AssertionError, match=r"\+     reason='agent_missing',"):
        given().when(lambda _: [example(CampaignPaused)]).then(example(CampaignPaused, reason=None))


def test_a_refusal_where_events_were_expected_passes_through() -> None:
    with pytest.raises(Locked):
        given().when(lambda door: open_by("thief", door)).then(Opened("thief"))


def test_a_decision_where_a_refusal_was_expected_fails_and_shows_it() -> None:
    with pytest.raises(AssertionError, match=r"expected Locked, and it was allowed:\nOpened\("):
        given().when(lambda door: open_by("Ravi", door)).refused(Locked)


def test_another_refusal_fails_and_is_named_as_the_cause() -> None:
    with pytest.raises(AssertionError, match=r"expected LockedForGood, and Locked\('thief'\) was raised") as failure:
        given().when(lambda door: open_by("thief", door)).refused(LockedForGood)

    assert isinstance(failure.value.__cause__, Locked)


def test_a_narrower_refusal_is_another_refusal() -> None:
    with pytest.raises(AssertionError, match="LockedForGood"):
        given().when(lambda door: open_by("ghost", door)).refused(Locked)
