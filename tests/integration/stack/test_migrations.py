"""Migrations go forward only, and a service knows another schema from its own."""

import threading
from collections.abc import Sequence

import psycopg
import pytest

from shared.migrations import KnownMigrations, Migration, SchemaMismatch, check, grant, migrate

FIRST = Migration("eventstore/0001_events.sql", "create table events (position bigint primary key);")
SECOND = Migration("scheduler/0001_queue.sql", "create table queue (call integer); insert into queue values (1);")
THIRD = Migration("scheduler/0002_priority.sql", "alter table queue add column priority integer not null default 0;")


def release(*migrations: Migration) -> KnownMigrations:
    """A release whose services all have these migrations."""

    def known(_service: str) -> Sequence[Migration]:
        return migrations

    return known


def tables(dsn: str, schema: str) -> list[str]:
    with psycopg.connect(dsn) as connection:
        found = connection.execute(
            "select table_name from information_schema.tables where table_schema = %s order by table_name", [schema]
        )
        return [name for (name,) in found]


def test_a_service_gets_a_schema_of_its_own(empty_database: str) -> None:
    done = migrate(empty_database, ["scheduler"], known=release(FIRST, SECOND))

    assert done == ["scheduler: eventstore/0001_events.sql", "scheduler: scheduler/0001_queue.sql"]
    assert tables(empty_database, "scheduler") == ["events", "queue", "schema_migrations"]
    assert tables(empty_database, "public") == []


def test_what_was_applied_is_not_applied_again(empty_database: str) -> None:
    migrate(empty_database, ["scheduler"], known=release(FIRST, SECOND))

    assert migrate(empty_database, ["scheduler"], known=release(FIRST, SECOND, THIRD)) == [
        "scheduler: scheduler/0002_priority.sql"
    ]
    assert migrate(empty_database, ["scheduler"], known=release(FIRST, SECOND, THIRD)) == []


def test_the_event_store_may_go_forward_after_the_service_did(empty_database: str) -> None:
    later = Migration("eventstore/0002_epoch.sql", "alter table events add column epoch uuid;")
    migrate(empty_database, ["scheduler"], known=release(FIRST, SECOND))

    assert migrate(empty_database, ["scheduler"], known=release(FIRST, later, SECOND)) == [
        "scheduler: eventstore/0002_epoch.sql"
    ]
    check(empty_database, "scheduler", known=release(FIRST, later, SECOND))


def test_a_changed_migration_is_refused(empty_database: str) -> None:
    changed = Migration(SECOND.name, SECOND.statements + " -- a second thought")
    migrate(empty_database, ["scheduler"], known=release(FIRST, SECOND))

    with pytest.raises(SchemaMismatch, match=r"scheduler/0001_queue\.sql .* must not change"):
        migrate(empty_database, ["scheduler"], known=release(FIRST, changed))
    with pytest.raises(SchemaMismatch, match=r"scheduler/0001_queue\.sql .* must not change"):
        check(empty_database, "scheduler", known=release(FIRST, changed))


def test_the_database_of_a_newer_release_is_refused(empty_database: str) -> None:
    migrate(empty_database, ["scheduler"], known=release(FIRST, SECOND, THIRD))

    with pytest.raises(SchemaMismatch, match=r"0002_priority\.sql, which this release does not know"):
        check(empty_database, "scheduler", known=release(FIRST, SECOND))
    with pytest.raises(SchemaMismatch, match="does not know"):
        migrate(empty_database, ["scheduler"], known=release(FIRST, SECOND))


def test_a_service_names_what_an_older_database_lacks(empty_database: str) -> None:
    migrate(empty_database, ["scheduler"], known=release(FIRST, SECOND))

    with pytest.raises(
        SchemaMismatch, match=r"newest migration is scheduler/0001_queue\.sql, and it lacks .*0002_prio"
    ):
        check(empty_database, "scheduler", known=release(FIRST, SECOND, THIRD))


def test_a_service_says_that_a_database_is_empty(empty_database: str) -> None:
    with pytest.raises(SchemaMismatch, match=r"empty or absent.*callctl migrate"):
        check(empty_database, "scheduler", known=release(FIRST))


def test_a_failed_migration_leaves_nothing_and_is_tried_again(empty_database: str) -> None:
    broken = Migration(THIRD.name, "create table half (call integer); select 1 / 0;")

    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(empty_database, ["scheduler"], known=release(FIRST, SECOND, broken))

    assert tables(empty_database, "scheduler") == ["events", "queue", "schema_migrations"]
    migrate(empty_database, ["scheduler"], known=release(FIRST, SECOND, THIRD))
    check(empty_database, "scheduler", known=release(FIRST, SECOND, THIRD))


def test_a_service_can_be_made_again_in_a_shadow_schema(empty_database: str) -> None:
    migrate(empty_database, ["scheduler"], known=release(FIRST, SECOND))

    migrate(empty_database, ["scheduler"], schema="scheduler_shadow", known=release(FIRST, SECOND))

    assert tables(empty_database, "scheduler_shadow") == tables(empty_database, "scheduler")
    check(empty_database, "scheduler", schema="scheduler_shadow", known=release(FIRST, SECOND))


def test_two_who_migrate_at_once_apply_each_migration_once(empty_database: str) -> None:
    done: list[str] = []
    both = [
        threading.Thread(
            target=lambda: done.extend(migrate(empty_database, ["scheduler"], known=release(FIRST, SECOND)))
        )
        for _ in range(2)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert done == ["scheduler: eventstore/0001_events.sql", "scheduler: scheduler/0001_queue.sql"]


def test_a_role_may_work_in_the_schema_and_not_change_its_making(empty_database: str) -> None:
    migrate(empty_database, ["scheduler"], known=release(FIRST, SECOND))
    with psycopg.connect(empty_database, autocommit=True) as owner:
        owner.execute("create role worker_of_a_test")
        try:
            grant(empty_database, "scheduler", "worker_of_a_test")
            owner.execute("set role worker_of_a_test")
            owner.execute("insert into scheduler.queue values (2)")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                owner.execute("drop table scheduler.queue")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                owner.execute("delete from scheduler.schema_migrations")
        finally:
            owner.execute("reset role")
            owner.execute("drop owned by worker_of_a_test")
            owner.execute("drop role worker_of_a_test")
