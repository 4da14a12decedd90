"""From what a person writes about when and how to call, to settings that leave nothing open, or every wrong field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from pydantic import ValidationError

from services.campaigns.domain.refusals import FieldProblem, WrongFields
from shared.contracts.campaigns import CampaignSettings
from shared.contracts.vocabulary import Outcome

REQUIRED = ("first_call_time", "last_call_time", "start_date")
RETRIED = (Outcome.NO_ANSWER, Outcome.BUSY, Outcome.FAILED, Outcome.VOICEMAIL)
EXPECTED = {
    "first_call_time": "a time of day from 00:00 to 23:59, such as 09:00",
    "last_call_time": "a time of day from 00:01 to 24:00, such as 18:00",
    "timezone": "an IANA time zone, such as Asia/Kolkata",
    "start_date": "a date, such as 2025-10-09",
    "end_date": "a date, such as 2025-10-31",
    "holidays": "dates, such as 2025-10-20",
    "days": "days of the week: mon, tue, wed, thu, fri, sat, sun",
    "from_phone_numbers": "numbers with + and country code, such as +442079460100",
    "frequency_cap": "{calls, hours}, both at least 1",
    "retry": "{max_attempts 1 to 6, outcomes, delays_minutes 1 to 43200}",
}


@dataclass
class _Reading:
    """The problems found so far."""

    problems: list[FieldProblem] = field(default_factory=list)

    def refuse(self, name: str, code: str, message: str, value: object) -> None:
        self.problems.append(FieldProblem(f"/{name}", code, message, value))


def calling_settings(given: Mapping[str, Any], *, default_timezone: str) -> CampaignSettings:
    """Return settings made of the named fields; what is absent or null takes its default. Others are not looked at.

    A rule of retries that names no outcomes is for all after which a call may be tried again.

    Raises WrongFields with every wrong field, in the order in which the settings name them.
    """
    fields = {name: given[name] for name in CampaignSettings.model_fields if given.get(name) is not None}
    fields.setdefault("timezone", default_timezone)
    retry = fields.get("retry")
    if isinstance(retry, Mapping) and retry.get("outcomes") is None:
        fields["retry"] = {**retry, "outcomes": RETRIED}
    reading = _Reading()
    for name in REQUIRED:
        if name not in fields:
            reading.refuse(name, "missing", f"is required: {EXPECTED[name]}", None)
    settings = None
    try:
        settings = CampaignSettings.model_validate(fields)
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False):
            if error["type"] != "missing":
                _refuse_malformed(reading, error["loc"], error["input"], error["msg"])
    _check_together(reading, fields, settings)
    if reading.problems or settings is None:
        order = list(CampaignSettings.model_fields)
        raise WrongFields(tuple(sorted(reading.problems, key=lambda one: order.index(one.field.split("/")[1]))))
    return settings


def _refuse_malformed(reading: _Reading, location: tuple[int | str, ...], value: object, said: str) -> None:
    expected = EXPECTED.get(str(location[0]))
    message = f"is {value!r}; write {expected}" if expected else said
    reading.refuse("/".join(map(str, location)), "invalid", message, value)


def _check_together(reading: _Reading, fields: Mapping[str, Any], settings: CampaignSettings | None) -> None:
    """What the types cannot say; each check only where its own fields can be read."""
    if fields["timezone"] not in _zones():
        reading.refuse(
            "timezone",
            "unknown_timezone",
            f"{fields['timezone']!r} is no {EXPECTED['timezone'][3:]}",
            fields["timezone"],
        )
    first, last = fields.get("first_call_time"), fields.get("last_call_time")
    if first is not None and first == last:
        reading.refuse("last_call_time", "empty_window", f"is {last!r} like first_call_time; make it later", last)
    if first == "24:00":
        reading.refuse("first_call_time", "invalid", f"is '24:00'; write {EXPECTED['first_call_time']}", first)
    start, end = _date(fields.get("start_date")), _date(fields.get("end_date"))
    if start and end and end < start:
        reading.refuse("end_date", "end_before_start", f"is {end}, before start_date {start}", str(end))
    if settings is not None:
        _check_lists(reading, settings)


def _check_lists(reading: _Reading, settings: CampaignSettings) -> None:
    if not settings.days:
        reading.refuse("days", "no_day", f"has no day; write {EXPECTED['days']}, or leave it out for all", [])
    if settings.retry.max_attempts > 1 and not settings.retry.delays_minutes:
        reading.refuse("retry/delays_minutes", "no_delay", "has no delay; write one such as 60", [])
    for index, outcome in enumerate(settings.retry.outcomes):
        if outcome not in RETRIED:
            names = ", ".join(sorted(RETRIED))
            reading.refuse(
                f"retry/outcomes/{index}", "not_retried", f"{outcome} is never tried again; of {names}", outcome
            )


def _date(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
