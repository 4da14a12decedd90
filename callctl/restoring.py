"""Saying of a database that it was restored from a backup: every log goes on in a history of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.rows import DictRow, dict_row

from shared.contracts.vocabulary import Service
from shared.sql import load_queries

QUERIES = load_queries("callctl", "sql/restored.sql")
Session = psycopg.Connection[DictRow]


class NotOneBackup(Exception):
    """What a service has applied is not in the log that it was read from: the text says which."""


@dataclass(frozen=True)
class Restored:
    """Where a log goes on: behind a position, which was recorded at a time (None: it is empty)."""

    position: int
    last_at: datetime | None


def begin_histories(dsn: str) -> Mapping[Service, Restored]:
    """Give every log a new epoch and have its readers follow it, all or nothing; raises NotOneBackup, psycopg.Error.

    Every log has to hold what its readers have applied: so it is where all schemas are of one backup. Services may
    run: whoever leads begins anew.
    """
    with psycopg.connect(dsn, row_factory=dict_row, connect_timeout=5) as session:
        logs = {service: Restored(**_rows(session, "lock_head", service)[0]) for service in Service}
        epochs = {service: uuid4() for service in Service}
        for reader in Service:
            _follow(session, reader, epochs)
        for service, epoch in epochs.items():
            _run(session, "begin_history", service, epoch=epoch)
    return logs


def _follow(session: Session, reader: Service, epochs: Mapping[Service, UUID]) -> None:
    for row in _rows(session, "consumed", reader):
        source = Service(row["source"])
        at = _rows(session, "event_at", source, position=row["position"])
        if not at or at[0]["event_id"] != row["event_id"]:
            raise NotOneBackup(
                f"{reader.value} has applied position {row['position']} of {source.value}, which the log of"
                f" {source.value} does not hold as it was applied: restore all schemas from one backup"
            )
        _run(session, "follow", reader, source=source.value, epoch=epochs[source])


def _rows(session: Session, query: str, schema: Service, **parameters: object) -> list[DictRow]:
    return _run(session, query, schema, **parameters).fetchall()


def _run(session: Session, query: str, schema: Service, **parameters: object) -> psycopg.Cursor[DictRow]:
    return session.execute(sql.SQL(QUERIES[query]).format(schema=sql.Identifier(schema.value)), parameters)
