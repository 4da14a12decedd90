"""Lists: a page at a time, newest first or oldest first, by a cursor that only this face can read."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from services.campaigns.http.problems import Problem

T = TypeVar("T")
LARGEST_PAGE = 200
USUAL_PAGE = 50
Sort = Literal["-created_at", "created_at"]


class Page(BaseModel, Generic[T]):
    """A page of a list. `next_cursor` is null on the last page."""

    items: list[T]
    next_cursor: str | None = Field(default=None)


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is wanted: behind (`at`, `identity`) in the order of `sort`, at most `limit` items."""

    limit: int
    sort: Sort
    at: datetime | None
    identity: UUID | None

    @property
    def descending(self) -> bool:
        """Whether the newest come first."""
        return self.sort == "-created_at"


def paging(
    cursor: Annotated[str | None, Query(max_length=200, description="next_cursor of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = USUAL_PAGE,
    sort: Annotated[Sort, Query()] = "-created_at",
) -> Paging:
    """Return which page is wanted; raises Problem bad_cursor for one that is not ours, or is of the other order."""
    if cursor is None:
        return Paging(limit, sort, None, None)
    at, identity = _read(cursor, sort)
    return Paging(limit, sort, at, identity)


Paged = Annotated[Paging, Depends(paging)]


def cursor_behind(sort: Sort, at: datetime, identity: UUID) -> str:
    """Return the cursor of the page behind an item."""
    written = f"{sort}|{at.astimezone(UTC).isoformat()}|{identity}"
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def page(
    rows: Sequence[Any], wanted: Paging, *, position: Callable[[Any], tuple[datetime, UUID]], shown: Callable[[Any], T]
) -> dict[str, Any]:
    """Return a page of rows of which one more than wanted was read, if there is one."""
    kept = rows[: wanted.limit]
    more = len(rows) > wanted.limit
    return {
        "items": [shown(row) for row in kept],
        "next_cursor": cursor_behind(wanted.sort, *position(kept[-1])) if more else None,
    }


def _read(cursor: str, sort: Sort) -> tuple[datetime, UUID]:
    try:
        written = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        made_for, at, identity = written.split("|")
        if made_for != sort:
            raise ValueError(made_for)
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError(at)
        return moment, UUID(identity)
    except (binascii.Error, ValueError, UnicodeDecodeError):
        detail = f"{cursor[:60]!r} is no cursor of this list sorted by {sort}; begin again without one"
        raise Problem("bad_cursor", detail) from None
