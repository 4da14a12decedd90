"""The shapes of answers, as `interface.md` names them; times are RFC 3339 in UTC."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from services.campaigns.domain.agents_at_bolna import MESSAGES
from services.campaigns.http.fields import Time
from shared.contracts.vocabulary import BlockScope, CallStatus, CampaignStatus, Outcome, Role, Weekday

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """A page of a list; `next_cursor` is null on the last."""

    items: list[T]
    next_cursor: str | None = None


class Slots(BaseModel):
    """Limits, and calls that hold a slot; of others no more than their sum."""

    user_limit: int
    user_active: int
    user_available: int
    system_limit: int
    system_active: int
    system_available: int


class Concurrency(Slots):
    """Limits and calls that hold a slot; and where everything is stopped, what it would go back to."""

    system_limit_before_stop: int | None = Field(None, description="the limit before it was set to 0, else null")


class User(BaseModel):
    """A user."""

    id: UUID
    name: str
    email: str
    role: Role
    concurrent_calls_limit: int
    weight: int = Field(description="turns for each that a user with 1 has")
    timezone: str
    default_country: str
    allowed_countries: list[str] | None
    suspended: bool
    created_at: Time


class RegisteredUser(User):
    """A new user with their first key, which is not shown again."""

    api_key: str | None = Field(default=None, description="shown once; absent when the answer is replayed")


class Credential(BaseModel):
    """By what somebody came in: an API key or a session."""

    kind: Literal["key", "session"]
    id: UUID
    read_only: bool
    expires_at: Time | None


class Me(User):
    """Who asks, by what, and their slots."""

    credential: Credential
    slots: Slots


class Key(BaseModel):
    """An API key without the key."""

    id: UUID
    name: str
    prefix: str
    read_only: bool
    created_at: Time
    expires_at: Time | None
    last_used_at: Time | None


class IssuedKey(BaseModel):
    """A new key, shown in full this once."""

    id: UUID
    name: str
    prefix: str
    read_only: bool
    expires_at: Time | None
    key: str | None = Field(default=None, description="shown once; absent when the answer is replayed")


class Agent(BaseModel):
    """An agent of Bolna's, connected to a user."""

    id: UUID
    name: str
    bolna_agent_id: str
    from_phone_numbers: list[str]
    created_at: Time


class AgentWarning(BaseModel):
    """Something about an agent that is to be seen to."""

    code: str = Field(examples=sorted(MESSAGES))
    message: str


class ConnectedAgent(Agent):
    """An agent whose webhooks come to us; the address without its secret."""

    webhook_url: str
    warnings: list[AgentWarning]


class AgentOwner(BaseModel):
    """Whose an agent is."""

    id: UUID
    name: str


class SyncedAgent(BaseModel):
    """An agent as Bolna has it, as it is registered here, or both; `id` and `owner` are null where it is nobody's."""

    bolna_agent_id: str
    name: str | None
    at_bolna: bool
    id: UUID | None
    owner: AgentOwner | None
    warnings: list[AgentWarning]


class SyncedAgents(BaseModel):
    """Every agent of the account at Bolna and every one registered here, and the account's numbers (null: unread)."""

    items: list[SyncedAgent]
    phone_numbers: list[str] | None
    unreadable: int = Field(description="rows of Bolna's that are no agents")


class CampaignName(BaseModel):
    """A campaign by its name."""

    id: UUID
    name: str


class Contact(BaseModel):
    """A contact."""

    id: UUID
    name: str | None
    phone_number: str
    email: str | None
    company: str | None
    notes: str | None
    timezone: str | None
    tags: list[str]
    variables: dict[str, str]
    created_at: Time
    updated_at: Time
    do_not_call: bool = Field(description="its number stands on the caller's list or on everybody's")
    used_in_count: int = Field(description="how many campaigns have a call to it")
    used_in: list[CampaignName] = Field(description="the newest of them, at most 3")


class Stopping(BaseModel):
    """It is recorded, and not yet sure that no such call can start: ask again in a moment."""

    stopping: bool = True


class BlockedNumber(BaseModel):
    """A number that is not to be called. `stopping`: it is not yet sure that no call to it can start."""

    phone_number: str = Field(examples=["+919876543210"])
    scope: BlockScope
    reason: str | None
    created_at: Time
    stopping: bool = False


class FrequencyCap(BaseModel):
    """At most so many calls to one number in so many hours."""

    calls: int
    hours: int


class Retry(BaseModel):
    """How often, after which outcomes and when a call is tried again."""

    max_attempts: int
    outcomes: list[Outcome]
    delays_minutes: list[int]


class Settings(BaseModel):
    """When and how a campaign calls, as applied."""

    first_call_time: str
    last_call_time: str
    timezone: str
    use_contact_timezone: bool
    start_date: date
    end_date: date | None
    days: list[Weekday]
    holidays: list[date]
    max_concurrent_calls: int | None
    max_calls_per_minute: int | None
    from_phone_numbers: list[str]
    frequency_cap: FrequencyCap | None
    retry: Retry
    keep_open: bool


class Campaign(Settings):
    """A campaign. `stopping`: it was paused or cancelled, and it is not yet sure that no call of it can start."""

    id: UUID
    name: str
    status: CampaignStatus
    status_reason: str | None
    agent_id: UUID
    next_action: str
    counters: dict[str, int]
    progress: float = Field(ge=0, le=1)
    importing: bool
    stopping: bool
    next_dial_at: Time | None = Field(
        default=None, description="when its windows let it dial next: now while one is open; null where it does not run"
    )
    expected_end_at: Time | None = Field(
        default=None, description="as its pace and windows are now; null where it does not run, or that cannot be said"
    )
    created_at: Time
    started_at: Time | None
    completed_at: Time | None


class Call(BaseModel):
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
    queued_at: Time
    next_attempt_at: Time | None
    settled_at: Time | None


class Cost(BaseModel):
    """What was paid."""

    amount: str
    currency: str


class RowProblem(BaseModel):
    """What is wrong with a row, or was noticed; `row` as a spreadsheet counts."""

    row: int
    column: str
    value: str
    code: str
    message: str


class Import(BaseModel):
    """An import. `errors` are the first 100; all of them are in the file behind `errors_csv_url`."""

    id: UUID
    campaign_id: UUID | None
    status: str = Field(examples=["receiving", "validating", "queueing", "done", "failed"])
    total_rows: int
    accepted: int
    rejected: int
    duplicates: int
    already_in_campaign: int
    errors: list[RowProblem]
    warnings: list[RowProblem]
    failure: dict[str, Any] | None
    errors_csv_url: str | None
    created_at: Time
    finished_at: Time | None


class BlockedNumbers(BaseModel):
    """What became of a file of numbers that are not to be called; `errors` and `warnings` are the first 100."""

    total_rows: int
    accepted: int
    rejected: int
    duplicates: int
    already_blocked: int
    errors: list[RowProblem]
    warnings: list[RowProblem]
    stopping: bool = Field(description="not yet sure that no call to one of them can start")


class Uploaded(BaseModel):
    """A campaign made of a file, and what became of the file."""

    campaign: Campaign | None
    import_: Import = Field(alias="import")


class AddedContacts(BaseModel):
    """What became of contacts that were added to a campaign: so many queued, so many in it already."""

    queued: int
    already_in_campaign: int
    campaign: Campaign


class Preview(BaseModel):
    """A look into a file: `headers` as written, `mapping` what each is read as ("" is left out), the first rows."""

    encoding: str
    delimiter: str
    headers: list[str]
    mapping: list[str]
    column_mapping: dict[str, str]
    missing: list[str]
    rows: list[list[str]]
    warnings: list[RowProblem]


class QueueSlots(BaseModel):
    """Limits and calls that hold a slot."""

    system_limit: int
    system_active: int
    user_limit: int
    user_active: int


class QueueStatistics(BaseModel):
    """How many of the user's calls stand where."""

    queued: int
    dialling: int
    in_call: int
    awaiting_result: int
    waiting_retry: int
    slots: QueueSlots


class Reason(BaseModel):
    """One thing that stands in the way of a call."""

    code: str
    message: str
    until: Time | None = None


class Why(BaseModel):
    """Why something is, or is not, being called now; nothing is in the way where there are no reasons."""

    state: str
    reasons: list[Reason]
    next_dial_at: Time | None = None


def as_json(answer: BaseModel) -> Any:
    """Return an answer's body."""
    return answer.model_dump(mode="json", by_alias=True)


def answered(answer: BaseModel, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer as it goes out."""
    return JSONResponse(as_json(answer), status, dict(headers or {}))


def etag_of(answer: BaseModel) -> str:
    """Return the ETag of what an answer shows."""
    written = json.dumps(as_json(answer), sort_keys=True)
    return f'"{hashlib.sha256(written.encode()).hexdigest()[:32]}"'
