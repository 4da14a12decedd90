"""The stack's database and the roles in it."""

from collections.abc import Mapping

import psycopg
from psycopg import sql

from callctl.postgres import PostgresAddress
from shared.migrations import grant, migrate

DATABASE = "call_campaigns"


def service_role(service: str) -> str:
    """The role as which a service works in its own schema."""
    return f"{service}_service"


def bring_to_this_release(server: PostgresAddress, passwords: Mapping[str, str]) -> list[str]:
    """Makes the database, and the role of each service in `passwords`, where they lack; migrates; and lets each role
    work in its service's schema alone. Returns what was migrated. Raises as `migrate`.
    """
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
    return migrate_with_roles(
        server.dsn(DATABASE), {service: (service_role(service), password) for service, password in passwords.items()}
    )


def migrate_with_roles(dsn: str, roles: Mapping[str, tuple[str, str]]) -> list[str]:
    """Migrates the schemas of the services in `roles` (service → role, password), makes the roles that lack, and lets
    each work in its service's schema alone. Returns what was migrated. Raises as `migrate`.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        for role, password in roles.values():
            _make_role(connection, role, password)
    done = migrate(dsn, roles)
    for service, (role, _) in roles.items():
        grant(dsn, service, role)
    return done


def _make_role(connection: psycopg.Connection, role: str, password: str) -> None:
    if not connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
        connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
    connection.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(password)))
