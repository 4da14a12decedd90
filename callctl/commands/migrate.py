"""`callctl migrate`: brings the database in `DATABASE_URL` to this release."""

import os
from typing import Annotated

import psycopg
import typer

from callctl.commands.options import AsJson
from callctl.commands.output import print_fields, refuse, say
from shared.migrations import SERVICES, BadMigrations, SchemaMismatch
from shared.migrations import check as check_schema
from shared.migrations import migrate as migrate_schemas
from shared.settings import DatabaseUrl, Settings, exit_on_bad_settings

Check = Annotated[bool, typer.Option("--check", help="Change nothing; the exit code is 1 where something is missing.")]


class MigrateSettings(Settings):
    """Of which database."""

    database_url: DatabaseUrl


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(migrate)


def migrate(*, check: Check = False, as_json: AsJson = False) -> None:
    """Bring the database in DATABASE_URL to this release.

    Exit codes: 0 it is at this release, 1 it is not, or is not reached, 2 DATABASE_URL is missing or wrong.
    Example: DATABASE_URL=postgresql://… callctl migrate --check
    """
    dsn = exit_on_bad_settings(MigrateSettings, os.environ).database_url.get_secret_value()
    try:
        done = _check_all(dsn) if check else migrate_schemas(dsn)
    except (SchemaMismatch, BadMigrations, psycopg.Error) as error:
        refuse(error)
    if as_json:
        print_fields({"migrated": done}, (), as_json=True)
        return
    for line in done:
        say(f"Migrated {line}.")
    say("The database is at this release.")


def _check_all(dsn: str) -> list[str]:
    for service in SERVICES:
        check_schema(dsn, service)
    return []
