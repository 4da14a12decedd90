"""A leader frozen in the middle of its commit: another takes over within 5 s, and the late commit fails."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from shared.contracts.campaigns import UserLimitChanged
from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore, open_pool
from shared.eventstore.protocol import Lease
from shared.runtime.leadership import lead_when_free, never_armed

SCRIPT = Path(__file__).with_name("frozen_leader.py")
ROOT = Path(__file__).parents[3]
TAKEOVER_SECONDS = 5


@pytest.fixture
async def store(database: str) -> AsyncIterator[PostgresEventStore]:
    async with open_pool(database, "campaigns") as pool:
        yield PostgresEventStore(Service.CAMPAIGNS, pool)


async def _head_is_held(database: str) -> None:
    """Wait until the server has done what a frozen process had sent it."""
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
        with contextlib.suppress(psycopg.errors.LockNotAvailable):
            while True:
                await connection.execute("select 1 from campaigns.head for update nowait")
                await asyncio.sleep(0.01)


async def _start(database: str, point: str, how: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(SCRIPT),
        database,
        point,
        how,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


async def _stopped(process: asyncio.subprocess.Process) -> None:
    """Wait until the process has stopped itself."""
    while Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "T":
        await asyncio.sleep(0.01)


async def _take_over(store: PostgresEventStore) -> Lease:
    leads: asyncio.Future[Lease] = asyncio.get_running_loop().create_future()

    async def lead(lease: Lease) -> None:
        leads.set_result(lease)
        await asyncio.Event().wait()

    async with asyncio.timeout(TAKEOVER_SECONDS):
        standby = asyncio.create_task(lead_when_free(store, "standby", lead, arm=never_armed, on_lease=lambda _: None))
        lease = await leads
        # The successor can not only lead but write: the frozen one's locks hold nobody up.
        async with store.transaction(lease):
            pass
    standby.cancel()
    await asyncio.gather(standby, return_exceptions=True)
    return lease


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads a process's state from /proc")
@pytest.mark.parametrize("point", ["projected", "head_updated", "before_commit"])
async def test_a_frozen_leader_is_replaced_within_five_seconds_and_commits_nothing_late(
    database: str, store: PostgresEventStore, point: str
) -> None:
    process = await _start(database, point, "unarmed")
    await _stopped(process)

    await _take_over(store)
    process.send_signal(signal.SIGCONT)
    told, _ = await process.communicate()

    assert b"refused" in told, told
    assert (await store.head()).position == 0


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads a process's state from /proc")
async def test_a_frozen_leader_is_ended_by_the_kernel_as_it_wakes(database: str, store: PostgresEventStore) -> None:
    process = await _start(database, "projected", "armed")
    await _stopped(process)

    await _take_over(store)
    process.send_signal(signal.SIGCONT)
    told, _ = await process.communicate()

    assert process.returncode == -signal.SIGALRM
    assert b"committed" not in told


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads a process's state from /proc")
async def test_a_writer_frozen_while_it_holds_the_head_of_the_log_keeps_nobody_from_appending_for_five_seconds(
    database: str, store: PostgresEventStore
) -> None:
    async def lead(_lease: Lease) -> None:
        await asyncio.Event().wait()

    leading = asyncio.create_task(lead_when_free(store, "leader", lead, arm=never_armed, on_lease=lambda _: None))
    process = await _start(database, "head_updated", "without a lease")
    await _stopped(process)
    await _head_is_held(database)

    async with asyncio.timeout(TAKEOVER_SECONDS), store.transaction() as step:
        event = UserLimitChanged(at=datetime(2026, 10, 1, tzinfo=UTC), user_id=UUID(int=2), concurrent_calls_limit=1)
        step.append("user-2", event, user_id=UUID(int=2))

    process.send_signal(signal.SIGCONT)
    told, _ = await process.communicate()
    leading.cancel()
    await asyncio.gather(leading, return_exceptions=True)
    assert b"refused" in told, told
    assert (await store.head()).position == 1
