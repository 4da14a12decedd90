"""Who leads goes on after whatever ended a leadership, and ends when told to."""

import asyncio

from shared.contracts.vocabulary import Service
from shared.eventstore.memory import MemoryEventStore
from shared.eventstore.protocol import Lease
from shared.messaging.cancellation import honour_cancellation
from shared.runtime.leadership import lead_when_free, never_armed


async def fail_in_a_moment() -> None:
    await asyncio.sleep(0)
    raise OSError("the database is away")


async def test_a_leadership_whose_part_failed_is_followed_by_one_that_works() -> None:
    store, works, led = MemoryEventStore(Service.DIALER), asyncio.Event(), 0

    async def lead(_: Lease) -> None:
        nonlocal led
        led += 1
        honour_cancellation()
        if led == 1:
            async with asyncio.TaskGroup() as group:
                group.create_task(fail_in_a_moment())
        works.set()
        await asyncio.sleep(3600)

    leading = asyncio.create_task(lead_when_free(store, "one", lead, arm=never_armed, on_lease=lambda _: None))
    async with asyncio.timeout(10):
        await works.wait()
    assert led == 2
    leading.cancel()
    await asyncio.wait([leading], timeout=5)
    assert leading.cancelled()
    assert (await store.head()).leader is None
