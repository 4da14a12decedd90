"""A small service to put through the run time: a scheduler that counts what campaigns tells, stream by stream."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from shared.contracts.campaigns import UserLimitChanged
from shared.contracts.ids import user_stream
from shared.contracts.scheduler import CallSkipped
from shared.contracts.vocabulary import Service
from shared.eventstore.protocol import EventStore
from shared.messaging.envelope import Envelope
from shared.messaging.patience import AT_ONCE, Patience
from shared.migrations import Migration, migrations_of
from shared.runtime.worker import Connection, Leader, Question, Step

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
EPOCH = UUID("01980000-0000-4000-8000-0000000000ee")
POISON = 66_666
"""A limit that the tally cannot take."""

TABLES = """
create table seen (place integer primary key, stream text not null, position bigint not null, number integer not null);
create table tallies (stream text primary key, count integer not null);
create table told (event_id uuid primary key, code text not null, at timestamptz not null);
create table remarks (remark text not null);
create view busy_streams as select stream from tallies where count > 1;
create function forget() returns void language sql as 'delete from remarks';
"""
RECORDS = frozenset({"remarks"})


def known(service: str) -> tuple[Migration, ...]:
    """The migrations of the event store, and the tally's own."""
    own = Migration("tally/0001_tables.sql", TABLES)
    return (*(m for m in migrations_of(service) if m.source == "eventstore"), own)


def user(number: int) -> UUID:
    return UUID(int=0x01980000_0000_7000_8000_000000000000 + number)


def limit(number: int, of: int = 1) -> UserLimitChanged:
    return UserLimitChanged(at=NOW, user_id=user(of), concurrent_calls_limit=number)


def told(position: int, number: int, of: int = 1) -> Envelope:
    """What campaigns tells at a position of its log: the limit of user `of` is `number`."""
    event = limit(number, of)
    return Envelope(
        source=Service.CAMPAIGNS,
        position=position,
        epoch=EPOCH,
        event_id=UUID(int=position),
        previous_id=UUID(int=position - 1) if position > 1 else None,
        stream=user_stream(user(of)),
        version=position,
        type="UserLimitChanged",
        user_id=user(of),
        at=NOW,
        data=event.model_dump(mode="json"),
    )


class Poisoned(Exception):
    """A message that cannot be applied."""


async def nothing() -> None:
    """Do nothing, where a test would do something."""


@dataclass
class Tally:
    """The worker. `memory` is how many it counted of each stream; the attributes below are for tests to break it."""

    poison: set[int] = field(default_factory=lambda: {POISON})
    memory: dict[str, int] = field(default_factory=dict)
    loads: int = 0
    committed_numbers: list[int] = field(default_factory=list)
    in_load: Callable[[], Awaitable[None]] = nothing
    in_decide: Callable[[], Awaitable[None]] = nothing
    in_committed: Callable[[], Awaitable[None]] = nothing
    asked: Mapping[str, Question] = field(default_factory=dict)
    drained: bool = False
    leader: Leader | None = None
    sources: Mapping[Service, Patience] = field(default_factory=lambda: {Service.CAMPAIGNS: AT_ONCE})

    async def load(self, connection: Connection, leader: Leader) -> None:  # noqa: ARG002
        await self.in_load()
        rows = await (await connection.execute("select stream, count from tallies")).fetchall()
        self.memory = {row["stream"]: row["count"] for row in rows}
        self.loads += 1

    async def project(self, connection: Connection, events: Sequence[Envelope]) -> None:
        for envelope in events:
            assert envelope.data is not None
            if envelope.source is Service.SCHEDULER:
                await connection.execute(
                    "insert into told values (%s, %s, %s)", [envelope.event_id, envelope.data["code"], envelope.at]
                )
                continue
            await self._count(connection, envelope, envelope.data["concurrent_calls_limit"])

    async def _count(self, connection: Connection, envelope: Envelope, number: int) -> None:
        if number in self.poison:
            raise Poisoned(f"limit {number}")
        await connection.execute(
            "insert into seen values ((select count(*) + 1 from seen), %s, %s, %s)",
            [envelope.stream, envelope.position, number],
        )
        await connection.execute(
            "insert into tallies as t values (%s, 1) on conflict (stream) do update set count = t.count + 1",
            [envelope.stream],
        )

    async def decide(self, step: Step, taken: Sequence[Envelope]) -> None:
        for envelope in taken:
            self.memory[envelope.stream] = self.memory.get(envelope.stream, 0) + 1
            await self.in_decide()
            skip(step, f"{envelope.stream} {self.memory[envelope.stream]}")

    async def committed(self, taken: Sequence[Envelope], recorded: Sequence[Envelope]) -> None:  # noqa: ARG002
        await self.in_committed()
        self.committed_numbers += [envelope.data["concurrent_calls_limit"] for envelope in taken if envelope.data]

    async def run(self, leader: Leader) -> None:
        self.leader = leader
        await asyncio.Event().wait()

    async def drain(self) -> None:
        self.drained = True

    def questions(self) -> Mapping[str, Question]:
        return self.asked


def skip(step: Step, code: str) -> None:
    """Append an event of the tally's own."""
    event = CallSkipped(at=NOW, call_id=user(1), campaign_id=user(2), user_id=user(3), contact_id=user(4), code=code)
    step.append("call-1", event, user_id=user(3))


async def tell(store: EventStore[Connection], *numbers: int, of: int = 1) -> None:
    """Have campaigns record limits of a user, a step each."""
    for number in numbers:
        async with store.transaction() as step:
            step.append(user_stream(user(of)), limit(number, of), user_id=user(of))
