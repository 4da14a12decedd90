"""Reads one value at a time out of Bolna's JSON, where any field may be missing, null, of another type or spelt oddly.

Every reader takes any JSON value and answers None for what it cannot read; none raises.
"""

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

_DEEPEST = 20  # levels of echoed data that are kept; Bolna's own objects have four
_E164 = re.compile(r"[1-9][0-9]{5,14}")
_NOT_A_DIGIT = re.compile(r"[^0-9]")
_WRITTEN_BETWEEN_DIGITS = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\ufeff().-]")
_LARGEST = Decimal(10) ** 12
_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0"})


class Unreadable(ValueError):
    """What Bolna sent is no JSON object, or names no execution. `reason` says which; it quotes nothing of the body."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def document(body: bytes | str) -> Any:
    """The JSON value in a body. Bytes that are no UTF-8 are replaced, not refused. Raises Unreadable."""
    text = body.decode("utf-8-sig", "replace") if isinstance(body, bytes) else body
    try:
        return json.loads(text)
    except RecursionError:
        raise Unreadable("the body is nested too deeply") from None
    except ValueError:
        raise Unreadable("the body is no JSON") from None


def at(value: Any, path: tuple[str, ...]) -> Any:
    """What lies at the path of keys, or None where a step is missing or no object."""
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def text(value: Any) -> str | None:
    """Text without surrounding space; numbers as written; empty is None. Without what PostgreSQL cannot hold."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        written = str(value)
    except ValueError:  # an integer of more digits than Python will write
        return None
    return _storable(written).strip() or None


def _storable(written: str) -> str:
    return written.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def phone_number(value: Any) -> str | None:
    """A number as Bolna wrote it, without spaces and punctuation; a leading + is neither added nor taken."""
    written = text(value)
    return None if written is None else _WRITTEN_BETWEEN_DIGITS.sub("", written) or None


def e164(written: str | None) -> str | None:
    """A number as Bolna wrote it in E.164: telephony providers drop the +, or write it as 00. None: it is none."""
    digits = _NOT_A_DIGIT.sub("", written or "").removeprefix("00")
    return f"+{digits}" if _E164.fullmatch(digits) else None


def decimal(value: Any) -> Decimal | None:
    """A finite number, at least 0 and below 10¹², from a JSON number or its text; else None."""
    written = text(value)
    if written is None:
        return None
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < _LARGEST else None


def seconds(value: Any) -> float | None:
    """A duration in seconds, at least 0; else None."""
    number = decimal(value)
    return None if number is None else float(number)


def whole(value: Any) -> int | None:
    """A count, at least 0; else None."""
    number = decimal(value)
    return None if number is None or number != math.floor(number) else int(number)


def flag(value: Any) -> bool | None:
    """True or false, also as text or 0 and 1; else None."""
    if isinstance(value, bool):
        return value
    written = (text(value) or "").lower()
    return True if written in _TRUE else False if written in _FALSE else None


def moment(value: Any) -> datetime | None:
    """An ISO 8601 time as aware UTC; one without a zone is UTC, as Bolna's are; else None."""
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value.strip())
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def mapping(value: Any) -> dict[str, Any] | None:
    """An object, also one sent as JSON text, made storable and cut below 20 levels; else None."""
    if isinstance(value, str):
        try:
            value = document(value)
        except Unreadable:
            return None
    return _plain(value, _DEEPEST) if isinstance(value, Mapping) else None


def _plain(value: Any, levels: int) -> Any:
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping | list) and levels == 0:
        return None
    if isinstance(value, Mapping):
        return {_storable(str(key)): _plain(inner, levels - 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, levels - 1) for inner in value]
    return value
