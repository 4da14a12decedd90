"""Two thousand events while every part is killed in turn: applied once each, in order."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from tests.faults.runtime.conftest import Breakable
from tests.integration.runtime.processes import Running, until

EVENTS = 2_000
IN_A_STEP = 20
BETWEEN_KILLS = 200
"""In so many events one part is killed: when the first of them were applied, so that it has gone on."""
AWAY = (psycopg.Error, PoolTimeout)


class Turmoil:
    """A stack whose processes are started again whenever they end, as a supervisor does."""

    def __init__(self, broken: Breakable) -> None:
        self.broken = broken
        self.running: dict[str, Running] = {}
        self.kills = 0

    @contextlib.asynccontextmanager
    async def supervised(self) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._keep(role)) for role in ("campaigns", "scheduler")]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    async def _keep(self, role: str) -> None:
        while True:
            self.running[role] = await self.broken.stack.start(role)
            await self.running[role].process.wait()

    async def asked(self, statement: str, schema: str = "scheduler") -> int:
        """The one number a statement tells; asked again while the database is away."""
        while True:
            try:
                [(number,)] = self.broken.stack.rows(statement, schema)
            except AWAY:
                await asyncio.sleep(0.2)
            else:
                return int(number)

    async def record(self, until: int) -> None:
        """Have campaigns record events, as its HTTP face would; after an error it looks how far it came."""
        while (last := await self.asked("select position from head", "campaigns")) < until:
            with contextlib.suppress(*AWAY):
                await self.broken.tell_at_once(*range(last + 1, min(last + IN_A_STEP, until) + 1))

    async def until_applied(self, count: int) -> None:
        async def there() -> bool:
            return await self.asked("select count(*) from seen") >= count

        await until(there, f"{count} events are applied after {self.kills} kills", seconds=90)

    async def disturb(self) -> None:
        """Record everything, and kill one part after the other while events are recorded and applied."""
        servers = self.broken
        parts = itertools.cycle(
            [
                lambda: self.kill("campaigns"),
                lambda: self.kill("scheduler"),
                lambda: asyncio.to_thread(servers.nats.restart),
                lambda: asyncio.to_thread(servers.postgres.restart),
                lambda: asyncio.to_thread(lambda: servers.nats.restart(without_store=True)),
            ]
        )
        for until_here in range(BETWEEN_KILLS, EVENTS + 1, BETWEEN_KILLS):
            began = until_here - BETWEEN_KILLS + IN_A_STEP
            await asyncio.gather(self.record(until_here), self._kill_once(next(parts), began))
        await self.record(EVENTS)

    async def kill(self, role: str) -> None:
        """Kill the process that has the role now."""
        await self.running[role].kill()

    async def _kill_once(self, kill: Callable[[], Awaitable[object]], applied: int) -> None:
        await self.until_applied(applied)
        await kill()
        self.kills += 1


@pytest.mark.timeout(600)
async def test_two_thousand_events_are_applied_once_and_in_order_while_every_part_is_killed(broken: Breakable) -> None:
    turmoil = Turmoil(broken)
    async with turmoil.supervised():
        await turmoil.disturb()
        await turmoil.until_applied(EVENTS)

    every = list(range(1, EVENTS + 1))
    assert turmoil.kills >= 2 * 5
    assert broken.stack.seen()[:EVENTS] == every
    assert broken.stack.rows("select number from seen order by place limit 2000") == [(n,) for n in every]
    codes = broken.stack.rows("select data->>'code' from events order by position limit 2000")
    assert [int(code.rpartition(" ")[2]) for (code,) in codes] == every
    assert broken.stack.rows("select count(*) from parked") == [(0,)]
