"""`callctl demo`: the whole system on sample contacts, every outcome checked."""

import signal
from types import FrameType
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from callctl.api import NotAnswered
from callctl.commands.output import REFUSED, refuse
from callctl.demo.generated import MOST_CONTACTS
from callctl.demo.run import DemoOptions, run_demo
from callctl.refusal import CannotStart
from callctl.stopping import DidNotStop

INTERRUPTED = 130
_WIDTH_OF_A_FILE = 140

Contacts = Annotated[
    int | None,
    typer.Option(
        min=1, max=MOST_CONTACTS, envvar="DEMO_CONTACTS", help="Generate so many contacts; else the sample files."
    ),
]
Keep = Annotated[bool, typer.Option("--keep", envvar="DEMO_KEEP", help="Leave everything running at the end.")]
PortBase = Annotated[int | None, typer.Option(help="The first of 30 ports; else the first 30 that are free from 8000.")]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(demo)


def demo(*, contacts: Contacts = None, keep: Keep = False, port_base: PortBase = None) -> None:
    """Run the whole system on sample contacts, with the simulator in Bolna's place, and check every outcome.

    Exit codes: 0 every contact ended as expected and no limit was passed, 1 not. Example: callctl demo --contacts 1000
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH_OF_A_FILE)
    try:
        good = run_demo(DemoOptions(contacts, keep, port_base), console)
    except (CannotStart, NotAnswered, DidNotStop) as reason:
        refuse(reason)
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    if not good:
        raise typer.Exit(REFUSED)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    """A closed terminal, and being told to end, are as Ctrl-C."""
    raise KeyboardInterrupt
