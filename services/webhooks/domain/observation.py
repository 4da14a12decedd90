"""What the provider says of an execution at one moment, whom it concerns, and what was heard of it before."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from services.webhooks.domain.statuses import Meaning, ProviderStatus, meaning

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Details:
    """What is said about a call beside its status. None is "not said"; cost in cents, as the provider counts."""

    voicemail: bool | None = None
    duration_seconds: float | None = None
    cost_cents: Decimal | None = None
    hangup_by: str | None = None
    hangup_reason: str | None = None
    error_message: str | None = field(default=None, repr=False)
    has_transcript: bool = False
    has_recording: bool = False

    def filled_from(self, other: "Details") -> "Details":
        """These details, with what they leave open (or say as 0) taken from the other ones."""
        return Details(
            voicemail=other.voicemail if self.voicemail is None else self.voicemail,
            duration_seconds=self.duration_seconds or _known(other.duration_seconds, self.duration_seconds),
            cost_cents=self.cost_cents or _known(other.cost_cents, self.cost_cents),
            hangup_by=self.hangup_by or other.hangup_by,
            hangup_reason=self.hangup_reason or other.hangup_reason,
            error_message=self.error_message or other.error_message,
            has_transcript=self.has_transcript or other.has_transcript,
            has_recording=self.has_recording or other.has_recording,
        )


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at an execution: a webhook's body, or the answer to a question.

    `word` is the status as the provider wrote it, `status` None where we do not know it. `updated_at` is the
    provider's clock, the only hint of order there is. `present` says that this is certainly how things stand now: the
    provider was asked after everything that was heard before.
    """

    execution_id: str
    status: ProviderStatus | None
    word: str
    received_at: datetime
    agent_id: str | None = None
    phone_number: str | None = field(default=None, repr=False)
    updated_at: datetime | None = None
    present: bool = False
    details: Details = Details()


@dataclass(frozen=True, slots=True)
class Attempt:
    """Whom a call was placed for, with the agent and the number as sent."""

    attempt_id: UUID
    call_id: UUID
    campaign_id: UUID
    user_id: UUID
    bolna_agent_id: str
    phone_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard of an execution before, whether or not it made events.

    `newest` is the latest moment, by the provider's clock, of which anything was heard.
    """

    anything: bool = False
    newest: datetime | None = None
    on_line: bool = False
    line_ended_at: datetime | None = None
    details: Details = Details()


def is_news(heard: Heard, observation: Observation) -> bool:
    """Whether the observation tells of a later moment than all that was heard. Undated ones do only if the first."""
    if observation.present or not heard.anything:
        return True
    dated = observation.updated_at
    return dated is not None and heard.newest is not None and dated > heard.newest


def prevails(heard: Heard, observation: Observation) -> bool:
    """Whether its words win over those heard before: they are newer, or those of a result. Else they only fill gaps."""
    return is_news(heard, observation) or meaning(observation.status) is Meaning.RESULT


def listen(heard: Heard, observation: Observation) -> Heard:
    """What has been heard once this observation is added: the newer details win, the older ones fill the gaps."""
    says = meaning(observation.status)
    freed = says in {Meaning.LINE_FREE, Meaning.RESULT}
    moment = observation.updated_at or (observation.received_at if freed else None)
    newer, older = observation.details, heard.details
    if not prevails(heard, observation):
        newer, older = older, newer
    return replace(
        heard,
        anything=True,
        newest=max((known for known in (heard.newest, moment) if known is not None), default=None),
        on_line=heard.on_line or says is Meaning.LIVE,
        line_ended_at=heard.line_ended_at or (moment if freed else None),
        details=newer.filled_from(older),
    )


def is_of(observation: Observation, attempt: Attempt, *, placed: bool) -> bool:
    """Whether agent and number are the attempt's.

    With `placed` the provider itself named the execution when it took the call: then what the observation leaves out
    is no contradiction. Else the attempt is known by an echo alone, and both must be there and the same.
    """
    agent, number = observation.agent_id, observation.phone_number
    same_agent = placed if agent is None else agent.lower() == attempt.bolna_agent_id.lower()
    same_number = placed if number is None else _digits(number) == _digits(attempt.phone_number)
    return same_agent and same_number


def _known(one: T | None, other: T | None) -> T | None:
    return other if one is None else one


def _digits(number: str) -> str:
    return "".join(digit for digit in number if digit in "0123456789").removeprefix("00")
