"""The scheduler on PostgreSQL and the reference agree on who is called next, whatever is done to them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings

from services.scheduler.handlers import Rules
from shared.contracts import campaigns as c
from shared.contracts.event import Event
from shared.contracts.scheduler import DialRequested
from shared.contracts.vocabulary import Outcome, Service
from tests.conformance.scheduler.world import CAMPAIGNS, OPERATIONS, START, Operation, new_world
from tests.infrastructure import Postgres
from tests.integration.scheduler import tale
from tests.integration.scheduler.stage import Stage, dump, rebuild, stage

FOR_EVER = timedelta(days=365)
"""The reference knows no results that never come: they are waited for."""


@dataclass
class OnPostgres:
    """A stage as a system under test."""

    scene: Stage
    requests: list[DialRequested] = field(default_factory=list)
    _chunks: dict[int, int] = field(default_factory=dict)
    _read: int = 0

    async def tell(self, source: Service, *events: Event) -> None:
        await self.scene.tell(source, *events)

    async def queue(self, which: int, calls: Sequence[c.QueuedCall]) -> None:
        chunk = self._chunks[which] = self._chunks.get(which, 0) + 1
        self.scene.leader.chunks[tale.campaign(which), chunk] = tale.pages(which, calls)
        who = CAMPAIGNS[which - 1][0]
        await self.tell(Service.CAMPAIGNS, tale.queued(which, who, len(calls), chunk=chunk, last=False))
        await self.scene.fetch()

    async def turns(self) -> None:
        await self.scene.turns()
        fresh = await self.scene.store.read(self._read, limit=10_000, max_bytes=1 << 30)
        self._read += len(fresh)
        self.requests += [one.event for one in fresh if isinstance(one.event, DialRequested)]

    async def crash(self) -> None:
        """The leader dies with its memory; what it was told last is handed over again."""
        inbox = self.scene.leader.inbox
        inbox._stale = True
        inbox._applied.clear()

    def pass_time(self, passed: timedelta) -> None:
        self.scene.pass_time(passed)

    async def slots(self) -> set[UUID]:
        return {row["attempt_id"] for row in await self.scene.rows("select attempt_id from slots")}

    async def outcomes(self) -> dict[UUID, Outcome | None]:
        rows = await self.scene.rows("select call_id, outcome from call_queue")
        return {row["call_id"]: Outcome(row["outcome"]) if row["outcome"] else None for row in rows}


async def agree(dsn: str, operations: Sequence[Operation]) -> None:
    async with stage(dsn, Rules(0, FOR_EVER)) as scene:
        scene.clock[0] = START
        scene.give_turns_at_once()
        world = await new_world(OnPostgres(scene))
        for operation in operations:
            await world.do(operation)
        assert await rebuild(scene) == await dump(scene.connection)


@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(OPERATIONS)
def test_whatever_happens_the_same_calls_are_next(postgres: Postgres, operations: list[Operation]) -> None:
    with postgres.migrated_database() as dsn:
        asyncio.run(agree(dsn, operations))
