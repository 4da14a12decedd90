"""The work of `bench.peers` done by DBOS, elsewhere: `python -m bench.peer_dbos DATABASE OBSERVER JOBS`.

JOBS is how many each tenant has, comma-separated. All are in the queue before the worker begins; it ends with the last.
"""

import asyncio
import sys

from dbos import DBOS, DBOSClient  # type: ignore[import-not-found]  # not among the project's requirements

from bench.telling import ALL, EACH, SECONDS, Told

POLLING_SECONDS = 0.01
QUEUE = "jobs"


def main() -> None:
    """Queues everything, then works it off."""
    database, observer, jobs = sys.argv[1:]
    told = Told(observer)

    async def job(tenant: int) -> None:
        told.begins(tenant)
        await asyncio.sleep(SECONDS)
        told.ends(tenant)

    work = DBOS.workflow(name="job")(job)
    DBOS(config={"name": "peer", "system_database_url": database, "console_log_level": "ERROR"})
    DBOS.launch()
    client = DBOSClient(system_database_url=database)
    handles = [
        client.enqueue({"queue_name": QUEUE, "workflow_name": "job", "queue_partition_key": str(tenant)}, tenant)
        for tenant, count in enumerate(map(int, jobs.split(",")))
        for _ in range(count)
    ]
    assert work is not None, "registered before it is launched"
    DBOS.register_queue(QUEUE, global_concurrency=ALL, partition_concurrency=EACH, polling_interval_sec=POLLING_SECONDS)
    for handle in handles:
        handle.get_result()
    DBOS.destroy()


if __name__ == "__main__":
    main()
