"""Rows of the scheduler's queries: those that are asked for together come in one round trip."""

from collections.abc import Mapping
from typing import Any

from shared.runtime.worker import Connection
from shared.sql import load_queries

READS = load_queries("services.scheduler", "sql/queries.sql")
WRITES = load_queries("services.scheduler", "sql/projections.sql")

Rows = list[dict[str, Any]]


async def rows_of(connection: Connection, *asked: tuple[str, Mapping[str, Any]]) -> list[Rows]:
    """Return the rows of each query of READS; in a step they are sent together and waited for once."""
    cursors = [await connection.execute(READS[query], parameters) for query, parameters in asked]
    return [await cursor.fetchall() for cursor in cursors]
