"""Answers from the tables. Every query goes through `Views.of(user)`, which scopes it to that user; no exception.

`Everyone` holds what belongs to nobody or is an administrator's: credentials by hash, the list of users.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from services.campaigns.views_shapes import (
    AgentView,
    CallStoryView,
    CallView,
    CampaignView,
    ContactView,
    Credential,
    ImportView,
    KeyView,
    MeView,
    Page,
    QueueView,
    SlotsView,
    UserView,
)
from shared.contracts.vocabulary import CallStatus, CampaignStatus, Outcome
from shared.runtime.worker import Connection

DEFAULT_LIMIT = 50


class BadCursor(ValueError):
    """The cursor is none that a list of this kind gave out; begin without one."""


@dataclass(frozen=True)
class Views:
    """What one user sees. Single things are None where there is none, or it is somebody else's."""

    pool: AsyncConnectionPool[Connection]
    user_id: UUID

    async def me(self) -> MeView | None:
        """Return the user with their limits and slots in use."""
        raise NotImplementedError

    async def slots(self) -> SlotsView:
        """Return limits and calls dialling or in a call, by the read model."""
        raise NotImplementedError

    async def queue(self) -> QueueView:
        """Return how many of the user's calls stand where."""
        raise NotImplementedError

    async def campaign(self, campaign_id: UUID) -> CampaignView | None:
        """Return a campaign with its counters."""
        raise NotImplementedError

    async def campaigns(
        self,
        *,
        status: CampaignStatus | None = None,
        search: str | None = None,
        cursor: str | None = None,
        limit: int = DEFAULT_LIMIT,
    ) -> Page[CampaignView]:
        """Return campaigns, newest first; `search` looks in their names, whatever the case. Raises BadCursor."""
        raise NotImplementedError

    async def calls(
        self,
        campaign_id: UUID,
        *,
        status: CallStatus | None = None,
        outcome: Outcome | None = None,
        cursor: str | None = None,
        limit: int = DEFAULT_LIMIT,
    ) -> Page[CallView]:
        """Return a campaign's calls in the order in which they were queued. Raises BadCursor."""
        raise NotImplementedError

    async def calls_of_number(
        self,
        *,
        phone_number: str | None = None,
        contact_id: UUID | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
        limit: int = DEFAULT_LIMIT,
    ) -> Page[CallView]:
        """Return calls of a number or contact over all campaigns, newest first. Raises BadCursor."""
        raise NotImplementedError

    async def call(self, call_id: UUID) -> CallStoryView | None:
        """Return a call with its attempts."""
        raise NotImplementedError

    async def import_(self, import_id: UUID) -> ImportView | None:
        """Return an import or an upload on its way, with its first errors."""
        raise NotImplementedError

    async def rejects(self, import_id: UUID) -> Sequence[bytes] | None:
        """Return the file of rejected rows in its parts; None where there is none."""
        raise NotImplementedError

    async def agent(self, agent_id: UUID) -> AgentView | None:
        """Return an agent that is not removed."""
        raise NotImplementedError

    async def agents(self, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT) -> Page[AgentView]:
        """Return agents, newest first. Raises BadCursor."""
        raise NotImplementedError

    async def contact(self, contact_id: UUID) -> ContactView | None:
        """Return a contact that is not removed."""
        raise NotImplementedError

    async def contacts(
        self,
        *,
        search: str | None = None,
        tag: str | None = None,
        cursor: str | None = None,
        limit: int = DEFAULT_LIMIT,
    ) -> Page[ContactView]:
        """Return contacts, newest first; `search` looks in name, number, e-mail and company. Raises BadCursor."""
        raise NotImplementedError

    async def matching_contacts(self, *, search: str | None = None, tag: str | None = None, most: int) -> list[UUID]:
        """Return the ids of contacts that match, at most `most`: for `contact_filter`."""
        raise NotImplementedError

    async def keys(self) -> Sequence[KeyView]:
        """Return the user's keys that are not revoked, newest first."""
        raise NotImplementedError


@dataclass(frozen=True)
class Everyone:
    """What is asked before anybody is known, or by an administrator alone."""

    pool: AsyncConnectionPool[Connection]

    def of(self, user_id: UUID) -> Views:
        """Return what one user sees."""
        return Views(self.pool, user_id)

    async def credential(self, key_hash: str, now: datetime) -> Credential | None:
        """Return whose a key is, by the SHA-256 of the key in hex; None if unknown, expired or revoked."""
        raise NotImplementedError

    async def key_used(self, key_id: UUID, now: datetime) -> None:
        """Note when a key was used last, to the minute."""
        raise NotImplementedError

    async def users(self, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT) -> Page[UserView]:
        """Return all users, newest first. Raises BadCursor."""
        raise NotImplementedError

    async def user(self, user_id: UUID) -> UserView | None:
        """Return one user."""
        raise NotImplementedError
