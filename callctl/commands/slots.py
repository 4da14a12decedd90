"""`callctl slots`: which call holds each slot, since when and until what; `callctl slots release` frees one by hand."""

import getpass
from typing import Annotated
from uuid import UUID

import typer

from callctl.asking import NobodyAnswers, ask
from callctl.commands.options import DATA_DIR, AsJson, DataDir
from callctl.commands.output import print_answer, refusals, refuse, say
from callctl.reaching import Setup
from shared.contracts.questions import AskAsked, Asked, AskedOf, AskHeldSlots, AskRelease, HeldSlots, Released
from shared.contracts.vocabulary import Service

User = Annotated[UUID | None, typer.Option(metavar="USER", help="Only the slots of this user.")]
Attempt = Annotated[UUID, typer.Argument(metavar="ATTEMPT", help="The attempt that holds the slot.")]
Reason = Annotated[str, typer.Option(help="How it is known that the line is free; kept for good.")]
By = Annotated[str | None, typer.Option(help="Who says so; else the name of this account.")]

AWAITED = {
    "placing": "its being placed",
    "whether_placed": "whether it was placed",
    "line_end": "the end of the line",
}

slots_app = typer.Typer(invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.add_typer(slots_app, name="slots")


@slots_app.callback()
def slots(context: typer.Context, *, data_dir: DataDir = DATA_DIR, user: User = None, as_json: AsJson = False) -> None:
    """Print every slot held: its call, since when, the fact that is awaited, what Bolna was asked; the longest first.

    Exit codes: 0 printed, 1 refused, 3 not reached. Example: callctl slots --json
    """
    context.obj = Setup(data_dir)
    if context.invoked_subcommand is not None:
        return
    with refusals():
        held = ask(context.obj.nats(), Service.SCHEDULER, "held_slots", AskHeldSlots(user_id=user), HeldSlots)
        asked = _what_was_asked(context.obj.nats(), held)
    slots = tuple(slot.model_copy(update={"asked": asked.get(slot.attempt_id)}) for slot in held.slots)
    held = held.model_copy(update={"slots": slots})
    print_answer(held, _lines(held), as_json=as_json)


def _what_was_asked(nats_url: str, held: HeldSlots) -> dict[UUID, Asked]:
    """Which of the attempts Bolna was asked for; slots are shown without it while the webhooks are away."""
    if not held.slots:
        return {}
    attempts = AskAsked(attempts=tuple(slot.attempt_id for slot in held.slots))
    try:
        answer = ask(nats_url, Service.WEBHOOKS, "asked", attempts, AskedOf)
    except NobodyAnswers as reason:
        say(f"What Bolna was asked is not known: {reason}")
        return {}
    return {one.attempt_id: one for one in answer.asked}


def _lines(held: HeldSlots) -> list[str]:
    limit = "a limit not yet known" if held.limit is None else held.limit
    lines = [f"{held.held} of {limit} slots are held."]
    for slot in held.slots:
        booked = ", booked above the limits" if slot.booked else ""
        lines.append(
            f"{slot.attempt_id}  since {slot.since:%Y-%m-%d %H:%M:%S %Z}  call {slot.call_id}  user {slot.user_id}"
            f"  awaits {AWAITED.get(slot.awaited, slot.awaited)}{booked}{_asked(slot.asked)}"
        )
    return lines


def _asked(asked: Asked | None) -> str:
    if asked is None:
        return ""
    vainly = f", {asked.fruitless} times in vain" if asked.fruitless else ""
    return f"; Bolna was asked at {asked.asked_at:%H:%M:%S}{vainly}, and is again at {asked.again_at:%H:%M:%S}"


@slots_app.command()
def release(
    context: typer.Context, attempt: Attempt, *, reason: Reason, by: By = None, as_json: AsJson = False
) -> None:
    """Free the slot of an attempt whose line is known to be free; its call is settled as unknown.

    While the line is not free, the call is live above the limits. Exit codes: 0 it is free, 1 the attempt holds none, 3
    not reached. Example: callctl slots release 0198… --reason "Bolna says that the line is down"
    """
    request = AskRelease(attempt_id=attempt, by=by or getpass.getuser(), reason=reason)
    with refusals():
        done = ask(context.obj.nats(), Service.SCHEDULER, "release", request, Released)
    if not done.released:
        refuse(f"Attempt {attempt} holds no slot: see `callctl slots`.")
    print_answer(done, [f"The slot of attempt {attempt} is free."], as_json=as_json)
