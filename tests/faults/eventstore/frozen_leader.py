"""A leader, or any other writer, that stops itself at a point of its commit; run as a process by test_frozen_leader."""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from uuid import UUID

from shared.contracts.campaigns import UserLimitChanged
from shared.contracts.ids import user_stream
from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore, open_pool
from shared.eventstore.protocol import Lease
from shared.runtime.leadership import arm_kernel_timer, lead_when_free, never_armed

USER = UUID(int=1)


async def lead(dsn: str, point: str, how: str) -> None:
    async def stop_at(reached: str) -> None:
        if reached == point:
            os.kill(os.getpid(), signal.SIGSTOP)

    async with open_pool(dsn, "campaigns") as pool:
        store = PostgresEventStore(Service.CAMPAIGNS, pool)
        stopping = PostgresEventStore(Service.CAMPAIGNS, pool, fault_hook=stop_at)

        async def change_a_limit(lease: Lease | None) -> None:
            try:
                async with stopping.transaction(lease) as step:
                    await step.connection.execute("update relay set position = position")
                    event = UserLimitChanged(
                        at=datetime(2026, 10, 1, tzinfo=UTC), user_id=USER, concurrent_calls_limit=1
                    )
                    step.append(user_stream(USER), event, user_id=USER)
            except BaseException as error:
                print("refused", type(error).__name__, flush=True)  # noqa: T201 - told to the test
                sys.stdout.flush()
                os._exit(0)
            print("committed", flush=True)  # noqa: T201 - told to the test
            os._exit(0)

        if how == "without a lease":
            await change_a_limit(None)
        arm = arm_kernel_timer if how == "armed" else never_armed
        await lead_when_free(store, "frozen", change_a_limit, arm=arm, on_lease=lambda _: None)


if __name__ == "__main__":
    asyncio.run(lead(*sys.argv[1:4]))
