"""`callctl watch`: what happens just now, live."""

import asyncio
import contextlib
import json
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from callctl.commands.options import DATA_DIR, AsJson, DataDir
from callctl.commands.output import refusals
from callctl.reaching import Setup
from callctl.watching import Look, Standing, looks
from shared.contracts.questions import HeldSlot

MOST_SLOTS = 20

Every = Annotated[float, typer.Option(min=0.2, help="Seconds between two looks.")]
Times = Annotated[int | None, typer.Option("--times", min=1, help="End after so many looks; else with Ctrl-C.")]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(watch)


def watch(*, every: Every = 2.0, times: Times = None, data_dir: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Watch a setup live, as `top` does: lines in use, calls by status, and how each service stands.

    With --json each look is a line of its own. Exit codes: 0 ended, 3 not reached.
    Example: callctl watch --times 1 --json
    """
    with refusals(), contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_watch(Setup(data_dir).nats(), every, times, as_json=as_json))


async def _watch(nats: str, every: float, times: int | None, *, as_json: bool) -> None:
    console = Console(highlight=False)
    shown = Live(console=console, auto_refresh=False, screen=times is None) if console.is_terminal else None
    seen = 0
    with shown if shown is not None and not as_json else contextlib.nullcontext():
        async with contextlib.aclosing(looks(nats, every)) as looking:
            async for look in looking:
                if as_json:
                    print(json.dumps(look.as_json()), flush=True)
                elif shown is not None:
                    shown.update(drawn(look), refresh=True)
                else:
                    console.print(drawn(look))
                seen += 1
                if seen == times:
                    return


def drawn(look: Look) -> RenderableType:
    """A look as it stands on a terminal."""
    return Group(Text(f"{look.at:%Y-%m-%d %H:%M:%S %Z}", style="dim"), _lines(look), _services(look), _slots(look))


def _lines(look: Look) -> Text:
    if look.slots is None:
        return Text("The scheduler does not answer: see `callctl doctor`.", style="red")
    limit = look.slots.limit
    stopped = "; all calls are stopped, `callctl start-all` goes on" if limit == 0 else ""
    counts = "" if look.queue is None else f"; {', '.join(_counts(look.queue.model_dump()))}"
    style = "red" if limit is not None and look.slots.held > limit > 0 else "bold"
    return Text(f"{look.slots.held} of {'?' if limit is None else limit} lines in use{stopped}{counts}", style=style)


def _counts(queue: dict[str, object]) -> list[str]:
    return [f"{count} {name.replace('_', ' ')}" for name, count in queue.items() if isinstance(count, int)]


def _services(look: Look) -> Table:
    table = Table("service", "leads", "stand by", "ready", "to apply", "to publish", "parked", box=None)
    for one in look.standings:
        leader = one.leader
        good = leader is not None and leader.ready and not (one.lag is not None and one.lag.parked)
        table.add_row(
            one.service.value,
            "nobody" if leader is None else f"process {leader.pid}",
            str(len(one.processes) - (leader is not None)),
            "yes" if leader is not None and leader.ready else "no",
            *(_number(count) for count in (one.behind, one.unpublished, _parked(one))),
            style=None if good else "red",
        )
    return table


def _parked(one: Standing) -> int | None:
    return None if one.lag is None else one.lag.parked


def _number(count: int | None) -> str:
    return "?" if count is None else str(count)


def _slots(look: Look) -> Table:
    table = Table("held for", "call", "user", "awaits", box=None)
    for slot in look.slots.slots[:MOST_SLOTS] if look.slots is not None else ():
        table.add_row(_held_for(slot, look.at), str(slot.call_id), str(slot.user_id), slot.awaited.replace("_", " "))
    return table


def _held_for(slot: HeldSlot, at: datetime) -> str:
    return f"{max(0.0, (at - slot.since).total_seconds()):.0f} s"
