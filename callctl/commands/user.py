"""`callctl user`: what an administrator does for people from the command line."""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from callctl.api import HttpApi
from callctl.commands.options import DATA_DIR, AsJson, DataDir
from callctl.commands.output import print_fields, refusals, refuse, say
from callctl.reaching import Setup

SIGN_IN_PAGE = "/sign-in#token="
"""Behind `#`: browsers send it to nobody, so that it stands in no log."""


class Role(StrEnum):
    """What a user may do."""

    MEMBER = "member"
    ADMIN = "admin"


Email = Annotated[str, typer.Argument(help="The user's e-mail address.")]
Name = Annotated[str, typer.Option(help="How the user is called.")]
OfRole = Annotated[Role, typer.Option(help="Members see their own; admins also users, limits and settings.")]
Lines = Annotated[int | None, typer.Option("--limit", min=0, help="How many calls of the user may be live at once.")]
Suspended = Annotated[bool | None, typer.Option("--suspend/--restore", help="Whether keys and sessions open nothing.")]
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


@app.command("list")
def list_users(*, data_dir: DataDir = DATA_DIR, api: Api = None, as_json: AsJson = False) -> None:
    """Print every user, newest first.

    Exit codes: 0 printed, 1 refused, 2 no key, 3 not reached. Example: callctl user list --json
    """
    with refusals(), _setup(data_dir, api).api() as asked:
        users = list(asked.pages("/api/users"))
    print_fields({"users": users}, map(_line, users), as_json=as_json)


@app.command()
def add(
    email: Email,
    *,
    name: Name,
    role: OfRole = Role.MEMBER,
    limit: Lines = None,
    data_dir: DataDir = DATA_DIR,
    api: Api = None,
    as_json: AsJson = False,
) -> None:
    """Register a user, and print their first API key, which is shown this once.

    Exit codes: 0 registered, 1 refused, 2 no key, 3 not reached.
    Example: callctl user add asha@example.com --name Asha --limit 3
    """
    body: dict[str, Any] = {"email": email, "name": name, "role": role}
    if limit is not None:
        body["concurrent_calls_limit"] = limit
    with refusals(), _setup(data_dir, api).api() as asked:
        made = asked.post("/api/users", body)
    if not as_json:
        say(f"{_line(made)}; the key is shown this once:")
    print_fields(made, [made["api_key"]], as_json=as_json)


@app.command()
def change(
    email: Email,
    *,
    limit: Lines = None,
    suspended: Suspended = None,
    data_dir: DataDir = DATA_DIR,
    api: Api = None,
    as_json: AsJson = False,
) -> None:
    """Change a user's limit, or suspend or restore them. A lowered limit drains: nobody is hung up.

    Exit codes: 0 changed, 1 refused or nothing to change, 2 no key, 3 not reached.
    Example: callctl user change asha@example.com --limit 5
    """
    body = {name: value for name, value in _changed(limit, suspended).items() if value is not None}
    if not body:
        refuse("Say what to change: --limit, --suspend or --restore.")
    with refusals(), _setup(data_dir, api).api() as asked:
        changed = asked.patch(f"/api/users/{_found(asked, email)['id']}", body)
    print_fields(changed, [_line(changed)], as_json=as_json)


@app.command()
def sign_in_link(email: Email, *, data_dir: DataDir = DATA_DIR, api: Api = None, as_json: AsJson = False) -> None:
    """Print a link by which a user signs in to the console, once and within 15 minutes.

    Exit codes: 0 printed, 1 there is no such user, 2 no key, 3 not reached.
    Example: callctl user sign-in-link asha@example.com
    """
    with refusals(), _setup(data_dir, api).api() as asked:
        found = _found(asked, email)
        link = asked.post(f"/api/users/{found['id']}/sign-in-links", {})
    url = f"{asked.origin}{SIGN_IN_PAGE}{link['token']}"
    if not as_json:
        say(f"Signs {found['name']} in once, until {link['expires_at']}:")
    print_fields({"url": url, "expires_at": link["expires_at"]}, [url], as_json=as_json)


def _found(asked: HttpApi, email: str) -> Mapping[str, Any]:
    found = asked.get("/api/users", email=email)["items"]
    if not found:
        refuse(f"There is no user with the e-mail address {email}; `callctl user list` lists them.")
    user: Mapping[str, Any] = found[0]
    return user


def _changed(limit: int | None, suspended: bool | None) -> Mapping[str, int | bool | None]:  # noqa: FBT001 - a value
    return {"concurrent_calls_limit": limit, "suspended": suspended}


def _line(user: Mapping[str, Any]) -> str:
    state = ", suspended" if user["suspended"] else ""
    return (
        f"{user['email']}  {user['name']}  {user['role']}  {user['concurrent_calls_limit']} calls at once{state}"
        f"  {user['id']}"
    )


def _setup(data_dir: Path, api: str | None) -> Setup:
    """Of which setup; an API that is named goes before everything else."""
    named = {} if api is None else {"API_URL": api}
    return Setup(data_dir, {**os.environ, **named})
