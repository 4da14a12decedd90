"""The HTTP face on a port of its own, with the leading worker beside it, and stand-ins for scheduler and dialer."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import uvicorn
from argon2 import PasswordHasher
from uuid_utils.compat import uuid7

from services.campaigns.api import make_app
from services.campaigns.feed_writing import FeedWriting
from services.campaigns.handlers import CampaignsWorker
from services.campaigns.http.feed import Feed
from services.campaigns.http.limiting import Limits
from services.campaigns.http.parsing import Parsers
from services.campaigns.http.parts import Parts
from services.campaigns.http.passwords import Passwords
from services.campaigns.http.upkeep import FirstStart
from services.campaigns.main import bolna_for_people, recordings_of
from services.campaigns.settings import CampaignsSettings
from shared.contracts.forecasts import (
    AskBlocked,
    AskForecast,
    Blocked,
    Forecast,
    ForecastStart,
)
from shared.contracts.questions import (
    Applied,
    AskApplied,
    AskStream,
    AskWhyCall,
    AskWhyCampaign,
    Reason,
    StreamEvents,
    Why,
)
from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore, open_pool
from shared.messaging.ask import Asker, serve
from shared.messaging.connection import connect
from shared.messaging.wake import on_wake, tell_listeners
from shared.runtime.health import Health
from shared.runtime.leadership import lead_when_free, never_armed
from shared.runtime.leading import Leading
from shared.runtime.worker import NotLeading, Question
from tests.infrastructure import free_port

ADMIN_KEY = "cc_the-first-administrators-key"
SECRET = "a secret/of webhooks"
WINDOW = {
    "next_action": "Ask whether Tuesday suits",
    "first_call_time": "09:00",
    "last_call_time": "18:00",
    "start_date": "2030-10-09",
}
HEADER = "phone_number,name,email\n"


def numbers(count: int, first: int = 0) -> list[str]:
    """Return valid numbers of India, each another."""
    return [f"+9198{first + index:08d}" for index in range(count)]


def csv_of(count: int, first: int = 0) -> bytes:
    """Return a file of so many good rows."""
    rows = (f"{number},Person {index},p{index}@example.com" for index, number in enumerate(numbers(count, first)))
    return (HEADER + "\n".join(rows) + "\n").encode()


@dataclass
class Others:
    """Scheduler and dialer as they answer in a test: `applied` counts positions; None: nobody answers."""

    applied: dict[Service, bool] = field(default_factory=lambda: {Service.SCHEDULER: True, Service.DIALER: True})
    asked: list[tuple[Service, AskApplied]] = field(default_factory=list)
    ends_at: datetime | None = None
    blocked: set[str] = field(default_factory=set)
    why: Why | None = field(default_factory=lambda: Why(reasons=(Reason(code="waiting_turn", message="It waits"),)))

    def questions(self, service: Service) -> Mapping[str, Question]:
        async def applied(request: AskApplied) -> Applied:
            self.asked.append((service, request))
            return Applied(applied=self.applied[service])

        async def why(_: AskWhyCampaign | AskWhyCall) -> Why:
            if self.why is None:
                raise NotLeading
            return self.why

        async def stream(_: AskStream) -> StreamEvents:
            return StreamEvents(events=())

        async def forecast(request: AskForecast) -> Forecast:
            starts = tuple(
                ForecastStart(at=self.ends_at or datetime.now(UTC), lane=nth) for nth, _ in enumerate(request.lanes)
            )
            return Forecast(ends_at=self.ends_at, starts=starts, slots=2)

        async def blocked(request: AskBlocked) -> Blocked:
            return Blocked(phone_numbers=tuple(self.blocked & set(request.phone_numbers)))

        found = {"applied": Question(AskApplied, applied), "stream": Question(AskStream, stream)}
        if service is Service.SCHEDULER:
            found |= {
                "why_campaign": Question(AskWhyCampaign, why),
                "why_call": Question(AskWhyCall, why),
                "forecast": Question(AskForecast, forecast),
                "blocked": Question(AskBlocked, blocked),
            }
        return found


@dataclass
class Face:
    """A face that listens; `admin` is a client with the first administrator's key."""

    url: str
    admin: httpx.AsyncClient
    parts: Parts
    others: Others
    stack: AsyncExitStack
    lead: Callable[[], None]
    database: str

    async def client(self, key: str) -> httpx.AsyncClient:
        return await self.stack.enter_async_context(_client(self.url, key))

    async def member(self, name: str = "Mira", **fields: Any) -> httpx.AsyncClient:
        """Register a user; return a client with their key."""
        body = {"name": name, "email": f"{name.lower()}-{uuid4().hex[:8]}@example.com", **fields}
        answer = await self.admin.post("/api/users", json=body)
        assert answer.status_code == 201, answer.text
        return await self.client(answer.json()["api_key"])


async def agent_of(client: httpx.AsyncClient) -> str:
    """Connect an agent; return its id."""
    answer = await client.post("/api/agents", json={"name": "Anna", "bolna_agent_id": f"bolna-{uuid4()}"})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def fields_of(client: httpx.AsyncClient, **changed: str | None) -> dict[str, str]:
    """Return the fields of an upload that is right but for what is changed; None leaves a field out."""
    fields: dict[str, str | None] = {**WINDOW, "campaign_name": "Autumn", "agent_id": await agent_of(client), **changed}
    return {name: value for name, value in fields.items() if value is not None}


async def upload(client: httpx.AsyncClient, content: bytes, **options: Any) -> httpx.Response:
    """Upload a file with right fields, but for what `options` changes; `headers` go along."""
    headers = options.pop("headers", {})
    fields = await fields_of(client, **options)
    return await client.post(
        "/api/campaigns/upload-csv", data=fields, files={"file": ("contacts.csv", content, "text/csv")}, headers=headers
    )


def errors(answer: httpx.Response, status: int = 422) -> dict[str, dict[str, Any]]:
    """Return a problem's wrong fields by their pointers."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return {error["field"]: error for error in answer.json().get("errors", [])}


def code(answer: httpx.Response, status: int) -> str:
    """Return a problem's code, having looked at its form."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert {"type", "title", "status", "detail", "code", "request_id"} <= body.keys()
    assert body["status"] == status
    assert body["request_id"] == answer.headers["x-request-id"]
    return str(body["code"])


def settings_of(database: str, nats_url: str, **changed: str) -> CampaignsSettings:
    """Return the settings of a face in a test."""
    return CampaignsSettings.model_validate(
        {
            "DATABASE_URL": database,
            "NATS_URL": nats_url,
            "ADMIN_API_KEY": ADMIN_KEY,
            "BOLNA_API_KEY": "bn-test",
            "BOLNA_REQUEST_TIMEOUT_SECONDS": "30",
            "BOLNA_API_URL": "http://127.0.0.1:1",
            "WEBHOOK_SECRET": SECRET,
            **changed,
        }
    )


def _client(url: str, key: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=30)


@asynccontextmanager
async def face(
    database: str,
    nats_url: str,
    parsers: Parsers,
    *,
    others: bool = True,
    limits: Limits | None = None,
    **settings: str,
) -> AsyncIterator[Face]:
    """Open a face; its worker leads once `lead` is called."""
    read = settings_of(database, nats_url, **settings)
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(open_pool(database, "campaigns", max_size=10))
        messaging = await stack.enter_async_context(connect(nats_url, name="campaigns-http"))
        spool = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = PostgresEventStore(Service.CAMPAIGNS, pool)
        quick = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        stack.callback(quick.close)
        feed = Feed(pool, messaging)
        bolna = bolna_for_people(read)
        stack.push_async_callback(bolna.aclose)
        recordings = recordings_of(read)
        stack.push_async_callback(recordings.aclose)
        parts = Parts(
            read,
            pool,
            store,
            messaging,
            Asker(messaging),
            parsers,
            spool,
            feed,
            bolna,
            recordings,
            limits=limits or Limits(),
            passwords=quick,
        )
        stack.push_async_callback(parts.end)
        parts.in_background(feed.run())
        await FirstStart(parts.context, read).record()
        health = Health(Service.CAMPAIGNS, "http")
        url = await stack.enter_async_context(_served(make_app(parts, health, "0")))
        stand_ins = Others()
        if others:
            for service in (Service.SCHEDULER, Service.DIALER):
                await stack.enter_async_context(serve(messaging, service, stand_ins.questions(service)))

        def lead() -> None:
            worker = CampaignsWorker(
                pool,
                partial(on_wake, messaging, Service.CAMPAIGNS),
                now=lambda: datetime.now(UTC),
                new_id=uuid7,
                feed=FeedWriting(partial(tell_listeners, messaging, Service.CAMPAIGNS)),
            )
            leading = Leading(store, worker, messaging, Health(Service.CAMPAIGNS, "worker"))
            task = asyncio.create_task(
                lead_when_free(store, str(uuid4()), leading.lead, arm=never_armed, on_lease=lambda _: None)
            )
            stack.push_async_callback(_ended, task)

        admin = await stack.enter_async_context(_client(url, ADMIN_KEY))
        yield Face(url, admin, parts, stand_ins, stack, lead, database)
        feed.end()


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def _served(app: Any) -> AsyncIterator[str]:
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, lifespan="off", server_header=False))
    serving = asyncio.create_task(server.serve())
    async with asyncio.timeout(5):
        while not server.started:
            await asyncio.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving


async def until_done(client: httpx.AsyncClient, import_id: str | UUID) -> dict[str, Any]:
    """Wait until an import is over; return it."""
    async with asyncio.timeout(20):
        while True:
            found: dict[str, Any] = (await client.get(f"/api/imports/{import_id}")).json()
            if found["status"] in {"done", "failed"}:
                return found
            await asyncio.sleep(0.01)
