"""A bad evening at the simulator: webhooks lost, repeated, late, out of order. What is told agrees with its truth."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette

from services.webhooks.access import Access
from services.webhooks.api import WebhookFace
from shared.bolna.client import BolnaClient
from shared.bolna.provider import PlaceCall, Placed
from shared.contracts.webhooks import CallEnded, CallReported
from shared.eventstore.postgres import open_pool
from simulator.domain.merging import merged
from simulator.domain.profile import Profile
from simulator.server import running
from simulator.settings import Settings
from tests.infrastructure import free_port
from tests.integration.webhooks.harness import AGENT, Hooks, attempt, intake_of, placed

CALLS = 60
BAD_EVENING = {
    "speed": 50,
    "completed_after_seconds": [5.0, 20.0],
    "outcomes": {"voicemail": 0.1, "no-answer": 0.2, "busy": 0.1, "failed": 0.1, "canceled": 0.1, "balance-low": 0.1},
    "fixed_numbers": False,
    "faults": {
        "lost": 0.15,
        "duplicated": 0.3,
        "reordered": 0.3,
        "late": {"share": 0.2, "max_seconds": 1.0},
    },
}
TOLD_AS = {"canceled": "failed", "balance-low": "failed"}


@asynccontextmanager
async def face_of(hooks: Hooks) -> AsyncIterator[str]:
    """A face that listens; gives the address for webhooks."""
    intake = intake_of(hooks)
    taking = asyncio.create_task(intake.run())
    app = Starlette(routes=WebhookFace(Access(("s3cret",)), intake, hooks.clock).routes())
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server._serve())
    async with asyncio.timeout(10):
        while not server.started:
            await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}/api/webhooks/bolna"
    server.should_exit = True
    await serving
    intake.close()
    await taking


@asynccontextmanager
async def a_bad_evening(database: str) -> AsyncIterator[tuple[Hooks, BolnaClient, str]]:
    async with open_pool(database, "webhooks", max_size=10) as pool:
        hooks = Hooks(pool, silent_after=2.0)
        async with face_of(hooks) as url:
            settings = Settings(profile=merged(Profile(), BAD_EVENING), webhook_url=url, webhook_secret="s3cret")
            async with running(settings) as simulator:
                bolna = BolnaClient(
                    base_url=simulator.url, api_key=SecretStr("bn-test"), request_timeout=5, clock=hooks.clock
                )
                async with bolna:
                    hooks.provider = bolna
                    await hooks.lead()
                    asking = asyncio.create_task(hooks.worker.run(hooks))
                    try:
                        yield hooks, bolna, simulator.url
                    finally:
                        asking.cancel()
                        await asyncio.wait([asking])


async def place(hooks: Hooks, bolna: BolnaClient, n: int) -> str:
    """Place a call, and have the dialer tell it a little later than the provider may."""
    number = f"+9198000{n:05}"
    answer = await bolna.place(PlaceCall(AGENT, number, user_data={"attempt_id": str(attempt(n))}))
    assert isinstance(answer, Placed)
    await asyncio.sleep(0.05 * (n % 3))
    await hooks.dial(placed(n, execution=answer.execution_id, at=datetime.now(UTC), number=number))
    return answer.execution_id


async def test_what_is_told_of_a_bad_evening_agrees_with_the_simulators_truth(database: str) -> None:
    async with a_bad_evening(database) as (hooks, bolna, url):
        executions = [await place(hooks, bolna, n) for n in range(1, CALLS + 1)]
        async with asyncio.timeout(60):
            while True:
                rows = await hooks.rows("attempts", "attempt_id")
                if all(row["reported"] and row["line"] == "free" for row in rows):
                    break
                await asyncio.sleep(0.05)
        async with httpx.AsyncClient(base_url=url) as client:
            truth = (await client.get("/simulator/calls", params={"limit": CALLS})).json()["calls"]
        events = [envelope.event for envelope in await hooks.log()]

    told = {event.execution_id: event.outcome.value for event in events if isinstance(event, CallReported)}
    assert told == {call["execution_id"]: TOLD_AS.get(call["outcome"], call["outcome"]) for call in truth}
    assert sorted(told) == sorted(executions)
    assert sum(isinstance(event, CallReported) for event in events) == CALLS
    ended = [event.execution_id for event in events if isinstance(event, CallEnded)]
    assert sorted(ended) == sorted(executions)
