"""`callctl webhooks replay`: has stored webhooks read and heard once more."""

from typing import Annotated

import typer

from callctl.asking import ask
from callctl.commands.options import DATA_DIR, AsJson, DataDir
from callctl.commands.output import print_fields, refusals
from callctl.reaching import Setup
from shared.contracts.questions import AskReplay, DeliveryStanding, Replayed
from shared.contracts.vocabulary import Service

NOT_COUNTED = (DeliveryStanding.UNREADABLE, DeliveryStanding.NOT_THE_ATTEMPTS, DeliveryStanding.WAITING)
Which = Annotated[
    list[DeliveryStanding] | None, typer.Option("--standing", help="Repeatable; without it all that were not counted.")
]
Execution = Annotated[str | None, typer.Option("--execution", help="Only those of one execution at Bolna.")]

webhooks_app = typer.Typer(no_args_is_help=True, help="Look after stored webhooks.")


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.add_typer(webhooks_app, name="webhooks")


@webhooks_app.callback()
def webhooks() -> None:
    """Look after stored webhooks."""


@webhooks_app.command()
def replay(
    *, standing: Which = None, execution: Execution = None, data_dir: DataDir = DATA_DIR, as_json: AsJson = False
) -> None:
    """Have stored webhooks read and heard once more, the oldest first.

    What was told already is told no second time. Bodies older than RAW_WEBHOOK_DAYS are gone.
    Exit codes: 0 done, 1 refused, 3 not reached. Example: callctl webhooks replay --standing unreadable
    """
    asked = AskReplay(standings=tuple(standing or NOT_COUNTED), execution_id=execution)
    heard = counted = recorded = 0
    with refusals():
        nats = Setup(data_dir).nats()
        while True:
            page = ask(nats, Service.WEBHOOKS, "replay", asked, Replayed)
            heard, counted, recorded = heard + page.heard, counted + page.counted, recorded + page.recorded
            if page.last is None:
                break
            asked = asked.model_copy(update={"after": page.last, "after_digest": page.last_digest})
    told = {"heard": heard, "counted": counted, "recorded": recorded}
    line = f"Heard {heard} webhooks once more: {counted} counted, {recorded} events were recorded."
    print_fields(told, [line], as_json=as_json)
