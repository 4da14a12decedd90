from datetime import date
from typing import Any

import pytest

from services.campaigns.domain.calling_settings import calling_settings
from services.campaigns.domain.refusals import FieldProblem, WrongFields
from shared.contracts.campaigns import CampaignSettings, FrequencyCap, RetryRule
from shared.contracts.vocabulary import Outcome, Weekday

LEAST = {"first_call_time": "09:00", "last_call_time": "18:00", "start_date": "2025-10-09"}


def read(**given: Any) -> CampaignSettings:
    return calling_settings({**LEAST, **given}, default_timezone="Asia/Kolkata")


def refused(**given: Any) -> tuple[FieldProblem, ...]:
    with pytest.raises(WrongFields) as wrong:
        read(**given)
    return wrong.value.problems


def codes(**given: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in refused(**given)]


def test_what_is_left_out_takes_its_default_and_the_users_zone() -> None:
    assert read(days=None, name="not a setting") == CampaignSettings(
        first_call_time="09:00", last_call_time="18:00", timezone="Asia/Kolkata", start_date=date(2025, 10, 9)
    )


def test_everything_that_can_be_said_is_taken() -> None:
    settings = read(
        timezone="Europe/London",
        use_contact_timezone=True,
        end_date="2025-10-31",
        days=["mon", "fri"],
        holidays=["2025-10-20"],
        max_concurrent_calls=3,
        max_calls_per_minute=10,
        from_phone_numbers=["+442079460100"],
        frequency_cap={"calls": 2, "hours": 24},
        retry={"max_attempts": 3, "outcomes": ["busy", "no-answer"], "delays_minutes": [5, 60]},
        keep_open=True,
    )
    assert settings.days == (Weekday.MON, Weekday.FRI)
    assert settings.frequency_cap == FrequencyCap(calls=2, hours=24)
    assert settings.retry == RetryRule(
        max_attempts=3, outcomes=(Outcome.BUSY, Outcome.NO_ANSWER), delays_minutes=(5, 60)
    )


def test_a_rule_of_retries_that_names_no_outcomes_is_for_all_that_may_be_tried_again() -> None:
    everything = (Outcome.NO_ANSWER, Outcome.BUSY, Outcome.FAILED, Outcome.VOICEMAIL)
    assert read(retry={"max_attempts": 3}).retry == RetryRule(max_attempts=3, outcomes=everything)
    assert read(retry={"max_attempts": 3, "outcomes": None}).retry.outcomes == everything
    assert read(retry={"max_attempts": 3, "outcomes": []}).retry.outcomes == ()


def test_a_window_may_cross_midnight_or_end_with_the_day() -> None:
    assert read(first_call_time="22:00", last_call_time="02:00").last_call_time == "02:00"
    assert read(last_call_time="24:00").last_call_time == "24:00"


def test_every_wrong_field_is_named_at_once_with_its_value() -> None:
    problems = refused(
        first_call_time="25:99",
        last_call_time=None,
        timezone="Mars/Base",
        start_date="09.10.2025",
        days=["mon", "someday"],
        retry={"max_attempts": 7, "delays_minutes": [0]},
    )
    assert [(problem.field, problem.code, problem.value) for problem in problems] == [
        ("/first_call_time", "invalid", "25:99"),
        ("/last_call_time", "missing", None),
        ("/timezone", "unknown_timezone", "Mars/Base"),
        ("/start_date", "invalid", "09.10.2025"),
        ("/days/1", "invalid", "someday"),
        ("/retry/max_attempts", "invalid", 7),
        ("/retry/delays_minutes/0", "invalid", 0),
    ]
    assert "such as 09:00" in problems[0].message


def test_equal_times_are_no_window() -> None:
    assert codes(last_call_time="09:00") == [("/last_call_time", "empty_window")]


def test_no_window_opens_at_the_end_of_the_day() -> None:
    assert codes(first_call_time="24:00") == [("/first_call_time", "invalid")]


def test_an_end_before_the_start_is_refused_even_beside_other_mistakes() -> None:
    assert codes(end_date="2025-10-08") == [("/end_date", "end_before_start")]
    assert codes(end_date="2025-10-08", max_concurrent_calls=0) == [
        ("/end_date", "end_before_start"),
        ("/max_concurrent_calls", "invalid"),
    ]
    assert read(end_date="2025-10-09").end_date == date(2025, 10, 9)


def test_no_day_at_all_is_refused() -> None:
    assert codes(days=[]) == [("/days", "no_day")]


def test_only_what_reached_nobody_is_tried_again() -> None:
    assert codes(retry={"max_attempts": 2, "outcomes": ["busy", "answered"]}) == [("/retry/outcomes/1", "not_retried")]
    assert codes(retry={"max_attempts": 2, "delays_minutes": []}) == [("/retry/delays_minutes", "no_delay")]
