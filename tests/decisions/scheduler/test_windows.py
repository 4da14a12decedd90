"""Windows: held against an oracle that looks at the clock on the wall, minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.campaigns import ALL_DAYS, CampaignSettings
from shared.contracts.vocabulary import Weekday
from shared.contracts.windows import (
    CLOSING_HORIZON,
    closes_at,
    expires_at,
    has_common_hours,
    is_open,
    next_opening,
    starts_later,
    zones_that_apply,
)

LONDON = "Europe/London"
BERLIN = "Europe/Berlin"
KOLKATA = "Asia/Kolkata"
LORD_HOWE = "Australia/Lord_Howe"
"""Its clocks go forward by half an hour."""
AUCKLAND, HONOLULU = "Pacific/Auckland", "Pacific/Honolulu"
MINUTE = timedelta(minutes=1)
FRIDAY = date(2025, 10, 10)


def settings(
    first: str = "09:00",
    last: str = "18:00",
    *,
    zone: str = LONDON,
    start: date = date(2025, 1, 1),
    end: date | None = None,
    days: tuple[Weekday, ...] = ALL_DAYS,
    holidays: tuple[date, ...] = (),
    use_contact_timezone: bool = False,
) -> CampaignSettings:
    return CampaignSettings(
        first_call_time=first,
        last_call_time=last,
        timezone=zone,
        start_date=start,
        end_date=end,
        days=days,
        holidays=holidays,
        use_contact_timezone=use_contact_timezone,
    )


def at(zone: str, day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone)).astimezone(UTC)


def on_the_wall(rules: CampaignSettings, zone: str, moment: datetime) -> bool:
    """The oracle: read the clock on the wall and the calendar beside it."""
    shown = moment.astimezone(ZoneInfo(zone))
    clock = f"{shown:%H:%M}"
    first, last = rules.first_call_time, rules.last_call_time
    today, yesterday = shown.date(), shown.date() - timedelta(days=1)
    if first < last:
        return names(rules, today) and first <= clock < last
    if first > last:
        return (names(rules, today) and clock >= first) or (names(rules, yesterday) and clock < last)
    return False


def names(rules: CampaignSettings, day: date) -> bool:
    weekday = tuple(Weekday)[day.weekday()]
    in_time = rules.start_date <= day and (rules.end_date is None or day <= rules.end_date)
    return in_time and weekday in rules.days and day not in rules.holidays


def test_the_first_minute_is_in_the_window_and_the_last_is_not() -> None:
    rules = settings()
    assert not is_open(rules, [LONDON], at(LONDON, FRIDAY, "08:59"))
    assert is_open(rules, [LONDON], at(LONDON, FRIDAY, "09:00"))
    assert is_open(rules, [LONDON], at(LONDON, FRIDAY, "17:59"))
    assert not is_open(rules, [LONDON], at(LONDON, FRIDAY, "18:00"))


def test_a_window_from_midnight_to_midnight_is_always_open() -> None:
    rules = settings("00:00", "24:00")
    noon = at(LONDON, FRIDAY, "12:00")
    assert is_open(rules, [LONDON], at(LONDON, FRIDAY, "00:00"))
    assert closes_at(rules, [LONDON], noon) == noon + CLOSING_HORIZON


def test_a_window_across_midnight_is_named_by_the_day_it_opens() -> None:
    rules = settings("22:00", "02:00", days=(Weekday.FRI,))
    saturday = FRIDAY + timedelta(days=1)
    assert not is_open(rules, [LONDON], at(LONDON, FRIDAY, "01:00"))
    assert is_open(rules, [LONDON], at(LONDON, saturday, "01:00"))
    assert not is_open(rules, [LONDON], at(LONDON, saturday, "22:00"))
    assert closes_at(rules, [LONDON], at(LONDON, FRIDAY, "23:00")) == at(LONDON, saturday, "02:00")


def test_friday_night_includes_saturday_at_one_whatever_is_said_of_saturday() -> None:
    saturday = FRIDAY + timedelta(days=1)
    at_one = at(LONDON, saturday, "01:00")
    assert is_open(settings("22:00", "02:00", days=(Weekday.FRI,)), [LONDON], at_one)
    assert is_open(settings("22:00", "02:00", holidays=(saturday,)), [LONDON], at_one)
    assert is_open(settings("22:00", "02:00", end=FRIDAY), [LONDON], at_one)
    assert not is_open(settings("22:00", "02:00", days=(Weekday.SAT,)), [LONDON], at_one)
    assert not is_open(settings("22:00", "02:00", holidays=(FRIDAY,)), [LONDON], at_one)
    assert not is_open(settings("22:00", "02:00", start=saturday), [LONDON], at_one)


def test_a_leap_day_is_a_day_like_any_other_and_may_be_a_holiday() -> None:
    leap_day = date(2028, 2, 29)
    eve = at(LONDON, date(2028, 2, 28), "18:00")
    assert next_opening(settings(), [LONDON], eve) == at(LONDON, leap_day, "09:00")
    assert next_opening(settings(holidays=(leap_day,)), [LONDON], eve) == at(LONDON, date(2028, 3, 1), "09:00")
    assert expires_at(settings("22:00", "02:00", end=leap_day), [LONDON]) == at(LONDON, date(2028, 3, 1), "02:00")


@pytest.mark.parametrize(
    ("zone", "opens"),
    [(KOLKATA, "03:30"), ("Asia/Kathmandu", "03:15"), ("Australia/Adelaide", "22:30"), (LORD_HOWE, "22:00")],
)
def test_zones_off_by_half_and_quarter_hours_open_by_their_own_clock(zone: str, opens: str) -> None:
    """In October the clocks of Adelaide and Lord Howe are on summer time."""
    day = FRIDAY - timedelta(days=1) if opens > "20" else FRIDAY
    opening = datetime.combine(day, time.fromisoformat(opens), UTC)
    assert next_opening(settings(zone=zone), [zone], opening - timedelta(hours=2)) == opening
    assert not is_open(settings(zone=zone), [zone], opening - MINUTE)


def test_a_night_on_which_the_clock_changes_is_as_long_as_it_is() -> None:
    """From 22:00 to 02:00 in London: three hours when the clock goes forward, five when it goes back."""
    rules = settings("22:00", "02:00")
    forward, back = at(LONDON, date(2025, 3, 29), "22:00"), at(LONDON, date(2025, 10, 25), "22:00")
    assert closes_at(rules, [LONDON], forward) == forward + timedelta(hours=3)
    assert closes_at(rules, [LONDON], back) == back + timedelta(hours=5), "02:00 follows the second 01:59"


def test_first_and_last_alike_is_never_open() -> None:
    assert next_opening(settings("09:00", "09:00"), [LONDON], at(LONDON, FRIDAY, "08:00")) is None


def test_a_start_in_the_past_means_now_and_one_ahead_is_waited_for() -> None:
    noon = at(LONDON, FRIDAY, "12:00")
    assert next_opening(settings(), [LONDON], noon) == noon
    later = settings(start=date(2026, 5, 4))
    assert next_opening(later, [LONDON], noon) == at(LONDON, date(2026, 5, 4), "09:00")
    assert starts_later(later, [LONDON], noon)
    assert not starts_later(settings(), [LONDON], noon)


def test_holidays_and_days_are_passed_over() -> None:
    rules = settings(days=(Weekday.FRI, Weekday.MON), holidays=(date(2025, 10, 13),))
    assert next_opening(rules, [LONDON], at(LONDON, FRIDAY, "18:00")) == at(LONDON, date(2025, 10, 17), "09:00")


def test_the_end_date_is_inclusive_and_its_window_the_last() -> None:
    rules = settings(end=FRIDAY)
    assert is_open(rules, [LONDON], at(LONDON, FRIDAY, "17:59"))
    assert next_opening(rules, [LONDON], at(LONDON, FRIDAY, "18:00")) is None
    assert expires_at(rules, [LONDON]) == at(LONDON, FRIDAY, "18:00")
    assert expires_at(settings("22:00", "02:00", end=FRIDAY), [LONDON]) == at(
        LONDON, FRIDAY + timedelta(days=1), "02:00"
    )
    assert expires_at(settings(), [LONDON]) is None


def test_the_contacts_zone_applies_only_where_the_campaign_goes_by_it() -> None:
    assert zones_that_apply(settings(zone=KOLKATA), [LONDON]) == (KOLKATA,)
    assert zones_that_apply(settings(zone=KOLKATA, use_contact_timezone=True), [LONDON]) == (LONDON,)
    assert zones_that_apply(settings(zone=KOLKATA, use_contact_timezone=True), []) == (KOLKATA,)


def test_a_number_in_several_zones_is_called_while_all_are_open() -> None:
    zones = [LONDON, KOLKATA]
    assert not is_open(settings(), zones, at(LONDON, FRIDAY, "08:59"))
    assert is_open(settings(), zones, at(LONDON, FRIDAY, "09:00"))
    assert closes_at(settings(), zones, at(LONDON, FRIDAY, "09:00")) == at(KOLKATA, FRIDAY, "18:00")


def test_zones_without_common_hours_never_open() -> None:
    zones = [LONDON, AUCKLAND]
    morning = at(LONDON, FRIDAY, "08:00")
    assert next_opening(settings(), zones, morning) is None
    assert not has_common_hours(settings(), zones, morning)
    assert has_common_hours(settings(end=date(2024, 1, 1)), [LONDON], morning), "over is not the same as never"


def test_many_zones_of_one_number_are_seen_to_have_no_common_hours() -> None:
    american = [
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Los_Angeles",
        HONOLULU,
        "America/Anchorage",
    ]
    assert has_common_hours(settings(), american[:4], at(LONDON, FRIDAY, "08:00"))
    assert not has_common_hours(settings("09:00", "12:00"), american, at(LONDON, FRIDAY, "08:00"))


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "Europe", "Europe/Atlantis"])
def test_a_zone_that_cannot_be_read_is_closed(name: str) -> None:
    noon = at(LONDON, FRIDAY, "12:00")
    assert not is_open(settings("00:00", "24:00"), [name], noon)
    assert not is_open(settings("00:00", "24:00"), [LONDON, name], noon)
    assert next_opening(settings("00:00", "24:00"), [name], noon) is None
    assert closes_at(settings("00:00", "24:00"), [name], noon) == noon
    assert not is_open(settings("00:00", "24:00"), [], noon)


def test_an_hour_that_is_leapt_over_is_not_there() -> None:
    leap = date(2025, 3, 30)
    rules = settings("01:15", "01:45")
    assert next_opening(rules, [LONDON], at(LONDON, leap, "00:59")) == at(LONDON, leap + timedelta(days=1), "01:15")
    straddling = settings("01:30", "03:00")
    assert next_opening(straddling, [LONDON], at(LONDON, leap, "00:30")) == at(LONDON, leap, "02:00")


def test_an_hour_that_is_repeated_counts_twice() -> None:
    back = date(2025, 10, 26)
    rules = settings("01:15", "01:45")
    first, second = at(LONDON, back, "00:15"), at(LONDON, back, "00:15") + timedelta(hours=2)
    assert next_opening(rules, [LONDON], first) == first + timedelta(hours=1)
    assert closes_at(rules, [LONDON], first + timedelta(hours=1)) == first + timedelta(hours=1, minutes=30)
    assert is_open(rules, [LONDON], second)


CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
DAYS = st.lists(st.sampled_from(list(Weekday)), min_size=1, unique=True).map(tuple)
AROUND_CHANGES = st.sampled_from(
    [date(2025, 3, 30), date(2025, 10, 26), date(2025, 10, 5), date(2025, 4, 6), date(2025, 9, 28), FRIDAY]
).flatmap(lambda day: st.integers(-2, 1).map(lambda off: day + timedelta(days=off)))
ZONES = st.lists(
    st.sampled_from([LONDON, BERLIN, KOLKATA, LORD_HOWE, AUCKLAND, HONOLULU, "UTC"]),
    min_size=1,
    max_size=3,
    unique=True,
)


@st.composite
def rules_near_a_change(draw: st.DrawFn) -> tuple[CampaignSettings, list[str], datetime]:
    day = draw(AROUND_CHANGES)
    start = draw(st.sampled_from([date(2025, 1, 1), day, day + timedelta(days=1)]))
    end = draw(st.sampled_from([None, None, day, day + timedelta(days=1)]))
    rules = settings(
        draw(CLOCKS),
        draw(st.one_of(CLOCKS, st.just("24:00"))),
        start=start,
        end=end,
        days=draw(st.one_of(st.just(ALL_DAYS), DAYS)),
        holidays=draw(st.sampled_from([(), (day,), (day + timedelta(days=1),)])),
    )
    moment = datetime.combine(day, time(draw(st.integers(0, 23)), draw(st.integers(0, 59))), UTC)
    return rules, draw(ZONES), moment


@given(rules_near_a_change())
def test_openings_and_closings_are_those_on_the_wall(
    drawn: tuple[CampaignSettings, list[str], datetime],
) -> None:
    rules, zones, now = drawn
    minutes = [now + MINUTE * n for n in range(36 * 60)]
    shown = [all(on_the_wall(rules, zone, minute) for zone in zones) for minute in minutes]
    assert [is_open(rules, zones, minute) for minute in minutes[::7]] == shown[::7]
    opening = next((minute for minute, shows in zip(minutes, shown, strict=True) if shows), None)
    found = next_opening(rules, zones, now)
    assert found == opening if opening is not None else found is None or found > minutes[-1]
    closing = next((minute for minute, shows in zip(minutes, shown, strict=True) if not shows), None)
    assert (
        closes_at(rules, zones, now) == closing if closing is not None else closes_at(rules, zones, now) > minutes[-1]
    )
