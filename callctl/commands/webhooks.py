"""`callctl webhooks replay`: has stored webhooks read and heard once more."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from callctl.commands.output import refuse, say
from callctl.data_directory import DataDirectory
from shared.contracts.questions import AskReplay, DeliveryStanding, Replayed
from shared.contracts.vocabulary import Service
from shared.messaging.ask import Asker, Refused, Unanswered
from shared.messaging.connection import CredentialsRejected, connect

ANSWER_SECONDS = 10.0


NOT_COUNTED = (DeliveryStanding.UNREADABLE, DeliveryStanding.NOT_THE_ATTEMPTS, DeliveryStanding.WAITING)
Which = Annotated[
    list[DeliveryStanding] | None, typer.Option("--standing", help="Repeatable; without it all that were not counted.")
]
Execution = Annotated[str | None, typer.Option("--execution", help="Only those of one execution at Bolna.")]
DataDir = Annotated[Path, typer.Option(help="Of the stack that runs here; NATS_URL goes before it.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    webhooks = typer.Typer(no_args_is_help=True, help="Look after stored webhooks.")
    webhooks.callback()(_look_after)
    webhooks.command()(replay)
    app.add_typer(webhooks, name="webhooks")


def _look_after() -> None:
    """Look after stored webhooks."""


def replay(*, standing: Which = None, execution: Execution = None, data_dir: DataDir = Path(".data")) -> None:
    """Have stored webhooks read and heard once more, the oldest first.

    What was told already is told no second time. Bodies older than RAW_WEBHOOK_DAYS are gone.
    """
    asked = AskReplay(standings=tuple(standing or NOT_COUNTED), execution_id=execution)
    try:
        heard, counted, recorded = asyncio.run(_replay(_nats_url(data_dir), asked))
    except (Unanswered, Refused, CredentialsRejected, ValueError) as error:
        refuse(error)
    say(f"Heard {heard} webhooks once more: {counted} counted, {recorded} events were recorded.")


def _nats_url(data_dir: Path) -> str:
    url = os.environ.get("NATS_URL", "")
    record = None if url else DataDirectory(data_dir).read()
    if record is not None:
        return record.addresses.nats
    if not url:
        refuse(f"No stack runs with {data_dir}: name its directory with --data-dir, or set NATS_URL.")
    return url


async def _replay(url: str, asked: AskReplay) -> tuple[int, int, int]:
    totals = [0, 0, 0]
    async with connect(url, "callctl") as messaging:
        asker = Asker(messaging)
        while True:
            done = await asker.ask(Service.WEBHOOKS, "replay", asked, Replayed, timeout=ANSWER_SECONDS)
            totals = [sum(pair) for pair in zip(totals, (done.heard, done.counted, done.recorded), strict=True)]
            if done.last is None:
                return totals[0], totals[1], totals[2]
            asked = asked.model_copy(update={"after": done.last, "after_digest": done.last_digest})
