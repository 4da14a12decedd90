"""A scheduler on its real store, without NATS: the other services are played, and the clock is set by hand."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import UUID, uuid5

from psycopg import AsyncConnection, sql
from psycopg.rows import dict_row
from pydantic import BaseModel

from services.scheduler.fetching import pages_wanted
from services.scheduler.handlers import Rules, SchedulerWorker
from services.scheduler.projections import project
from shared.contracts.event import Event
from shared.contracts.questions import AskChunk, Chunk
from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore, open_pool
from shared.eventstore.protocol import Lease, Parked
from shared.messaging.ask import Unanswered
from shared.messaging.envelope import Envelope
from shared.migrations import migrate
from shared.runtime.inbox import Inbox
from shared.runtime.worker import Step
from shared.testing.examples import NOW

A = TypeVar("A", bound=BaseModel)
T = TypeVar("T")
NAMES = UUID("01990000-0000-7000-8000-00000000ffff")
TABLES = (
    "system",
    "users",
    "agents",
    "campaigns",
    "lanes",
    "chunks",
    "calls",
    "attempts",
    "slots",
    "do_not_call",
    "removed_contacts",
)


class PlayedLeader:
    """Leads for the worker: steps go to the inbox, questions to what the test has laid ready."""

    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        self.inbox: Inbox
        self.positions: dict[Service, int] = {}
        self.chunks: dict[tuple[UUID, int], Callable[[AskChunk], Chunk]] = {}
        self.asked: list[AskChunk] = []
        self.on_their_way = 0
        """So many events of webhooks were committed there and have not arrived here."""

    @property
    def parked(self) -> Sequence[Parked]:
        return self.inbox.parked

    def applied(self, source: Service) -> int:
        return self.positions.get(source, 0)

    async def caught_up(self) -> None:
        return

    def head_of_webhooks(self) -> int:
        return self.applied(Service.WEBHOOKS) + self.on_their_way

    async def step(self, work: Callable[[Step], Awaitable[T]]) -> T:
        return await self.inbox.step(work)

    async def ask(
        self,
        service: Service,
        question: str,
        request: BaseModel,
        answer: type[A],
        *,
        timeout: float = 2.0,  # noqa: ASYNC109 - as the protocol has it
    ) -> A:
        if (service, question) == (Service.WEBHOOKS, "head"):
            return answer.model_validate({"epoch": NAMES, "position": self.head_of_webhooks(), "event_id": None})
        assert (service, question) == (Service.CAMPAIGNS, "chunk")
        assert isinstance(request, AskChunk)
        self.asked.append(request)
        page = self.chunks.get((request.campaign_id, request.chunk))
        if page is None:
            raise Unanswered(f"nobody within {timeout} s")
        return answer.model_validate(page(request).model_dump())


@dataclass
class Stage:
    """What a test tells and asks. Times move only by `pass_time`."""

    dsn: str
    store: PostgresEventStore
    worker: SchedulerWorker
    leader: PlayedLeader
    connection: AsyncConnection[dict[str, Any]]
    clock: list[datetime]
    told: dict[Service, list[Envelope]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.clock[0]

    def pass_time(self, passed: timedelta) -> None:
        self.clock[0] += passed

    async def tell(self, source: Service, *events: Event) -> None:
        """One batch of a source's events, taken in one step."""
        log = self.told.setdefault(source, [])
        batch = [envelope(source, len(log) + n, event) for n, event in enumerate(events, start=1)]
        log += batch
        self.leader.positions[source] = len(log)
        await self.leader.inbox.apply(batch)

    async def tell_garbled(self, source: Service, event: Event) -> None:
        """An event whose body cannot be read: it is parked."""
        log = self.told.setdefault(source, [])
        garbled = replace(envelope(source, len(log) + 1, event), data={"campaign_id": _named(event), "at": "never"})
        log.append(garbled)
        self.leader.positions[source] = len(log)
        await self.leader.inbox.apply([garbled])

    async def turns(self) -> None:
        """Let it act until nothing more happens: turns, deadlines, campaigns."""
        await self.leader.step(self.worker._end_waits)
        await self.worker._settle_unreported(self.leader)
        while True:
            before = (await self.store.head()).position
            again = await self.one_turn()
            if not again and (await self.store.head()).position == before:
                return

    def give_turns_at_once(self) -> None:
        """As when every source was read to its head: the step that frees a slot gives it to the next call."""
        self.worker._giving_turns = True

    async def one_turn(self) -> bool:
        """A single step of turns; whether there may be more."""
        return await self.leader.step(partial(self.worker._turn, self.leader))

    async def give_what_is_left(self) -> None:
        """Turns that a step which took in ends of lines had to leave to those after it."""
        if not self.worker._turned:
            while await self.one_turn():
                pass

    async def flush_statistics(self) -> None:
        """What the scheduler's sessions have read and written is in PostgreSQL's statistics from now on."""
        pool = self.store._pool
        async with AsyncExitStack() as sessions:
            for _ in range(pool.get_stats()["pool_size"]):
                session = await sessions.enter_async_context(pool.connection())
                await session.execute("select pg_stat_force_next_flush()")
        await self.rows("select pg_stat_clear_snapshot()")

    async def fetch(self) -> None:
        """Let it fetch every chunk that is laid ready."""
        fetched = True
        while fetched:
            wanted = [
                page
                for page in await self.leader.step(pages_wanted)
                if (page.campaign_id, page.chunk) in self.leader.chunks
            ]
            fetched = await self.worker._fetch_pages(self.leader, wanted)

    async def recorded(self, kind: type[Event] | None = None) -> list[Any]:
        """The scheduler's own events, in order."""
        log = await self.store.read(0, limit=100_000, max_bytes=1 << 30)
        return [one.event for one in log if kind is None or one.type == kind.__name__]

    async def rows(self, statement: str, *parameters: object) -> list[dict[str, Any]]:
        return await (await self.connection.execute(statement.encode(), parameters)).fetchall()

    async def ask(self, name: str, request: BaseModel) -> Any:
        return await self.worker.questions()[name].answer(request)


def envelope(source: Service, position: int, event: Event) -> Envelope:
    """An event as another service's log has it."""
    data = event.model_dump(mode="json")
    return Envelope(
        source=source,
        position=position,
        epoch=uuid5(NAMES, source),
        event_id=uuid5(NAMES, f"{source}-{position}"),
        previous_id=None,
        stream=_stream(event),
        version=1,
        type=type(event).__name__,
        user_id=getattr(event, "user_id", None),
        at=event.at,
        data=data,
    )


def _named(event: Event) -> str:
    return str(getattr(event, "campaign_id", "nobody"))


def _stream(event: Event) -> str:
    for noun in ("attempt", "campaign", "contact", "agent", "user"):
        if (identity := getattr(event, f"{noun}_id", None)) is not None:
            return f"{noun}-{identity}"
    return "system"


@asynccontextmanager
async def stage(dsn: str, rules: Rules | None = None) -> AsyncIterator[Stage]:
    """A scheduler that leads, with nothing told yet."""
    async with open_pool(dsn, "scheduler") as pool:
        store = PostgresEventStore(Service.SCHEDULER, pool)
        lease = await store.acquire("the-only", 600)
        assert lease is not None
        clock = [NOW]
        worker = SchedulerWorker(rules or Rules(0, timedelta(minutes=15)), lambda: clock[0])
        leader = PlayedLeader(lease)

        async def nobody_listens(_: Envelope) -> None:
            return

        leader.inbox = Inbox(store, worker, leader, lease, on_commit=lambda _: None, on_parked=nobody_listens)
        connection = await connect(dsn)
        async with connection:
            yield Stage(dsn, store, worker, leader, connection, clock)


async def connect(dsn: str, schema: str = "scheduler") -> AsyncConnection[dict[str, Any]]:
    """A connection beside the scheduler's own, each statement a transaction."""
    connection = await AsyncConnection.connect(dsn, autocommit=True, row_factory=dict_row)
    await connection.execute(sql.SQL("set search_path to {}").format(sql.Identifier(schema)))
    return connection


async def dump(connection: AsyncConnection[dict[str, Any]]) -> dict[str, list[str]]:
    """Every row of every projection, in an order of its own."""
    found = {}
    for table in TABLES:
        cursor = await connection.execute(sql.SQL("select * from {}").format(sql.Identifier(table)))
        found[table] = sorted(json.dumps(row, default=str, sort_keys=True) for row in await cursor.fetchall())
    return found


async def rebuild(scene: Stage) -> dict[str, list[str]]:
    """Replay the journal into a fresh schema, a transaction a row as it was written, and return what came out."""
    migrate(scene.dsn, ["scheduler"], schema="rebuilt")
    own = {one.position: one for one in await scene.store.read(0, limit=100_000, max_bytes=1 << 30)}
    async with await connect(scene.dsn, "rebuilt") as connection:
        for row in await scene.store.journal(0, limit=100_000):
            async with connection.transaction():
                for taken in row.taken:
                    kept = [n for n in range(taken.first, taken.last + 1) if n not in taken.parked]
                    await project(connection, [scene.told[taken.source][n - 1] for n in kept])
                await project(connection, [own[n] for n in range(row.first, row.last + 1)])
        return await dump(connection)
