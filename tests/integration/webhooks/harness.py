"""The webhooks service over a real database: its leader's steps, its faces, and the dialer that it hears of."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from psycopg_pool import AsyncConnectionPool

from services.webhooks.deliveries import DeliveryStore, receive
from services.webhooks.domain.silence import Pace
from services.webhooks.handlers import WebhooksWorker
from services.webhooks.intake import Intake
from services.webhooks.silent_calls import Provider
from shared.contracts.dialer import AttemptEvent, CallPlaced, CallStopped, DialFailed, DialOutcomeUnknown
from shared.contracts.event import Event
from shared.contracts.ids import attempt_stream
from shared.contracts.vocabulary import DialFailure, FailureScope, Service
from shared.contracts.webhooks import CallEnded, CallProgressed, CallReported
from shared.eventstore.postgres import FaultHook, PostgresEventStore
from shared.eventstore.protocol import Lease, Parked
from shared.messaging.envelope import Envelope
from shared.runtime.inbox import Inbox
from shared.runtime.worker import Connection, Step

T = TypeVar("T")
T0 = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
AGENT = "5bc97541-0000-4d95-a3a5-000000000002"
NUMBER = "+919800000001"
DIALER_EPOCH = UUID("01980000-0000-4000-8000-0000000000ee")


def attempt(n: int = 1) -> UUID:
    return UUID(int=0x0198A000_0000_5000_8000_000000000000 + n)


def ids(n: int) -> dict[str, UUID]:
    return {
        "attempt_id": attempt(n),
        "call_id": UUID(int=0x1000 + n),
        "campaign_id": UUID(int=0x2000),
        "user_id": UUID(int=0x3000),
    }


def placed(n: int = 1, execution: str | None = None, at: datetime = T0, number: str = NUMBER) -> CallPlaced:
    return CallPlaced(
        at=at,
        execution_id=execution or f"exec-{n}",
        bolna_agent_id=AGENT,
        phone_number=number,
        placed_at=at,
        **ids(n),
    )


def unknown(n: int = 1, at: datetime = T0) -> DialOutcomeUnknown:
    return DialOutcomeUnknown(at=at, bolna_agent_id=AGENT, phone_number=NUMBER, sent_at=at, error="timeout", **ids(n))


def presumed(n: int = 1) -> DialFailed:
    return DialFailed(at=T0, reason=DialFailure.PRESUMED, scope=FailureScope.OURS, **ids(n))


def stopped(n: int = 1) -> CallStopped:
    return CallStopped(at=T0, execution_id=f"exec-{n}", **ids(n))


def body(
    status: str,
    *,
    execution: str = "exec-1",
    second: int = 0,
    echo: UUID | None = None,
    agent: str | None = AGENT,
    number: str | None = NUMBER,
    **more: Any,
) -> bytes:
    """A webhook as Bolna sends it, `second` by its clock after T0."""
    recipient = {} if echo is None else {"attempt_id": str(echo)}
    said = {
        "id": execution,
        "agent_id": agent,
        "status": status,
        "updated_at": (T0 + timedelta(seconds=second)).isoformat(),
        "telephony_data": {"to_number": number, "from_number": "+918000000002", "call_type": "outbound"},
        "context_details": {"recipient_phone_number": number, "recipient_data": recipient},
    }
    return json.dumps({**said, **more}).encode()


def tell(event: Event | None) -> str:
    """An event in short: `ringing`, `end`, `answered!` for a result, `failed!0` where nobody was dialled."""
    match event:
        case CallProgressed(progress=progress):
            return progress.value
        case CallEnded():
            return "end"
        case CallReported(outcome=outcome, dialled=dialled):
            return f"{outcome.value}!" + ("" if dialled else "0")
        case _:
            raise AssertionError(event)


class Nobody:
    """A provider that is never asked."""

    async def look_up(self, execution_id: str) -> Any:
        raise AssertionError(execution_id)

    async def agent(self, agent_id: str) -> Any:
        raise AssertionError(agent_id)


async def nothing() -> None:
    """What a worker without a client of its own does when it is drained."""


@dataclass
class Hooks:
    """One service: as many faces as asked for, one leader. Every dialer event told is kept in `dialer_log`."""

    pool: AsyncConnectionPool[Connection]
    provider: Provider = field(default_factory=Nobody)
    silent_after: float = 180.0
    missing_apart: float = 60.0
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    leader_hook: FaultHook | None = None
    dialer_log: list[Envelope] = field(default_factory=list)
    dead: list[Envelope] = field(default_factory=list)
    woken: int = 0

    def __post_init__(self) -> None:
        self.store = PostgresEventStore(Service.WEBHOOKS, self.pool)
        self.inbox: Inbox
        self.lease: Lease
        self.running: asyncio.Task[None]

    async def lead(self) -> None:
        """Take the lease, with a worker that knows nothing yet; the former leader is fenced."""
        pace = Pace(
            timedelta(seconds=self.silent_after),
            missing_apart=timedelta(seconds=self.missing_apart),
            away=timedelta(seconds=self.silent_after / 10),
            spread=0.0,
        )
        self.worker = WebhooksWorker(
            self.pool,
            self.provider,
            pace=pace,
            keep_bodies=timedelta(days=30),
            clock=self.clock,
            on_drain=nothing,
        )
        store = PostgresEventStore(Service.WEBHOOKS, self.pool, fault_hook=self.leader_hook)
        lease = await store.acquire("leader", 600)
        assert lease is not None
        self.lease = lease
        self.inbox = Inbox(store, self.worker, self, lease, on_commit=lambda _: None, on_parked=self._on_parked)
        await self.inbox.load()

    async def _on_parked(self, envelope: Envelope) -> None:
        self.dead.append(envelope)

    @property
    def parked(self) -> Sequence[Parked]:
        return self.inbox.parked

    def applied(self, source: Service) -> int:
        assert source is Service.DIALER
        return len(self.dialer_log)

    async def caught_up(self) -> None:
        """The dialer's log is read as it is told."""

    async def ask(self, *_: object, **__: object) -> Any:
        raise AssertionError

    async def step(self, work: Callable[[Step], Awaitable[T]]) -> T:
        return await self.inbox.step(work)

    def face(self, hook: FaultHook | None = None) -> DeliveryStore:
        """A face's store; `hook` is awaited before it commits."""
        store = PostgresEventStore(Service.WEBHOOKS, self.pool, fault_hook=hook)
        return DeliveryStore(store, clock=self.clock, wake=self._wake)

    def _wake(self, committed: Sequence[Envelope]) -> None:
        assert committed
        self.woken += 1

    async def deliver(self, *bodies: bytes, hook: FaultHook | None = None) -> None:
        """Deliver webhooks in one group."""
        await self.face(hook).keep([receive(one, self.clock()) for one in bodies])

    async def dial(self, *events: AttemptEvent) -> None:
        """Have the leader take in what the dialer tells, in one step."""
        first = len(self.dialer_log) + 1
        batch = [self._told(event, first + n) for n, event in enumerate(events)]
        self.dialer_log += batch
        await self.inbox.apply(batch)
        assert not self.dead

    def _told(self, event: AttemptEvent, position: int) -> Envelope:
        return Envelope(
            source=Service.DIALER,
            position=position,
            epoch=DIALER_EPOCH,
            event_id=UUID(int=position),
            previous_id=UUID(int=position - 1) if position > 1 else None,
            stream=attempt_stream(event.attempt_id),
            version=position,
            type=type(event).__name__,
            user_id=event.user_id,
            at=event.at,
            data=event.model_dump(mode="json"),
        )

    async def log(self) -> list[Envelope]:
        return list(await self.store.read(0))

    async def told(self, n: int = 1) -> str:
        """What was told of an attempt, in short."""
        envelopes = await self.log()
        return " ".join(tell(one.event) for one in envelopes if (one.data or {})["attempt_id"] == str(attempt(n)))

    async def rows(self, table: str, order: str) -> list[dict[str, Any]]:
        async with self.pool.connection() as connection:
            query = psycopg.sql.SQL("select * from {} order by {}").format(
                psycopg.sql.Identifier(table), psycopg.sql.Identifier(order)
            )
            return await (await connection.execute(query)).fetchall()

    async def standings(self) -> list[str]:
        return [row["standing"] for row in await self.rows("deliveries", "received_at")]

    async def until_blocked(self) -> None:
        """Return once a session of this database waits for another's lock."""
        query = (
            "select count(*) as count from pg_stat_activity"
            " where datname = current_database() and wait_event_type = 'Lock'"
        )
        async with asyncio.timeout(5), self.pool.connection() as connection:
            while True:
                row = await (await connection.execute(query)).fetchone()
                await connection.commit()
                if row is not None and row["count"]:
                    return
                await asyncio.sleep(0.005)


@dataclass
class Gate:
    """Holds a transaction open just before its COMMIT, once."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = True

    async def __call__(self, point: str) -> None:
        if self.closed and point == "before_commit":
            self.reached.set()
            await self.opened.wait()


def intake_of(hooks: Hooks) -> Intake:
    return Intake(hooks.face(), on_group=lambda _size: None)
