"""What reaches us about an execution, read into what the domain decides on; what was said goes beside it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from services.webhooks.domain.observation import Details, Observation
from services.webhooks.domain.statuses import ProviderStatus
from shared.bolna.execution import Execution, Status, Unreadable, read_execution
from shared.contracts.dialer import CallStopped

LONGEST_ID = 200
"""Characters of an execution's id, Bolna's have 36; one of thousands would fit into no index."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in a call: personal, kept in `reports`, never in an event."""

    transcript: str | None = field(default=None, repr=False)
    summary: str | None = field(default=None, repr=False)
    recording_url: str | None = field(default=None, repr=False)
    extracted_data: dict[str, Any] | None = field(default=None, repr=False)

    def filled_from(self, other: "Said") -> "Said":
        """These words, with what they leave open taken from the other ones."""
        return Said(
            self.transcript or other.transcript,
            self.summary or other.summary,
            self.recording_url or other.recording_url,
            self.extracted_data or other.extracted_data,
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """One piece of news about an execution.

    `claimed_attempt` is the attempt that it echoes, `claimed_call` the call, for its trace alone. `webhook` tells a
    delivery from an answer to our own question. `vouched`: it comes from somebody who knows whose execution it is, so
    that agent and number need not be proved.
    """

    observation: Observation
    claimed_attempt: UUID | None = None
    claimed_call: UUID | None = None
    said: Said = Said()
    webhook: bool = False
    vouched: bool = False


def read_webhook(body: bytes, received_at: datetime) -> Notice:
    """Read a webhook's body. Raises shared.bolna.execution.Unreadable if it names no execution that there can be."""
    execution = read_execution(body)
    if len(execution.id) > LONGEST_ID:
        raise Unreadable(f"the execution's id has more than {LONGEST_ID} characters")
    return notice_of(execution, received_at, webhook=True)


def notice_of(execution: Execution, received_at: datetime, *, webhook: bool = False, present: bool = False) -> Notice:
    """Turn the provider's words into a notice; `present` as in `Observation`."""
    details = Details(
        voicemail=execution.answered_by_voice_mail,
        duration_seconds=execution.conversation_seconds,
        cost_cents=execution.total_cost_cents,
        hangup_by=execution.hangup_by,
        hangup_reason=execution.hangup_reason,
        error_message=execution.error_message,
        has_transcript=execution.transcript is not None,
        has_recording=execution.recording_url is not None,
    )
    observation = Observation(
        execution_id=execution.id,
        status=ProviderStatus(execution.status) if isinstance(execution.status, Status) else None,
        word=str(execution.status or ""),
        received_at=received_at,
        agent_id=execution.agent_id,
        phone_number=execution.to_number,
        updated_at=execution.updated_at,
        present=present,
        details=details,
    )
    said = Said(execution.transcript, execution.summary, execution.recording_url, execution.extracted_data)
    attempt_id, call_id = _uuid(execution.echoed("attempt_id")), _uuid(execution.echoed("call_id"))
    return Notice(observation, attempt_id, call_id, said, webhook=webhook)


def notice_of_stop(event: CallStopped) -> Notice:
    """The dialer read the execution back as stopped: as good as the provider's own word."""
    observation = Observation(
        execution_id=event.execution_id,
        status=ProviderStatus.STOPPED,
        word=ProviderStatus.STOPPED.value,
        received_at=event.at,
    )
    return Notice(observation, event.attempt_id, vouched=True)


def _uuid(text: str | None) -> UUID | None:
    try:
        return None if text is None else UUID(text)
    except ValueError:
        return None
