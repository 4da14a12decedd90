"""A campaign's pace: its calls in any 60 s stay within `max_calls_per_minute`."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.scheduler.domain.pace import MINUTE, Pace, pace
from shared.testing.examples import NOW


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def test_calls_of_the_last_minute_use_up_the_pace() -> None:
    assert pace([], 3, NOW) == Pace(3)
    assert pace([ago(61), ago(60), ago(59)], 3, NOW) == Pace(2)


def test_with_none_left_it_says_when_the_next_may_be_made() -> None:
    assert pace([ago(10), ago(50), ago(30)], 3, NOW) == Pace(0, ago(50) + MINUTE)


def test_one_under_way_counts_as_made_when_it_may_be_made_at_the_latest() -> None:
    assert pace([NOW + timedelta(seconds=20)], 1, NOW) == Pace(0, NOW + timedelta(seconds=80))


def test_a_lowered_pace_waits_until_enough_of_its_calls_are_a_minute_old() -> None:
    assert pace([ago(50), ago(40), ago(30), ago(20)], 2, NOW) == Pace(0, ago(30) + MINUTE)


@given(st.lists(st.integers(0, 200), max_size=30), st.integers(1, 4))
def test_whoever_calls_when_there_is_room_never_exceeds_it(pauses: list[int], limit: int) -> None:
    made: list[datetime] = []
    now = NOW
    for seconds in pauses:
        now += timedelta(seconds=seconds)
        left = pace(made, limit, now)
        if left.room:
            made.append(now)
        else:
            assert left.again_at is not None
            assert left.again_at > now
            assert pace(made, limit, left.again_at).room > 0, "no earlier and no later than said"
    for first in made:
        assert sum(first <= at < first + MINUTE for at in made) <= limit
