"""The event store in PostgreSQL: one schema per service, the head row its clock, its fence and its lock."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from psycopg import AsyncConnection, AsyncCursor, AsyncPipeline, errors
from psycopg.conninfo import make_conninfo
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from shared.contracts.vocabulary import Service
from shared.eventstore.pending import Pending, Step
from shared.eventstore.protocol import (
    Cursor,
    Dropped,
    Fenced,
    Head,
    JournalRow,
    Lease,
    Parked,
    PositionMoved,
    StreamMoved,
    Taken,
)
from shared.messaging import wire
from shared.messaging.envelope import Actor, Envelope
from shared.sql import load_queries

Connection = AsyncConnection[DictRow]
FaultHook = Callable[[str], Awaitable[None]]
"""Awaited at `projected`, `head_updated` and `before_commit`, so that tests can freeze between."""

QUERIES = load_queries("shared.eventstore", "sql/queries.sql")
REFUSALS: dict[str, type[Exception]] = {"CC001": Fenced, "CC002": PositionMoved, "CC003": StreamMoved}
RECONNECT_SECONDS = 1.0
"""A pool that cannot connect gives up so soon and tries anew when asked; otherwise its waits grow to minutes."""
SESSION = "-c idle_in_transaction_session_timeout=2s -c statement_timeout=5s -c lock_timeout=5s -c jit=off"
"""`jit`: no statement of a running service gains by being compiled, which takes half a second where one seems dear."""


def open_pool(dsn: str, schema: str, *, max_size: int = 4) -> AsyncConnectionPool[Connection]:
    """Return a pool, not yet opened, whose sessions see the schema alone and can hold nobody up for long.

    A session idle in a transaction ends after 2 s and a statement after 5 s, so that a frozen process blocks neither
    a takeover nor an append. What these limits do not see, a process frozen in the middle of a pipeline, is ended by
    whoever leads or wants to (`end_frozen_sessions`).
    """
    return AsyncConnectionPool(
        make_conninfo(
            dsn, options=f"-c search_path={schema} {SESSION}", connect_timeout=3, application_name=f"{schema}-pool"
        ),
        connection_class=StepConnection,
        kwargs={"row_factory": dict_row, "cursor_factory": StepCursor},
        min_size=1,
        max_size=max_size,
        timeout=5,
        reconnect_timeout=RECONNECT_SECONDS,
        open=False,
        check=_still_open,
        name=f"{schema}-pool",
    )


class StepConnection(AsyncConnection[DictRow]):
    """A connection that knows whether it is in a step, in pipeline mode."""

    step_pipeline: AsyncPipeline | None = None

    @asynccontextmanager
    async def pipelined(self) -> AsyncIterator[None]:
        """Be in pipeline mode while the block runs."""
        async with self.pipeline() as pipeline:
            self.step_pipeline = pipeline
            try:
                yield
            finally:
                self.step_pipeline = None


class StepCursor(AsyncCursor[DictRow]):
    """In a step, rows are waited for behind a Sync.

    Between a Sync and the next statement the server knows that it waits for us, and
    `idle_in_transaction_session_timeout` frees what a frozen process holds; after a mere flush it does not.
    """

    async def fetchone(self) -> DictRow | None:
        """Return the next row, None behind the last."""
        await self._arrived()
        return await super().fetchone()

    async def fetchall(self) -> list[DictRow]:
        """Return all rows that are left."""
        await self._arrived()
        return await super().fetchall()

    async def _arrived(self) -> None:
        connection = self.connection
        if self.pgresult is None and isinstance(connection, StepConnection) and connection.step_pipeline is not None:
            await connection.step_pipeline.sync()


async def _still_open(connection: Connection) -> None:
    """Raise OperationalError where the server has closed the connection: seen without a round trip."""
    connection.pgconn.consume_input()


class PostgresEventStore:
    """Fulfils `shared.eventstore.protocol.EventStore` over a pool of `open_pool`."""

    def __init__(
        self, service: Service, pool: AsyncConnectionPool[Connection], *, fault_hook: FaultHook | None = None
    ) -> None:
        self._service = service
        self._pool = pool
        self._fault_hook = fault_hook

    @property
    def service(self) -> Service:
        """Whose log it is."""
        return self._service

    @asynccontextmanager
    async def transaction(self, lease: Lease | None = None) -> AsyncIterator[Step[Connection]]:
        """Open a step; it is committed when the block ends and rolled back when the block raises.

        The connection is in pipeline mode: a statement whose rows nobody fetches travels with the next one, and what it
        fails of is raised by the next fetch, or by the commit.
        """
        async with self._connection() as connection:
            step: Step[Connection] = Step(self._service, connection)
            try:
                async with connection.pipelined():
                    await connection.execute(QUERIES["begin"])
                    yield step
                    committing = await self._commit(step, lease)
                step.committed = _standing(step, await committing.fetchone())
            except errors.Error as error:
                refusal = _refusal(error)
                if refusal is None:
                    raise
                raise refusal from error

    async def _commit(self, step: Step[Connection], lease: Lease | None) -> AsyncCursor[DictRow]:
        parameters, connection = _parameters(step, lease), step.connection
        await self._reached("projected")
        committing = await connection.execute(QUERIES["commit_step"], parameters)
        await self._reached("head_updated")
        await self._reached("before_commit")
        await connection.execute(QUERIES["commit"])
        return committing

    async def _reached(self, point: str) -> None:
        if self._fault_hook is not None:
            await self._fault_hook(point)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[StepConnection]:
        """A connection on which each statement is a transaction, but between `begin` and `commit`."""
        async with self._pool.connection() as connection:
            assert isinstance(connection, StepConnection), "a pool of `open_pool`"
            await connection.set_autocommit(True)
            try:
                yield connection
            finally:
                if not connection.closed:
                    await connection.rollback()
                    await connection.set_autocommit(False)

    async def _fetch(self, query: str, **parameters: object) -> list[DictRow]:
        async with self._connection() as connection:
            return await (await connection.execute(QUERIES[query], parameters)).fetchall()

    async def head(self) -> Head:
        """Return the log's head, read from the table."""
        row = (await self._fetch("head"))[0]
        return Head(**row)

    async def stream(self, name: str) -> Sequence[Envelope]:
        """Return a stream's events in order; empty when there is none."""
        return [_envelope(self._service, row) for row in await self._fetch("stream", stream=name)]

    async def read(
        self, after: int, limit: int = 1000, max_bytes: int = 1024 * 1024, *, bare: bool = False
    ) -> Sequence[Envelope]:
        """Return the events behind a position in order: at least one if there is one, within limit and bytes.

        `bare`: private events without their bodies, as they travel; then those count as nothing.
        """
        private = wire.private_types(self._service) if bare else []
        rows = await self._fetch("read", after=after, limit=limit, max_bytes=max_bytes, private=private)
        return [_envelope(self._service, row) for row in rows]

    async def event_at(self, position: int) -> UUID | None:
        """Return the id of the event at a position, None where the log is shorter."""
        rows = await self._fetch("event_at", position=position)
        return rows[0]["event_id"] if rows else None

    async def consumed(self) -> dict[Service, Cursor]:
        """Return how far each source has been applied."""
        return {
            Service(row["source"]): Cursor(row["epoch"], row["position"], row["event_id"])
            for row in await self._fetch("consumed")
        }

    async def parked(self) -> Sequence[Parked]:
        """Return the parked messages, by source and position."""
        return [
            Parked(
                source=Service(row["source"]),
                position=row["position"],
                stream=row["stream"],
                envelope=wire.from_json(row["envelope"]),
                error=row["error"],
                at=row["at"],
            )
            for row in await self._fetch("parked")
        ]

    async def journal(self, after: int, limit: int = 1000) -> Sequence[JournalRow]:
        """Return journal rows behind a number, in order."""
        return [_journal_row(row) for row in await self._fetch("journal", after=after, limit=limit)]

    async def acquire(self, holder: str, seconds: float) -> Lease | None:
        """Take the lease if it is free, expired or already this holder's; see the protocol.

        Sessions of frozen processes are ended first: in the middle of a step they go on holding its locks.
        """
        await self._fetch("end_frozen_sessions")
        rows = await self._fetch("acquire", holder=holder, seconds=seconds, new_epoch=uuid4())
        return Lease(holder, rows[0]["fence"]) if rows else None

    async def renew(self, lease: Lease, seconds: float) -> None:
        """Keep the lease for `seconds` from now; see the protocol. Sessions of frozen processes are ended first."""
        await self._fetch("end_frozen_sessions")
        if not await self._fetch("renew", fence=lease.fence, seconds=seconds):
            raise Fenced("another process leads this log")

    async def release(self, lease: Lease) -> None:
        """Give the lease back so that a standby need not wait. Nothing happens if another leads."""
        async with self._connection() as connection:
            await connection.execute(QUERIES["release"], {"fence": lease.fence})

    async def published(self) -> int:
        """Return the relay's checkpoint."""
        return int((await self._fetch("published"))[0]["position"])

    async def checkpoint(self, position: int) -> None:
        """Move the relay's checkpoint; it never goes back.

        Committed without waiting for the disk: a checkpoint lost in a crash only means publishing again, which
        positions and `Nats-Msg-Id` settle.
        """
        async with self._connection() as connection:
            await connection.execute(QUERIES["checkpoint"], {"position": position})


def _refusal(error: errors.Error) -> Exception | None:
    """What the log refused, None where the error is something else."""
    refusal = REFUSALS.get(error.sqlstate or "")
    if refusal is None and isinstance(error, errors.UniqueViolation):
        refusal = {"stream_version_recorded_once": StreamMoved}.get(error.diag.constraint_name or "")
    return None if refusal is None else refusal(error.diag.message_primary)


def _parameters(step: Step[Connection], lease: Lease | None) -> dict[str, Any]:
    return {
        "fence": lease.fence if lease else None,
        "events": "[" + ",".join(_event(n, pending) for n, pending in enumerate(step.pending, start=1)) + "]",
        "checked": any(pending.expected is not None for pending in step.pending),
        "taken": json.dumps(
            [
                {
                    "source": consumed.taken.source,
                    "epoch": str(consumed.last.epoch),
                    "first": consumed.taken.first,
                    "last": consumed.taken.last,
                    "event_id": str(consumed.last.event_id),
                    "parked": consumed.taken.parked,
                }
                for consumed in step.consumed
            ]
        ),
        "parked": json.dumps(
            [
                {
                    "source": parked.source,
                    "position": parked.position,
                    "stream": parked.stream,
                    "envelope": wire.to_json(parked.envelope),
                    "error": parked.error[:2000].replace("\x00", ""),
                    "at": parked.at.isoformat(),
                }
                for parked in step.parked
            ]
        ),
        "unparked": json.dumps(
            [
                *({"source": source, "position": position} for source, position in step.unparked),
                *(_dropped(dropped) for dropped in step.dropped),
            ]
        ),
    }


def _dropped(dropped: Dropped) -> dict[str, object]:
    """In the journal beside what was put back: a rebuild leaves it out."""
    why = {"by": dropped.by, "reason": dropped.reason, "at": dropped.at.isoformat()}
    return {"source": dropped.source, "position": dropped.position, "dropped": why}


def _standing(step: Step[Connection], row: DictRow | None) -> Sequence[Envelope]:
    """The events of a step that is committed, as they stand in the log."""
    assert row is not None, "commit_step returns one row"
    first = row["last_position"] - len(step.pending) + 1
    before = [row["previous_id"], *(pending.envelope.event_id for pending in step.pending)]
    return [
        replace(envelope, position=position, epoch=row["epoch"], previous_id=previous_id, version=version)
        for position, (envelope, previous_id, version) in enumerate(
            zip(step.recorded, before, row["versions"], strict=False), start=first
        )
    ]


def _event(n: int, pending: Pending) -> str:
    envelope = pending.envelope
    fields = {
        "n": n,
        "nth": pending.nth,
        "event_id": str(envelope.event_id),
        "stream": envelope.stream,
        "expected": pending.expected,
        "type": envelope.type,
        "user_id": _text(envelope.user_id),
        "at": envelope.at.isoformat(),
        "size": pending.size,
        "correlation_id": _text(envelope.correlation_id),
        "causation_id": _text(envelope.causation_id),
        "traceparent": envelope.traceparent,
        **_acted(envelope.actor),
    }
    return f'{json.dumps(fields)[:-1]},"data":{pending.body}}}'


def _acted(actor: Actor | None) -> dict[str, str]:
    return {} if actor is None else {"actor_id": str(actor.user_id), "credential": actor.credential}


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _envelope(service: Service, row: DictRow) -> Envelope:
    return Envelope(
        source=service,
        position=row["position"],
        epoch=row["epoch"],
        event_id=row["event_id"],
        previous_id=row["previous_id"],
        stream=row["stream"],
        version=row["version"],
        type=row["type"],
        user_id=row["user_id"],
        at=row["at"],
        data=row["data"],
        correlation_id=row["correlation_id"],
        causation_id=row["causation_id"],
        traceparent=row["traceparent"],
        actor=None if row["actor_id"] is None else Actor(row["actor_id"], row["credential"]),
    )


def _journal_row(row: DictRow) -> JournalRow:
    return JournalRow(
        number=row["number"],
        first=row["first"],
        last=row["last"],
        taken=tuple(
            Taken(Service(taken["source"]), taken["first"], taken["last"], tuple(taken["parked"]))
            for taken in row["taken"]
        ),
        unparked=tuple(
            (Service(item["source"]), item["position"]) for item in row["unparked"] if "dropped" not in item
        ),
        dropped=tuple(_given_up(item) for item in row["unparked"] if "dropped" in item),
    )


def _given_up(item: dict[str, Any]) -> Dropped:
    why = item["dropped"]
    at = datetime.fromisoformat(why["at"])
    return Dropped(Service(item["source"]), item["position"], why["by"], why["reason"], at)
