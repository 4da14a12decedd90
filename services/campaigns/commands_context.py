"""What every command needs, and how it is carried out: load, decide, append, project, in one transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from psycopg.errors import UniqueViolation

from services.campaigns.projections import project
from shared.eventstore.protocol import EventStore, StreamMoved
from shared.runtime.worker import Connection, Step
from shared.sql import load_queries

T = TypeVar("T")
Row = dict[str, Any]

QUERIES = load_queries("services.campaigns", "sql/commands.sql")
TRIES = 3


@dataclass(frozen=True)
class Context:
    """The world of a command: the log, the clock (aware), new UUIDv7s, and new secrets (URL-safe, 256 bits)."""

    store: EventStore[Connection]
    now: Callable[[], datetime]
    new_id: Callable[[], UUID]
    new_secret: Callable[[], str]


async def carry_out(context: Context, work: Callable[[Step], Awaitable[T]]) -> T:
    """Do one step: `work` reads, decides and appends; what it appended is projected and committed with it.

    A step that another writer forestalled is done again, up to three times in all; then StreamMoved is raised.
    """
    for _ in range(TRIES - 1):
        try:
            return await _once(context, work)
        except (StreamMoved, UniqueViolation):
            continue
    return await _once(context, work)


async def carry_out_and_tell(context: Context, work: Callable[[Step], Awaitable[object]]) -> int:
    """As `carry_out`; return a position of the log at which what was recorded is contained."""
    await carry_out(context, work)
    return (await context.store.head()).position


async def _once(context: Context, work: Callable[[Step], Awaitable[T]]) -> T:
    async with context.store.transaction() as step:
        result = await work(step)
        await project(step.connection, step.recorded)
    return result


async def rows(connection: Connection, query: str, /, **parameters: object) -> list[Row]:
    """Return the rows of a named query of the commands."""
    return await (await connection.execute(QUERIES[query], parameters)).fetchall()


async def row(connection: Connection, query: str, /, **parameters: object) -> Row | None:
    """Return the first row of a named query of the commands, None where there is none."""
    return await (await connection.execute(QUERIES[query], parameters)).fetchone()
