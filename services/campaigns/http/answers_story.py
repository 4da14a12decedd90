"""The shapes of a call's story."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from services.campaigns.http.answers import Call, Cost
from services.campaigns.http.fields import Time
from shared.contracts.vocabulary import Outcome, Service


class Attempt(BaseModel):
    """One attempt to place a call; null is what was not told. `cut`: what was said is longer than is shown."""

    id: UUID
    execution_id: str | None
    requested_at: Time | None
    placed_at: Time | None
    failure: str | None
    ringing_at: Time | None
    answered_at: Time | None
    ended_at: Time | None
    outcome: Outcome | None
    duration_seconds: float | None
    cost: Cost | None
    hangup_by: str | None
    hangup_reason: str | None
    error_message: str | None
    has_transcript: bool
    has_recording: bool
    transcript: str | None = Field(default=None, examples=["assistant: Hello\nuser: Hi"])
    summary: str | None = None
    extracted_data: dict[str, Any] | None = None
    cut: bool = False


class Moment(BaseModel):
    """Something that happened to a call, or was decided about it."""

    at: Time
    event: str = Field(
        examples=["queued", "requested", "placed", "ringing", "answered", "ended", "reported", "retry_scheduled"]
    )
    by: Service = Field(description="the service that recorded it")
    attempt_id: UUID | None = None
    details: dict[str, Any] = Field(default={}, examples=[{"outcome": "busy", "retry_at": "2025-10-09T05:00:00Z"}])


class CallStory(Call):
    """A call with its attempts, oldest first, everything that happened and was decided, in order, and its cost in all.

    `transcript` is that of the last attempt that has one. `unanswered` names the services that were asked and gave no
    answer in time: what they would tell is missing, or shorter.
    """

    attempts_made: list[Attempt]
    events: list[Moment]
    transcript: str | None
    cost: Cost | None
    unanswered: list[Service]
