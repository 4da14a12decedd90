"""The types of fields in bodies and parameters: strict, bounded, and each refusal says what would be right."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SecretStr,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from services.campaigns.phone_numbers import is_country

LARGEST_LIMIT = 100_000
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NUMBER = re.compile(r"\+[1-9][0-9]{5,14}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Body(BaseModel):
    """A request's body: fields that it does not know are refused, nothing is taken for something else."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def refusal(code: str, message: str) -> PydanticCustomError:
    """Return the error of one field; the braces of a value are not a template's."""
    return PydanticCustomError(code, message.replace("{", "{{").replace("}", "}}"))


def _matching(pattern: re.Pattern[str], code: str, remedy: str) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise refusal(code, f"{_quoted(value)} {remedy}")
        return value

    return check


def _quoted(value: Any) -> str:
    written = repr(value)
    return written if len(written) <= 60 else written[:60] + "…"  # noqa: PLR2004 - characters of a value in a message


def _day(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    remedy = "is no date: write YYYY-MM-DD, such as 2025-10-09"
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise refusal("date_invalid", f"{_quoted(value)} {remedy}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise refusal("date_invalid", f"{_quoted(value)} {remedy}") from None


def _zone(value: Any) -> Any:
    if not isinstance(value, str) or value not in _zones():
        raise refusal("timezone_unknown", f"{_quoted(value)} is no IANA time zone: write one such as Asia/Kolkata")
    return value


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _country(value: Any) -> Any:
    if not isinstance(value, str) or not is_country(value.upper()):
        raise refusal("country_unknown", f"{_quoted(value)} is no ISO 3166 country: write two letters, such as IN")
    return value.upper()


def storable(value: str) -> str:
    """Return a text that the database can keep."""
    if _UNSTORABLE.search(value):
        raise refusal("text_invalid", "holds a NUL or half a character: leave it out")
    return value


def _secret(shortest: int, longest: int) -> Callable[[SecretStr], SecretStr]:
    def check(secret: SecretStr) -> SecretStr:
        value = storable(secret.get_secret_value())
        if len(value) < shortest:
            raise refusal("string_too_short", f"has {len(value)} characters: give at least {shortest}")
        if len(value) > longest:
            raise refusal("string_too_long", f"has {len(value)} characters: give at most {longest}")
        return secret

    return check


def _not_blank(value: str) -> str:
    if not value:
        raise refusal("blank", "is blank: write something")
    return value


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


Name = Annotated[
    str, Field(max_length=200), AfterValidator(str.strip), AfterValidator(storable), AfterValidator(_not_blank)
]
Text = Annotated[
    str, Field(max_length=500), AfterValidator(str.strip), AfterValidator(storable), AfterValidator(_not_blank)
]
OptionalText = Annotated[str, Field(max_length=5000), AfterValidator(str.strip), AfterValidator(storable)]
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2025-10-09"]})
]
ClockTime = Annotated[
    str,
    BeforeValidator(_matching(_CLOCK_TIME, "time_invalid", "is no time of day: write HH:MM from 00:00 to 24:00")),
    Field(json_schema_extra={"pattern": _CLOCK_TIME.pattern, "examples": ["09:00"]}),
]
Zone = Annotated[str, BeforeValidator(_zone), Field(json_schema_extra={"examples": ["Asia/Kolkata"]})]
Country = Annotated[str, BeforeValidator(_country), Field(json_schema_extra={"examples": ["IN"]})]
Email = Annotated[
    str,
    Field(max_length=320),
    BeforeValidator(_matching(_EMAIL, "email_invalid", "is no e-mail address: write one such as asha@example.com")),
    AfterValidator(storable),
]
E164 = Annotated[
    str,
    BeforeValidator(_matching(_NUMBER, "phone_invalid", "is not in E.164: write + and digits, such as +919876543210")),
    Field(json_schema_extra={"pattern": _NUMBER.pattern, "examples": ["+919876543210"]}),
]
Password = Annotated[
    SecretStr,
    AfterValidator(_secret(SHORTEST_PASSWORD, LONGEST_PASSWORD)),
    WithJsonSchema(
        {
            "type": "string",
            "format": "password",
            "minLength": SHORTEST_PASSWORD,
            "maxLength": LONGEST_PASSWORD,
            "examples": ["a sentence that only I know"],
        }
    ),
]
"""A password to be kept. As any secret it is shown in no answer, error or log."""
Secret = Annotated[
    SecretStr,
    AfterValidator(_secret(1, LONGEST_PASSWORD)),
    WithJsonSchema({"type": "string", "format": "password", "minLength": 1, "maxLength": LONGEST_PASSWORD}),
]
"""A password or token that is to be looked at."""
CallsLimit = Annotated[int, Field(strict=True, ge=0, le=LARGEST_LIMIT)]
Time = Annotated[
    datetime,
    PlainSerializer(_utc, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
"""A moment in an answer: RFC 3339 in UTC, `Z`."""
