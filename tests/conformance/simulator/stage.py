"""The stage of the simulator's tests: a simulator in this event loop, a receiver of webhooks, and a caller."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp import web

from simulator.domain.merging import merged
from simulator.domain.profile import Profile
from simulator.server import Simulator, running
from simulator.settings import Settings

KEY = "bn-test-key"
SECRET = "the webhook secret"
AGENT = "11111111-2222-4333-8444-555555555555"
PATIENCE_SECONDS = 10.0
QUICK = {
    "ring_seconds": 0.02,
    "talk_seconds": 0.03,
    "completed_after_seconds": 0.02,
    "webhook_retry_first_seconds": 0.01,
}


@dataclass
class Received:
    """One webhook as it came."""

    body: dict[str, Any]
    text: str
    secret: str | None
    at: datetime


@dataclass
class Receiver:
    """Takes webhooks; answers those in `answers` first, then 200. `gate` holds answers back while it is not set."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    all: list[Received] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, request: web.Request) -> web.Response:
        text = await request.text()
        at = datetime.now().astimezone()
        self.all.append(Received(json.loads(text), text, request.headers.get("X-Webhook-Secret"), at))
        status = self.answers.pop(0) if self.answers else 200
        async with self.changed:
            self.changed.notify_all()
        await self.gate.wait()
        return web.Response(status=status)

    def of(self, execution_id: str) -> list[Received]:
        return [one for one in self.all if one.body["id"] == execution_id]

    def statuses(self, execution_id: str) -> list[str]:
        return [one.body["status"] for one in self.of(execution_id)]

    async def until(self, fact: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), self.changed:
            await self.changed.wait_for(fact)


@dataclass
class Stage:
    """What a test holds: the simulator, what it sent, and a way to talk to it."""

    simulator: Simulator
    receiver: Receiver
    session: aiohttp.ClientSession

    async def ask(self, method: str, path: str, body: object = None, **params: str) -> tuple[int, Any]:
        url, headers = self.simulator.url + path, {"Authorization": f"Bearer {KEY}"}
        async with self.session.request(method, url, json=body, params=params, headers=headers) as answer:
            return answer.status, await answer.json() if answer.content_type == "application/json" else None

    async def get(self, path: str, **params: str) -> Any:
        status, body = await self.ask("GET", path, **params)
        assert status == 200, body
        return body

    async def profile(self, **change: object) -> None:
        status, body = await self.ask("PUT", "/simulator/profile", change)
        assert status == 200, body

    async def call(self, number: str, **more: object) -> tuple[int, Any]:
        return await self.ask("POST", "/call", {"agent_id": AGENT, "recipient_phone_number": number, **more})

    async def placed(self, number: str, **more: object) -> str:
        status, body = await self.call(number, **more)
        assert status == 200, body
        return str(body["execution_id"])

    async def held(self, number: str, fault: str) -> None:
        """Calls, waits until the simulator holds the connection for this fault, sees no answer, and gives up."""
        held = asyncio.create_task(self.call(number))
        await self.eventually("/simulator/requests", lambda told: fault in str(told))
        assert not held.done()
        held.cancel()
        await asyncio.wait([held])

    async def calls(self, **params: str) -> list[dict[str, Any]]:
        return list((await self.get("/simulator/calls", **params))["calls"])

    async def told(self, execution_id: str, status: str) -> dict[str, Any]:
        """Waits for the webhook of this status; its body."""
        await self.receiver.until(lambda: status in self.receiver.statuses(execution_id))
        return next(one.body for one in self.receiver.of(execution_id) if one.body["status"] == status)

    async def eventually(self, path: str, fact: Callable[[Any], bool]) -> Any:
        """Asks again until the fact holds; what was answered."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not fact(answer := await self.get(path)):
                await asyncio.sleep(0.005)
        return answer


@asynccontextmanager
async def staged(**profile: object) -> AsyncIterator[Stage]:
    """A stage whose simulator starts with the quick profile and these changes."""
    receiver = Receiver()
    receiver.gate.set()
    application = web.Application()
    application.router.add_post("/webhooks", receiver.take)
    runner = web.AppRunner(application, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/webhooks"
    settings = Settings(
        profile=merged(Profile(), QUICK | profile), webhook_url=receiver.url, webhook_secret=SECRET, api_key=KEY
    )
    try:
        async with running(settings) as simulator, aiohttp.ClientSession() as session:
            yield Stage(simulator, receiver, session)
    finally:
        receiver.gate.set()
        await runner.cleanup()
