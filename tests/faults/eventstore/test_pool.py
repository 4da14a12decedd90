"""A pool whose server is away goes on trying as often as at first, so that it finds it soon after it is back."""

import asyncio
import time
from itertools import pairwise

from psycopg_pool import PoolTimeout

from shared.eventstore.postgres import open_pool

AWAY_SECONDS = 8.0
"""Behind the fourth try of a pool that waits 1, 2, 4 and then 8 s between two."""
LONGEST_WAIT_SECONDS = 2.5


async def test_a_pool_tries_to_reach_its_server_every_other_second_however_long_that_is_away(port: int) -> None:
    tries: list[float] = []

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tries.append(time.monotonic())
        writer.close()
        await writer.wait_closed()

    async with (
        await asyncio.start_server(hang_up, "127.0.0.1", port),
        open_pool(f"postgresql://callctl:none@127.0.0.1:{port}/none", "public") as pool,
    ):
        began = time.monotonic()
        while time.monotonic() - began < AWAY_SECONDS:
            try:
                async with pool.connection(timeout=0.5):
                    raise AssertionError("nobody is there to connect to")
            except PoolTimeout:
                continue

    assert max(after - before for before, after in pairwise([*tries, time.monotonic()])) < LONGEST_WAIT_SECONDS
