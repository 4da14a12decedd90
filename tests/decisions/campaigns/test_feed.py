"""What listeners are told: their own alone, several of a thing as one, and ids behind which nothing is missed."""

from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some

from services.campaigns.domain.call import Call
from services.campaigns.domain.feed import MOST_CALLS, Row, concerns, told
from services.campaigns.feed_writing import _rows
from shared.contracts.vocabulary import CallStatus, Outcome
from shared.testing.examples import CALL, CAMPAIGN, USER

OTHER_CAMPAIGN, OTHER_USER = UUID(int=1), UUID(int=2)
SLOTS = {"user_active": 1}


def call_row(position: int, *calls: int, campaign: UUID = CAMPAIGN, complete: bool = True) -> Row:
    data = {
        "campaign_id": str(campaign),
        "counters": {"settled": position},
        "calls": [{"id": f"call-{n}", "status": f"as of {position}"} for n in calls],
        "complete": complete,
    }
    return Row(position, "call", USER, campaign, data)


def campaign_row(position: int, status: str = "active") -> Row:
    return Row(position, "campaign", USER, CAMPAIGN, {"id": str(CAMPAIGN), "status": status})


def slots_row(position: int) -> Row:
    return Row(position, "slots", USER, None, None)


def test_nothing_is_told_of_nothing() -> None:
    assert told([], SLOTS) == []


def test_calls_of_a_campaign_that_moved_together_are_one_event_with_the_counters_of_the_last() -> None:
    (event,) = told([call_row(4, 1, 2), call_row(6, 2, 3)], SLOTS)
    assert (event.id, event.kind, event.data["counters"]) == (6, "call", {"settled": 6})
    assert {call["id"]: call["status"] for call in event.data["calls"]} == {
        "call-1": "as of 4",
        "call-2": "as of 6",
        "call-3": "as of 6",
    }
    assert event.data["complete"]


def test_each_campaign_has_an_event_of_its_own() -> None:
    events = told([call_row(1, 1), call_row(2, 2, campaign=OTHER_CAMPAIGN)], None)
    assert [(event.id, event.data["campaign_id"]) for event in events] == [(1, str(CAMPAIGN)), (2, str(OTHER_CAMPAIGN))]


def test_of_a_campaign_and_the_slots_the_last_word_is_told() -> None:
    events = told([campaign_row(1), slots_row(2), campaign_row(3, "paused"), slots_row(4)], SLOTS)
    assert [(event.kind, event.data) for event in events] == [
        ("campaign", {"id": str(CAMPAIGN), "status": "paused"}),
        ("slots", SLOTS),
    ]


def test_an_event_has_the_id_up_to_which_everything_has_been_told() -> None:
    events = told([call_row(3, 1), campaign_row(5), call_row(7, 2)], None)
    assert [(event.id, event.kind) for event in events] == [(2, "campaign"), (7, "call")]


def test_slots_that_are_not_known_are_left_out() -> None:
    assert told([slots_row(2)], None) == []


def test_more_calls_than_fit_are_not_complete() -> None:
    (event,) = told([call_row(1, *range(MOST_CALLS)), call_row(2, MOST_CALLS)], None)
    assert (len(event.data["calls"]), event.data["complete"]) == (MOST_CALLS, False)
    (event,) = told([call_row(1, complete=False), call_row(2, 1)], None)
    assert not event.data["complete"]


def test_a_listener_is_told_of_their_own_alone() -> None:
    row = call_row(1, 1)
    assert concerns(row, USER, None)
    assert concerns(row, USER, CAMPAIGN)
    assert not concerns(row, USER, OTHER_CAMPAIGN)
    assert not concerns(row, OTHER_USER, None)
    assert concerns(slots_row(1), USER, OTHER_CAMPAIGN)


ROWS = some.lists(
    some.one_of(
        some.builds(lambda n, c: (call_row, n, c), some.integers(0, 3), some.sampled_from([CAMPAIGN, OTHER_CAMPAIGN])),
        some.just((campaign_row,)),
        some.just((slots_row,)),
    ),
    min_size=1,
    max_size=12,
)


@given(ROWS, some.data())
def test_who_leaves_off_after_any_event_and_comes_back_misses_nothing(made: list[Any], data: Any) -> None:
    rows = [
        call_row(at, make[1], campaign=make[2]) if make[0] is call_row else make[0](at)
        for at, make in enumerate(made, start=1)
    ]
    events = told(rows, SLOTS)
    read = events[: data.draw(some.integers(1, len(events)))]
    again = told([row for row in rows if row.position > read[-1].id], SLOTS)
    assert state(read + again) == state(events)
    assert [event.id for event in events] == sorted(event.id for event in events)


def state(events: Any) -> dict[Any, Any]:
    """What a listener shows in the end."""
    shown: dict[Any, Any] = {}
    for event in events:
        if event.kind == "call":
            shown[event.data["campaign_id"]] = event.data["counters"]
            shown |= {(event.data["campaign_id"], call["id"]): call["status"] for call in event.data["calls"]}
        else:
            shown[event.kind] = event.data
    return shown


def test_a_call_that_moved_twice_in_a_step_is_told_once_as_it_is_now() -> None:
    before = Call(CALL, CAMPAIGN)
    out = Call(CALL, CAMPAIGN, CallStatus.IN_CALL)
    after = Call(CALL, CAMPAIGN, CallStatus.SETTLED, Outcome.ANSWERED, attempts=1)
    (row,) = _rows([(before, out), (out, after)], ())
    assert [(call["status"], call["outcome"], call["attempts"]) for call in row["calls"]] == [
        ("settled", "answered", 1)
    ]
    assert (row["complete"], row["slots"]) == (True, False)
    (row,) = _rows([(before, out)], ())
    assert (row["calls"][0]["attempts"], row["slots"]) == (1, True)


def test_a_campaign_that_was_closed_is_told_of_without_its_calls() -> None:
    (row,) = _rows([], {CAMPAIGN})
    assert (row["calls"], row["complete"]) == ([], False)
