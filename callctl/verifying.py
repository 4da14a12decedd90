"""Whether a setup's records are whole: logs without a gap, consumers complete, counters what a recount gives."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import DictRow, dict_row

from callctl.finding import Finding
from shared.contracts.vocabulary import Service
from shared.sql import load_queries

QUERIES = load_queries("callctl", "sql/verify.sql")
READS = {
    Service.CAMPAIGNS: (Service.SCHEDULER, Service.DIALER, Service.WEBHOOKS),
    Service.SCHEDULER: (Service.CAMPAIGNS, Service.DIALER, Service.WEBHOOKS),
    Service.DIALER: (Service.CAMPAIGNS, Service.SCHEDULER, Service.WEBHOOKS),
    Service.WEBHOOKS: (Service.DIALER,),
}
"""Which services each reads."""
RESTORE = "the log is damaged; restore the database from a backup"
OTHER_HISTORY = "the source was restored; nothing of it is applied until `callctl restored`"
CATCH_UP_SECONDS = 10.0
LOOK_SECONDS = 0.2
Session = psycopg.Connection[DictRow]


@dataclass(frozen=True)
class LogHead:
    """The end of a log when the look began."""

    position: int
    epoch: Any
    event_id: Any
    journal: int
    published: int


def findings(dsn: str) -> Iterator[Finding]:
    """Look at everything that the database alone can tell, service by service; raises psycopg.Error.

    The services may run: what is recorded meanwhile is left out, and consumers are waited for.
    """
    with psycopg.connect(dsn, autocommit=True, row_factory=dict_row, connect_timeout=5) as session:
        heads = {service: _head(session, service) for service in Service}
        for service in Service:
            yield _log(session, service, heads[service])
            yield _journal(session, service, heads[service])
        for reader, sources in READS.items():
            for source in sources:
                yield _consumer(session, reader, source, heads[source])
        for service in Service:
            yield _published(session, service, heads[service])
            yield _parked(session, service)
        yield _counters(session)


def _rows(session: Session, query: str, schema: Service | None = None, **parameters: object) -> list[DictRow]:
    statement = sql.SQL(QUERIES[query])
    composed = statement if schema is None else statement.format(schema=sql.Identifier(schema.value))
    return session.execute(composed, parameters).fetchall()


def _head(session: Session, service: Service) -> LogHead:
    [row] = _rows(session, "head", service)
    return LogHead(**row)


def _log(session: Session, service: Service, head: LogHead) -> Finding:
    name = f"log of {service.value}"
    [row] = _rows(session, "log", service, position=head.position)
    if row["broken_at"] is not None:
        return Finding(name, good=False, found=f"position {row['broken_at']} does not follow the one before: {RESTORE}")
    if row["events"] != head.position:
        return Finding(name, good=False, found=f"{row['events']} events, and its head says {head.position}: {RESTORE}")
    last = _rows(session, "last_event", service, position=head.position)
    if head.position and (not last or last[0]["event_id"] != head.event_id):
        return Finding(name, good=False, found=f"the event at its head, {head.position}, is another: {RESTORE}")
    if streams := [one["stream"] for one in _rows(session, "streams", service, position=head.position)]:
        return Finding(name, good=False, found=f"versions with gaps, first in {', '.join(streams)}: {RESTORE}")
    return Finding(name, good=True, found=f"{head.position} events without a gap")


def _journal(session: Session, service: Service, head: LogHead) -> Finding:
    name = f"journal of {service.value}"
    [row] = _rows(session, "journal", service, journal=head.journal)
    if row["broken_at"] is not None or row["rows"] != head.journal or row["told"] != head.position:
        at = f"row {row['broken_at']}" if row["broken_at"] is not None else f"its end, row {row['rows']}"
        return Finding(name, good=False, found=f"{at} does not follow: no rebuild can be trusted; {RESTORE}")
    return Finding(name, good=True, found=f"{head.journal} transactions without a gap")


def _consumer(session: Session, reader: Service, source: Service, head: LogHead) -> Finding:
    """Whether a service has applied a source up to its head; waits for a while."""
    name = f"{reader.value} from {source.value}"
    until = time.monotonic() + CATCH_UP_SECONDS
    while True:
        rows = _rows(session, "consumed", reader, source=source.value)
        applied = rows[0]["position"] if rows else 0
        if rows and rows[0]["epoch"] != head.epoch:
            return Finding(name, good=False, found=f"it follows another history of {source.value}: {OTHER_HISTORY}")
        if applied >= head.position:
            break
        if time.monotonic() > until:
            behind = head.position - applied
            return Finding(
                name, good=False, found=f"{behind} events behind: does {reader.value} lead? `callctl doctor`"
            )
        time.sleep(LOOK_SECONDS)
    if rows:
        at = _rows(session, "last_event", source, position=applied)
        if at and at[0]["event_id"] != rows[0]["event_id"]:
            found = f"position {applied} was applied as another event: {OTHER_HISTORY}"
            return Finding(name, good=False, found=found)
    return Finding(name, good=True, found=f"applied up to {applied}")


def _published(session: Session, service: Service, head: LogHead) -> Finding:
    """Whether the relay has published everything; waits for a while."""
    name, until = f"relay of {service.value}", time.monotonic() + CATCH_UP_SECONDS
    while (now := _head(session, service)).published < head.position:
        if time.monotonic() > until:
            found = (
                f"{head.position - now.published} events are not published: does {service.value} lead, is NATS there?"
            )
            return Finding(name, good=False, found=found)
        time.sleep(LOOK_SECONDS)
    return Finding(name, good=True, found=f"published up to {now.published}")


def _parked(session: Session, service: Service) -> Finding:
    [row] = _rows(session, "parked", service)
    name = f"parked by {service.value}"
    if row["parked"]:
        return Finding(name, good=False, found=f"{row['parked']} messages wait: see `callctl dead list`")
    return Finding(name, good=True, found="nothing")


def _counters(session: Session) -> Finding:
    name = "counters of campaigns"
    if wrong := [row["campaign_id"] for row in _rows(session, "recounted")]:
        found = f"not what a recount gives, first {', '.join(wrong)}: `callctl rebuild campaigns`"
        return Finding(name, good=False, found=found)
    return Finding(name, good=True, found="what a recount gives")
