"""The queries by which commands read what they decide on."""

from typing import Any

from shared.runtime.worker import Connection
from shared.sql import load_queries

QUERIES = load_queries("services.campaigns", "sql/commands.sql")
Row = dict[str, Any]


async def rows(connection: Connection, query: str, /, **parameters: object) -> list[Row]:
    """Return the rows of a named query of the commands."""
    return await (await connection.execute(QUERIES[query], parameters)).fetchall()


async def row(connection: Connection, query: str, /, **parameters: object) -> Row | None:
    """Return the first row of a named query of the commands, None where there is none."""
    return await (await connection.execute(QUERIES[query], parameters)).fetchone()
