"""What attempts add to their campaign's figures, and how those look on the campaign's own clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from services.campaigns.domain.analytics import Quarter, answer_rate, by_clock
from services.campaigns.domain.figures import AttemptTold, Figures, quarter_of
from shared.testing.examples import CAMPAIGN, NOW, USER

NOTHING = AttemptTold(CAMPAIGN, USER)
PLACED = replace(NOTHING, placed_at=NOW)
ANSWERED = replace(PLACED, heard=True, reported_at=NOW, outcome="answered", duration_seconds=12.5)
PAID = replace(ANSWERED, cost_amount=Decimal("0.032"), cost_currency="USD")


def counts(*attempts: AttemptTold) -> dict[str, int]:
    (kept,) = Figures().add(attempts).quarters.values()
    return {name: count for name, count in kept.items() if count}


def test_an_attempt_that_was_only_asked_for_counts_nowhere() -> None:
    assert not Figures().add([NOTHING]).quarters


def test_an_answered_attempt_counts_with_its_talk_time_and_its_cost() -> None:
    assert counts(PAID) == {"placed": 1, "answered": 1, "line_milliseconds": 12500, "talk_milliseconds": 12500}
    assert Figures().add([PAID, PAID]).costs == {(CAMPAIGN, "USD"): Decimal("0.064")}


def test_a_voicemail_takes_the_line_and_is_no_talk() -> None:
    assert counts(replace(ANSWERED, outcome="voicemail")) == {"placed": 1, "voicemail": 1, "line_milliseconds": 12500}


def test_an_attempt_of_which_only_webhooks_told_was_placed() -> None:
    assert counts(replace(NOTHING, heard=True, ringing_at=NOW)) == {"placed": 1}


def test_an_attempt_that_failed_was_not_placed_unless_it_turns_out_live_after_all() -> None:
    presumed = replace(NOTHING, failed_at=NOW)
    assert counts(presumed) == {"not_placed": 1}
    assert counts(replace(presumed, heard=True, answered_at=NOW)) == {"placed": 1}


def test_what_the_provider_took_and_did_not_dial_was_not_placed() -> None:
    assert counts(replace(PLACED, heard=True, reported_at=NOW, dialled=False, outcome="failed")) == {"not_placed": 1}


def test_what_is_told_later_takes_the_place_of_what_was_counted_before() -> None:
    early = replace(NOTHING, heard=True, reported_at=NOW + timedelta(hours=1), outcome="busy")
    late = replace(early, placed_at=NOW)
    figures = Figures().add([early]).add([early], -1).add([late])
    told = {quarter: {name: n for name, n in kept.items() if n} for (_, quarter), kept in figures.quarters.items()}
    assert told == {quarter_of(NOW + timedelta(hours=1)): {}, quarter_of(NOW): {"placed": 1, "busy": 1}}


def test_quarters_begin_at_the_quarter() -> None:
    at = datetime(2025, 10, 9, 4, 44, 59, 999, tzinfo=UTC)
    assert quarter_of(at) == datetime(2025, 10, 9, 4, 30, tzinfo=UTC)


def test_days_and_hours_are_those_of_the_campaigns_clock() -> None:
    evening = Quarter(datetime(2025, 10, 8, 18, 15, tzinfo=UTC), {"placed": 2, "answered": 1})
    night = Quarter(datetime(2025, 10, 8, 18, 30, tzinfo=UTC), {"placed": 3})
    nothing_left = Quarter(datetime(2025, 10, 1, tzinfo=UTC), {"placed": 0})
    told = by_clock([night, evening, nothing_left], "Asia/Kolkata")
    assert told.days == {date(2025, 10, 8): evening.counts, date(2025, 10, 9): night.counts}
    assert told.hours == {0: night.counts, 23: evening.counts}
    assert told.total == {"placed": 5, "answered": 1}


def test_a_zone_that_cannot_be_read_shows_utc() -> None:
    told = by_clock([Quarter(datetime(2025, 10, 8, 18, 15, tzinfo=UTC), {"placed": 2})], "Nowhere/Near")
    assert list(told.hours) == [18]


def test_the_answer_rate_is_of_calls_that_were_made() -> None:
    assert answer_rate({"answered": 3, "no-answer": 1, "skipped": 90, "cancelled": 4}) == 0.75
    assert answer_rate({"skipped": 90}) is None
