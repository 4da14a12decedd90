"""The relay publishes the whole log in its order, whoever appended; what was handed over it does not read back."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.contracts.campaigns import UserLimitChanged
from shared.contracts.ids import user_stream
from shared.contracts.vocabulary import Service
from shared.eventstore import relay as relaying
from shared.eventstore.handing import Handed
from shared.eventstore.memory import MemoryEventStore
from shared.eventstore.relay import relay
from shared.messaging.envelope import Envelope
from shared.messaging.publisher import NotPublished

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
ASHA = UUID("01980000-0000-7000-8000-000000000001")


class Watched(MemoryEventStore):
    """A log that counts how often it is read."""

    reads = 0

    async def read(self, *args: Any, **options: Any) -> Sequence[Envelope]:
        self.reads += 1
        await asyncio.sleep(0)
        return await super().read(*args, **options)


class Scene:
    """A log, a relay that may be kept from publishing, and what it published."""

    def __init__(self) -> None:
        self.store, self.handed, self.wake = Watched(Service.CAMPAIGNS), Handed(), asyncio.Event()
        self.published: list[int] = []
        self.away = False

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        await asyncio.sleep(0)
        if self.away:
            raise NotPublished("away")
        self.published += [envelope.position for envelope in envelopes]

    async def own(self, count: int) -> None:
        self.handed.give(await self._append(count))

    async def others(self, count: int) -> None:
        await self._append(count)
        self.wake.set()

    async def _append(self, count: int) -> Sequence[Envelope]:
        async with self.store.transaction() as step:
            for _ in range(count):
                event = UserLimitChanged(at=NOW, user_id=ASHA, concurrent_calls_limit=1)
                step.append(user_stream(ASHA), event, user_id=ASHA)
        return step.committed

    async def all_published(self) -> None:
        async with asyncio.timeout(5):
            while len(self.published) < (await self.store.head()).position:
                await asyncio.sleep(0)
        assert self.published == list(range(1, len(self.published) + 1))


@pytest.fixture(autouse=True, scope="module")
def nothing_but_a_wake_wakes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relaying, "FIRST_RETRY_SECONDS", 0.001)
        patch.setattr(relaying, "IDLE_SECONDS", 60.0)
        yield


def relayed(story: Callable[[Scene], Awaitable[None]]) -> None:
    """Tell a story while the relay runs."""

    async def tell() -> None:
        async with running() as scene:
            await story(scene)

    asyncio.run(tell())


@asynccontextmanager
async def running() -> AsyncIterator[Scene]:
    scene = Scene()
    task = asyncio.create_task(relay(scene.store, scene, scene.wake, scene.handed))
    try:
        yield scene
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def test_what_is_handed_over_is_published_without_being_read() -> None:
    async def story(scene: Scene) -> None:
        await scene.others(1)
        await scene.all_published()
        reads = scene.store.reads
        for _ in range(5):
            await scene.own(2)
            await scene.all_published()
        assert scene.store.reads == reads

    relayed(story)


def test_what_others_append_while_something_is_handed_over_is_not_left_behind() -> None:
    async def story(scene: Scene) -> None:
        await scene.others(1)
        await scene.all_published()
        for _ in range(30):
            await asyncio.sleep(0)
        await scene.own(1)
        await scene.others(1)
        await scene.all_published()

    relayed(story)


DOINGS = ("own", "own", "others", "others", "settle", "away", "back")
steps = st.tuples(st.sampled_from(DOINGS), st.integers(1, 3), st.sampled_from((0, 1, 30)))


@settings(max_examples=150)
@given(st.lists(steps, max_size=20))
def test_every_event_is_published_once_and_in_order_whoever_appends_and_whenever_nats_is_away(
    doing: list[tuple[str, int, int]],
) -> None:
    async def story(scene: Scene) -> None:
        for what, count, turns in doing:
            match what:
                case "own":
                    await scene.own(count)
                case "others":
                    await scene.others(count)
                case "settle":
                    scene.away = False
                    await scene.all_published()
                case _:
                    scene.away = what == "away"
            for _ in range(turns):
                await asyncio.sleep(0)
        scene.away = False
        await scene.all_published()

    relayed(story)


def test_a_relay_that_was_away_for_long_reads_what_was_not_kept_for_it() -> None:
    async def story(scene: Scene) -> None:
        scene.away = True
        for _ in range(30):
            await scene.own(100)
        scene.away = False
        await scene.all_published()

    relayed(story)
