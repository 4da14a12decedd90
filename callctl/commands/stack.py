"""`callctl up`, `down` and `status`: the embedded stack."""

from pathlib import Path
from typing import Annotated

import typer

from callctl.commands.options import AsJson
from callctl.commands.output import NOT_REACHED, print_fields, print_stack, refuse, say
from callctl.data_directory import DataDirectory
from callctl.description import describe
from callctl.detached import run_detached
from callctl.leftovers import end_what_was_left
from callctl.refusal import CannotStart
from callctl.stack import Stack, StackOptions
from callctl.stopping import DidNotStop, stop

DataDir = Annotated[Path, typer.Option(help="Where data, secrets and logs are kept.")]
PortBase = Annotated[int, typer.Option(help="The first port; the stack uses some of the 30 from there on.")]
Bolna = Annotated[str | None, typer.Option(metavar="URL", help="Where Bolna is; without it the simulator is Bolna.")]
Restored = Annotated[
    bool, typer.Option("--restored", help="The data were restored from a backup: see `callctl restored`.")
]
Detach = Annotated[bool, typer.Option("--detach", help="Return when everything is ready, and leave it running.")]
OnlyInfrastructure = Annotated[bool, typer.Option("--only-infrastructure", hidden=True)]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    for command in (up, down, status):
        app.command()(command)


def up(
    *,
    data_dir: DataDir = Path(".data"),
    port_base: PortBase = 8000,
    bolna: Bolna = None,
    restored: Restored = False,
    detach: Detach = False,
    as_json: AsJson = False,
    only_infrastructure: OnlyInfrastructure = False,
) -> None:
    """Start PostgreSQL, NATS, the simulator and every service, and keep them running.

    What dies is started again. SIGTERM or Ctrl-C stops the services first and PostgreSQL last; the data stays.
    Exit codes: 0 ended in good order, or (--detach) ready; 1 it could not start, or runs already: then --json prints
    what runs all the same. Example: callctl up --detach --json
    """
    options = StackOptions(data_dir=data_dir, port_base=port_base, bolna=bolna, restored=restored)
    if only_infrastructure:
        options = StackOptions(data_dir=data_dir, port_base=port_base, services=(), simulated=False)
    data = DataDirectory(data_dir)
    try:
        if detach:
            data.open()
            print_stack(run_detached(Stack(options, say), data.log("callctl")), as_json=as_json)
        else:
            Stack(options, say).run(lambda described: print_stack(described, as_json=as_json))
    except CannotStart as reason:
        if as_json and data.is_held():
            _print_running(data, as_json=True)
        refuse(reason)


def down(*, data_dir: DataDir = Path(".data"), as_json: AsJson = False) -> None:
    """Stop the stack and wait until all of it has ended; the data stays. Nothing where none runs.

    Exit codes: 0 nothing of it runs, 1 it did not stop. Example: callctl drain --timeout 900 && callctl down
    """
    data = DataDirectory(data_dir)
    try:
        stopped = stop(data)
    except DidNotStop as reason:
        refuse(reason)
    ended = stopped or _end_left_overs(data)
    if as_json:
        print_fields({"stopped": ended}, (), as_json=True)
    elif stopped:
        say("Stopped.")
    elif not ended:
        say(f"No stack with the data directory {data.path} runs.")


def _end_left_overs(data: DataDirectory) -> bool:
    """Ends what a supervisor that was killed left; whether there was anything."""
    try:
        with data.held():
            return end_what_was_left(data, say)
    except FileNotFoundError:
        return False
    except CannotStart as reason:
        refuse(reason)


def status(*, data_dir: DataDir = Path(".data"), as_json: AsJson = False) -> None:
    """Print what runs.

    Exit codes: 0 the stack is ready, 3 it is not, or does not run. Example: callctl status --json
    """
    data = DataDirectory(data_dir)
    record = data.read()
    if record is None or not record.supervisor.lives:
        say(f"No stack with the data directory {data.path} runs. Start one with `callctl up`.")
        raise typer.Exit(NOT_REACHED)
    if not _print_running(data, as_json=as_json):
        say(f"The stack with the data directory {data.path} is {record.state}.")
        raise typer.Exit(NOT_REACHED)


def _print_running(data: DataDirectory, *, as_json: bool) -> bool:
    """Prints what runs, if it is ready; whether it is."""
    record = data.read()
    if record is None or record.state != "ready":
        return False
    print_stack(describe(record), as_json=as_json)
    return True
