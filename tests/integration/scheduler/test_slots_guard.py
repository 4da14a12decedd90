"""Taking slots: PostgreSQL itself refuses what would exceed a limit, whoever decided and however many at a time."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pytest
from psycopg import AsyncConnection, errors

from shared.contracts.campaigns import UserLimitChanged
from shared.contracts.vocabulary import Service
from shared.testing.examples import NOW
from tests.integration.scheduler.stage import Stage, connect
from tests.integration.scheduler.tale import ALWAYS, call, campaign, created, number, ready, user


def slot(row: int, who: int = 1, which: int = 1, phone: str | None = None) -> dict[str, Any]:
    return {
        "n": row,
        "attempt_id": str(UUID(int=0x9_0000 + 1000 * which + row)),
        "call_id": str(call(which, row)),
        "user_id": str(user(who)),
        "campaign_id": str(campaign(which)),
        "phone_number": phone or number(which, row),
        "since": NOW.isoformat(),
    }


async def take(connection: AsyncConnection[dict[str, Any]], *slots: dict[str, Any]) -> None:
    await connection.execute("select take_slots(%s::jsonb)", [json.dumps(slots)])


async def refused(connection: AsyncConnection[dict[str, Any]], *slots: dict[str, Any]) -> str | None:
    with pytest.raises(errors.DatabaseError) as raised:
        await take(connection, *slots)
    assert raised.value.sqlstate == "CC010"
    return raised.value.diag.constraint_name


async def waits_for_a_lock(scene: Stage, connection: AsyncConnection[dict[str, Any]]) -> bool:
    found = "select 1 as waits from pg_locks where not granted and pid = %s"
    return bool(await scene.rows(found, connection.info.backend_pid))


async def test_the_users_limit_is_not_exceeded(scheduler: Stage) -> None:
    await ready(scheduler, limit=2, system=10)
    await take(scheduler.connection, slot(1), slot(2))
    assert await refused(scheduler.connection, slot(3)) == "slots_within_the_users_limit"
    assert len(await scheduler.rows("select * from slots")) == 2


async def test_the_systems_limit_is_not_exceeded(scheduler: Stage) -> None:
    await ready(scheduler, users=2, limit=2, system=3)
    await take(scheduler.connection, slot(1), slot(2))
    refusal = await refused(scheduler.connection, slot(1, who=2, which=2), slot(2, who=2, which=2))
    assert refusal == "slots_within_the_system_limit"


async def test_an_unknown_user_or_system_limit_allows_nothing(scheduler: Stage) -> None:
    assert await refused(scheduler.connection, slot(1)) == "slots_within_the_system_limit"
    await ready(scheduler, users=1)
    assert await refused(scheduler.connection, slot(1, who=9)) == "slots_within_the_users_limit"


async def test_a_lowered_limit_refuses_until_enough_have_ended(scheduler: Stage) -> None:
    await ready(scheduler, limit=3)
    await take(scheduler.connection, slot(1), slot(2), slot(3))
    await scheduler.tell(Service.CAMPAIGNS, UserLimitChanged(at=NOW, user_id=user(1), concurrent_calls_limit=1))
    assert await refused(scheduler.connection, slot(4)) == "slots_within_the_users_limit"


async def test_the_campaigns_limit_is_not_exceeded(scheduler: Stage) -> None:
    await ready(scheduler, limit=5)
    settings = ALWAYS.model_copy(update={"max_concurrent_calls": 1})
    await scheduler.tell(Service.CAMPAIGNS, created(1, 1, settings))
    assert await refused(scheduler.connection, slot(1), slot(2)) == "slots_within_the_campaigns_limit"


async def test_one_number_has_one_open_attempt_over_all_users(scheduler: Stage) -> None:
    await ready(scheduler, users=2)
    await take(scheduler.connection, slot(1, phone="+442079460958"))
    refusal = await refused(scheduler.connection, slot(1, who=2, which=2, phone="+442079460958"))
    assert refusal == "one_open_attempt_per_number"


async def test_two_who_take_the_last_slot_at_the_same_time_get_one(scheduler: Stage) -> None:
    """Both count before either has committed: the row of the limit makes the second wait, and count again."""
    await ready(scheduler, users=2, limit=2, system=1)
    async with await connect(scheduler.dsn) as first, await connect(scheduler.dsn) as second:
        async with first.transaction():
            await take(first, slot(1))
            waiting = asyncio.create_task(refused(second, slot(1, who=2, which=2)))
            async with asyncio.timeout(10):
                while not waiting.done() and not await waits_for_a_lock(scheduler, second):
                    await asyncio.sleep(0.005)
            assert not waiting.done()
        assert await waiting == "slots_within_the_system_limit"
    assert len(await scheduler.rows("select * from slots")) == 1
