"""No more than N calls go to Bolna in any 60 s, across restarts and whatever the clock does."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.dialer.domain.rate import SLACK, WINDOW, Granted, Rate, WaitUntil

NOW = datetime(2026, 10, 1, 5, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LIMITS = st.integers(1, 6)
GAPS = st.lists(st.integers(0, 40_000).map(lambda milliseconds: timedelta(milliseconds=milliseconds)), max_size=60)


def most_in_any_minute(sent: list[datetime]) -> int:
    return max((sum(one <= other <= one + WINDOW for other in sent) for one in sent), default=0)


def test_up_to_the_limit_goes_at_once_and_the_next_when_the_first_is_a_minute_old() -> None:
    rate = Rate(2)
    assert rate.take(NOW) == Granted(NOW)
    assert rate.take(NOW + SECOND) == Granted(NOW + SECOND)
    free_at = NOW + WINDOW + SLACK
    assert rate.take(NOW + 2 * SECOND) == WaitUntil(free_at)
    assert rate.take(free_at - timedelta(microseconds=1)) == WaitUntil(free_at)
    assert rate.take(free_at) == Granted(free_at)
    assert rate.take(free_at) == WaitUntil(free_at + SECOND)


def test_nothing_is_counted_by_a_take_that_is_refused() -> None:
    rate = Rate(1)
    rate.take(NOW)
    for _ in range(100):
        assert rate.take(NOW + SECOND) == WaitUntil(NOW + WINDOW + SLACK)


def test_a_limit_of_zero_is_none() -> None:
    rate = Rate.after_takeover(0, NOW)
    assert all(rate.take(NOW) == Granted(NOW) for _ in range(1000))


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="not -1"):
        Rate(-1)


def test_a_successor_that_knows_nothing_waits_out_the_minute() -> None:
    assert Rate.after_takeover(3, NOW).take(NOW) == WaitUntil(NOW + WINDOW + SLACK)


def test_a_successor_that_knows_the_sends_goes_on_where_they_end() -> None:
    sent = [NOW - 5 * SECOND, NOW - 70 * SECOND, NOW - 10 * SECOND]
    rate = Rate.after_takeover(3, NOW, sent)
    assert rate.take(NOW) == Granted(NOW)
    assert rate.take(NOW) == WaitUntil(NOW - 10 * SECOND + WINDOW + SLACK)
    assert Rate.after_takeover(3, NOW, []).take(NOW) == Granted(NOW)


def test_a_lowered_limit_holds_from_the_restart_on() -> None:
    sent = [NOW - SECOND * age for age in range(10)]
    assert Rate.after_takeover(2, NOW, sent).take(NOW) == WaitUntil(NOW - SECOND + WINDOW + SLACK)


def test_a_clock_set_back_neither_stalls_nor_loosens_the_limit() -> None:
    rate = Rate(1)
    rate.take(NOW)
    back = NOW - timedelta(hours=1)
    assert rate.take(back) == WaitUntil(back + WINDOW + SLACK)
    assert rate.take(back + WINDOW + SLACK) == Granted(back + WINDOW + SLACK)


@given(LIMITS, GAPS)
def test_no_sequence_of_takes_has_more_than_the_limit_in_any_minute(limit: int, gaps: list[timedelta]) -> None:
    rate, now, sent = Rate(limit), NOW, []
    for gap in gaps:
        now += gap
        if isinstance(rate.take(now), Granted):
            sent.append(now)
    assert most_in_any_minute(sent) <= limit


@given(LIMITS, GAPS, st.sets(st.integers(0, 59)), st.booleans())
def test_no_restart_lets_more_than_the_limit_into_any_minute(
    limit: int,
    gaps: list[timedelta],
    restarts: set[int],
    known: bool,  # noqa: FBT001
) -> None:
    rate, now, sent = Rate(limit), NOW, list[datetime]()
    for turn, gap in enumerate(gaps):
        now += gap
        if turn in restarts:
            rate = Rate.after_takeover(limit, now, sent if known else None)
        if isinstance(rate.take(now), Granted):
            sent.append(now)
    assert most_in_any_minute(sent) <= limit


@given(LIMITS, GAPS, st.dictionaries(st.integers(0, 59), st.integers(1, 7200)))
def test_no_clock_set_back_lets_more_than_the_limit_into_any_true_minute(
    limit: int, gaps: list[timedelta], set_back: dict[int, int]
) -> None:
    rate, true_time, error, sent = Rate(limit), NOW, timedelta(0), []
    for turn, gap in enumerate(gaps):
        true_time += gap
        error -= set_back.get(turn, 0) * SECOND
        if isinstance(rate.take(true_time + error), Granted):
            sent.append(true_time)
    assert most_in_any_minute(sent) <= limit


@given(LIMITS, GAPS)
def test_whoever_waits_until_the_time_named_is_granted(limit: int, gaps: list[timedelta]) -> None:
    rate, now = Rate(limit), NOW
    for gap in gaps:
        now += gap
        taken = rate.take(now)
        if isinstance(taken, WaitUntil):
            assert taken.at > now
            now = taken.at
            assert rate.take(now) == Granted(now)
