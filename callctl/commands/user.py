"""`callctl user`: what an administrator does for people from the command line."""

import os
from pathlib import Path
from typing import Annotated

import typer

from callctl.api import HttpApi, NotAnswered
from callctl.commands.output import refuse, say
from callctl.data_directory import DataDirectory
from shared.settings import AdminApiKey, Settings, exit_on_bad_settings

SIGN_IN_PAGE = "/sign-in#token="
"""Behind `#`: browsers send it to nobody, so that it stands in no log."""

Email = Annotated[str, typer.Argument(help="The user's e-mail address.")]
DataDir = Annotated[Path, typer.Option(help="Of which stack, where it runs on this machine.")]
Api = Annotated[
    str | None, typer.Option(metavar="URL", help="Of which API; ADMIN_API_KEY is an administrator's key there.")
]

app = typer.Typer(no_args_is_help=True, help="Look after users.")


class AdminSettings(Settings):
    """By which key an API elsewhere is asked."""

    admin_api_key: AdminApiKey


def register(parent: typer.Typer) -> None:
    """Adds the commands."""
    parent.add_typer(app, name="user")


@app.callback()
def user() -> None:
    """Look after users."""


@app.command()
def sign_in_link(email: Email, *, data_dir: DataDir = Path(".data"), api: Api = None) -> None:
    """Print a link by which a user signs in to the console, once and within 15 minutes."""
    origin, key = _access(data_dir, api)
    try:
        with HttpApi(origin, key) as asked:
            found = asked.get("/api/users", email=email)["items"]
            if not found:
                refuse(f"There is no user with the e-mail address {email}; `GET /api/users` lists them.")
            link = asked.post(f"/api/users/{found[0]['id']}/sign-in-links", {})
    except NotAnswered as reason:
        refuse(reason)
    say(f"Signs {found[0]['name']} in once, until {link['expires_at']}:")
    print(f"{origin}{SIGN_IN_PAGE}{link['token']}", flush=True)


def _access(data_dir: Path, api: str | None) -> tuple[str, str]:
    """The API to be asked, and the key for it."""
    if api is not None:
        return api.rstrip("/"), exit_on_bad_settings(AdminSettings, os.environ).admin_api_key.get_secret_value()
    record = DataDirectory(data_dir).read()
    if record is None or not record.supervisor.lives:
        refuse(f"No stack with the data directory {data_dir} runs; start one with `callctl up`, or name an --api.")
    return record.addresses.api, record.addresses.admin_key
