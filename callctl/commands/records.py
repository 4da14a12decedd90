"""`callctl verify`, `rebuild` and `restored`: whether the records are whole, and what to do when they were not."""

from collections.abc import Iterator
from typing import Annotated

import psycopg
import typer

from callctl.commands.findings import tell
from callctl.commands.options import DATA_DIR, AsJson, DataDir
from callctl.commands.output import NOT_REACHED, REFUSED, print_fields, refusals, refuse
from callctl.finding import Finding
from callctl.reaching import Setup
from callctl.rebuilding import run_rebuild
from callctl.restoring import NotOneBackup, begin_histories
from callctl.verifying import findings
from shared.contracts.vocabulary import Service

Check = Annotated[bool, typer.Option("--check", help="Change nothing: compare, and end 1 where rows differ.")]
NoRebuild = Annotated[
    bool, typer.Option("--no-rebuild", help="Leave the comparison with a rebuild out: it takes long.")
]
Which = Annotated[list[Service] | None, typer.Argument(metavar="[SERVICE]…", help="Of which services; else of all.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(verify)
    app.command()(rebuild)
    app.command()(restored)


def verify(*, no_rebuild: NoRebuild = False, data_dir: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Check that the records are whole; changes nothing, and the services may run.

    Logs and journals without a gap; every consumer and relay at the head; nothing parked; counters as recounted; and
    every projection what a rebuild from the logs comes to. Exit codes: 0 all is good, 1 something is not, 3 not
    reached. Example: callctl verify --no-rebuild --json
    """
    with refusals():
        tell(_found(Setup(data_dir), with_rebuild=not no_rebuild), as_json=as_json)


def _found(setup: Setup, *, with_rebuild: bool) -> Iterator[Finding]:
    try:
        yield from findings(setup.database())
    except psycopg.OperationalError as error:
        refuse(f"The database is not reached: {error}", NOT_REACHED)
    except psycopg.Error as error:
        refuse(f"The database is not of this release: {error} Bring it there with `callctl migrate`.")
    for service in Service if with_rebuild else ():
        done = run_rebuild(setup, service, check=True)
        yield Finding(f"projections of {service.value}", good=done.exit_code == 0, found=" ".join(done.lines))


def rebuild(
    services: Which = None, *, check: Check = False, data_dir: DataDir = DATA_DIR, as_json: AsJson = False
) -> None:
    """Make projections anew from the logs and put them in place; the services run on, and load what was rebuilt.

    Needs the owners of the logs to answer. Exit codes: 0 done, 1 it could not be done or (--check) rows differ, 3 not
    reached. Example: callctl rebuild scheduler --check
    """
    setup = Setup(data_dir)
    worst, told = 0, {}
    with refusals():
        for service in services or list(Service):
            done = run_rebuild(setup, service, check=check)
            worst = max(worst, done.exit_code)
            told[service.value] = {"exit_code": done.exit_code, "said": list(done.lines)}
            if not as_json:
                print_fields({}, done.lines, as_json=False)
    if as_json:
        print_fields({"services": told}, (), as_json=True)
    if worst:
        raise typer.Exit(REFUSED)


def restored(*, data_dir: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Say that the database was restored from a backup, before the services start on it (or `callctl up --restored`).

    Every log goes on in a history of its own, and its readers follow. Nobody is dialled until the dialer has read from
    Bolna which calls were placed since the backup; those are not placed again. Exit codes: 0 done, 1 the schemas are
    not of one backup, 3 not reached. Example: callctl restored --json
    """
    with refusals():
        dsn = Setup(data_dir).database()
    try:
        logs = begin_histories(dsn)
    except NotOneBackup as reason:
        refuse(reason)
    except psycopg.OperationalError as error:
        refuse(f"The database is not reached: {error}", NOT_REACHED)
    except psycopg.Error as error:
        refuse(f"The database is not of this release: {error} Bring it there with `callctl migrate`.")
    told = {
        service.value: {"position": log.position, "last_at": log.last_at and log.last_at.isoformat()}
        for service, log in logs.items()
    }
    lines = [
        f"{service} goes on behind {log['position']} events, the last of {log['last_at']}."
        for service, log in told.items()
    ]
    print_fields(
        {"logs": told}, [*lines, "Nobody is dialled until Bolna has been asked what was placed since."], as_json=as_json
    )
