"""Processes of the small services, as tests start, ask, stop and kill them."""

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.integration.runtime.tally import TABLES

SCRIPT = Path(__file__).with_name("service.py")
ROOT = Path(__file__).parents[3]
PATIENCE = 20.0


async def until(fact: Callable[[], Awaitable[bool]], what: str, *, seconds: float = PATIENCE) -> float:
    """Wait for a fact of another process; return after how many seconds it was there."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if await fact():
            return time.monotonic() - began
        await asyncio.sleep(0.02)
    raise AssertionError(f"{what}: not within {seconds} s")


@dataclass
class Running:
    """One process and what it logged."""

    role: str
    process: asyncio.subprocess.Process
    log: Path

    def said(self) -> list[dict[str, Any]]:
        """Its log, line by line; every line is a JSON object."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def events(self) -> list[str]:
        return [line["event"] for line in self.said()]

    async def until_said(self, event: str) -> dict[str, Any]:
        async def there() -> bool:
            assert self.process.returncode is None or event in self.events(), self.log.read_text()
            return event in self.events()

        await until(there, f"{self.role} logs {event!r}; it logged {self.log}")
        return next(line for line in self.said() if line["event"] == event)

    async def get(self, path: str) -> httpx.Response:
        port = (await self.until_said("listening"))["port"]
        async with httpx.AsyncClient() as client:
            return await client.get(f"http://127.0.0.1:{port}{path}", timeout=10)

    async def leads(self) -> bool:
        return bool((await self.get("/health/live")).json()["leading"])

    async def ready(self) -> bool:
        return (await self.get("/health/ready")).status_code == 200

    async def until_ready(self) -> None:
        await until(self.ready, f"{self.role} is ready; it logged {self.log}")

    async def ended(self, *, seconds: float = PATIENCE) -> int:
        return await asyncio.wait_for(self.process.wait(), seconds)

    async def kill(self, number: signal.Signals = signal.SIGKILL) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return await self.ended()


@dataclass
class Stack:
    """Where the services find their servers, and the processes that run."""

    database: str
    nats: str
    folder: Path
    started: list[Running] = field(default_factory=list)

    async def start(self, role: str, **environment: str) -> Running:
        log = self.folder / f"{len(self.started)}-{role}.log"
        settings = {"DATABASE_URL": self.database, "NATS_URL": self.nats, "HTTP_PORT": "0"} | environment
        with log.open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                str(SCRIPT),
                role,
                stdout=out,
                stderr=out,
                env={**os.environ, "PYTHONPATH": str(ROOT), **{k: v for k, v in settings.items() if v}},
            )
        running = Running(role, process, log)
        self.started.append(running)
        return running

    async def leading(self, role: str, **environment: str) -> Running:
        running = await self.start(role, **environment)
        await until(running.leads, f"{role} leads; it logged {running.log}")
        return running

    def rows(self, statement: str, schema: str = "scheduler") -> list[tuple[Any, ...]]:
        options = f"-c search_path={schema}"
        with psycopg.connect(self.database, autocommit=True, options=options, connect_timeout=3) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def seen(self) -> list[int]:
        return [row[0] for row in self.rows("select position from seen order by place")]

    async def until_seen(self, count: int, *, seconds: float = PATIENCE) -> float:
        async def there() -> bool:
            return len(self.seen()) >= count

        return await until(there, f"{count} events are applied", seconds=seconds)


@contextlib.asynccontextmanager
async def stack_of(database: str, nats: str, folder: Path) -> AsyncIterator[Stack]:
    """A stack with the tally's tables; its processes end with it."""
    stack = Stack(database, nats, folder)
    stack.rows(TABLES)
    try:
        yield stack
    finally:
        for running in stack.started:
            if running.process.returncode is None:
                running.process.kill()
            await running.process.wait()
