"""`callctl user`: what an administrator does for people from the command line."""

import os
from pathlib import Path
from typing import Annotated

import typer

from callctl.commands.options import DATA_DIR, AsJson, DataDir
from callctl.commands.output import print_fields, refusals, refuse, say
from callctl.reaching import Setup

SIGN_IN_PAGE = "/sign-in#token="
"""Behind `#`: browsers send it to nobody, so that it stands in no log."""

Email = Annotated[str, typer.Argument(help="The user's e-mail address.")]
Api = Annotated[
    str | None, typer.Option(metavar="URL", help="Of which API; ADMIN_API_KEY is an administrator's key there.")
]

app = typer.Typer(no_args_is_help=True, help="Look after users.")


def register(parent: typer.Typer) -> None:
    """Adds the commands."""
    parent.add_typer(app, name="user")


@app.callback()
def user() -> None:
    """Look after users."""


@app.command()
def sign_in_link(email: Email, *, data_dir: DataDir = DATA_DIR, api: Api = None, as_json: AsJson = False) -> None:
    """Print a link by which a user signs in to the console, once and within 15 minutes.

    Exit codes: 0 printed, 1 there is no such user, 2 no key, 3 not reached.
    Example: callctl user sign-in-link asha@example.com
    """
    with refusals(), _setup(data_dir, api).api() as asked:
        found = asked.get("/api/users", email=email)["items"]
        if not found:
            refuse(f"There is no user with the e-mail address {email}; `GET /api/users` lists them.")
        link = asked.post(f"/api/users/{found[0]['id']}/sign-in-links", {})
    url = f"{asked.origin}{SIGN_IN_PAGE}{link['token']}"
    if not as_json:
        say(f"Signs {found[0]['name']} in once, until {link['expires_at']}:")
    print_fields({"url": url, "expires_at": link["expires_at"]}, [url], as_json=as_json)


def _setup(data_dir: Path, api: str | None) -> Setup:
    """Of which setup; an API that is named goes before everything else."""
    named = {} if api is None else {"API_URL": api}
    return Setup(data_dir, {**os.environ, **named})
