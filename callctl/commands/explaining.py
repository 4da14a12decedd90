"""`callctl why` and `callctl doctor`: why a call is not made, and what of a setup is not as it should be."""

from typing import Annotated
from uuid import UUID

import typer

from callctl.asking import ask
from callctl.commands.findings import tell
from callctl.commands.options import DATA_DIR, AsJson, DataDir
from callctl.commands.output import print_answer, refusals, refuse
from callctl.examining import examine
from callctl.reaching import Setup
from shared.contracts.questions import AskWhyCall, AskWhyCampaign, Why
from shared.contracts.vocabulary import Service

Which = Annotated[UUID, typer.Argument(metavar="ID", help="A campaign or a call, of whichever user.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(why)
    app.command()(doctor)


def why(which: Which, *, data_dir: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Print why a campaign or a call is, or is not, being called now, and when it will be.

    Exit codes: 0 told, 1 the scheduler knows no such campaign or call, 3 not reached.
    Example: callctl why 0198c0de-0000-7000-8000-000000000001
    """
    with refusals():
        nats = Setup(data_dir).nats()
        told = ask(nats, Service.SCHEDULER, "why_campaign", AskWhyCampaign(campaign_id=which), Why)
        if not told.known:
            told = ask(nats, Service.SCHEDULER, "why_call", AskWhyCall(call_id=which), Why)
    if not told.known:
        refuse(f"The scheduler knows no campaign and no call {which}. A draft is known to it once it is started.")
    print_answer(told, _lines(told), as_json=as_json)


def _lines(told: Why) -> list[str]:
    lines = [f"It is {told.state}; {'nothing stands in its way.' if not told.reasons else 'in its way:'}"]
    lines += [
        f"  {reason.code}: {reason.message}" + (f" Until {reason.until:%Y-%m-%d %H:%M:%S %Z}." if reason.until else "")
        for reason in told.reasons
    ]
    if told.next_dial_at is not None:
        lines.append(f"Not before {told.next_dial_at:%Y-%m-%d %H:%M:%S %Z}.")
    return lines


def doctor(*, data_dir: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Look at every part of a setup, from the database to where Bolna reaches it; say what to mend, and change nothing.

    Database and schemas, NATS and streams, workers and their lag, the API and its key, Bolna's answer to ours, and
    whether the public address of the webhooks leads to them. Exit codes: 0 all is good, 1 something is not.
    Example: callctl doctor --json
    """
    tell(examine(Setup(data_dir)), as_json=as_json)
