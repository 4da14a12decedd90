"""`callctl key`: the API keys of the user whose key is in API_KEY, else of the administrator."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import typer

from callctl.commands.options import DATA_DIR, AsJson, DataDir
from callctl.commands.output import print_fields, refusals, say
from callctl.reaching import Setup

Name = Annotated[str, typer.Argument(metavar="NAME", help="What the key is for; no two of a user's have the same.")]
Key = Annotated[UUID, typer.Argument(metavar="KEY", help="The id of the key, as `callctl key list` has it.")]
ReadOnly = Annotated[bool, typer.Option("--read-only", help="The key may look, and change nothing.")]
Days = Annotated[int | None, typer.Option("--days", min=1, help="After so many days it opens nothing any more.")]

app = typer.Typer(no_args_is_help=True, help="Look after API keys.")


def register(parent: typer.Typer) -> None:
    """Adds the commands."""
    parent.add_typer(app, name="key")


@app.callback()
def key() -> None:
    """Look after the API keys of the user whose key is in API_KEY, else of the administrator."""


@app.command("list")
def list_keys(*, data_dir: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Print the keys that are not revoked, newest first.

    Exit codes: 0 printed, 1 refused, 2 no key, 3 not reached. Example: callctl key list --json
    """
    with refusals(), Setup(data_dir).user_api() as asked:
        keys = list(asked.pages("/api/keys"))
    print_fields({"keys": keys}, map(_line, keys), as_json=as_json)


@app.command()
def issue(
    name: Name,
    *,
    read_only: ReadOnly = False,
    days: Days = None,
    data_dir: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Issue a key, and print it, this once.

    Exit codes: 0 issued, 1 refused, 2 no key, 3 not reached.
    Example: callctl key issue "nightly export" --read-only --days 90
    """
    expires = None if days is None else (datetime.now(UTC) + timedelta(days=days)).isoformat()
    with refusals(), Setup(data_dir).user_api() as asked:
        issued = asked.post("/api/keys", {"name": name, "read_only": read_only, "expires_at": expires})
    if not as_json:
        say(f"{issued['name']}  {issued['id']}; the key is shown this once:")
    print_fields(issued, [issued["key"]], as_json=as_json)


@app.command()
def revoke(key_id: Key, *, data_dir: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Revoke a key: it opens nothing from now on. Said twice it is the same as once.

    Exit codes: 0 revoked, 1 refused, 2 no key, 3 not reached.
    Example: callctl key revoke 0198c0de-0000-7000-8000-00000000000a
    """
    with refusals(), Setup(data_dir).user_api() as asked:
        asked.delete(f"/api/keys/{key_id}")
    print_fields({"revoked": str(key_id)}, [f"{key_id} opens nothing any more."], as_json=as_json)


def _line(key: Mapping[str, Any]) -> str:
    until = f", until {key['expires_at']}" if key["expires_at"] else ""
    used = f"last used {key['last_used_at']}" if key["last_used_at"] else "never used"
    kind = "read-only" if key["read_only"] else "full"
    return f"{key['id']}  {key['name']}  {key['prefix']}…  {kind}{until}  {used}"
