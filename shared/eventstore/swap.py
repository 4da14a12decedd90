"""The swap: rebuilt projections take the place of the live ones, in one transaction, while the service may run."""

import asyncio
import time
from collections.abc import Iterable, Sequence

from psycopg import sql
from psycopg.errors import DeadlockDetected, LockNotAvailable

from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import Connection
from shared.eventstore.rebuild import (
    Project,
    Read,
    Rebuilt,
    Replay,
    composed,
    connected,
    projections,
    relations,
)

LOCK_SECONDS = 60.0
RETRY_SECONDS = 0.25


async def swap(
    dsn: str, service: Service, rebuilt: Rebuilt, *, project: Project, read: Read, records: Iterable[str]
) -> list[str]:
    """Put the rebuilt projections in place of the live ones; return their names, and drop the rest of the shadow.

    The log is locked, and whoever leads is deposed: it begins anew and loads its memory from the new tables. What was
    committed since is replayed first, so that nothing is lost. Raises LockNotAvailable when the tables stay in use for
    LOCK_SECONDS, and DependentObjectsStillExist where something outside the projections refers to one; nothing is
    changed then.
    """

    def replay() -> Replay:
        return Replay(service.value, service, project, read, after=rebuilt.journal)

    until = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            return await _swap(dsn, rebuilt.schema, replay(), tuple(records))
        except (LockNotAvailable, DeadlockDetected):
            if time.monotonic() > until:
                raise
            await asyncio.sleep(RETRY_SECONDS)


async def _swap(dsn: str, shadow: str, replay: Replay, records: Sequence[str]) -> list[str]:
    live = replay.live
    async with connected(dsn, shadow) as connection, connection.transaction():
        tables = await projections(connection, shadow, records)
        views = [name for name, kind in await relations(connection, shadow) if kind == "v"]
        await connection.execute(composed("wait_briefly"))
        if tables:
            await connection.execute(composed("lock_tables", tables=_joined(live, tables)))
        await connection.execute(composed("wait_long"))
        await connection.execute(composed("depose", live=sql.Identifier(live)))
        await replay.rest(connection)
        for table in tables:
            await _hand_on_privileges(connection, live, shadow, table)
        await _replace(connection, live, shadow, tables, views)
        await _drop_rest(connection, shadow)
    return tables


async def _replace(connection: Connection, live: str, shadow: str, tables: Sequence[str], views: Sequence[str]) -> None:
    for view in reversed(views):
        await connection.execute(composed("drop_view", view=sql.Identifier(live, view)))
    if tables:
        await connection.execute(composed("drop_tables", tables=_joined(live, tables)))
    for table in tables:
        name = sql.Identifier(shadow, table)
        await connection.execute(composed("move_table", table=name, live=sql.Identifier(live)))
    for view in views:
        await connection.execute(composed("move_view", view=sql.Identifier(shadow, view), live=sql.Identifier(live)))


async def _hand_on_privileges(connection: Connection, live: str, shadow: str, table: str) -> None:
    cursor = await connection.execute(composed("owner_and_privileges"), {"schema": live, "name": table})
    row = await cursor.fetchone()
    assert row is not None, f"{live}.{table} is not there, though this release makes it"
    name = sql.Identifier(shadow, table)
    await connection.execute(composed("give_owner", table=name, owner=sql.Identifier(row["owner"])))
    for granted in row["privileges"]:
        privilege = sql.SQL(granted["privilege"])
        if granted["role"] is None:
            await connection.execute(composed("grant_to_all", table=name, privilege=privilege))
        else:
            role = sql.Identifier(granted["role"])
            await connection.execute(composed("grant", table=name, privilege=privilege, role=role))


async def _drop_rest(connection: Connection, shadow: str) -> None:
    """Drop what is left in the shadow, by name: nothing that a moved table depends on goes unseen."""
    left = [name for name, _ in await relations(connection, shadow)]
    await connection.execute(composed("drop_tables", tables=_joined(shadow, left)))
    cursor = await connection.execute(composed("functions"), {"schema": shadow})
    for row in await cursor.fetchall():
        await connection.execute(composed("drop_function", function=sql.SQL(row["signature"])))
    await connection.execute(composed("drop_empty_schema", shadow=sql.Identifier(shadow)))


def _joined(schema: str, tables: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(schema, table) for table in tables)
