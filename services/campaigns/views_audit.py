"""Who changed what, when: the log's events that a person had recorded, without what tells of contacts."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from services.campaigns.views_paging import DEFAULT_LIMIT, by_position, cut, rows_wanted
from services.campaigns.views_shapes import ActView, Page
from shared.contracts.campaigns import CallsClosed, ChunkMembers
from shared.contracts.contacts import ContactsImported
from shared.contracts.ids import SYSTEM
from shared.contracts.personal import fields_of, personal_fields_of
from shared.contracts.vocabulary import Service
from shared.runtime.worker import Connection
from shared.sql import load_queries

QUERIES = load_queries("services.campaigns", "sql/everyone.sql")
LEFT_OUT = tuple(event.__name__ for event in (CallsClosed, ChunkMembers, ContactsImported))
"""Parts of what another event tells as a whole."""
UNTOLD = frozenset({"at"})


@dataclass(frozen=True)
class Period:
    """From a moment (with it) until another (without it); None is open."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Audit:
    """What people had recorded; for administrators."""

    pool: AsyncConnectionPool[Connection]

    async def acts(
        self,
        *,
        user_id: UUID | None = None,
        actor_id: UUID | None = None,
        period: Period = Period(),
        cursor: str | None = None,
        limit: int = DEFAULT_LIMIT,
    ) -> Page[ActView]:
        """Return a page, newest first: of what was done to `user_id` and theirs, by `actor_id`. Raises BadCursor."""
        asked = {"user_id": user_id, "actor_id": actor_id, "since": period.since, "until": period.until}
        parameters = {**asked, **by_position(cursor), "left_out": list(LEFT_OUT), "limit": rows_wanted(limit)}
        async with self.pool.connection() as connection:
            found = await (await connection.execute(QUERIES["acts"], parameters)).fetchall()
        shown, following = cut(found, limit, "position")
        return Page(items=tuple(_act(row) for row in shown), next_cursor=following)


def _act(row: dict[str, Any]) -> ActView:
    about, _, about_id = row["stream"].partition("-")
    kind, _, credential_id = row["credential"].partition(":")
    return ActView(
        id=row["id"],
        at=row["at"],
        action=row["action"],
        actor_id=row["actor_id"],
        actor_name=row["actor_name"],
        credential_kind=kind,
        credential_id=UUID(credential_id),
        user_id=row["user_id"],
        about=about,
        about_id=None if about_id in {"", SYSTEM} else UUID(about_id),
        details={name: value for name, value in row["data"].items() if name in _told(row["action"])},
        personal=tuple(name for name in sorted(_personal(row["action"])) if row["data"].get(name) is not None),
    )


@cache
def _told(action: str) -> frozenset[str]:
    """Return the fields of an event that tell of no person; none of one that this release does not know."""
    return fields_of(Service.CAMPAIGNS, action) - _personal(action) - UNTOLD


def _personal(action: str) -> frozenset[str]:
    return personal_fields_of(Service.CAMPAIGNS, action)
