"""What a file's rows are looked up by reads as many rows as it finds, also of a user that no statistics know yet."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import psycopg
import pytest

from services.campaigns.commands_sql import QUERIES as COMMANDS
from services.campaigns.views import QUERIES as VIEWS

KNOWN, NEW = UUID(int=1), UUID(int=2)
CAMPAIGN = UUID(int=3)
ROWS, ASKED = 3_000, 20
"""A list of so many rows, of which so many are looked up."""

CONTACTS = """
insert into contacts (contact_id, user_id, phone_number, zones, tags, variables, created_at, updated_at)
select gen_random_uuid(), %s, '+91' || n, '{}', '{}', '{}', now(), now() from generate_series(%s, %s) n
"""
CALLS = """
insert into calls (call_id, campaign_id, user_id, contact_id, chunk, place, phone_number, priority, queued_at)
select gen_random_uuid(), %(campaign)s, user_id, contact_id, 1, row_number() over (), phone_number, 0, now()
from contacts where user_id = %(user)s
"""
BLOCKED = """
insert into do_not_call (scope, user_id, phone_number, entry_id, created_at)
select 'user', user_id, phone_number, contact_id, now() from contacts where user_id = %s
"""


@pytest.fixture
def database_of_a_new_user(database: str) -> Iterator[psycopg.Connection[Any]]:
    """The statistics were taken before the new user brought a list, as in any import."""
    with psycopg.connect(database, autocommit=True, options="-c search_path=campaigns") as connection:
        connection.execute(CONTACTS, (KNOWN, 7_000_000_001, 7_000_000_500))
        connection.execute(CALLS, {"campaign": UUID(int=4), "user": KNOWN})
        connection.execute(BLOCKED, (KNOWN,))
        connection.execute("analyze")
        connection.execute(CONTACTS, (NEW, 9_000_000_001, 9_000_000_000 + ROWS))
        connection.execute(CALLS, {"campaign": CAMPAIGN, "user": NEW})
        connection.execute(BLOCKED, (NEW,))
        yield connection


@pytest.mark.parametrize(
    "query",
    [
        COMMANDS["contacts_by_number"],
        COMMANDS["holder_of_number"],
        COMMANDS["blocked_among"],
        COMMANDS["in_campaign"],
        VIEWS["candidates_by_number"],
    ],
    ids=["contacts_by_number", "holder_of_number", "blocked_among", "in_campaign", "candidates_by_number"],
)
def test_a_lookup_reads_what_it_finds_and_not_the_users_whole_list(
    database_of_a_new_user: psycopg.Connection[Any], query: str
) -> None:
    numbers = [f"+91{9_000_000_001 + n}" for n in range(ASKED)]
    contacts = database_of_a_new_user.execute(
        "select contact_id from contacts where phone_number = any(%s) order by phone_number", (numbers,)
    ).fetchall()
    asked = {
        "user_id": NEW,
        "campaign_id": CAMPAIGN,
        "scope": "user",
        "phone_number": numbers[0],
        "numbers": ",".join(numbers),
        "contact_ids": [contact_id for (contact_id,) in contacts],
    }
    if "any(%(numbers)s)" in query:
        asked["numbers"] = numbers
    if "%(numbers)s::text[]" in query:
        asked["numbers"] = [None] * ASKED

    assert ASKED // 20 <= found(plan := explained(database_of_a_new_user, query, asked)) <= ASKED
    assert passed_over(plan) <= ASKED


def explained(connection: psycopg.Connection[Any], query: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    cursor = psycopg.ClientCursor(connection)
    row = cursor.execute(f"explain (analyze, format json) {query}".encode(), asked).fetchone()
    assert row is not None
    plan: Mapping[str, Any] = row[0][0]["Plan"]
    return plan


def found(plan: Mapping[str, Any]) -> float:
    return float(plan["Actual Rows"])


def passed_over(plan: Mapping[str, Any]) -> float:
    """How many rows were read and left out, in all of a plan."""
    here = plan.get("Rows Removed by Filter", 0) * plan["Actual Loops"]
    return float(here + sum(passed_over(part) for part in plan.get("Plans", ())))
