"""What the commands print: results on stdout, everything else on stderr."""

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.markup import escape

from callctl.api import AwayForNow, NotAnswered
from callctl.asking import Declined
from callctl.reaching import BadSurroundings, CannotReach

REFUSED = 1
"""It was refused, or is not as it should be."""
NOT_REACHED = 3
"""The setup, or the part of it that was asked, does not run or does not answer."""

_results = Console(highlight=False, soft_wrap=True)
_remarks = Console(stderr=True, highlight=False, soft_wrap=True)


def say(line: str) -> None:
    """A line for the operator."""
    _remarks.print(escape(line))


def refuse(reason: object, exit_code: int = REFUSED) -> NoReturn:
    """Says why it cannot be, and ends with the exit code."""
    _remarks.print(f"[red]{escape(str(reason))}[/red]")
    raise typer.Exit(exit_code)


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Says what a setup did not do, and ends: 1 where it refused, 2 where a variable is wrong, 3 where it is away."""
    try:
        yield
    except BadSurroundings as reason:
        refuse(reason, BadSurroundings.exit_code)
    except (CannotReach, AwayForNow) as reason:
        refuse(reason, NOT_REACHED)
    except (Declined, NotAnswered) as reason:
        refuse(reason)


def print_fields(fields: Mapping[str, Any], lines: Iterable[str], *, as_json: bool) -> None:
    """What was found, as one line of JSON or as these lines for people."""
    if as_json:
        print(json.dumps(fields), flush=True)
        return
    for line in lines:
        _results.print(escape(line))


def print_answer(answer: BaseModel, lines: Iterable[str], *, as_json: bool) -> None:
    """What a service answered, as one line of JSON or as these lines for people."""
    if as_json:
        print(answer.model_dump_json(), flush=True)
        return
    for line in lines:
        _results.print(escape(line))


def print_stack(described: Mapping[str, Any], *, as_json: bool) -> None:
    """The public line of a stack, as JSON or for people; at once also where stdout is a file."""
    if as_json:
        print(json.dumps(described), flush=True)
        return
    for name in ("console", "api", "webhooks", "simulator", "nats", "database", "admin_key"):
        if described[name] is not None:
            _results.print(f"[bold]{name.replace('_', ' '):<10}[/bold] {escape(str(described[name]))}")
    running = ", ".join(f"{name} {pid}" for name, pid in described["pids"].items())
    _results.print(f"[bold]{'pids':<10}[/bold] {escape(running)}")
