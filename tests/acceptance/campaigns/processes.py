"""Real processes of the campaigns service, and of the scheduler that takes its chunks in."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import psycopg

from tests.infrastructure import free_port
from tests.integration.runtime.processes import until

ADMIN_KEY = "cc_the-first-administrators-key"
WINDOW = {
    "campaign_name": "Autumn",
    "next_action": "Ask whether Tuesday suits",
    "first_call_time": "09:00",
    "last_call_time": "18:00",
    "start_date": "2030-10-09",
}


@dataclass
class Running:
    """A process that answers for its health at `url`."""

    process: asyncio.subprocess.Process
    url: str

    async def until_alive(self) -> None:
        """Wait until it says that it lives."""
        async with httpx.AsyncClient(base_url=self.url) as client:
            await until(lambda: _answers(client, "/health/live"), f"{self.url} answers", seconds=60)

    async def kill(self) -> None:
        """As a crash would (SIGKILL)."""
        self.process.kill()
        await self.process.wait()


def csv_of(count: int) -> bytes:
    """Return a file of so many good rows."""
    rows = (f"+9198{index:08d},Person {index},p{index}@example.com" for index in range(count))
    return ("phone_number,name,email\n" + "\n".join(rows) + "\n").encode()


def environment(database: str, nats_url: str, port: int) -> dict[str, str]:
    """Return the whole configuration of a process."""
    return {
        **os.environ,
        "DATABASE_URL": database,
        "NATS_URL": nats_url,
        "HTTP_PORT": str(port),
        "ADMIN_API_KEY": ADMIN_KEY,
        "WEBHOOK_SECRET": "of-a-test",
        "BOLNA_API_KEY": "bn-test",
        "BOLNA_API_URL": "http://127.0.0.1:1",
        "LOG_LEVEL": "WARNING",
    }


@asynccontextmanager
async def started(module: str, role: str, variables: Mapping[str, str]) -> AsyncIterator[Running]:
    """Start a process; ended by SIGTERM it ends well, unless it was killed before."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", module, role, env=dict(variables))
    try:
        yield Running(process, f"http://127.0.0.1:{variables['HTTP_PORT']}")
        if process.returncode is None:
            process.terminate()
            async with asyncio.timeout(30):
                code = await process.wait()
            assert code == 0, f"{module} {role} ended with {code}"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@asynccontextmanager
async def face(database: str, nats_url: str) -> AsyncIterator[tuple[Running, httpx.AsyncClient]]:
    """Start an HTTP face; return it once the first administrator is let in."""
    variables = environment(database, nats_url, free_port())
    async with (
        started("services.campaigns.main", "http", variables) as running,
        httpx.AsyncClient(base_url=running.url, headers={"Authorization": f"Bearer {ADMIN_KEY}"}, timeout=60) as client,
    ):
        await until(lambda: _answers(client, "/api/me"), "the face lets the administrator in", seconds=90)
        yield running, client


async def _answers(client: httpx.AsyncClient, path: str) -> bool:
    try:
        return (await client.get(path)).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def number(database: str, query: str) -> int:
    """Return the number that a query answers."""
    with psycopg.connect(database, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0])


async def until_number(database: str, query: str, least: int) -> None:
    """Wait until a query answers a number, or a greater one."""

    async def is_reached() -> bool:
        return number(database, query) >= least

    await until(is_reached, f"{query}: {least}", seconds=60)
