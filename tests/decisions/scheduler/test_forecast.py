"""When calls begin and end, by the same windows, turns and limits as they are made by; exact where all last alike."""

from datetime import UTC, date, datetime, timedelta
from heapq import heapreplace

import pytest

from services.scheduler.domain.forecast import forecast
from services.scheduler.domain.means import Means, slots_of, waits_of
from shared.contracts.campaigns import CampaignSettings, RetryRule

START = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def settings(first: str = "09:00", last: str = "18:00", **more: object) -> CampaignSettings:
    fields = {"first_call_time": first, "last_call_time": last, "timezone": "UTC", "start_date": date(2026, 10, 1)}
    return CampaignSettings.model_validate(fields | more)


def test_calls_begin_as_slots_become_free_and_the_last_ends_with_its_round() -> None:
    found = forecast(settings(), {"*": 5}, Means(slots=2, call=MINUTE), START)
    assert [at for at, _ in found.starts] == [START, START, START + MINUTE, START + MINUTE, START + 2 * MINUTE]
    assert (found.ends_at, found.left) == (START + 3 * MINUTE, 0)


def test_a_million_calls_take_their_rounds() -> None:
    found = forecast(settings("00:00", "24:00"), {"*": 1_000_000}, Means(slots=1000, call=MINUTE), START)
    assert found.ends_at == START + 1000 * MINUTE
    assert len(found.starts) == 100


def test_what_a_window_does_not_hold_is_called_in_the_next() -> None:
    found = forecast(settings("09:00", "09:10"), {"*": 25}, Means(slots=1, call=MINUTE), START)
    assert found.ends_at == datetime(2026, 10, 3, 9, 5, tzinfo=UTC)
    assert found.starts[10] == (datetime(2026, 10, 2, 9, 0, tzinfo=UTC), "*")


def test_nothing_begins_before_the_window_opens_nor_in_its_last_moments() -> None:
    early = forecast(settings(), {"*": 1}, Means(slots=1, call=MINUTE), START - timedelta(hours=3))
    late = forecast(settings(), {"*": 1}, Means(slots=1, call=MINUTE), START.replace(hour=17, minute=59, second=56))
    assert early.starts[0][0] == START
    assert late.starts[0][0] == START + timedelta(days=1)


def test_calls_for_which_no_window_is_left_are_told() -> None:
    found = forecast(
        settings("09:00", "09:10", end_date=date(2026, 10, 1)), {"*": 25}, Means(slots=1, call=MINUTE), START
    )
    assert (found.ends_at, found.left) == (START + 10 * MINUTE, 15)


def test_lanes_take_turns_and_each_keeps_to_its_own_hours() -> None:
    found = forecast(
        settings("09:00", "18:00", use_contact_timezone=True),
        {"Asia/Kolkata": 3, "UTC": 2},
        Means(slots=1, call=MINUTE),
        START,
    )
    assert [lane for _, lane in found.starts] == ["Asia/Kolkata", "UTC", "Asia/Kolkata", "UTC", "Asia/Kolkata"]
    night = forecast(
        settings("09:00", "18:00", use_contact_timezone=True),
        {"America/New_York": 1, "UTC": 1},
        Means(slots=2, call=MINUTE),
        START,
    )
    assert night.starts == ((START, "UTC"), (START + timedelta(hours=4), "America/New_York"))


def test_a_pace_stretches_the_rounds() -> None:
    found = forecast(settings(), {"*": 30}, Means(slots=10, call=MINUTE, per_minute=5), START)
    assert found.ends_at == START + 2 * timedelta(minutes=2) + MINUTE


def test_a_share_of_a_slot_makes_a_call_take_as_much_longer() -> None:
    assert forecast(settings(), {"*": 4}, Means(slots=0.5, call=MINUTE), START).ends_at == START + 7 * MINUTE


def test_those_tried_again_are_called_after_their_wait() -> None:
    means = Means(slots=10, call=MINUTE, retried=0.5, waits=(timedelta(hours=1),))
    assert forecast(settings(), {"*": 10}, means, START).ends_at == START + timedelta(hours=1, minutes=2)


@pytest.mark.parametrize("slots", [0, -1])
def test_without_a_slot_nobody_is_called(slots: int) -> None:
    found = forecast(settings(), {"*": 3}, Means(slots=slots, call=MINUTE), START)
    assert (found.ends_at, found.starts, found.left) == (None, (), 3)


def test_with_nobody_to_call_nothing_ends() -> None:
    assert forecast(settings(), {}, Means(slots=1, call=MINUTE), START).ends_at is None


def test_years_of_calling_are_told_as_exactly_as_their_weeks_are_alike() -> None:
    found = forecast(settings(), {"*": 540 * 2000}, Means(slots=1, call=MINUTE), START)
    assert found.ends_at is not None
    assert abs((found.ends_at.date() - START.date()).days - 2000) <= 7


def test_users_share_the_system_by_turns_and_a_user_s_campaigns_the_user_s() -> None:
    assert slots_of(2, [], 10) == 2
    assert slots_of(10, [10], 10) == 5
    assert slots_of(10, [2], 10) == 8
    assert slots_of(2, [10, 10], 10) == 2
    assert slots_of(10, [10, 10, 10], 2) == 0.5
    assert slots_of(10, [], 10, campaigns=2) == 5
    assert slots_of(10, [], 10, at_most=3) == 3
    assert slots_of(0, [], 10) == 0


def test_the_last_wait_repeats() -> None:
    rule = RetryRule(max_attempts=4, delays_minutes=(5, 60))
    assert waits_of(rule) == (5 * MINUTE, 60 * MINUTE, 60 * MINUTE)


def test_the_end_is_that_of_the_same_calls_made_one_by_one() -> None:
    durations = [20 + nth * 37 % 81 for nth in range(1000)]
    slots = [0] * 10
    for seconds in durations:
        heapreplace(slots, slots[0] + seconds)
    mean = timedelta(seconds=sum(durations) / len(durations))
    found = forecast(settings("00:00", "24:00"), {"*": 1000}, Means(slots=10, call=mean), START)
    assert found.ends_at is not None
    assert (found.ends_at - START).total_seconds() == pytest.approx(max(slots), rel=0.1)
