"""Limits that change while calls are live: raised is used at once, lowered drains, 0 stops; nobody is hung up."""

from collections import Counter
from datetime import timedelta

import pytest

from shared.contracts import campaigns as c
from shared.contracts.dialer import ProviderLimitSeen
from shared.contracts.event import Event
from shared.contracts.scheduler import DialRequested, SlotBooked
from shared.contracts.vocabulary import Service
from shared.testing.examples import NOW
from tests.integration.scheduler.stage import Stage
from tests.integration.scheduler.tale import (
    answered,
    calls_end,
    launched,
    placed,
    queued_call,
    ready,
    registered,
    system_limit,
    user,
)


async def limited(scene: Stage, kind: str, limit: int) -> None:
    source, event = _change(kind, limit)
    await scene.tell(source, event)
    await scene.turns()


def _change(kind: str, limit: int) -> tuple[Service, Event]:
    if kind == "user":
        return Service.CAMPAIGNS, c.UserLimitChanged(at=NOW, user_id=user(1), concurrent_calls_limit=limit)
    if kind == "provider":
        return Service.DIALER, ProviderLimitSeen(at=NOW, limit=limit)
    return Service.CAMPAIGNS, system_limit(limit)


async def requested(scene: Stage) -> list[DialRequested]:
    return await scene.recorded(DialRequested)


async def test_a_user_with_a_weight_has_that_many_turns_for_each_of_anothers(scheduler: Stage) -> None:
    await ready(scheduler, limit=30, system=1)
    await scheduler.tell(Service.CAMPAIGNS, *registered(2, 30))
    await scheduler.tell(
        Service.CAMPAIGNS, c.UserLimitChanged(at=NOW, user_id=user(1), concurrent_calls_limit=30, weight=3)
    )
    for who in (1, 2):
        await launched(scheduler, who, who, [queued_call(who, row) for row in range(1, 31)])
    for _ in range(12):
        await scheduler.turns()
        await calls_end(scheduler, (await requested(scheduler))[-1])
    assert Counter(one.user_id for one in await requested(scheduler)) == {user(1): 9, user(2): 3}


@pytest.mark.parametrize("kind", ["user", "system", "provider"])
async def test_a_lowered_limit_drains_and_a_raised_one_is_used_at_once(scheduler: Stage, kind: str) -> None:
    await ready(scheduler, limit=10, system=10)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 31)])
    await scheduler.turns()
    first = await requested(scheduler)
    assert len(first) == 10
    await limited(scheduler, kind, 2)
    for live, one in zip(range(9, 1, -1), first, strict=False):
        await calls_end(scheduler, one)
        await scheduler.turns()
        assert len(await requested(scheduler)) == 10, f"{live} are live"
    await calls_end(scheduler, first[8])
    await scheduler.turns()
    assert len(await requested(scheduler)) == 11
    await limited(scheduler, kind, 6)
    assert len(await requested(scheduler)) == 15
    await limited(scheduler, kind, 0)
    await calls_end(scheduler, first[9])
    await scheduler.turns()
    scheduler.pass_time(timedelta(days=1))
    await scheduler.turns()
    assert len(await requested(scheduler)) == 15


async def test_a_call_live_after_all_is_counted_and_nothing_starts_until_there_is_room(scheduler: Stage) -> None:
    await ready(scheduler, limit=2)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 9)])
    await scheduler.turns()
    first, second = await requested(scheduler)
    await calls_end(scheduler, first)
    await scheduler.turns()
    third = (await requested(scheduler))[2]
    await scheduler.tell(Service.WEBHOOKS, answered(first))
    assert [one.attempt_id for one in await scheduler.recorded(SlotBooked)] == [first.attempt_id]
    await scheduler.tell(Service.DIALER, placed(third))
    await calls_end(scheduler, second)
    await scheduler.turns()
    assert len(await requested(scheduler)) == 3, "two are live: the one booked and the third"
    await calls_end(scheduler, first)
    await scheduler.turns()
    assert len(await requested(scheduler)) == 4
