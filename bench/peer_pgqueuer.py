"""The work of `bench.peers` done by PgQueuer, elsewhere: `python -m bench.peer_pgqueuer DATABASE OBSERVER JOBS`.

JOBS is how many each tenant has, comma-separated. All are in the queue before the worker begins; it ends with the last.
"""

import asyncio
import sys

import asyncpg  # type: ignore[import-not-found]  # not among the project's requirements
from pgqueuer import PgQueuer  # type: ignore[import-not-found]
from pgqueuer.db import AsyncpgPoolDriver  # type: ignore[import-not-found]
from pgqueuer.types import QueueExecutionMode  # type: ignore[import-not-found]

from bench.telling import ALL, EACH, SECONDS, Told


async def main() -> None:
    """Queues everything, then works it off."""
    database, observer, jobs = sys.argv[1:]
    told = Told(observer)
    async with asyncpg.create_pool(database) as pool:
        worker = PgQueuer(AsyncpgPoolDriver(pool))
        await worker.qm.queries.install()

        async def job(task: object) -> None:
            tenant = int(task.payload)  # type: ignore[attr-defined]
            told.begins(tenant)
            await asyncio.sleep(SECONDS)
            told.ends(tenant)

        for tenant, count in enumerate(map(int, jobs.split(","))):
            worker.entrypoint(f"tenant-{tenant}", concurrency_limit=EACH)(job)
            payload = [str(tenant).encode()] * count
            await worker.qm.queries.enqueue([f"tenant-{tenant}"] * count, payload, [0] * count)
        await worker.run(batch_size=ALL // 2, max_concurrent_tasks=ALL, mode=QueueExecutionMode.drain)


if __name__ == "__main__":
    asyncio.run(main())
