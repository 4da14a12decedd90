"""`callctl import`: a file of contacts into a campaign, a new one, or the address book, with progress."""

import time
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, BinaryIO
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from callctl.api import HttpApi
from callctl.commands.options import DATA_DIR, AsJson, DataDir
from callctl.commands.output import REFUSED, print_fields, refusals
from callctl.reaching import Setup

LOOK_SECONDS = 0.5
ENDED = frozenset({"done", "failed"})
SHOWN_PROBLEMS = 10

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV file: docs/csv.md.")]
Into = Annotated[UUID | None, typer.Option("--into", help="Add to this unfinished campaign.")]
Campaign = Annotated[str | None, typer.Option("--campaign", help="Make a campaign of this name.")]
Agent = Annotated[UUID | None, typer.Option(help="The agent of the new campaign.")]
NextAction = Annotated[str | None, typer.Option(help="What the agent of the new campaign is to bring about.")]
First = Annotated[str, typer.Option(help="From when on calls may be made in the new campaign.")]
Last = Annotated[str, typer.Option(help="Until when; 24:00 is midnight.")]
Start = Annotated[str | None, typer.Option(help="The first day, as 2026-10-09; else today.")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help="Another setting of the campaign (docs/api.md), such as draft=true."
    ),
]
Errors = Annotated[Path | None, typer.Option("--errors", help="Write the rejected rows, with reasons, into this file.")]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("import")(import_file)


def import_file(
    file: File,
    *,
    into: Into = None,
    campaign: Campaign = None,
    agent: Agent = None,
    next_action: NextAction = None,
    first: First = "09:00",
    last: Last = "18:00",
    start: Start = None,
    settings: Settings = None,
    errors: Errors = None,
    data_dir: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Import a file of contacts: into a campaign (--into), a new one (--campaign, --agent, --next-action), or, with
    neither, into the address book alone.

    It is imported in the name of the user whose key API_KEY is, else of the administrator. Good rows are taken,
    whatever the others are. Exit codes: 0 imported, 1 refused, or no row could be taken, 2 the options do not fit
    together, 3 not reached.
    Example: callctl import autumn.csv --campaign Autumn --agent 0198… --next-action "Book a visit"
    """
    path, fields = _where(into, campaign, {"agent_id": agent, "next_action": next_action})
    if campaign is not None:
        fields |= {
            "first_call_time": first,
            "last_call_time": last,
            "start_date": start or f"{datetime.now().astimezone():%Y-%m-%d}",
        }
    fields |= _pairs(settings or [])
    with refusals(), Setup(data_dir).user_api() as api:
        told = _imported(api, path, file, fields)
        if errors is not None and told["errors_csv_url"]:
            errors.write_bytes(api.content(f"/api/imports/{told['id']}/errors.csv"))
    print_fields(told, _lines(told, errors), as_json=as_json)
    if told["status"] == "failed" or (told["accepted"] == 0 and told["rejected"] > 0):
        raise typer.Exit(REFUSED)


def _where(into: UUID | None, campaign: str | None, needed: dict[str, Any]) -> tuple[str, dict[str, str]]:
    given = {name: str(value) for name, value in needed.items() if value is not None}
    if campaign is not None and into is None:
        missing = [f"--{name.replace('_id', '').replace('_', '-')}" for name in needed if name not in given]
        if missing:
            raise typer.BadParameter(f"a new campaign needs {' and '.join(missing)} too")
        return "/api/campaigns/upload-csv", {"campaign_name": campaign, **given}
    if campaign is not None or given:
        raise typer.BadParameter("--campaign, --agent and --next-action are for a new campaign, without --into")
    return ("/api/contacts/import" if into is None else f"/api/campaigns/{into}/upload-csv"), {}


def _pairs(settings: list[str]) -> dict[str, str]:
    for setting in settings:
        if "=" not in setting:
            raise typer.BadParameter(f"--set {setting}: it is NAME=VALUE")
    return {name: value for name, _, value in (setting.partition("=") for setting in settings)}


def _imported(api: HttpApi, path: str, file: Path, fields: dict[str, str]) -> Any:
    """Sends the file and follows the import until it has ended."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        sent = progress.add_task("sent, bytes", total=file.stat().st_size)
        with file.open("rb") as opened:
            begun = api.upload_to_follow(path, file.name, _Counted(opened, progress, sent), fields)
        rows = progress.add_task("rows", total=None)
        while True:
            told = api.get(f"/api/imports/{begun['import']['id']}")
            seen = told["accepted"] + told["rejected"] + told["duplicates"] + told["already_in_campaign"]
            progress.update(
                rows, description=f"rows, {told['status']}", completed=seen, total=told["total_rows"] or None
            )
            if told["status"] in ENDED:
                return told
            time.sleep(LOOK_SECONDS)


def _lines(told: Any, errors: Path | None) -> list[str]:
    if told["status"] == "failed":
        failure = told["failure"] or {}
        why = failure.get("detail") or failure.get("title") or "the log of campaigns says why"
        return [f"The import failed: {why}"]
    counts = (
        f"{told['accepted']} of {told['total_rows']} rows taken, {told['rejected']} rejected,"
        f" {told['duplicates']} twice, {told['already_in_campaign']} already in it."
    )
    lines = [counts]
    lines += [f"  row {one['row']}, {one['column']}: {one['message']}" for one in told["errors"][:SHOWN_PROBLEMS]]
    if told["rejected"] and errors is not None:
        lines.append(f"All rejected rows, to be mended and imported again: {errors}")
    if told["campaign_id"]:
        lines.append(f"Campaign {told['campaign_id']}: `callctl why {told['campaign_id']}` says what it waits for.")
    return lines


class _Counted:
    """A file that shows how much of it was read."""

    def __init__(self, file: BinaryIO, progress: Progress, task: TaskID) -> None:
        self._file, self._progress, self._task = file, progress, task

    def read(self, size: int = -1) -> bytes:
        """As of the file."""
        read = self._file.read(size)
        self._progress.advance(self._task, len(read))
        return read

    def fileno(self) -> int:
        """So that its size can be asked."""
        return self._file.fileno()
