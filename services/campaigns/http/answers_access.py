"""The shapes of answers on sessions, sign-in links and the audit."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.campaigns.http.answers import User
from services.campaigns.http.fields import Time


class Session(BaseModel):
    """Somebody signed in to the console; `current` is the one that asks."""

    id: UUID
    method: Literal["password", "link"]
    created_at: Time
    last_seen_at: Time
    expires_at: Time
    source: str | None = Field(description="the address from which they signed in", examples=["203.0.113.7"])
    user_agent: str | None = Field(examples=["Mozilla/5.0"])
    current: bool


class SignedIn(BaseModel):
    """A session that was opened, and whose it is; the cookie came along."""

    session_id: UUID
    expires_at: Time
    user: User


class SignInLink(BaseModel):
    """A link that signs its user in once. `token` is shown once: it belongs behind `#token=` of the console's page."""

    id: UUID
    user_id: UUID
    expires_at: Time
    token: str | None = Field(default=None, description="shown once; absent when the answer is replayed")


class Actor(BaseModel):
    """Who did something, and the key or session by which they came."""

    user_id: UUID
    name: str | None
    credential_kind: Literal["key", "session"]
    credential_id: UUID


class Subject(BaseModel):
    """What something was done to: a user, an agent, a campaign, an import, …; `system` has no id."""

    kind: str = Field(examples=["campaign"])
    id: UUID | None


class Act(BaseModel):
    """Something that a person changed. `details` are the event's fields; those named in `personal` are left out."""

    id: UUID
    at: Time
    action: str = Field(description="the event's name: docs/events.md", examples=["CampaignPaused"])
    actor: Actor
    user_id: UUID | None = Field(description="whose it is; null where it is everybody's")
    about: Subject
    details: dict[str, Any]
    personal: list[str]
