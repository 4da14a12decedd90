"""The rows of a chunk for the scheduler, page by page, with present values."""

from collections.abc import Mapping
from typing import Any

from psycopg_pool import AsyncConnectionPool
from pydantic import TypeAdapter

from services.campaigns.domain.contact import user_data
from shared.contracts.campaigns import QueuedCall
from shared.contracts.questions import AskChunk, Chunk
from shared.runtime.worker import Connection, NotLeading
from shared.sql import load_queries

PAGE_BYTES = 256 * 1024
"""Of a page's rows as JSON. A row has 64 KiB at most, so that a page always has some."""

_CALLS = TypeAdapter(list[QueuedCall])
QUERIES = load_queries("services.campaigns", "sql/chunk.sql")


async def chunk_page(pool: AsyncConnectionPool[Connection], request: AskChunk) -> Chunk:
    """Return the rows behind the first `after`, as many as fit, as they stand at position `as_of` of the log.

    Position and rows are read in one snapshot, so that every change they do not have comes after `as_of`, and one they
    do have can be applied again. A removed contact is marked, and nothing of it is told but its number. Raises
    NotLeading for a chunk that this database has not (yet).
    """
    whose = request.model_dump()
    async with pool.connection() as connection:
        await connection.execute(QUERIES["one_snapshot"])
        head = await (await connection.execute(QUERIES["position"])).fetchone()
        campaign = await (await connection.execute(QUERIES["chunks"], whose)).fetchone()
        if head is None or campaign is None or campaign["chunks"] < request.chunk:
            raise NotLeading(f"campaign {request.campaign_id} has no chunk {request.chunk} here")
        found = await (await connection.execute(QUERIES["rows"], whose)).fetchall()
    calls = _fitting([_queued_call(row) for row in found])
    return Chunk(
        campaign_id=request.campaign_id,
        chunk=request.chunk,
        calls=calls,
        complete=len(calls) == len(found),
        as_of=head["position"],
    )


def _fitting(calls: list[QueuedCall]) -> tuple[QueuedCall, ...]:
    """The first calls, as many as fit into a page: mostly all of them, which is seen by writing them once."""
    if len(_CALLS.dump_json(calls)) <= PAGE_BYTES:
        return tuple(calls)
    room = PAGE_BYTES
    for count, call in enumerate(calls):
        room -= len(call.model_dump_json().encode()) + 1
        if room < 0 and count:
            return tuple(calls[:count])
    return tuple(calls)


def _queued_call(row: Mapping[str, Any]) -> QueuedCall:
    return QueuedCall(
        call_id=row["call_id"],
        contact_id=row["contact_id"],
        phone_number=row["phone_number"],
        zones=tuple(row["zones"]),
        priority=row["priority"],
        country=row["country"],
        user_data={} if row["removed"] else user_data(row),
        removed=row["removed"],
    )
