"""Reads an agent's executions page by page, and says whether it has seen them all.

Rows can move while pages are read: one that arrives pushes others to the next page (seen twice), one that leaves pulls
another to the page already read (seen never). So a reading counts only if no row came twice, `total` stayed the same
and that many were seen; where Bolna says no total, page 1 is read once more at the end and must be unchanged. Otherwise
it is read again, at most three times in all.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.bolna import reading
from shared.bolna.execution import Execution, read_execution
from shared.bolna.provider import SearchResult, Unavailable
from shared.bolna.reading import Unreadable

PAGE_SIZE = 50  # Bolna's most
LONGEST_WINDOW = timedelta(days=7)  # Bolna's most between `from` and `to`
_READINGS = 3
_MOST_PAGES = 1_000  # a list that never ends is not read for ever
_MOVED = "rows moved between the pages while they were read"


@dataclass(frozen=True, slots=True)
class Window:
    """A span of creation times, at most 7 days, whole seconds UTC."""

    start: datetime
    end: datetime

    def query(self, page: int) -> dict[str, str]:
        """The query parameters of one page."""
        return {
            "from": self.start.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "to": self.end.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "page_number": str(page),
            "page_size": str(PAGE_SIZE),
        }


@dataclass(frozen=True, slots=True)
class Page:
    """One page as answered. `unreadable` counts rows that name no execution; `total` is None where Bolna is silent."""

    executions: tuple[Execution, ...]
    unreadable: int
    total: int | None
    has_more: bool


Fetch = Callable[[Window, int], Awaitable[Page | Unavailable]]


@dataclass(frozen=True, slots=True)
class _Reading:
    found: dict[str, Execution]
    problem: str | None
    again: bool
    """Whether another reading may do better."""


def windows(start: datetime, end: datetime) -> Iterator[Window]:
    """Cover start to end by windows of at most 7 days, widened to whole seconds. ValueError: naive or reversed."""
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError(f"start and end need a time zone: {start}, {end}")
    if end < start:
        raise ValueError(f"the search ends before it starts: {start}, {end}")
    opening = start.astimezone(UTC).replace(microsecond=0)
    closing = end.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)
    while opening < closing:
        until = min(opening + LONGEST_WINDOW, closing)
        yield Window(opening, until)
        opening = until


def read_page(body: bytes, number: int) -> Page:
    """Read page `number` (from 1) of `GET /v2/agent/{id}/executions`. Raises Unreadable if it has no list of rows."""
    found = reading.document(body)
    rows = found.get("data") if isinstance(found, Mapping) else None
    if not isinstance(found, Mapping) or not isinstance(rows, list):
        raise Unreadable("the page has no list of executions")
    executions = tuple(execution for row in rows if (execution := _row(row)) is not None)
    total = reading.whole(found.get("total"))
    has_more = reading.flag(found.get("has_more"))
    if has_more is None:
        has_more = len(rows) >= PAGE_SIZE if total is None else number * PAGE_SIZE < total
    return Page(executions, len(rows) - len(executions), total, has_more)


def _row(row: Any) -> Execution | None:
    try:
        return read_execution(row) if isinstance(row, Mapping) else None
    except Unreadable:
        return None


async def search(fetch: Fetch, start: datetime, end: datetime) -> SearchResult:
    """Every execution created from start to end, each once, in the order found; see the module for `complete`."""
    found: dict[str, Execution] = {}
    problem: str | None = None
    for window in windows(start, end):
        for _ in range(_READINGS):
            one = await _read(fetch, window)
            found.update(one.found)
            if not one.again:
                break
        problem = problem or one.problem
    return SearchResult(tuple(found.values()), complete=problem is None, problem=problem)


async def _read(fetch: Fetch, window: Window) -> _Reading:
    """Read to the end even where rows moved: what is found is found, only what is missing is not proved missing."""
    found: dict[str, Execution] = {}
    first: Page | None = None
    moved = unreadable = False
    for number in range(1, _MOST_PAGES + 1):
        page = await fetch(window, number)
        if isinstance(page, Unavailable):
            return _Reading(found, page.error, again=False)
        first = first or page
        unreadable = unreadable or page.unreadable > 0
        moved = moved or page.total != first.total or any(row.id in found for row in page.executions)
        found.update((row.id, row) for row in page.executions)
        if page.has_more and page.executions:
            continue
        if unreadable:
            return _Reading(found, "a row names no execution", again=False)
        if moved or page.has_more:
            return _Reading(found, _MOVED, again=True)
        return await _ending(fetch, window, found, first, pages=number)
    return _Reading(found, f"more than {_MOST_PAGES} pages", again=False)


async def _ending(fetch: Fetch, window: Window, found: dict[str, Execution], first: Page, pages: int) -> _Reading:
    if first.total is not None:
        missing = first.total != len(found)
        problem = f"Bolna counts {first.total} executions and shows {len(found)}" if missing else None
        return _Reading(found, problem, again=missing)
    if pages == 1:
        return _Reading(found, None, again=False)
    page = await fetch(window, 1)
    if isinstance(page, Unavailable):
        return _Reading(found, page.error, again=False)
    moved = [row.id for row in page.executions] != [row.id for row in first.executions]
    return _Reading(found, _MOVED if moved else None, again=moved)
