"""What a decision costs does not depend on how many users and campaigns there are, nor on how long their queues are.

Counted in rows that PostgreSQL reads: a table that is walked shows at once, whatever else the machine does.
"""

from shared.contracts.scheduler import DialRequested
from shared.contracts.vocabulary import Service
from tests.integration.scheduler import tale
from tests.integration.scheduler.filling import Filling, fill
from tests.integration.scheduler.stage import Stage

USERS = 4_000
STEPS = 20
_READ = """
select relname, (seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint as rows from pg_stat_user_tables
where schemaname = 'scheduler' and relname in ('users', 'campaigns', 'lanes', 'calls', 'agents', 'attempts')
"""


async def _read(scene: Stage) -> dict[str, int]:
    await scene.flush_statistics()
    return {row["relname"]: row["rows"] for row in await scene.rows(_READ)}


async def test_a_call_that_ends_among_thousands_of_users_has_few_rows_read_for_the_next_one(
    database: str, scheduler: Stage
) -> None:
    fill(database, Filling(calls=5 * USERS, users=USERS, slots=10))
    await scheduler.one_turn()
    scheduler.give_turns_at_once()
    requests: list[DialRequested] = await scheduler.recorded(DialRequested)
    assert len(requests) == 10
    await scheduler.tell(Service.WEBHOOKS, tale.ended(requests[0], scheduler.now))
    before = await _read(scheduler)
    for _ in range(STEPS):
        ended = len(scheduler.told[Service.WEBHOOKS])
        requests = await scheduler.recorded(DialRequested)
        await scheduler.tell(Service.WEBHOOKS, tale.ended(requests[ended], scheduler.now))
    read = await _read(scheduler)
    assert len(await scheduler.recorded(DialRequested)) == 10 + 1 + STEPS, "each end was followed by a request"
    each = {table: (rows - before[table]) / STEPS for table, rows in read.items()}
    assert max(each.values()) < 100, each
