"""The execution object: what Bolna says of one call, in a webhook's body and in `GET /executions/{id}` alike.

Reading is tolerant of everything that Bolna's pages leave open: `id` or `execution_id`, figures as text, nulls,
old spellings, statuses unknown to us, numbers in three places. Only what names no execution is `Unreadable`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from shared.bolna import reading
from shared.bolna.reading import Unreadable, e164

__all__ = [
    "Execution",
    "Status",
    "Unreadable",
    "e164",
    "held_back",
    "is_terminal",
    "line_is_free",
    "read_execution",
    "read_status",
]


class Status(StrEnum):
    """Bolna's sixteen statuses, in the order in which a call may pass them."""

    SCHEDULED = "scheduled"
    PREPARED = "prepared"
    QUEUED = "queued"
    RESCHEDULED = "rescheduled"
    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    CALL_DISCONNECTED = "call-disconnected"
    COMPLETED = "completed"
    NO_ANSWER = "no-answer"
    BUSY = "busy"
    FAILED = "failed"
    CANCELED = "canceled"
    STOPPED = "stopped"
    ERROR = "error"
    BALANCE_LOW = "balance-low"


_HELD_BACK = frozenset({Status.SCHEDULED, Status.PREPARED, Status.QUEUED, Status.RESCHEDULED})
_TERMINAL = frozenset(
    {
        Status.COMPLETED,
        Status.NO_ANSWER,
        Status.BUSY,
        Status.FAILED,
        Status.CANCELED,
        Status.STOPPED,
        Status.ERROR,
        Status.BALANCE_LOW,
    }
)
_VOICEMAIL = "voicemail"  # no status of today's: completed, with answered_by_voice_mail
_SPELLINGS: Mapping[str, Status] = {
    **{status.value: status for status in Status},
    "cancelled": Status.CANCELED,
    "call-connected": Status.IN_PROGRESS,
    _VOICEMAIL: Status.COMPLETED,
}


def is_terminal(status: str | None) -> bool:
    """Whether Bolna says no more of the call itself. False for a status unknown to us, and for none."""
    return status in _TERMINAL


def line_is_free(status: str | None) -> bool:
    """Whether the line has ended, and with it the slot: `call-disconnected` or any terminal status. Unknown: False."""
    return status == Status.CALL_DISCONNECTED or status in _TERMINAL


def held_back(status: str | None) -> bool:
    """Whether Bolna has the call but has not dialled: scheduled, prepared, queued, rescheduled. Unknown: False."""
    return status in _HELD_BACK


def _spelling(value: Any) -> str | None:
    written = reading.text(value)
    return None if written is None else written.lower().replace("_", "-").replace(" ", "-")


def read_status(value: Any) -> Status | str | None:
    """The status in any of its spellings; one unknown to us stays the text it was; None where there is none."""
    return _SPELLINGS.get(_spelling(value) or "") or reading.text(value)


class Execution(BaseModel):
    """One call as Bolna tells it. None is "not said (yet)": later ones tell more. Its repr holds no personal data."""

    model_config = ConfigDict(frozen=True)

    id: str
    agent_id: str | None = None
    status: Status | str | None = None
    """A `Status`, or Bolna's own word where we know it not."""
    to_number: str | None = Field(None, repr=False)
    """Who was called, without spaces; compare as `e164`."""
    from_number: str | None = Field(None, repr=False)
    call_type: str | None = None
    """`outbound` or `inbound`."""
    answered_by_voice_mail: bool | None = None
    conversation_seconds: float | None = None
    total_cost_cents: Decimal | None = None
    """In cents; Bolna names no currency."""
    transcript: str | None = Field(None, repr=False)
    """Lines `assistant: …` and `user: …`."""
    summary: str | None = Field(None, repr=False)
    extracted_data: dict[str, Any] | None = Field(None, repr=False)
    recording_url: str | None = Field(None, repr=False)
    hangup_by: str | None = None
    hangup_reason: str | None = None
    hangup_code: str | None = None
    termination_reason: str | None = None
    error_message: str | None = Field(None, repr=False)
    created_at: datetime | None = None
    updated_at: datetime | None = None
    scheduled_at: datetime | None = None
    retry_count: int | None = None
    """Above 0 only if Bolna dials again by itself."""
    recipient_data: dict[str, Any] = Field(default_factory=dict, repr=False)
    """`user_data` as we sent it, among it `call_id` and `attempt_id`."""

    def echoed(self, name: str) -> str | None:
        """The text we sent under this name in `user_data`, or None."""
        return reading.text(self.recipient_data.get(name))


Reader = Callable[[Any], Any]
_FIELDS: tuple[tuple[str, Reader, tuple[tuple[str, ...], ...]], ...] = (
    # field, how it is read, and where: the first place that holds something readable counts
    ("agent_id", reading.text, (("agent_id",),)),
    ("call_type", reading.text, (("telephony_data", "call_type"), ("call_type",))),
    ("answered_by_voice_mail", reading.flag, (("answered_by_voice_mail",),)),
    ("conversation_seconds", reading.seconds, (("conversation_duration",), ("conversation_time",))),
    ("total_cost_cents", reading.decimal, (("total_cost",),)),
    ("transcript", reading.text, (("transcript",),)),
    ("summary", reading.text, (("summary",),)),
    ("extracted_data", reading.mapping, (("extracted_data",),)),
    ("recording_url", reading.text, (("telephony_data", "recording_url"), ("recording_url",))),
    ("hangup_by", reading.text, (("telephony_data", "hangup_by"),)),
    ("hangup_reason", reading.text, (("telephony_data", "hangup_reason"),)),
    (
        "hangup_code",
        reading.text,
        (("telephony_data", "hangup_provider_code"), ("telephony_data", "hangup_code")),
    ),
    ("termination_reason", reading.text, (("termination_reason",),)),
    ("error_message", reading.text, (("error_message",),)),
    ("created_at", reading.moment, (("created_at",),)),
    ("updated_at", reading.moment, (("updated_at",),)),
    ("scheduled_at", reading.moment, (("scheduled_at",), ("rescheduled_at",))),
    ("retry_count", reading.whole, (("retry_count",),)),
)
_IDS = (("id",), ("execution_id",))
_PERSON = (("user_number",), ("context_details", "recipient_phone_number"))
_AGENT = (("agent_number",),)


def read_execution(body: bytes | str | Mapping[str, Any]) -> Execution:
    """Read a webhook's body, an answer's body, or one row of a list of executions.

    Raises Unreadable, and nothing else, if it is no JSON object or names no execution.
    """
    found = body if isinstance(body, Mapping) else reading.document(body)
    if not isinstance(found, Mapping):
        raise Unreadable("the body is no JSON object")
    execution_id = _first(found, reading.text, _IDS)
    if execution_id is None:
        raise Unreadable("the body has neither id nor execution_id")
    fields = {name: _first(found, read, places) for name, read, places in _FIELDS}
    if _spelling(found.get("status")) == _VOICEMAIL:
        fields["answered_by_voice_mail"] = True
    inbound = (fields["call_type"] or "").lower() == "inbound"
    return Execution(
        id=execution_id,
        status=read_status(found.get("status")),
        to_number=_number(found, "to_number", _AGENT if inbound else _PERSON),
        from_number=_number(found, "from_number", _PERSON if inbound else _AGENT),
        recipient_data=_first(found, reading.mapping, (("context_details", "recipient_data"),)) or {},
        **fields,
    )


def _number(found: Mapping[str, Any], name: str, elsewhere: tuple[tuple[str, ...], ...]) -> str | None:
    number: str | None = _first(found, reading.phone_number, (("telephony_data", name), *elsewhere))
    return number


def _first(found: Mapping[str, Any], read: Reader, places: tuple[tuple[str, ...], ...]) -> Any:
    values = (read(reading.at(found, place)) for place in places)
    return next((value for value in values if value is not None), None)
