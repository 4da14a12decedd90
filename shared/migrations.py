"""Brings a database to this release, and tells a service whether it is there.

One PostgreSQL schema per service. Into it go first the migrations of the event store
(`shared/eventstore/sql/migrations`), then the service's own (`services/<service>/sql/migrations`), each directory in
the order of its numbers. The files use unqualified names. What was applied stands in `<schema>.schema_migrations`.
There is no way back: a mistake is mended by a further migration.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from itertools import zip_longest
from typing import cast

import psycopg
from psycopg import sql

SERVICES = ("campaigns", "scheduler", "dialer", "webhooks")

_GRANTS = (
    "grant usage on schema {schema} to {role}",
    "grant select, insert, update, delete, truncate on all tables in schema {schema} to {role}",
    "grant usage, select, update on all sequences in schema {schema} to {role}",
    "grant execute on all functions in schema {schema} to {role}",
    "revoke insert, update, delete, truncate on {schema}.schema_migrations from {role}",
)

_FILE_NAME = re.compile(r"\d{4}_[a-z0-9_]+\.sql")
_LOCK = 0x6D69_6772_6174_6531
"""The advisory lock of a migrating session: one at a time in a database."""


class SchemaMismatch(Exception):
    """The database is not at this release; says what is there, what is expected, and the remedy."""


class BadMigrations(Exception):
    """The migration files of this release themselves are wrong: a name out of form or a number used twice."""


@dataclass(frozen=True)
class Migration:
    """A migration file. `name` is `<source>/NNNN_<what>.sql`, its source `eventstore` or a service."""

    name: str
    statements: str

    @property
    def sha256(self) -> str:
        """Hexadecimal, of the text: what makes a changed file known."""
        return hashlib.sha256(self.statements.encode()).hexdigest()

    @property
    def source(self) -> str:
        """`eventstore` or a service."""
        return self.name.partition("/")[0]


@dataclass(frozen=True)
class Applied:
    """A row of `schema_migrations`."""

    name: str
    sha256: str


def migrations_of(service: str) -> tuple[Migration, ...]:
    """The migrations of this release for the schema of `service`, in order; raises `BadMigrations`."""
    return (*_read("shared", "eventstore", "eventstore"), *_read("services", service, service))


KnownMigrations = Callable[[str], Sequence[Migration]]


def migrate(
    dsn: str,
    services: Iterable[str] = SERVICES,
    *,
    schema: str | None = None,
    known: KnownMigrations = migrations_of,
) -> list[str]:
    """Applies what is missing, and returns it as `<schema>: <migration>` lines; empty where nothing was missing.

    `schema` names another schema than the service's own, and goes with exactly one service. Each migration is a
    transaction of its own; after a failure those before it stay, and the next run goes on from there. Runs at the same
    time wait for each other. `known` says which migrations a service has. Raises `SchemaMismatch` where a migration
    that was applied has changed since, or is unknown to this release, and `psycopg.Error` for the database's own.
    """
    chosen = tuple(services)
    if schema is not None and len(chosen) != 1:
        raise ValueError(f"the schema {schema!r} can hold one service, not {len(chosen)}")
    done = []
    with _migrating(dsn) as connection:
        for service in chosen:
            done += _migrate_schema(connection, schema or service, known(service))
    return done


def check(dsn: str, service: str, *, schema: str | None = None, known: KnownMigrations = migrations_of) -> None:
    """Raises `SchemaMismatch` unless the schema of `service` is exactly at this release."""
    target, expected = schema or service, known(service)
    with psycopg.connect(dsn, autocommit=True) as connection:
        applied = _applied(connection, target)
    missing = _missing(target, expected, applied)
    if missing:
        there = f"its newest migration is {applied[-1].name}" if applied else "it is empty or absent"
        lacking = ", ".join(migration.name for migration in missing)
        raise SchemaMismatch(
            f"schema {target!r} is not at this release: {there}, and it lacks {lacking}; run `callctl migrate`"
        )


def grant(dsn: str, service: str, role: str, *, schema: str | None = None) -> None:
    """Lets `role` (exists) read and write what is in the schema of `service`, and change nothing of its making.

    To be said again after each migration: it concerns what is there. Said twice is as once.
    """
    names = {"schema": sql.Identifier(schema or service), "role": sql.Identifier(role)}
    with psycopg.connect(dsn) as connection:
        for statement in _GRANTS:
            connection.execute(sql.SQL(statement).format(**names))


@contextmanager
def _migrating(dsn: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", [_LOCK])
        yield connection


def _migrate_schema(connection: psycopg.Connection, schema: str, expected: Sequence[Migration]) -> list[str]:
    name = sql.Identifier(schema)
    connection.execute(sql.SQL("create schema if not exists {}").format(name))
    connection.execute(
        sql.SQL(
            "create table if not exists {}.schema_migrations ("
            " position integer generated always as identity primary key,"
            " name text not null unique, sha256 text not null, applied_at timestamptz not null default now())"
        ).format(name)
    )
    missing = _missing(schema, expected, _applied(connection, schema))
    for migration in missing:
        _apply(connection, schema, migration)
    return [f"{schema}: {migration.name}" for migration in missing]


def _apply(connection: psycopg.Connection, schema: str, migration: Migration) -> None:
    with connection.transaction():
        connection.execute(sql.SQL("set local search_path to {}").format(sql.Identifier(schema)))
        connection.execute(migration.statements.encode())
        connection.execute(
            sql.SQL("insert into {}.schema_migrations (name, sha256) values (%s, %s)").format(sql.Identifier(schema)),
            [migration.name, migration.sha256],
        )


def _applied(connection: psycopg.Connection, schema: str) -> list[Applied]:
    """What was applied, in order; nothing where the schema is absent."""
    [present] = cast(
        "tuple[bool]", connection.execute("select to_regclass(%s) is not null", [_table(schema)]).fetchone()
    )
    if not present:
        return []
    query = sql.SQL("select name, sha256 from {}.schema_migrations order by position").format(sql.Identifier(schema))
    return [Applied(name, sha256) for name, sha256 in connection.execute(query).fetchall()]


def _table(schema: str) -> str:
    return sql.Identifier(schema, "schema_migrations").as_string(None)


def _missing(schema: str, expected: Sequence[Migration], applied: Sequence[Applied]) -> list[Migration]:
    """What of `expected` is not yet applied; refuses a database in which something else was applied."""
    sources = dict.fromkeys([*(m.source for m in expected), *(a.name.partition("/")[0] for a in applied)])
    missing: list[Migration] = []
    for source in sources:
        wanted = [migration for migration in expected if migration.source == source]
        there = [row for row in applied if row.name.partition("/")[0] == source]
        for migration, row in zip_longest(wanted, there):
            if row is None:
                missing.append(migration)
            else:
                _refuse_other(schema, migration, row)
    return missing


def _refuse_other(schema: str, expected: Migration | None, there: Applied) -> None:
    if expected is None or expected.name != there.name:
        instead = f"where this release has {expected.name}" if expected else "which this release does not know"
        raise SchemaMismatch(
            f"schema {schema!r} holds {there.name}, {instead}; use the release that made it, or a newer one"
        )
    if expected.sha256 != there.sha256:
        raise SchemaMismatch(
            f"{there.name} was applied to schema {schema!r} as {there.sha256[:12]} and is {expected.sha256[:12]}"
            " in this release; an applied migration must not change: restore the file, and change by a further one"
        )


def _read(package: str, folder: str, source: str) -> list[Migration]:
    directory = files(package) / folder / "sql" / "migrations"
    if not directory.is_dir():
        return []
    found = {entry.name: entry for entry in directory.iterdir() if entry.name.endswith(".sql")}
    for name in found:
        if not _FILE_NAME.fullmatch(name):
            raise BadMigrations(f"{source}/{name} is no migration's name; it has the form 0001_what_it_does.sql")
        if sum(other.startswith(name[:5]) for other in found) > 1:
            raise BadMigrations(f"{source} has two migrations with the number {name[:4]}; give one of them the next")
    return [Migration(f"{source}/{name}", found[name].read_text("utf-8")) for name in sorted(found)]
