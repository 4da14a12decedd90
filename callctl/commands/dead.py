"""`callctl dead`: messages that failed by their content and are parked: look at them, apply them, or give them up."""

import getpass
from typing import Annotated

import typer

from callctl.asking import ask
from callctl.commands.options import DATA_DIR, AsJson, DataDir
from callctl.commands.output import print_answer, print_fields, refusals, refuse
from callctl.reaching import Setup
from shared.contracts.vocabulary import Service
from shared.runtime.parking import (
    AskDrop,
    AskParked,
    AskParkedBody,
    AskPutBack,
    ParkedBody,
    ParkedDropped,
    ParkedMessage,
    ParkedMessages,
    PutBack,
)

By = Annotated[str | None, typer.Option(help="Who says so; else the name of this account.")]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="The most of each service that are listed.")]
Only = Annotated[Service | None, typer.Option("--service", help="Only those that this service could not apply.")]
Position = Annotated[int, typer.Argument(min=1, help="Its position in the source's log.")]
Reader = Annotated[Service, typer.Argument(metavar="SERVICE", help="The service that could not apply it.")]
Reason = Annotated[str, typer.Option(help="Why it may be given up; kept for good.")]
Source = Annotated[Service, typer.Argument(metavar="SOURCE", help="The service that recorded it.")]

dead_app = typer.Typer(
    no_args_is_help=True, help="Messages that failed by their content: look at, apply, or give them up."
)


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.add_typer(dead_app, name="dead")


@dead_app.command("list")
def list_(*, service: Only = None, limit: Limit = 100, data_dir: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """List parked messages, each service's by source and position, with what each failed of.

    What is parked is not dialled and not completed until it is retried or dropped. Those "behind" wait for an earlier
    one of their stream. Exit codes: 0 listed, 3 not reached. Example: callctl dead list --service scheduler
    """
    with refusals():
        nats = Setup(data_dir).nats()
        found = {
            reader: ask(nats, reader, "parked", AskParked(limit=limit), ParkedMessages)
            for reader in ([service] if service else Service)
        }
    total = sum(parked.total for parked in found.values())
    lines = [f"{total} messages are parked."]
    for reader, parked in found.items():
        lines += [f"{reader.value} {_line(message)}" for message in parked.messages]
    print_fields(
        {
            "total": total,
            "services": {reader.value: parked.model_dump(mode="json") for reader, parked in found.items()},
        },
        lines,
        as_json=as_json,
    )


@dead_app.command()
def show(
    reader: Reader, source: Source, position: Position, *, data_dir: DataDir = DATA_DIR, as_json: AsJson = False
) -> None:
    """Print a parked message; fields that may tell of a person are named and left out.

    Exit codes: 0 shown, 1 nothing is parked there, 3 not reached. Example: callctl dead show scheduler campaigns 812
    """
    with refusals():
        request = AskParkedBody(source=source, position=position)
        found = ask(Setup(data_dir).nats(), reader, "parked_body", request, ParkedBody)
    if found.message is None:
        refuse(_nothing(reader, source, position))
    lines = [f"{reader.value} {_line(found.message)}", f"{found.behind} of its stream wait behind it."]
    lines += [f"  {name}: {value}" for name, value in (found.body or {}).items()]
    lines += [f"Left out: {', '.join(found.left_out)}."] if found.left_out else []
    print_answer(found, lines, as_json=as_json)


@dead_app.command()
def retry(
    reader: Reader, source: Source, position: Position, *, data_dir: DataDir = DATA_DIR, as_json: AsJson = False
) -> None:
    """Apply a parked message and those of its stream that wait, in order, now that what it failed of is mended.

    Exit codes: 0 applied, 1 nothing is parked there or it failed again, 3 not reached.
    Example: callctl dead retry scheduler campaigns 812
    """
    with refusals():
        request = AskPutBack(source=source, position=position)
        done = ask(Setup(data_dir).nats(), reader, "put_back", request, PutBack)
    if done.applied == 0 and done.error is None:
        refuse(_nothing(reader, source, position))
    print_answer(done, [f"Applied {done.applied} messages."], as_json=as_json)
    if done.error is not None:
        refuse(f"The next failed again and stays parked, with those behind it: {done.error}")


@dead_app.command()
def drop(
    reader: Reader,
    source: Source,
    position: Position,
    *,
    reason: Reason,
    by: By = None,
    data_dir: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Give a parked message up for good: the service goes on as if it had not been told, also after a rebuild.

    Those behind it stay parked: retry one of them. Who dropped it and why is kept in the service's journal.
    Exit codes: 0 dropped, 1 nothing is parked there, 3 not reached.
    Example: callctl dead drop scheduler campaigns 812 --reason "the campaign was deleted by hand"
    """
    with refusals():
        request = AskDrop(source=source, position=position, by=by or getpass.getuser(), reason=reason)
        done = ask(Setup(data_dir).nats(), reader, "drop_parked", request, ParkedDropped)
    if not done.dropped:
        refuse(_nothing(reader, source, position))
    print_answer(done, [f"Position {position} of {source.value} is dropped by {reader.value}."], as_json=as_json)


def _line(message: ParkedMessage) -> str:
    at = f"{message.at:%Y-%m-%d %H:%M:%S %Z}"
    return f"{message.source.value} {message.position}  {message.type} of {message.stream}  {at}  {message.error}"


def _nothing(reader: Service, source: Service, position: int) -> str:
    return f"{reader.value} has nothing parked of {source.value} at {position}: see `callctl dead list`."
