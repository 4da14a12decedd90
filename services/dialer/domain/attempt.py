"""An attempt: one request to place one call, sent at most once, and what is proved of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.contracts.vocabulary import DialFailure, FailureScope


class State(StrEnum):
    """How far an attempt has come.

    taken → sending → placed | failed | unknown → placed | failed; back to taken when Bolna asked to wait.
    """

    TAKEN = "taken"
    SENDING = "sending"
    UNKNOWN = "unknown"
    PLACED = "placed"
    FAILED = "failed"


SCOPE: Mapping[DialFailure, FailureScope] = {
    DialFailure.NUMBER_REJECTED: FailureScope.CONTACT,
    DialFailure.REQUEST_REJECTED: FailureScope.CONTACT,
    DialFailure.AGENT_MISSING: FailureScope.AGENT,
    DialFailure.KEY_REJECTED: FailureScope.ACCOUNT,
    DialFailure.BALANCE_LOW: FailureScope.ACCOUNT,
    DialFailure.RATE_LIMITED: FailureScope.OURS,
    DialFailure.UNREACHABLE: FailureScope.OURS,
    DialFailure.WITHDRAWN: FailureScope.CAMPAIGN,
    DialFailure.TOO_LATE: FailureScope.OURS,
    DialFailure.STOPPED: FailureScope.OURS,
    DialFailure.PRESUMED: FailureScope.OURS,
    DialFailure.DIALING_STOPPED: FailureScope.ACCOUNT,
}
"""Whose trouble each failure is (design section 5)."""

FRESH_HEAD = timedelta(seconds=5)
"""A POST begins at most so long after the campaigns head on which its last look rests was asked for."""

DEFERRAL = timedelta(seconds=1)
"""How long a 429 without Retry-After is waited out."""


@dataclass(frozen=True)
class Attempt:
    """One attempt as requested, and as it was sent."""

    attempt_id: UUID
    call_id: UUID
    campaign_id: UUID
    user_id: UUID
    contact_id: UUID
    agent_id: UUID
    request_number: int
    phone_number: str
    from_phone_numbers: tuple[str, ...]
    next_action: str
    timezone: str
    user_data: Mapping[str, str]
    as_of: int
    dial_before: datetime
    state: State
    not_before: datetime | None = None
    bolna_agent_id: str | None = None
    from_phone_number: str | None = None
    attempted_at: datetime | None = None
    send_by: datetime | None = None
    unknown_since: datetime | None = None
    execution_id: str | None = None
    failure: DialFailure | None = None
    heard: bool = False


def payload(attempt: Attempt) -> dict[str, Any]:
    """Return what Bolna is given as `user_data`; our own keys are written last, so that no column can take them."""
    return {
        **attempt.user_data,
        "next_action": attempt.next_action,
        "timezone": attempt.timezone,
        "call_id": str(attempt.call_id),
        "attempt_id": str(attempt.attempt_id),
    }


def send_by(dial_before: datetime, head_age: timedelta, now: datetime) -> datetime:
    """Return until when the POST may begin: 5 s after the head was asked for, and never after `dial_before`."""
    return min(dial_before, now + FRESH_HEAD - head_age)


def own_number(campaign: tuple[str, ...], agent: tuple[str, ...], turn: int) -> str | None:
    """Return the number to call from: the campaign's in rotation, else the agent's, else Bolna's choice (None)."""
    numbers = campaign or agent
    return numbers[turn % len(numbers)] if numbers else None
