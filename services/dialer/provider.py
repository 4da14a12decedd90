"""Bolna's answers in the dialer's own words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import assert_never

from services.dialer.domain.holding import Stands
from services.dialer.domain.looking import Candidate
from services.dialer.domain.verdict import NotPlaced, Placed, Unknown, Verdict
from shared.bolna import provider as bolna
from shared.bolna.execution import Execution, Status, e164, held_back
from shared.contracts.vocabulary import DialFailure

REASONS: Mapping[bolna.NotPlacedReason, DialFailure] = {
    bolna.NotPlacedReason.NUMBER_REJECTED: DialFailure.NUMBER_REJECTED,
    bolna.NotPlacedReason.REQUEST_REJECTED: DialFailure.REQUEST_REJECTED,
    bolna.NotPlacedReason.AGENT_MISSING: DialFailure.AGENT_MISSING,
    bolna.NotPlacedReason.KEY_REJECTED: DialFailure.KEY_REJECTED,
    bolna.NotPlacedReason.RATE_LIMITED: DialFailure.RATE_LIMITED,
    bolna.NotPlacedReason.UNREACHABLE: DialFailure.UNREACHABLE,
}

_STOPPED = frozenset({Status.STOPPED, Status.CANCELED})


def verdict_of(answer: bolna.Placed | bolna.NotPlaced | bolna.Unknown, now: datetime) -> Verdict:
    """Return what an answer to the POST proves."""
    match answer:
        case bolna.Placed():
            return Placed(answer.execution_id)
        case bolna.NotPlaced():
            wait = answer.retry_after
            return NotPlaced(
                reason=REASONS[answer.reason],
                status=answer.status,
                message=answer.message or None,
                retry_at=None if wait is None else now + timedelta(seconds=wait),
            )
        case bolna.Unknown():
            return Unknown(answer.error)
        case _:
            assert_never(answer)


def outcome_of(answer: bolna.Placed | bolna.NotPlaced | bolna.Unknown) -> str:
    """Return an answer to the POST as metrics count it."""
    match answer:
        case bolna.Placed():
            return "placed"
        case bolna.NotPlaced():
            return answer.reason.value
        case bolna.Unknown():
            return "unknown"
        case _:
            assert_never(answer)


def stands(answer: Execution | bolna.NotFound | bolna.Unavailable) -> Stands:
    """Return how an execution stands, by what Bolna answered about it."""
    if not isinstance(answer, Execution) or not isinstance(answer.status, Status):
        return Stands.UNCLEAR
    if held_back(answer.status):
        return Stands.HELD_BACK
    talked = bool(answer.conversation_seconds) or answer.transcript is not None or answer.recording_url is not None
    return Stands.STOPPED if answer.status in _STOPPED and not talked else Stands.GONE_ON


def candidate(execution: Execution) -> Candidate:
    """Return what an execution tells of whose call it is."""
    return Candidate(
        execution_id=execution.id,
        attempt_id=execution.echoed("attempt_id"),
        to_number=e164(execution.to_number),
        created_at=execution.created_at,
    )
