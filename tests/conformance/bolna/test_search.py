"""A search says that it is complete only if it has seen every execution: on that, calls are presumed never placed."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest

from shared.bolna.execution import read_execution
from shared.bolna.paging import Page, Window, read_page, search, windows
from shared.bolna.provider import SearchResult, Unavailable
from tests.conformance.bolna.wire import Behaviour, Wire, answer, bolna

START = datetime(2026, 10, 1, 5, 0, tzinfo=UTC)
END = START + timedelta(minutes=10)


def page(ids: str, total: int | None, *, more: bool = False, unreadable: int = 0) -> Page:
    return Page(tuple(read_execution({"id": one}) for one in ids), unreadable, total, more)


async def searched(*pages: Page | Unavailable, end: datetime = END) -> tuple[SearchResult, int]:
    """The result over these answers in turn (the last for all further questions), and how many were asked for."""
    asked = 0

    async def fetch(_: Window, __: int) -> Page | Unavailable:
        nonlocal asked
        asked += 1
        return pages[min(asked, len(pages)) - 1]

    return await search(fetch, START, end), asked


def ids(result: SearchResult) -> str:
    return "".join(sorted(execution.id for execution in result.executions))


@pytest.mark.parametrize(
    ("pages", "found", "asked"),
    [
        ([page("", 0)], "", 1),
        ([page("", None)], "", 1),
        ([page("ab", 2)], "ab", 1),
        ([page("ab", 4, more=True), page("cd", 4)], "abcd", 2),
        ([page("ab", None, more=True), page("c", None), page("ab", None, more=True)], "abc", 3),
    ],
)
async def test_a_search_that_saw_all_pages_unmoved_is_complete(pages: list[Page], found: str, asked: int) -> None:
    result, questions = await searched(*pages)
    assert (ids(result), result.complete, result.problem, questions) == (found, True, None, asked)


AWAY = Unavailable("HTTP 500: away", 500)
INCOMPLETE: dict[str, list[Page | Unavailable]] = {
    "the first page fails": [AWAY],
    "a later page fails": [page("ab", 4, more=True), AWAY],
    "fewer are shown than counted": [page("a", 2)],
    "a row comes twice, each time": [page("ab", 3, more=True), page("bc", 3)] * 3,
    "the total changes, each time": [page("ab", 3, more=True), page("c", 4)] * 3,
    "a row names no execution": [page("a", 2, unreadable=1)],
    "more is promised and nothing comes": [page("ab", 3, more=True), page("", 3, more=True)] * 3,
    "without a total, more is promised and nothing comes": [
        page("ab", None, more=True),
        page("", None, more=True),
        page("ab", None, more=True),
    ],
    "without a total, the first page moves, each time": [
        page("ab", None, more=True),
        page("c", None),
        page("xa", None, more=True),
    ]
    * 3,
    "without a total, the first page cannot be read again": [page("ab", None, more=True), page("c", None), AWAY],
}


@pytest.mark.parametrize("happening", INCOMPLETE)
async def test_a_search_that_may_have_missed_one_is_not_complete_and_says_why(happening: str) -> None:
    result, _ = await searched(*INCOMPLETE[happening])
    assert not result.complete
    assert result.problem


async def test_rows_that_moved_once_are_read_again() -> None:
    result, asked = await searched(page("ab", 3, more=True), page("bc", 4), page("xab", 4, more=True), page("c", 4))
    assert (ids(result), result.complete, asked) == ("abcx", True, 4)


async def test_what_was_found_is_told_even_if_more_may_be_missing() -> None:
    result, _ = await searched(page("ab", 9, more=True), AWAY)
    assert (ids(result), result.problem) == ("ab", "HTTP 500: away")


async def test_a_search_over_several_windows_tells_what_is_in_each() -> None:
    result, asked = await searched(page("a", 1), page("b", 1), end=START + timedelta(days=8))
    assert (ids(result), result.complete, asked) == ("ab", True, 2)


async def test_one_failed_window_of_several_leaves_the_search_incomplete() -> None:
    result, asked = await searched(AWAY, page("a", 1), end=START + timedelta(days=8))
    assert (ids(result), result.complete, asked) == ("a", False, 2)


@pytest.mark.parametrize("days", [0, 1, 7, 7.01, 20])
def test_windows_cover_the_search_without_a_hole_and_none_is_longer_than_seven_days(days: float) -> None:
    start = START.astimezone(timezone(timedelta(hours=5, minutes=30))) + timedelta(microseconds=1)
    end = start + timedelta(days=days)
    cover = list(windows(start, end))
    assert cover[0].start <= start
    assert cover[-1].end > end
    assert all(one.end == next_.start for one, next_ in pairwise(cover))
    assert all(timedelta(0) < one.end - one.start <= timedelta(days=7) for one in cover)


def test_a_search_without_a_zone_or_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        list(windows(START.replace(tzinfo=None), END))
    with pytest.raises(ValueError, match="before it starts"):
        list(windows(END, START))


@pytest.mark.parametrize(
    ("body", "number", "more"),
    [
        (b'{"data": [], "has_more": true}', 1, True),
        (b'{"data": [], "has_more": "false", "total": 900}', 1, False),
        (b'{"data": [], "total": 51}', 1, True),
        (b'{"data": [], "total": "50"}', 1, False),
        (b'{"data": [{"id": "a"}]}', 1, False),
        (b'{"data": [' + b",".join([b"{}"] * 50) + b"]}", 1, True),
    ],
)
def test_whether_more_follows_is_said_or_follows_from_the_counts(body: bytes, number: int, more: bool) -> None:  # noqa: FBT001
    assert read_page(body, number).has_more is more


async def test_bolna_is_asked_page_by_page_for_fifty_in_utc() -> None:
    first = {"data": [{"id": str(number)} for number in range(50)], "total": 51, "has_more": True}
    second = {"data": [{"id": "50"}], "total": 51, "has_more": False}
    async with Wire(answer(200, first), answer(200, second)) as server, bolna(server.url) as client:
        result = await client.search("agent", START, END)
    assert result.complete
    assert len(result.executions) == 51
    asked = [urlsplit(request.split(b" ")[1].decode()) for request in server.requests]
    assert {one.path for one in asked} == {"/v2/agent/agent/executions"}
    assert [parse_qs(one.query) for one in asked] == [
        {
            "from": ["2026-10-01T05:00:00Z"],
            "to": ["2026-10-01T05:10:01Z"],
            "page_number": [number],
            "page_size": ["50"],
        }
        for number in ("1", "2")
    ]


@pytest.mark.parametrize(
    "behaviour", [answer(404, {"message": "no agent"}), answer(200, {"rows": []}), answer(200, b"<html>"), answer(500)]
)
async def test_a_search_that_bolna_does_not_answer_is_incomplete(behaviour: Behaviour) -> None:
    async with Wire(behaviour) as server, bolna(server.url) as client:
        result = await client.search("agent", START, END)
    assert (result.executions, result.complete) == ((), False)
