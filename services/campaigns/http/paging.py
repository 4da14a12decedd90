"""Lists: a page at a time, by a cursor that only who gave it out can read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Query

from services.campaigns.http.problems import Problem
from services.campaigns.views import BadCursor

LARGEST_PAGE = 200
USUAL_PAGE = 50


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is wanted: behind `cursor`, at most `limit` items."""

    cursor: str | None
    limit: int


Cursor = Annotated[str | None, Query(max_length=500, description="`next_cursor` of the page before")]
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


def paging(
    cursor: Cursor = None,
    limit: Limit = USUAL_PAGE,
    sort: Annotated[Literal["-created_at"], Query(description="newest first")] = "-created_at",
) -> Paging:
    """Return which page is wanted."""
    assert sort == "-created_at"
    return Paging(cursor, limit)


Paged = Annotated[Paging, Depends(paging)]


@contextmanager
def cursors_checked(wanted: Paging) -> Iterator[None]:
    """Turn a cursor that is none of the list's into Problem bad_cursor."""
    try:
        yield
    except BadCursor:
        detail = f"{(wanted.cursor or '')[:60]!r} is no cursor of this list; begin again without one"
        raise Problem("bad_cursor", detail) from None
