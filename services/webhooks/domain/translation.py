"""From what the provider says to what we tell: progress once each, the free line, the result once."""

from datetime import datetime
from decimal import Decimal
from typing import assert_never

from services.webhooks.domain.call import CallState, Line, about
from services.webhooks.domain.observation import Attempt, Details, Heard, Observation, is_news, listen
from services.webhooks.domain.statuses import Meaning, ProviderStatus, meaning, outcome
from shared.contracts.vocabulary import Outcome
from shared.contracts.webhooks import CallEnded, CallProgressed, CallReported, Cost, ExecutionEvent, Progress

GONE = "not-found"
"""Stands as the status of an execution that the provider, asked twice, does not have."""
AGENT_GONE = "agent-not-found"
"""Stands as the status of an execution that the provider does not have since its agent was deleted."""


def translate(
    state: CallState, heard: Heard, observation: Observation, attempt: Attempt, now: datetime
) -> list[ExecutionEvent]:
    """What an observation of the attempt's execution adds to what was told; said twice, or late, it adds nothing.

    A live status after the end counts only as news (`is_news`): then the call is live after all, its progress is told
    again, and later its end, but never a second result.
    """
    match meaning(observation.status):
        case Meaning.NOTHING | Meaning.HELD_BACK:
            return []
        case Meaning.LIVE:
            progress = _progress(state, observation, live_again=is_news(heard, observation))
            if progress is None:
                return []
            return [CallProgressed(progress=progress, **about(attempt, observation.execution_id, now))]
        case Meaning.LINE_FREE:
            return _end(state, attempt, observation.execution_id, observation.word, now)
        case Meaning.RESULT:
            ending = _end(state, attempt, observation.execution_id, observation.word, now)
            return ending + _result(state, heard, observation, attempt, now)
        case unreachable:
            assert_never(unreachable)


def give_up(
    state: CallState, attempt: Attempt, execution_id: str, now: datetime, *, agent_gone: bool
) -> list[ExecutionEvent]:
    """What is told of an execution that the provider no longer has.

    Its line is free, unless its agent is gone too: with the agent its executions disappear, live ones as well, so
    that the absence proves nothing and the slot stays held. A call that was answered counts as such.
    """
    word = AGENT_GONE if agent_gone else GONE
    told = [] if agent_gone else _end(state, attempt, execution_id, word, now)
    if state.reported:
        return told
    result = Outcome.ANSWERED if state.answered else Outcome.FAILED
    return [*told, CallReported(outcome=result, provider_status=word, **about(attempt, execution_id, now))]


def _progress(state: CallState, observation: Observation, *, live_again: bool) -> Progress | None:
    """Which progress is to be told; dialling is told, as ringing, only where nobody holds a slot for the call."""
    seen = Progress.ANSWERED if observation.status is ProviderStatus.IN_PROGRESS else Progress.RINGING
    match state.line:
        case Line.PLACED:
            dialling = observation.status is ProviderStatus.INITIATED
            return None if dialling and not state.given_up else seen
        case Line.RINGING:
            return seen if seen is Progress.ANSWERED else None
        case Line.ANSWERED:
            return None
        case Line.FREE:
            return seen if live_again else None
        case _:
            assert_never(state.line)


def _end(state: CallState, attempt: Attempt, execution_id: str, word: str, now: datetime) -> list[ExecutionEvent]:
    if state.line is Line.FREE:
        return []
    return [CallEnded(provider_status=word, **about(attempt, execution_id, now))]


def _result(
    state: CallState, heard: Heard, observation: Observation, attempt: Attempt, now: datetime
) -> list[ExecutionEvent]:
    if state.reported or observation.status is None:
        return []
    known = listen(heard, observation)
    details = known.details
    return [
        CallReported(
            outcome=outcome(observation.status, voicemail=bool(details.voicemail)),
            provider_status=observation.word,
            dialled=_dialled(state, heard, observation.status, details),
            duration_seconds=details.duration_seconds,
            cost=None if details.cost_cents is None else Cost(amount=details.cost_cents / Decimal(100)),
            hangup_by=details.hangup_by,
            hangup_reason=details.hangup_reason,
            error_message=details.error_message,
            has_transcript=details.has_transcript,
            has_recording=details.has_recording,
            ended_at=known.line_ended_at,
            **about(attempt, observation.execution_id, now),
        )
    ]


def _dialled(state: CallState, heard: Heard, status: ProviderStatus, details: Details) -> bool:
    """Whether anybody was dialled: not for want of money, nor when stopped while still held back."""
    if status is ProviderStatus.BALANCE_LOW:
        return False
    on_line = heard.on_line or state.line is not Line.PLACED or state.answered
    talked = bool(details.duration_seconds) or details.has_transcript or details.has_recording
    return status is not ProviderStatus.STOPPED or on_line or talked
