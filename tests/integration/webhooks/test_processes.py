"""The service's processes: they start, say how they are, do their work, and stop in good order."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from services.webhooks import main
from shared.eventstore.postgres import open_pool
from tests.infrastructure import free_port
from tests.integration.webhooks.harness import Hooks, body, placed


@asynccontextmanager
async def process(role: str, database: str, nats_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A process, once it answers; stopped by SIGTERM it ends well."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "NATS_URL": nats_url,
        "HTTP_PORT": str(port),
        "WEBHOOK_SECRET": "s3cret",
        "BOLNA_API_KEY": "bn-test",
        "BOLNA_API_URL": f"http://127.0.0.1:{free_port()}",
    }
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.webhooks.main", role, env=environment
    )
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client, asyncio.timeout(60):
        while started.returncode is None:
            try:
                await client.get("/health/live")
                break
            except httpx.TransportError:
                await asyncio.sleep(0.05)
        yield client
        started.terminate()
        assert await started.wait() == 0


async def test_a_face_takes_webhooks_and_says_that_it_is_ready(database: str, nats_url: str) -> None:
    async with open_pool(database, "webhooks") as pool:
        hooks = Hooks(pool)
        await hooks.lead()
        await hooks.dial(placed())
        async with process("http", database, nats_url) as face:
            while (refused := await face.post("/api/webhooks/bolna/wrong", content=body("busy"))).status_code == 503:
                await asyncio.sleep(0.05)  # until it has all it needs
            ready = await face.get("/health/ready")
            stored = await face.post("/api/webhooks/bolna/s3cret", content=body("busy"))
            metrics = await face.get("/metrics")

        assert (stored.status_code, refused.status_code) == (200, 401)
        assert ready.json()["missing"] in ([], ["database: fsync is off: what was accepted could be lost"])
        assert 'webhooks_answers_total{status="200"} 1.0' in metrics.text
        assert await hooks.told() == "end busy!"


async def test_a_worker_leads_and_says_what_it_waits_for(database: str, nats_url: str) -> None:
    waiting = "leading: not every source is read to its head yet"
    async with process("worker", database, nats_url) as worker, asyncio.timeout(30):
        while not (await worker.get("/health/live")).json()["leading"]:
            await asyncio.sleep(0.05)
        while waiting not in (await worker.get("/health/ready")).text:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("arguments", [[], ["both"], ["http", "worker"]])
def test_an_unknown_role_is_told_what_there_is(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="main worker"):
        main.main(arguments)
