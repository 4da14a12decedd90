"""Cursors and pages of lists: the next page begins behind the key of the last row shown."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.contracts.vocabulary import CallStatus

DEFAULT_LIMIT = 50
MOST = 200
MOST_DIGITS = 19
"""Of a position: a bigint."""


class BadCursor(ValueError):
    """The cursor is none that a list of this kind gave out; begin without one."""


def newest_first(cursor: str | None) -> dict[str, Any]:
    """Return the parameters of a page behind a cursor, in a list by time and id. Raises BadCursor."""
    if cursor is None:
        return {"before_time": None, "before_id": None}
    match _read(cursor):
        case [str() as time, str() as identity]:
            return {"before_time": _time(time), "before_id": _identity(identity)}
        case _:
            raise BadCursor(cursor)


def by_id(cursor: str | None) -> dict[str, Any]:
    """Return the parameters of a page behind a cursor, in a list by id. Raises BadCursor."""
    if cursor is None:
        return {"after_id": None}
    match _read(cursor):
        case [str() as identity]:
            return {"after_id": _identity(identity)}
        case _:
            raise BadCursor(cursor)


def by_position(cursor: str | None) -> dict[str, Any]:
    """Return the parameters of a page behind a cursor, in a list by position, newest first. Raises BadCursor."""
    if cursor is None:
        return {"before_position": None}
    match _read(cursor):
        case [str() as position] if position.isdecimal() and len(position) < MOST_DIGITS:
            return {"before_position": int(position)}
        case _:
            raise BadCursor(cursor)


def by_status(cursor: str | None) -> dict[str, Any]:
    """Return the parameters of a page behind a cursor, in a list by status and id. Raises BadCursor."""
    if cursor is None:
        return {"after_status": None, "after_id": None}
    match _read(cursor):
        case [str() as status, str() as identity] if status in tuple(CallStatus):
            return {"after_status": status, "after_id": _identity(identity)}
        case _:
            raise BadCursor(cursor)


def by_key(cursor: str | None, sort: str) -> dict[str, Any]:
    """Return the parameters of a page behind a cursor, in a list by the text key of an order. Raises BadCursor."""
    if cursor is None:
        return {"after_key": None, "after_id": None}
    match _read(cursor):
        case [str() as order, str() as key, str() as identity] if order == sort and _is_text(key):
            return {"after_key": key, "after_id": _identity(identity)}
        case _:
            raise BadCursor(cursor)


def rows_wanted(limit: int) -> int:
    """Return how many rows to read for a page of `limit`: one more, to know whether there is a next."""
    return max(1, min(limit, MOST)) + 1


def cut(rows: Sequence[dict[str, Any]], limit: int, *key: str) -> tuple[Sequence[dict[str, Any]], str | None]:
    """Return the rows of a page, and the cursor of the next if there is one."""
    most = rows_wanted(limit) - 1
    if len(rows) <= most:
        return rows, None
    last = rows[most - 1]
    values = [last[name].isoformat() if isinstance(last[name], datetime) else str(last[name]) for name in key]
    return rows[:most], urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def _read(cursor: str) -> object:
    try:
        return json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        raise BadCursor(cursor) from None


def _is_text(key: str) -> bool:
    """Whether PostgreSQL takes it as text: no NUL, no half of a surrogate pair."""
    return "\0" not in key and not any("\ud800" <= letter <= "\udfff" for letter in key)


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise BadCursor(text) from None
    if time.tzinfo is None:
        raise BadCursor(text)
    return time


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadCursor(text) from None
