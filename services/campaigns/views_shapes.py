"""The answers of the read side, as they stand in the HTTP API."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.campaigns import CampaignSettings
from shared.contracts.vocabulary import BlockScope, CallStatus, CampaignStatus, Outcome, Role

T = TypeVar("T")


class Answer(BaseModel):
    """A frozen answer."""

    model_config = ConfigDict(frozen=True)


class Page(Answer, Generic[T]):
    """A page of a list; `next_cursor` is None on the last."""

    items: tuple[T, ...]
    next_cursor: str | None = None


class UserView(Answer):
    """A user."""

    id: UUID
    name: str
    email: str
    role: Role
    concurrent_calls_limit: int
    weight: int
    timezone: str
    default_country: str
    allowed_countries: tuple[str, ...] | None
    suspended: bool
    created_at: datetime


class SlotsView(Answer):
    """Limits, and calls dialling or in a call; nobody else's doings but their sum."""

    user_limit: int
    user_active: int
    user_available: int
    system_limit: int
    system_active: int
    system_available: int


class MeView(Answer):
    """Who is asking, with their slots."""

    user: UserView
    slots: SlotsView


class QueueView(Answer):
    """The user's calls that are not settled, by status, and the slots."""

    queued: int
    dialling: int
    in_call: int
    awaiting_result: int
    waiting_retry: int
    slots: SlotsView


class AgentView(Answer):
    """An agent; `revision` makes its ETag."""

    id: UUID
    name: str
    bolna_agent_id: str
    from_phone_numbers: tuple[str, ...]
    created_at: datetime
    revision: int


class CampaignNameView(Answer):
    """A campaign by its name."""

    id: UUID
    name: str


class ContactView(Answer):
    """A contact; `revision` makes its ETag. `used_in`: the newest campaigns with a call to it, of `used_in_count`."""

    id: UUID
    phone_number: str
    name: str | None
    email: str | None
    company: str | None
    notes: str | None
    timezone: str | None
    tags: tuple[str, ...]
    variables: Mapping[str, str]
    created_at: datetime
    updated_at: datetime
    revision: int
    do_not_call: bool
    used_in_count: int
    used_in: tuple[CampaignNameView, ...]


class BlockedNumberView(Answer):
    """An entry of a do-not-call list."""

    phone_number: str
    scope: BlockScope
    reason: str | None
    created_at: datetime


class CampaignView(Answer):
    """A campaign. `counters`: total, each status and each outcome by its public name. `revision` makes its ETag."""

    id: UUID
    name: str
    status: CampaignStatus
    status_reason: str | None
    agent_id: UUID
    next_action: str
    settings: CampaignSettings
    counters: Mapping[str, int]
    progress: float
    importing: bool
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    revision: int
    next_dial_at: datetime | None = None
    expected_end_at: datetime | None = None


class CallView(Answer):
    """A call: one contact in one campaign."""

    id: UUID
    campaign_id: UUID
    contact_id: UUID
    phone_number: str
    name: str | None
    status: CallStatus
    outcome: Outcome | None
    reason: str | None
    attempts: int
    priority: int
    queued_at: datetime
    next_attempt_at: datetime | None
    settled_at: datetime | None


class AttemptView(Answer):
    """What was told of one attempt of a call; absent is what was not told."""

    id: UUID
    request_number: int | None
    execution_id: str | None
    requested_at: datetime | None
    placed_at: datetime | None
    failure: str | None
    ringing_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    outcome: Outcome | None
    duration_seconds: float | None
    cost_amount: Decimal | None
    cost_currency: str | None
    hangup_by: str | None
    hangup_reason: str | None
    error_message: str | None
    has_transcript: bool
    has_recording: bool


class CallStoryView(CallView):
    """A call with its attempts, oldest first."""

    attempts_made: tuple[AttemptView, ...]


class ImportView(Answer):
    """An import. `errors`: the first hundred; the others are in the file of rejected rows, where `has_rejects`."""

    id: UUID
    campaign_id: UUID | None
    status: str
    total_rows: int
    accepted: int
    rejected: int
    duplicates: int
    queued: int
    already_in_campaign: int
    errors: tuple[Mapping[str, Any], ...]
    warnings: tuple[Mapping[str, Any], ...]
    failure: Mapping[str, Any] | None
    has_rejects: bool
    created_at: datetime
    finished_at: datetime | None


class KeyView(Answer):
    """An API key, without the key."""

    id: UUID
    name: str
    prefix: str
    read_only: bool
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class SessionView(Answer):
    """A session that is not over."""

    id: UUID
    method: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    source: str | None
    user_agent: str | None


class ActView(Answer):
    """Something that a person had recorded: who, by what, when, whose, about what. `personal`: fields left out."""

    id: UUID
    at: datetime
    action: str
    actor_id: UUID
    actor_name: str | None
    credential_kind: str
    credential_id: UUID
    user_id: UUID | None
    about: str
    about_id: UUID | None
    details: Mapping[str, Any]
    personal: tuple[str, ...]
