"""The secrets of a stack: those that callctl was given, and those that it makes and keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, SecretStr

from callctl.data_directory import DataDirectory
from callctl.refusal import CannotStart
from shared.settings import Settings, SettingsError, read_settings


class _Given(Settings):
    """Those that the environment may hold, each also as NAME_FILE."""

    bolna_api_key: Annotated[SecretStr | None, Field(alias="BOLNA_API_KEY", default=None)]
    webhook_secret: Annotated[SecretStr | None, Field(alias="WEBHOOK_SECRET", default=None)]
    admin_api_key: Annotated[SecretStr | None, Field(alias="ADMIN_API_KEY", default=None)]


@dataclass(frozen=True)
class Keys:
    """What is shown in no log."""

    bolna_api_key: str
    webhook_secret: str
    admin_api_key: str
    bolna_api_key_given: bool


def keys(environ: Mapping[str, str], data: DataDirectory) -> Keys:
    """What `environ` gives, else what the data directory keeps; raises `CannotStart` for a bad NAME_FILE."""
    try:
        given = read_settings(_Given, environ)
    except SettingsError as error:
        raise CannotStart(str(error)) from None
    return Keys(
        bolna_api_key=_value(given.bolna_api_key) or data.secret("BOLNA_API_KEY"),
        webhook_secret=_value(given.webhook_secret) or data.secret("WEBHOOK_SECRET"),
        admin_api_key=_value(given.admin_api_key) or data.secret("ADMIN_API_KEY", prefix="cc_"),
        bolna_api_key_given=bool(_value(given.bolna_api_key)),
    )


def _value(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret is not None else ""
