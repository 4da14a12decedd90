"""`callctl migrate`: brings the database in `DATABASE_URL` to this release."""

import os
from typing import Annotated
from urllib.parse import unquote, urlsplit

import psycopg
import typer
from pydantic import Field, SecretStr

from callctl.commands.options import AsJson
from callctl.commands.output import print_fields, refuse, say
from callctl.database import migrate_with_roles
from shared.migrations import SERVICES, BadMigrations, SchemaMismatch
from shared.migrations import check as check_schema
from shared.migrations import migrate as migrate_schemas
from shared.settings import DatabaseUrl, Settings, exit_on_bad_settings

Check = Annotated[bool, typer.Option("--check", help="Change nothing; the exit code is 1 where something is missing.")]


class MigrateSettings(Settings):
    """Of which database."""

    database_url: DatabaseUrl
    database_url_campaigns: Annotated[SecretStr | None, Field(alias="DATABASE_URL_CAMPAIGNS", default=None)]
    database_url_scheduler: Annotated[SecretStr | None, Field(alias="DATABASE_URL_SCHEDULER", default=None)]
    database_url_dialer: Annotated[SecretStr | None, Field(alias="DATABASE_URL_DIALER", default=None)]
    database_url_webhooks: Annotated[SecretStr | None, Field(alias="DATABASE_URL_WEBHOOKS", default=None)]

    def roles(self) -> dict[str, tuple[str, str]]:
        """Role and password of each service, where all are given; of none where none is. Raises ValueError."""
        given = {service: getattr(self, f"database_url_{service}") for service in SERVICES}
        missing = [service for service, url in given.items() if url is None]
        if len(missing) == len(given):
            return {}
        if missing:
            raise ValueError(
                f"DATABASE_URL_{missing[0].upper()} is missing: give the address of every service, or of none"
            )
        found = {service: urlsplit(url.get_secret_value()) for service, url in given.items()}
        if nameless := [service for service, url in found.items() if not url.username or not url.password]:
            raise ValueError(f"DATABASE_URL_{nameless[0].upper()} names no user and password")
        return {service: (unquote(url.username or ""), unquote(url.password or "")) for service, url in found.items()}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(migrate)


def migrate(*, check: Check = False, as_json: AsJson = False) -> None:
    """Bring the database in DATABASE_URL to this release.

    Where DATABASE_URL_CAMPAIGNS, …_SCHEDULER, …_DIALER and …_WEBHOOKS say with which role and password each service
    comes, these roles are made too, and each may work in its own schema alone.
    Exit codes: 0 it is at this release, 1 it is not, or is not reached, 2 DATABASE_URL is missing or wrong.
    Example: DATABASE_URL=postgresql://… callctl migrate --check
    """
    settings = exit_on_bad_settings(MigrateSettings, os.environ)
    dsn = settings.database_url.get_secret_value()
    try:
        roles = settings.roles()
        done = _check_all(dsn) if check else migrate_with_roles(dsn, roles) if roles else migrate_schemas(dsn)
    except (SchemaMismatch, BadMigrations, ValueError, psycopg.Error) as error:
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
