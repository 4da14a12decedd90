"""SQL lives in files, and a mistake in one is said plainly."""

import pytest

from shared.sql import BadQueries, load_queries, parse_queries

FILE = """
-- name: call_by_id
-- The call as it stands.
select * from calls -- nothing left out
where call_id = %(call_id)s;

-- name: count_calls
-- How many there are.
select count(*) from calls
"""


def test_a_query_is_found_by_its_name_without_its_heading() -> None:
    queries = parse_queries("calls.sql", FILE)

    assert list(queries) == ["call_by_id", "count_calls"]
    assert queries["count_calls"] == "select count(*) from calls"
    assert queries["call_by_id"].startswith("select * from calls -- nothing left out\n")


def test_a_query_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(BadQueries, match=r"calls\.sql has no query 'call_by_name'; it has: call_by_id, count_calls"):
        parse_queries("calls.sql", FILE)["call_by_name"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FILE + FILE, "'call_by_id' twice"),
        ("select 1;" + FILE, "SQL above its first"),
        ("-- name: Call By Id\n-- A call.\nselect 1", "no query name"),
        ("-- name: call\nselect 1", "does not say its purpose"),
        ("-- name: call\n-- A call.\n", "no statement"),
    ],
)
def test_a_mistake_in_a_file_is_named(text: str, said: str) -> None:
    with pytest.raises(BadQueries, match=said):
        parse_queries("calls.sql", text)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(BadQueries, match=r"shared/sql/absent\.sql does not exist"):
        load_queries("shared", "sql/absent.sql")
