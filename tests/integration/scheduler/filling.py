"""A long queue beside the scheduler: written straight into its tables, as a rebuild would have left them."""

from dataclasses import dataclass

import psycopg
from psycopg.types.json import Jsonb

from shared.contracts.campaigns import FrequencyCap
from tests.integration.scheduler import tale

CLOSED_CALLS = 100
"""Each closed campaign has so many calls, none of which was out."""

_SLOW_TO_KEEP = """
select indexname, indexdef from pg_indexes
where schemaname = 'scheduler' and tablename = 'calls' and indexname <> 'calls_pkey'
"""

_USERS = """
insert into users (user_id, concurrent_calls_limit)
    select lpad(to_hex(x'10000'::int + u), 32, '0')::uuid, %(slots)s from generate_series(1, %(users)s) u;
insert into agents (agent_id, user_id, from_phone_numbers)
    select lpad(to_hex(x'20000'::int + u), 32, '0')::uuid, lpad(to_hex(x'10000'::int + u), 32, '0')::uuid, '{}'
    from generate_series(1, %(users)s) u;
update system set concurrent_calls_limit = %(slots)s;
"""

_CAMPAIGNS = """
insert into campaigns (campaign_id, user_id, agent_id, next_action, settings, by_contact_zone, state, opened, total)
    select
        lpad(to_hex(x'30000'::int + (u - 1) * %(each)s + k), 32, '0')::uuid,
        lpad(to_hex(x'10000'::int + u), 32, '0')::uuid, lpad(to_hex(x'20000'::int + u), 32, '0')::uuid,
        '', %(settings)s, false, 'running', true, %(calls)s / %(users)s / %(each)s
    from generate_series(1, %(users)s) u, generate_series(1, %(each)s) k;
insert into campaigns (
    campaign_id, user_id, agent_id, next_action, settings, by_contact_zone, state, opened, upload_closed, total,
    settled, closed, closed_at, drained
)
    select
        lpad(to_hex(c), 32, '0')::uuid, lpad(to_hex(x'10000'::int + 1 + c %% %(users)s), 32, '0')::uuid,
        lpad(to_hex(x'20000'::int + 1 + c %% %(users)s), 32, '0')::uuid, '', %(settings)s, false, 'cancelled', true,
        true, %(closed_calls)s, %(closed_calls)s, 'cancelled', now(), %(closed_calls)s
    from generate_series(1, %(closed)s) c;
insert into lanes (campaign_id, zone) select campaign_id, '*' from campaigns;
"""

_CALLS = """
insert into calls (
    call_id, campaign_id, contact_id, user_id, phone_number, zone, priority, place, as_of, user_data, queued_at
)
    select
        lpad(to_hex(x'100000000'::bigint + n), 32, '0')::uuid, lpad(to_hex(n %% %(closed)s + 1), 32, '0')::uuid,
        lpad(to_hex(x'200000000'::bigint + n), 32, '0')::uuid,
        lpad(to_hex(x'10000'::int + 1 + (n %% %(closed)s + 1) %% %(users)s), 32, '0')::uuid,
        '+33' || 100000000 + n, '', 0, n, 0, '{"name": "Asha"}', now()
    from generate_series(0, %(closed)s * %(closed_calls)s - 1) n;
insert into calls (
    call_id, campaign_id, contact_id, user_id, phone_number, zone, priority, place, as_of, user_data, queued_at
)
    select
        lpad(to_hex(x'500000000'::bigint + n), 32, '0')::uuid,
        lpad(to_hex(x'30000'::int + 1 + n %% (%(users)s * %(each)s)), 32, '0')::uuid,
        lpad(to_hex(x'400000000'::bigint + n / %(each)s), 32, '0')::uuid,
        lpad(to_hex(x'10000'::int + 1 + n %% (%(users)s * %(each)s) / %(each)s), 32, '0')::uuid,
        '+44' || 2000000000 + n / %(each)s, '', (n / %(each)s %% 3)::int * 10, n, 0, '{"name": "Asha"}', now()
    from generate_series(0::bigint, %(calls)s - 1) n;
insert into calls (
    call_id, campaign_id, contact_id, user_id, phone_number, zone, priority, place, as_of, user_data, queued_at
)
    select
        lpad(to_hex(x'600000000'::bigint + n), 32, '0')::uuid, lpad(to_hex(x'30001'::int), 32, '0')::uuid,
        lpad(to_hex(x'700000000'::bigint + n), 32, '0')::uuid, lpad(to_hex(x'10001'::int), 32, '0')::uuid,
        '+91' || 2000000000 + n, '', 0, %(calls)s + n, 0, '{"name": "Asha"}', now()
    from generate_series(0::bigint, %(more_of_first)s - 1) n;
update campaigns set total = total + %(more_of_first)s where campaign_id = lpad(to_hex(x'30001'::int), 32, '0')::uuid;
"""


@dataclass(frozen=True)
class Filling:
    """So many calls, in equal parts of so many users, who have so many running campaigns `each` of the same numbers.

    Every user may have `slots` calls live, and all together. `closed` campaigns were cancelled before these came. The
    first campaign has `more_of_first` calls beyond its part.
    """

    calls: int
    users: int
    slots: int = 100
    each: int = 1
    closed: int = 0
    calls_a_day: int | None = None
    more_of_first: int = 0


def fill(dsn: str, filling: Filling) -> None:
    """Write it, with its indexes made afterwards; the tables are then vacuumed, analyzed and on disk."""
    cap = filling.calls_a_day and FrequencyCap(calls=filling.calls_a_day, hours=24)
    settings = tale.ALWAYS.model_copy(update={"frequency_cap": cap})
    parameters = {
        "calls": filling.calls,
        "users": filling.users,
        "slots": filling.slots,
        "each": filling.each,
        "closed": filling.closed,
        "closed_calls": CLOSED_CALLS,
        "more_of_first": filling.more_of_first,
        "settings": Jsonb(settings.model_dump(mode="json")),
    }
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set search_path to scheduler; set maintenance_work_mem to '512MB'")
        cursor = psycopg.ClientCursor(connection)
        indexes = connection.execute(_SLOW_TO_KEEP).fetchall()
        for name, _ in indexes:
            connection.execute(f"drop index {name}".encode())
        for statements in (_USERS, _CAMPAIGNS, _CALLS):
            cursor.execute(statements.encode(), parameters)
        for _, definition in indexes:
            connection.execute(definition.encode())
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")
