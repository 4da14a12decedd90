"""Where a setup is reached: that of `callctl up` by its data directory, any other by the environment.

A name that is set in the environment counts; what is not set is taken from the stack with the data directory.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr

from callctl.api import HttpApi
from callctl.data_directory import DataDirectory, StackAddresses
from shared.settings import (
    BAD_SETTINGS_EXIT_CODE,
    AdminApiKey,
    DatabaseUrl,
    HttpAddress,
    NatsUrl,
    Secret,
    Settings,
    SettingsError,
    read_settings,
)

ApiUrl = Annotated[HttpAddress, Field(alias="API_URL", description="the address of the HTTP API, without a path")]
WebhooksUrl = Annotated[
    HttpAddress, Field(alias="PUBLIC_URL", description="the address where Bolna reaches webhooks, without a path")
]

UserApiKey = Annotated[
    Secret, Field(alias="API_KEY", description="the API key of the user in whose name it is done, such as cc_…")
]


class CannotReach(Exception):
    """Where the setup is, is not known, or it does not answer; the text says what to do."""


class BadSurroundings(CannotReach):
    """A variable that says where the setup is, is wrong."""

    exit_code = BAD_SETTINGS_EXIT_CODE


class NatsSettings(Settings):
    """Where NATS is."""

    nats_url: NatsUrl


class DatabaseSettings(Settings):
    """Where the database is: as a role that may read every service's schema."""

    database_url: DatabaseUrl


class ApiSettings(Settings):
    """Where the HTTP API is."""

    api_url: ApiUrl


class KeySettings(Settings):
    """With which key an administrator asks."""

    admin_api_key: AdminApiKey


class UserKeySettings(Settings):
    """With which key a user asks."""

    api_key: UserApiKey


class WebhooksSettings(Settings):
    """Where Bolna's webhooks come in."""

    public_url: WebhooksUrl


@dataclass(frozen=True)
class Setup:
    """What of a setup a command needs, found when it is asked for; each raises `CannotReach` where it is not known."""

    data_dir: Path = Path(".data")
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    def nats(self) -> str:
        """The address of NATS, with the credentials."""
        return self._found(
            "NATS_URL",
            NatsSettings,
            lambda stack: stack.nats,
        )

    def database(self) -> str:
        """The database, as its owner."""
        return self._found(
            "DATABASE_URL",
            DatabaseSettings,
            lambda stack: stack.database,
        )

    def origin(self) -> str:
        """Where the HTTP API and the console are, without a path."""
        return self._found("API_URL", ApiSettings, lambda stack: stack.api)

    def webhooks(self) -> str:
        """Where Bolna's webhooks come in, without a path."""
        return self._found(
            "PUBLIC_URL",
            WebhooksSettings,
            lambda stack: stack.webhooks,
        )

    def admin_key(self) -> str:
        """An administrator's API key; the stack's own is told to its own API alone."""
        return self._found(
            "ADMIN_API_KEY",
            KeySettings,
            lambda stack: stack.admin_key,
            wanted=bool(self.environ.get("API_URL")),
        )

    def api(self) -> HttpApi:
        """The HTTP API as an administrator asks it; to be closed."""
        return HttpApi(self.origin(), self.admin_key())

    def user_api(self) -> HttpApi:
        """The HTTP API as the user asks it whose key API_KEY is, else the administrator; to be closed."""
        named = self.environ.get("API_KEY") or self.environ.get("API_KEY_FILE")
        return HttpApi(self.origin(), self._configured(UserKeySettings) if named else self.admin_key())

    @property
    def stack(self) -> StackAddresses | None:
        """The stack of `callctl up` with the data directory, None where it does not run."""
        record = DataDirectory(self.data_dir).read()
        return record.addresses if record is not None and record.supervisor.lives else None

    def _found(
        self, name: str, settings: type[Settings], of: Callable[[StackAddresses], str], *, wanted: bool = False
    ) -> str:
        if wanted or self.environ.get(name) or self.environ.get(f"{name}_FILE"):
            return self._configured(settings)
        stack = self.stack
        if stack is None:
            raise CannotReach(
                f"No stack with the data directory {self.data_dir} runs, and {name} is not set:"
                " start one with `callctl up`, name its --data-dir, or set the variable."
            )
        return of(stack)

    def _configured(self, settings: type[Settings]) -> str:
        """The one value of such settings."""
        try:
            [(_, value)] = read_settings(settings, self.environ)
        except SettingsError as error:
            raise BadSurroundings(str(error)) from None
        return str(value.get_secret_value() if isinstance(value, SecretStr) else value)
