"""Left to itself, the leader acts when something happens: nobody tells it to give a turn."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from shared.contracts import campaigns as c
from shared.contracts.scheduler import CampaignDrained, CampaignOpened, DialRequested
from shared.contracts.vocabulary import Service
from tests.integration.scheduler.stage import Stage
from tests.integration.scheduler.tale import (
    ALWAYS,
    calls_end,
    campaign,
    created,
    ended,
    of_campaign,
    pages,
    placed,
    queued,
    queued_call,
    ready,
)


@asynccontextmanager
async def running(scene: Stage) -> AsyncIterator[None]:
    leading = asyncio.create_task(scene.worker.run(scene.leader))
    try:
        yield
    finally:
        leading.cancel()
        await asyncio.wait([leading])


async def until(fact: Callable[[], Awaitable[bool]]) -> None:
    """Return when it has become so; fail when it has not in ten seconds."""
    async with asyncio.timeout(10):
        while not await fact():
            await asyncio.sleep(0.005)


async def test_a_campaign_runs_from_its_chunks_to_its_end(scheduler: Stage) -> None:
    async def requested(count: int) -> bool:
        return len(await scheduler.recorded(DialRequested)) >= count

    async with running(scheduler):
        await ready(scheduler)
        await scheduler.tell(Service.CAMPAIGNS, created(1, 1), queued(1, 1, 4), of_campaign(c.CampaignScheduled, 1, 1))
        scheduler.leader.chunks[campaign(1), 1] = pages(1, [queued_call(1, row) for row in range(1, 5)])
        await until(lambda: requested(2))
        await calls_end(scheduler, *await scheduler.recorded(DialRequested))
        await until(lambda: requested(4))
        await calls_end(scheduler, *(await scheduler.recorded(DialRequested))[2:])

        async def drained() -> bool:
            return bool(await scheduler.recorded(CampaignDrained))

        await until(drained)


async def test_a_window_that_opens_is_not_slept_through(scheduler: Stage) -> None:
    await ready(scheduler)
    opens = ALWAYS.model_copy(update={"first_call_time": "12:00"})
    await scheduler.tell(Service.CAMPAIGNS, created(1, 1, opens), of_campaign(c.CampaignScheduled, 1, 1))
    noon = scheduler.now + timedelta(hours=2)
    scheduler.clock[0] = noon - timedelta(milliseconds=300)
    began = asyncio.get_running_loop().time()

    def ticking() -> datetime:
        passed = timedelta(seconds=asyncio.get_running_loop().time() - began)
        return noon - timedelta(milliseconds=300) + passed

    scheduler.worker._now = ticking

    async def opened() -> bool:
        return bool(await scheduler.recorded(CampaignOpened))

    async with running(scheduler):
        await until(opened)
    [event] = await scheduler.recorded(CampaignOpened)
    assert timedelta(0) <= event.at - noon < timedelta(seconds=2)


async def test_no_turn_is_given_before_every_source_is_read(scheduler: Stage) -> None:
    read = asyncio.Event()
    asked = asyncio.Event()

    async def caught_up() -> None:
        asked.set()
        await read.wait()

    scheduler.leader.caught_up = caught_up  # type: ignore[method-assign]
    await ready(scheduler)
    await scheduler.tell(Service.CAMPAIGNS, created(1, 1), queued(1, 1, 1), of_campaign(c.CampaignScheduled, 1, 1))
    scheduler.leader.chunks[campaign(1), 1] = pages(1, [queued_call(1, 1)])

    async def fetched() -> bool:
        return bool(await scheduler.rows("select * from calls"))

    async def requested() -> bool:
        return bool(await scheduler.recorded(DialRequested))

    async with running(scheduler):
        await until(fetched)
        async with asyncio.timeout(10):
            await asked.wait()
        assert not await requested()
        read.set()
        await until(requested)


async def test_a_slot_that_a_calls_end_frees_is_given_in_the_step_that_takes_the_end_in(scheduler: Stage) -> None:
    async def requested(count: int) -> bool:
        return len(await scheduler.recorded(DialRequested)) >= count

    async with running(scheduler):
        await ready(scheduler)
        await scheduler.tell(Service.CAMPAIGNS, created(1, 1), queued(1, 1, 4), of_campaign(c.CampaignScheduled, 1, 1))
        scheduler.leader.chunks[campaign(1), 1] = pages(1, [queued_call(1, row) for row in range(1, 5)])
        await until(lambda: requested(2))
        first = (await scheduler.recorded(DialRequested))[0]
        await scheduler.tell(Service.DIALER, placed(first, scheduler.now))
        await scheduler.tell(Service.WEBHOOKS, ended(first, scheduler.now))

    assert await requested(3)
    rows = await scheduler.store.journal(0)
    log = await scheduler.store.read(0, limit=1000)
    [took] = [row for row in rows if any(taken.source is Service.WEBHOOKS for taken in row.taken)]
    assert [e.type for e in log if took.first <= e.position <= took.last] == [DialRequested.__name__]
