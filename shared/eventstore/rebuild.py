"""The rebuild: replays a service's journal through its projections into a shadow schema, and compares the two.

For each journal row, in the order of commits, `project` gets what was taken in and then what was recorded, grouped as
it was live. Nothing is decided, and no memory is loaded.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from psycopg import AsyncConnection, IsolationLevel, sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import DictRow, dict_row

from shared.contracts.vocabulary import Service
from shared.eventstore.pending import NO_EPOCH
from shared.eventstore.postgres import Connection
from shared.messaging.envelope import Envelope
from shared.migrations import KnownMigrations, migrate, migrations_of
from shared.sql import load_queries
from shared.telemetry import masked

QUERIES = load_queries("shared.eventstore", "sql/rebuild.sql")
RECORDS_OF_THE_LOG = frozenset({"head", "events", "consumed", "parked", "journal", "relay", "schema_migrations"})
"""Tables that are no projections: the log, and what belongs to it."""
ROWS = 500
PAGE = 1_000
SHOWN = 20

Project = Callable[[Connection, Sequence[Envelope]], Awaitable[None]]
Read = Callable[[Service, int, int], Awaitable[Sequence[Envelope]]]
"""Returns at most so many events of a source behind a position, in order: at least one if there is one."""


class OtherHistory(Exception):
    """A source's log is not the one that was taken in: what it tells now cannot lead to the same rows."""


class UnknownRecords(Exception):
    """A service declares records that are no tables of its schema: mend its list."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was replayed into `schema`: journal rows up to `journal`, with so many events taken in and recorded."""

    schema: str
    journal: int
    taken: int = 0
    recorded: int = 0


@dataclass
class Replay:
    """Replays journal rows behind `after` on a connection that sees the shadow schema first."""

    live: str
    service: Service
    project: Project
    read: Read
    after: int = 0
    taken: int = 0
    recorded: int = 0
    _ahead: dict[Service, list[Envelope]] = field(default_factory=dict)

    async def page(self, connection: Connection) -> bool:
        """Replay up to ROWS rows in the connection's transaction; return whether there were any."""
        rows = await _fetch(connection, "rows", {"after": self.after, "limit": ROWS}, live=self.live)
        for row in rows:
            await self._row(connection, row)
            self.after = row["number"]
        return bool(rows)

    async def rest(self, connection: Connection) -> None:
        """Replay everything that the connection's transaction sees."""
        while await self.page(connection):
            pass

    async def _row(self, connection: Connection, row: DictRow) -> None:
        put_back = [item for item in row["unparked"] if "dropped" not in item]
        inputs = [await self._one(Service(item["source"]), item["position"]) for item in put_back]
        for taken in row["taken"]:
            source = Service(taken["source"])
            told = await self._between(source, taken["first"], taken["last"])
            if str(told[-1].event_id) != taken["event_id"]:
                raise OtherHistory(
                    f"position {taken['last']} of {source.value} was taken in as {taken['event_id']}"
                    f" and is {told[-1].event_id} now"
                )
            inputs += [envelope for envelope in told if envelope.position not in taken["parked"]]
        if inputs:
            await self.project(connection, inputs)
            self.taken += len(inputs)
        if row["first"] <= row["last"]:
            bounds = {"first": row["first"], "last": row["last"]}
            own = await _fetch(connection, "recorded", bounds, live=self.live)
            await self.project(connection, [_as_projected(self.service, event) for event in own])
            self.recorded += len(own)

    async def _between(self, source: Service, first: int, last: int) -> list[Envelope]:
        """Return a source's events `first`..`last`; what was read beyond them is kept for the rows to come."""
        ahead = [envelope for envelope in self._ahead.get(source, ()) if envelope.position >= first]
        while not ahead or ahead[-1].position < last:
            behind = ahead[-1].position if ahead else first - 1
            page = await self.read(source, behind, PAGE)
            if not page or page[0].position != behind + 1:
                raise OtherHistory(f"{source.value} was taken in up to {last}, and nothing stands at {behind + 1} now")
            ahead += page
        count = last - first + 1
        self._ahead[source] = ahead[count:]
        return ahead[:count]

    async def _one(self, source: Service, position: int) -> Envelope:
        page = await self.read(source, position - 1, 1)
        if not page or page[0].position != position:
            raise OtherHistory(f"position {position} of {source.value} was put back, and nothing stands there now")
        return page[0]


def shadow_of(service: Service) -> str:
    """Return the name of the schema into which a service is rebuilt."""
    return f"{service.value}_rebuilt"


async def rebuild(
    dsn: str,
    service: Service,
    project: Project,
    read: Read,
    *,
    live: str | None = None,
    known: KnownMigrations = migrations_of,
) -> Rebuilt:
    """Replay the whole journal of the live schema (the service's own) into the shadow schema, which is made anew.

    The service may run meanwhile; what it commits during the last page is left to `check` and `swap`. Raises
    OtherHistory, what `read` and `project` raise, and psycopg.Error; the shadow then stays as far as it came.
    """
    shadow = shadow_of(service)
    replay = Replay(live or service.value, service, project, read)
    async with connected(dsn, shadow) as connection:
        await connection.execute(composed("drop_shadow", shadow=sql.Identifier(shadow)))
        await connection.commit()
        await asyncio.to_thread(migrate, dsn, [service.value], schema=shadow, known=known)
        while await replay.page(connection):
            await connection.commit()
    return Rebuilt(shadow, replay.after, replay.taken, replay.recorded)


async def check(
    dsn: str, service: Service, rebuilt: Rebuilt, *, project: Project, read: Read, records: Iterable[str]
) -> list[str]:
    """Compare every projection with its rebuilt self at one journal number; return the first differing rows.

    Live may run: what it has committed since is replayed in the one transaction that also compares, and undone after.
    """
    live = service.value
    replay = Replay(live, service, project, read, after=rebuilt.journal)
    async with connected(dsn, rebuilt.schema) as connection:
        await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        await replay.rest(connection)
        tables = await projections(connection, rebuilt.schema, records)
        found = await _differences(connection, live, rebuilt.schema, tables)
        await connection.rollback()
    return found


async def differences(dsn: str, live_schema: str, shadow_schema: str, tables: Iterable[str]) -> list[str]:
    """Compare tables row by row, whatever their order, in all columns; return the first SHOWN differing rows of each.

    Empty when all are alike. Phone numbers are masked.
    """
    async with connected(dsn, shadow_schema) as connection:
        return await _differences(connection, live_schema, shadow_schema, tables)


async def _differences(connection: Connection, live: str, shadow: str, tables: Iterable[str]) -> list[str]:
    found: list[str] = []
    for table in sorted(tables):
        query = composed("differing", live=sql.Identifier(live, table), shadow=sql.Identifier(shadow, table))
        rows = await (await connection.execute(query, {"limit": SHOWN})).fetchall()
        found += [f"{table}: only {row['side']} has {masked(row['row'])}" for row in rows]
    return found


async def projections(connection: Connection, schema: str, records: Iterable[str]) -> list[str]:
    """Return the tables of a schema that follow from events alone: all but the log's records and the service's."""
    tables = [name for name, kind in await relations(connection, schema) if kind == "r"]
    if unknown := sorted(set(records) - set(tables)):
        raise UnknownRecords(f"{schema} has no table {', '.join(unknown)}, which is declared as a record")
    return [table for table in tables if table not in RECORDS_OF_THE_LOG | set(records)]


async def relations(connection: Connection, schema: str) -> list[tuple[str, str]]:
    """Return the names and kinds (r table, v view) of a schema's relations, in the order in which they were made."""
    return [(row["name"], row["kind"]) for row in await _fetch(connection, "relations", {"schema": schema})]


@asynccontextmanager
async def connected(dsn: str, shadow: str) -> AsyncIterator[Connection]:
    """Connect without the time limits of a running service; unqualified names are those of the shadow schema."""
    session = make_conninfo(dsn, options=f"-c search_path={shadow}", connect_timeout=3)
    connection = await AsyncConnection[DictRow].connect(session, row_factory=dict_row)
    try:
        yield connection
    finally:
        await connection.close()


def composed(query: str, **names: sql.Composable) -> sql.Composed:
    """Return a named query with its identifiers filled in."""
    return sql.SQL(QUERIES[query]).format(**names)


async def _fetch(connection: Connection, query: str, parameters: dict[str, object], **schemas: str) -> list[DictRow]:
    names = {name: sql.Identifier(schema) for name, schema in schemas.items()}
    return await (await connection.execute(composed(query, **names), parameters)).fetchall()


def _as_projected(service: Service, row: DictRow) -> Envelope:
    """Return an own event as `project` saw it: before it was committed, with no position yet."""
    return Envelope(
        source=service,
        position=0,
        epoch=NO_EPOCH,
        event_id=row["event_id"],
        previous_id=None,
        stream=row["stream"],
        version=row["version"],
        type=row["type"],
        user_id=row["user_id"],
        at=row["at"],
        data=row["data"],
        correlation_id=row["correlation_id"],
        causation_id=row["causation_id"],
        traceparent=row["traceparent"],
    )
