"""What Bolna holds back: when it is looked at, and what follows."""

from datetime import timedelta

import pytest

from services.dialer.domain.attempt import State
from services.dialer.domain.holding import Stands, Then, after_look, again_at, due, stopped
from services.dialer.domain.verdict import again
from services.dialer.provider import stands
from shared.bolna.execution import Status, read_execution
from shared.bolna.provider import NotFound, Unavailable
from shared.contracts.dialer import CallPlaced, CallStopped
from shared.contracts.vocabulary import DialFailure
from tests.decisions.dialer.attempts import NOW, attempt

PLACED = attempt(state=State.PLACED, execution_id="execution-1")
MINUTE = timedelta(seconds=60)
HELD_BACK = {Status.SCHEDULED, Status.PREPARED, Status.QUEUED, Status.RESCHEDULED}
STOPPED = {Status.STOPPED, Status.CANCELED}


def execution(status: str, **said: object) -> Stands:
    return stands(read_execution({"id": "execution-1", "status": status, **said}))


def test_it_is_looked_at_when_bolna_has_had_it_for_long_enough() -> None:
    later = attempt(state=State.PLACED, dial_before=NOW + timedelta(hours=1))

    assert due(later, MINUTE, withdrawn=False, now=NOW) == NOW + MINUTE


def test_it_is_looked_at_when_it_may_no_longer_be_dialled() -> None:
    closing = attempt(state=State.PLACED, dial_before=NOW + timedelta(seconds=20))

    assert due(closing, MINUTE, withdrawn=False, now=NOW) == NOW + timedelta(seconds=20)


def test_it_is_looked_at_at_once_where_it_was_withdrawn() -> None:
    assert due(PLACED, MINUTE, withdrawn=True, now=NOW + timedelta(seconds=1)) == NOW + timedelta(seconds=1)


@pytest.mark.parametrize("status", list(Status))
def test_how_an_execution_stands_by_its_status(status: Status) -> None:
    expected = Stands.HELD_BACK if status in HELD_BACK else Stands.STOPPED if status in STOPPED else Stands.GONE_ON

    assert execution(status) is expected


def test_a_call_that_was_stopped_after_somebody_talked_was_not_held_back() -> None:
    assert execution("stopped", conversation_duration=3.5) is Stands.GONE_ON
    assert execution("stopped", transcript="user: Hi") is Stands.GONE_ON


@pytest.mark.parametrize("answer", [NotFound("no such execution"), Unavailable("HTTP 503", 503)])
def test_what_cannot_be_had_is_unclear(answer: NotFound | Unavailable) -> None:
    assert stands(answer) is Stands.UNCLEAR
    assert execution("a-new-status") is Stands.UNCLEAR


@pytest.mark.parametrize(
    ("found", "asked_to_stop", "then"),
    [
        (Stands.HELD_BACK, False, Then(stop=True)),
        (Stands.HELD_BACK, True, Then(again=True)),
        (Stands.STOPPED, False, Then(stopped=True)),
        (Stands.STOPPED, True, Then(stopped=True)),
        (Stands.GONE_ON, False, Then()),
        (Stands.GONE_ON, True, Then()),
        (Stands.UNCLEAR, False, Then(again=True)),
        (Stands.UNCLEAR, True, Then(again=True)),
    ],
)
def test_only_a_call_read_back_as_stopped_is_recorded(found: Stands, then: Then, asked_to_stop: bool) -> None:  # noqa: FBT001
    assert after_look(found, asked_to_stop=asked_to_stop) == then


@pytest.mark.parametrize(("looks", "seconds"), [(1, 5), (2, 10), (4, 40), (5, 60), (50, 60)])
def test_what_is_unclear_is_looked_at_again_ever_more_rarely(looks: int, seconds: int) -> None:
    assert again_at(looks, NOW) == NOW + timedelta(seconds=seconds)


def test_a_stop_is_recorded_once_and_not_where_the_call_was_heard_of() -> None:
    [event] = stopped(PLACED, NOW)

    assert isinstance(event, CallStopped)
    assert event.execution_id == "execution-1"
    assert stopped(attempt(state=State.PLACED, execution_id="execution-1", heard=True), NOW) == []
    assert stopped(attempt(state=State.UNKNOWN), NOW) == []


def test_a_request_for_a_call_that_was_stopped_is_answered_with_that() -> None:
    over = attempt(state=State.PLACED, execution_id="execution-1", heard=True, failure=DialFailure.STOPPED)

    assert [type(event) for event in again(over, NOW)] == [CallPlaced, CallStopped]
