"""A campaigns service on a real database: commands as the HTTP face gives them, a leader, and sources that speak."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar
from uuid import UUID, uuid5

from psycopg import sql
from psycopg_pool import AsyncConnectionPool

from services.campaigns import commands
from services.campaigns.handlers import CampaignsWorker
from services.campaigns.projections import PROJECTIONS
from services.campaigns.views import Everyone, Views
from shared.contracts.campaigns import CampaignSettings
from shared.contracts.event import Event
from shared.contracts.vocabulary import Role, Service
from shared.eventstore.postgres import PostgresEventStore, open_pool
from shared.eventstore.protocol import Lease, Parked
from shared.messaging.envelope import Envelope
from shared.runtime.inbox import Inbox
from shared.runtime.worker import Connection, Step

T = TypeVar("T")
NOW = datetime(2025, 10, 9, 4, 0, tzinfo=UTC)
EPOCH = UUID(int=7)
SETTINGS = CampaignSettings(
    first_call_time="09:00", last_call_time="18:00", timezone="Asia/Kolkata", start_date=date(2025, 10, 9)
)


def number(n: int) -> str:
    """A number that is kept free for fiction."""
    return f"+4420794{60000 + n:05d}"


def row(n: int, **fields: Any) -> dict[str, Any]:
    return {"phone_number": number(n), "zones": ["Europe/London"], **fields}


async def nobody(_: Envelope) -> None:
    """Stands for those who are told of a parked message."""


@dataclass
class Lead:
    """What a worker has while it leads, without the wire."""

    lease: Lease
    inbox: Inbox | None = None

    @property
    def parked(self) -> Sequence[Parked]:
        assert self.inbox is not None
        return self.inbox.parked

    def applied(self, _: Service) -> int:
        return 0

    async def caught_up(self) -> None:
        return

    async def step(self, work: Callable[[Step], Awaitable[T]]) -> T:
        assert self.inbox is not None
        return await self.inbox.step(work)

    async def ask(self, *_: Any, **__: Any) -> Any:
        raise AssertionError("nobody is asked")


@dataclass
class Scene:
    """Everything a test needs."""

    pool: AsyncConnectionPool[Connection]
    store: PostgresEventStore
    context: commands.Context
    worker: CampaignsWorker
    lead: Lead
    positions: dict[Service, int] = field(default_factory=dict)
    journal_of: dict[tuple[Service, int], Envelope] = field(default_factory=dict)

    @property
    def inbox(self) -> Inbox:
        assert self.lead.inbox is not None
        return self.lead.inbox

    def views(self, user_id: UUID) -> Views:
        return Everyone(self.pool).of(user_id)

    async def user(self, name: str = "asha", *, limit: int = 2) -> UUID:
        new = commands.NewUser(name, f"{name}@example.com", Role.MEMBER, limit, "Asia/Kolkata", "IN")
        return (await commands.register_user(self.context, new)).user_id

    async def agent(self, user_id: UUID, bolna_agent_id: str = "bolna-1") -> UUID:
        return await commands.register_agent(self.context, user_id, commands.NewAgent("Renewals", bolna_agent_id))

    def new(self, agent_id: UUID, **fields: Any) -> commands.NewCampaign:
        return commands.NewCampaign(
            **{"name": "October", "agent_id": agent_id, "next_action": "renew", "settings": SETTINGS, **fields}
        )

    async def stage(self, user_id: UUID, chunks: Sequence[Sequence[dict[str, Any]]]) -> commands.StagedImport:
        """Upload a file's rows, chunk by chunk."""
        import_id = self.context.new_id()
        await commands.open_upload(self.context, user_id, import_id, "contacts.csv")
        for n, rows in enumerate(chunks, start=1):
            await commands.stage_chunk(self.context, user_id, import_id, n, rows)
        rows_in_all = sum(map(len, chunks))
        return commands.StagedImport(import_id, len(chunks), rows_in_all, rows_in_all, 0, 0)

    async def imported(
        self, user_id: UUID, into: commands.NewCampaign | UUID | None, *chunks: Sequence[dict[str, Any]]
    ) -> commands.Accepted:
        """Upload, accept and queue a file."""
        accepted = await commands.accept_import(self.context, user_id, await self.stage(user_id, chunks), into)
        await self.work()
        return accepted

    async def work(self) -> None:
        """Let the leader do what there is to do beside the intake."""
        while await self.worker._turn(self.lead):
            pass

    def told(self, source: Service, *events: Event) -> list[Envelope]:
        """The next events of a source's log, as they come on the wire."""
        envelopes = []
        for event in events:
            position = self.positions.get(source, 0) + 1
            self.positions[source] = position
            stream = f"{source}-{getattr(event, 'call_id', getattr(event, 'campaign_id', 'account'))}"
            envelope = Envelope(
                source=source,
                position=position,
                epoch=EPOCH,
                event_id=uuid5(EPOCH, f"{source}-{position}"),
                previous_id=None,
                stream=stream,
                version=position,
                type=type(event).__name__,
                user_id=getattr(event, "user_id", None),
                at=event.at,
                data=event.model_dump(mode="json"),
            )
            self.journal_of[(source, position)] = envelope
            envelopes.append(envelope)
        return envelopes

    async def take(self, source: Service, *events: Event) -> None:
        """Take in what a source tells, as one batch."""
        await self.inbox.apply(self.told(source, *events))

    async def fetch(self, query: str, *parameters: object) -> list[dict[str, Any]]:
        async with self.pool.connection() as connection:
            return await (await connection.execute(query.encode(), parameters)).fetchall()

    async def log(self) -> list[Envelope]:
        return list(await self.store.read(0, 1000, 1 << 30))

    async def types(self, after: int = 0) -> list[str]:
        return [one.type for one in await self.store.read(after)]

    async def calls(self, campaign_id: UUID) -> list[dict[str, Any]]:
        return await self.fetch("select * from calls where campaign_id = %s order by chunk, place", campaign_id)

    async def tables(self) -> dict[str, list[str]]:
        """Every row of every projection, as text, in an order of its own."""
        return {name: await table(self.pool, name) for name in PROJECTIONS}


async def table(pool: AsyncConnectionPool[Connection], name: str) -> list[str]:
    query = sql.SQL("select t::text as line from {} as t order by 1").format(sql.Identifier(name))
    async with pool.connection() as connection:
        return [one["line"] for one in await (await connection.execute(query)).fetchall()]


@asynccontextmanager
async def open_scene(dsn: str) -> AsyncIterator[Scene]:
    numbers = count(1)

    def new_id() -> UUID:
        return UUID(f"01990000-0000-7000-8000-{next(numbers):012x}")

    async with open_pool(dsn, "campaigns", max_size=4) as pool:
        store = PostgresEventStore(Service.CAMPAIGNS, pool)
        context = commands.Context(store, lambda: NOW, new_id, lambda: f"secret-{next(numbers)}")
        worker = CampaignsWorker(pool, lambda _: nullcontext_async(), now=lambda: NOW, new_id=new_id)
        lease = await store.acquire("test", 60)
        assert lease is not None
        lead = Lead(lease)
        lead.inbox = Inbox(store, worker, lead, lease, on_commit=lambda _: None, on_parked=nobody)
        yield Scene(pool, store, context, worker, lead)


@asynccontextmanager
async def nullcontext_async() -> AsyncIterator[None]:
    with nullcontext():
        yield


async def recount(scene: Scene) -> list[dict[str, Any]]:
    """Counters of campaigns as a count of the calls gives them."""
    return await scene.fetch(RECOUNT)


RECOUNT = """
select
    k.campaign_id, count(c.call_id)::integer as total,
    count(*) filter (where c.status = 'queued')::integer as queued,
    count(*) filter (where c.status = 'dialling')::integer as dialling,
    count(*) filter (where c.status = 'in_call')::integer as in_call,
    count(*) filter (where c.status = 'awaiting_result')::integer as awaiting_result,
    count(*) filter (where c.status = 'waiting_retry')::integer as waiting_retry,
    count(*) filter (where c.status = 'settled')::integer as settled,
    count(*) filter (where c.outcome = 'answered')::integer as answered,
    count(*) filter (where c.outcome = 'voicemail')::integer as voicemail,
    count(*) filter (where c.outcome = 'no-answer')::integer as no_answer,
    count(*) filter (where c.outcome = 'busy')::integer as busy,
    count(*) filter (where c.outcome = 'failed')::integer as failed,
    count(*) filter (where c.outcome = 'cancelled')::integer as cancelled,
    count(*) filter (where c.outcome = 'skipped')::integer as skipped,
    count(*) filter (where c.outcome = 'expired')::integer as expired,
    count(*) filter (where c.outcome = 'unknown')::integer as unknown
from campaign_counters k left join calls c using (campaign_id) group by k.campaign_id order by k.campaign_id
"""


async def counted(scene: Scene) -> list[dict[str, Any]]:
    """Counters of campaigns as they are kept."""
    found = await scene.fetch("select * from campaign_counters order by campaign_id")
    return [{name: value for name, value in one.items() if name != "user_id"} for one in found]


async def gathered(work: Iterable[Awaitable[T]]) -> list[T]:
    return list(await asyncio.gather(*work))
