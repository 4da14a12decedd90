"""When a campaign calls next, and when it is expected to be done."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.campaigns.domain.outlook import Course, Outlook, outlook
from shared.contracts.campaigns import CampaignSettings
from shared.contracts.vocabulary import CampaignStatus

ACTIVE = CampaignStatus.ACTIVE
SETTINGS = CampaignSettings(
    first_call_time="09:00", last_call_time="18:00", timezone="Asia/Kolkata", start_date=date(2025, 10, 9)
)
NINE = datetime(2025, 10, 9, 3, 30, tzinfo=UTC)
NOON = NINE + timedelta(hours=3)
SIX = NINE + timedelta(hours=9)
TOMORROW = NINE + timedelta(days=1)
COURSE = Course(queued=130, left=130, settled=0, placed=0, line_seconds=0, recently=0, recently_since=NINE, slots=2)
"""By assumption 65 s for each of 65 rounds: 4,225 s."""
TAKES = timedelta(seconds=4_225)


def test_within_a_window_it_dials_now_and_ends_when_its_slots_have_carried_everybody() -> None:
    assert outlook(ACTIVE, SETTINGS, COURSE, NOON) == Outlook(NOON, NOON + TAKES)


def test_outside_it_waits_for_the_next_window() -> None:
    assert outlook(CampaignStatus.SCHEDULED, SETTINGS, COURSE, SIX) == Outlook(TOMORROW, TOMORROW + TAKES)
    assert outlook(CampaignStatus.SCHEDULED, SETTINGS, COURSE, NINE - timedelta(days=30)).next_dial_at == NINE


def test_what_a_window_leaves_goes_on_in_the_next() -> None:
    late = SIX - timedelta(seconds=225)
    assert outlook(ACTIVE, SETTINGS, COURSE, late) == Outlook(late, TOMORROW + timedelta(seconds=4_000))


@pytest.mark.parametrize(
    "status", [CampaignStatus.DRAFT, CampaignStatus.PAUSED, CampaignStatus.COMPLETED, CampaignStatus.CANCELLED]
)
def test_of_a_campaign_that_does_not_run_nothing_is_expected(status: CampaignStatus) -> None:
    assert outlook(status, SETTINGS, COURSE, NOON) == Outlook()


def test_of_a_campaign_with_nobody_left_nothing_is_expected() -> None:
    assert outlook(ACTIVE, SETTINGS, replace(COURSE, queued=0, left=0), NOON) == Outlook()


def test_while_calls_are_only_out_or_waiting_no_next_call_is_told() -> None:
    assert outlook(ACTIVE, SETTINGS, replace(COURSE, queued=0), NOON) == Outlook(None, NOON + TAKES)


def test_the_present_pace_counts_for_more_than_assumptions() -> None:
    course = replace(COURSE, recently=60, recently_since=NOON - timedelta(hours=1))
    assert outlook(ACTIVE, SETTINGS, course, NOON).expected_end_at == NOON + timedelta(minutes=130)


def test_the_pace_is_that_of_open_windows() -> None:
    ten_past = NINE + timedelta(minutes=10)
    course = replace(COURSE, recently=10, recently_since=NINE - timedelta(minutes=50))
    assert outlook(ACTIVE, SETTINGS, course, ten_past).expected_end_at == ten_past + timedelta(minutes=130)


def test_calls_take_as_long_as_they_took_and_are_tried_as_often() -> None:
    course = replace(COURSE, settled=50, placed=100, line_seconds=2_500)
    assert outlook(ACTIVE, SETTINGS, course, NOON).expected_end_at == NOON + timedelta(seconds=130 * 30)


def test_with_nothing_to_call_with_no_end_can_be_said() -> None:
    assert outlook(ACTIVE, SETTINGS, replace(COURSE, slots=0), NOON) == Outlook(NOON, None)


def test_a_campaign_that_cannot_be_done_ends_with_its_last_window() -> None:
    settings = SETTINGS.model_copy(update={"end_date": date(2025, 10, 10)})
    many = replace(COURSE, queued=100_000, left=100_000)
    assert outlook(ACTIVE, settings, many, NOON) == Outlook(NOON, SIX + timedelta(days=1))
    assert outlook(ACTIVE, settings, many, SIX + timedelta(days=2)) == Outlook()


def test_the_end_of_a_long_campaign_is_told_without_looking_at_every_window() -> None:
    long = replace(COURSE, queued=1_000_000, left=1_000_000)
    end = outlook(ACTIVE, SETTINGS, long, NINE).expected_end_at
    assert end is not None
    days = 500_000 * 65 / (9 * 3600)
    assert abs((end - NINE) / timedelta(days=1) - days) < 0.01 * days


def test_windows_across_midnight_and_days_off_are_kept() -> None:
    night = SETTINGS.model_copy(
        update={"first_call_time": "22:00", "last_call_time": "02:00", "holidays": (date(2025, 10, 9),)}
    )
    opens = datetime(2025, 10, 10, 16, 30, tzinfo=UTC)
    assert outlook(ACTIVE, night, COURSE, NOON) == Outlook(opens, opens + TAKES)
