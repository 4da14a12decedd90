"""What every command needs, and how it is carried out: load, decide, append, project, in one transaction."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from psycopg.errors import UniqueViolation

from services.campaigns.commands_sql import QUERIES, Row, row, rows
from services.campaigns.projections import project
from shared.eventstore.protocol import EventStore, StreamMoved
from shared.runtime.worker import Connection, Step

T = TypeVar("T")
__all__ = ["QUERIES", "Context", "Revisions", "Row", "carry_out", "carry_out_and_tell", "row", "rows"]

TRIES = 3

Revisions = Collection[int] | None
"""The revisions of which one must be the present one; None: whichever it is."""


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
