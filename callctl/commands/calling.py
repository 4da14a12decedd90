"""`callctl stop-all`, `start-all` and `drain`: no new calls at all, calls again, and waiting for the live ones."""

import time
from http import HTTPStatus
from typing import Annotated, Any

import typer

from callctl.api import AwayForNow, HttpApi
from callctl.commands.options import DATA_DIR, AsJson, DataDir
from callctl.commands.output import REFUSED, print_fields, refusals, refuse, say
from callctl.reaching import Setup

PATH = "/api/settings/concurrency"
LOOK_SECONDS = 1.0
QUIET_LOOKS = 2
STOPPED_WITHIN_SECONDS = 60.0
"""Longer than 5 s and the request timeout: by then the dialer has stopped by itself."""

Limit = Annotated[int | None, typer.Option(min=1, help="How many calls may be live; else the limit before the stop.")]
Timeout = Annotated[
    float | None, typer.Option(min=0, help="Wait no longer than so many seconds; else as long as it takes.")
]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("stop-all")(stop_all)
    app.command("start-all")(start_all)
    app.command()(drain)


def stop_all(*, data_dir: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Start no new call for anybody, until `callctl start-all`; live calls go on.

    Returns when it is true that no call starts any more. Survives restarts: it is the system limit, set to 0, and the
    limit before it is kept. Said twice is the same as once.

    Exit codes: 0 stopped, 1 refused, 3 not reached. Example: callctl stop-all && callctl drain
    """
    with refusals(), Setup(data_dir).api() as api:
        told = _stop(api)
    lines = [
        f"No new call starts. {told['system_active']} are live; `callctl drain` waits for them.",
        f"`callctl start-all` goes back to {told['system_limit_before_stop']} at once.",
    ]
    print_fields(told, lines, as_json=as_json)


def start_all(*, limit: Limit = None, data_dir: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Let calls start again after `callctl stop-all`, as many at once as before; nothing where none are stopped.

    Exit codes: 0 done, 1 refused, 3 not reached. Example: callctl start-all --limit 2
    """
    with refusals(), Setup(data_dir).api() as api:
        told = api.get(PATH)
        wanted = limit if limit is not None else told["system_limit"] or told["system_limit_before_stop"]
        if wanted is None:
            refuse("No limit above 0 was ever recorded: say which with --limit.")
        if wanted != told["system_limit"]:
            told = api.patch(PATH, {"system_limit": wanted})
    print_fields(told, [f"Up to {told['system_limit']} calls may be live at once."], as_json=as_json)


def drain(*, timeout: Timeout = None, data_dir: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Start no new call, as `callctl stop-all` does, and wait until no call is live; how many are is said meanwhile.

    Exit codes: 0 no call is live, 1 some still are after --timeout, 3 not reached.
    Example: callctl drain --timeout 600 && callctl down
    """
    until = None if timeout is None else time.monotonic() + timeout
    with refusals(), Setup(data_dir).api() as api:
        told = _stop(api)
        told = _drained(api, told, until)
    left = told["system_active"]
    print_fields(told, ["No call is live." if left == 0 else f"{left} calls are still live."], as_json=as_json)
    if left > 0:
        raise typer.Exit(REFUSED)


def _drained(api: HttpApi, told: Any, until: float | None) -> Any:
    """The last answer: none live in two looks, since what is told may be a moment old, or the time is over."""
    seen, quiet = None, 0
    while quiet < QUIET_LOOKS and (until is None or time.monotonic() < until):
        if told["system_active"] not in {seen, 0}:
            seen = told["system_active"]
            say(f"{seen} calls are live.")
        time.sleep(LOOK_SECONDS)
        told = api.get(PATH)
        quiet = quiet + 1 if told["system_active"] == 0 else 0
    return told


def _stop(api: HttpApi) -> Any:
    """Sets the limit to 0, and again until it is answered that no call starts any more; raises `AwayForNow`."""
    until = time.monotonic() + STOPPED_WITHIN_SECONDS
    while True:
        status, told = api.patch_and_status(PATH, {"system_limit": 0})
        if status != HTTPStatus.ACCEPTED:
            return told
        if time.monotonic() > until:
            raise AwayForNow(
                "The limit is 0, but scheduler and dialer do not say that it is in force: see `callctl doctor`."
            )
        say("The limit is 0; calls that were about to start still may.")
