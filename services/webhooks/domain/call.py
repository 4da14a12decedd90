"""What was told of an attempt's call, and how events change it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.webhooks.domain.observation import Attempt
from shared.contracts.webhooks import CallEnded, CallProgressed, CallReported, ExecutionEvent, Progress


class Line(StrEnum):
    """Where the line of a call stands, as far as we have told."""

    PLACED = "placed"
    RINGING = "ringing"
    ANSWERED = "answered"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class CallState:
    """What was told of an attempt's call. `given_up`: the dialer holds that it was not placed."""

    line: Line = Line.PLACED
    answered: bool = False
    reported: bool = False
    given_up: bool = False


def evolve(state: CallState, event: ExecutionEvent) -> CallState:
    """The state once the event has happened. Whatever the provider tells of the call proves that it was placed."""
    match event:
        case CallProgressed(progress=Progress.RINGING):
            return replace(state, line=Line.RINGING, given_up=False)
        case CallProgressed(progress=Progress.ANSWERED):
            return replace(state, line=Line.ANSWERED, answered=True, given_up=False)
        case CallEnded():
            return replace(state, line=Line.FREE, given_up=False)
        case CallReported():
            return replace(state, reported=True, given_up=False)
        case _:
            raise TypeError(f"{type(event).__name__} is no event of this service")


def about(attempt: Attempt, execution_id: str, now: datetime) -> dict[str, Any]:
    """What every event about the execution says."""
    return {
        "at": now,
        "attempt_id": attempt.attempt_id,
        "call_id": attempt.call_id,
        "campaign_id": attempt.campaign_id,
        "user_id": attempt.user_id,
        "execution_id": execution_id,
        "bolna_agent_id": attempt.bolna_agent_id,
        "phone_number": attempt.phone_number,
    }
