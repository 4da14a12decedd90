"""Answers from the tables. Every query goes through `Views.of(user)`, which scopes it to that user; no exception.

`Everyone` holds what belongs to nobody or is an administrator's: credentials by hash, the list of users.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from services.campaigns import views_export
from services.campaigns.domain.agents_at_bolna import Registered
from services.campaigns.domain.do_not_call import scope_of
from services.campaigns.domain.outlook import Course, outlook
from services.campaigns.domain.session import IDLE
from services.campaigns.projections_calls import column
from services.campaigns.projections_do_not_call import NOBODY
from services.campaigns.views_dry_run import DryRunViews
from services.campaigns.views_figures import AnalyticsView, analytics
from services.campaigns.views_paging import (
    DEFAULT_LIMIT,
    BadCursor,
    by_id,
    by_key,
    by_status,
    cut,
    newest_first,
    rows_wanted,
)
from services.campaigns.views_shapes import (
    AgentView,
    AttemptView,
    BlockedNumberView,
    CallStoryView,
    CallView,
    CampaignView,
    ContactView,
    ImportView,
    KeyView,
    MeView,
    Page,
    QueueView,
    SessionView,
    SlotsView,
    UserView,
)
from shared.contracts.vocabulary import CallStatus, CampaignStatus, Outcome
from shared.runtime.worker import Connection
from shared.sql import load_queries

__all__ = ["BadCursor", "CampaignOrder", "Everyone", "Views"]

QUERIES = load_queries("services.campaigns", "sql/views.sql")
FOR_EVERYONE = load_queries("services.campaigns", "sql/everyone.sql")
Rows = list[dict[str, Any]]
CampaignOrder = Literal[
    "-created_at", "created_at", "name", "-name", "start_date", "-start_date", "progress", "-progress"
]
"""By what campaigns are listed; `-`: the greatest first."""


@dataclass(frozen=True)
class Views:
    """What one user sees. Single things are None where there is none, or it is somebody else's."""

    pool: AsyncConnectionPool[Connection]
    user_id: UUID

    async def _rows(self, query: str, /, **parameters: object) -> Rows:
        """Run a query for this user: the one place where a query gets whose rows it may see."""
        return await _fetch(self.pool, QUERIES[query], {**parameters, "user_id": self.user_id})

    async def me(self) -> MeView | None:
        """Return the user with their limits and slots in use."""
        found = await self._rows("user")
        return MeView(user=_user(found[0]), slots=await self.slots()) if found else None

    @property
    def dry_run(self) -> DryRunViews:
        """What a dry run rests on."""
        return DryRunViews(self._rows)

    async def slots(self) -> SlotsView:
        """Return limits and calls dialling or in a call, by the read model."""
        (found,) = await self._rows("slots")
        return _slots(found)

    async def queue(self) -> QueueView:
        """Return how many of the user's calls stand where."""
        (found,) = await self._rows("queue")
        return QueueView(**found, slots=await self.slots())

    async def campaign(self, campaign_id: UUID) -> CampaignView | None:
        """Return a campaign with its counters."""
        found = await self._rows("campaigns", **{**_ANY_CAMPAIGN, "campaign_id": campaign_id})
        return _campaign(found[0]) if found else None

    async def campaigns(
        self,
        *,
        status: CampaignStatus | None = None,
        search: str | None = None,
        sort: CampaignOrder = "-created_at",
        cursor: str | None = None,
        limit: int = DEFAULT_LIMIT,
    ) -> Page[CampaignView]:
        """Return campaigns; `search` looks in their names, whatever the case. Raises BadCursor."""
        if sort != "-created_at":
            return await self._campaigns_in_order(sort, cursor, limit, status=status, search=search)
        asked = {**_ANY_CAMPAIGN, "status": status, "search": search, **newest_first(cursor)}
        found = await self._rows("campaigns", **{**asked, "limit": rows_wanted(limit)})
        shown, following = cut(found, limit, "created_at", "id")
        return Page(items=tuple(_campaign(one) for one in shown), next_cursor=following)

    async def _campaigns_in_order(
        self, sort: CampaignOrder, cursor: str | None, limit: int, **asked: object
    ) -> Page[CampaignView]:
        order = {"sort": sort, "by": sort.removeprefix("-"), "down": sort.startswith("-"), **by_key(cursor, sort)}
        found = await self._rows("campaigns_in_order", **order, **asked, limit=rows_wanted(limit))
        chosen, following = cut(found, limit, "sort", "key", "id")
        ids = [one["id"] for one in chosen]
        rows = await self._rows("campaigns", **{**_ANY_CAMPAIGN, "campaign_ids": ids, "limit": len(ids)})
        views = {row["id"]: _campaign(row) for row in rows}
        return Page(items=tuple(views[one] for one in ids if one in views), next_cursor=following)

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
        asked = {"campaign_id": campaign_id, "status": status, "outcome": outcome, **by_id(cursor)}
        found = await self._rows("calls", **asked, limit=rows_wanted(limit))
        shown, following = cut(found, limit, "id")
        return Page(items=tuple(CallView(**one) for one in shown), next_cursor=following)

    async def analytics(self, campaign_id: UUID) -> AnalyticsView | None:
        """Return a campaign's figures."""
        found = await self._rows("analytics", campaign_id=campaign_id)
        return analytics(found[0]) if found else None

    async def export(self, campaign_id: UUID) -> AsyncIterator[str]:
        """Yield a campaign's calls as CSV, a page a transaction: what moves meanwhile is shown as it is then."""
        yield views_export.heading()
        after: UUID | None = None
        while rows := await self._rows("export", campaign_id=campaign_id, after_id=after, limit=views_export.PAGE):
            yield views_export.page(rows)
            after = rows[-1]["call_id"]

    async def calls_in_queue(
        self, *, status: CallStatus | None = None, cursor: str | None = None, limit: int = DEFAULT_LIMIT
    ) -> Page[CallView]:
        """Return calls that are not settled: those out first, then queued, then waiting. Raises BadCursor."""
        found = await self._rows("calls_in_queue", status=status, **by_status(cursor), limit=rows_wanted(limit))
        shown, following = cut(found, limit, "status", "id")
        return Page(items=tuple(CallView(**one) for one in shown), next_cursor=following)

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
        asked = {"phone_number": phone_number, "contact_id": contact_id, "since": since, "until": until}
        found = await self._rows("calls_of_number", **asked, **newest_first(cursor), limit=rows_wanted(limit))
        shown, following = cut(found, limit, "queued_at", "id")
        return Page(items=tuple(CallView(**one) for one in shown), next_cursor=following)

    async def call(self, call_id: UUID) -> CallStoryView | None:
        """Return a call with its attempts."""
        found = await self._rows("call", call_id=call_id)
        if not found:
            return None
        made = await self._rows("attempts", call_id=call_id)
        return CallStoryView(**found[0], attempts_made=tuple(AttemptView(**one) for one in made))

    async def import_(self, import_id: UUID) -> ImportView | None:
        """Return an import or an upload on its way, with its first errors."""
        found = await self._rows("imports", import_id=import_id, **newest_first(None), limit=1)
        return ImportView(**found[0]) if found else None

    async def imports(self, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT) -> Page[ImportView]:
        """Return imports and uploads on their way, newest first. Raises BadCursor."""
        found = await self._rows("imports", import_id=None, **newest_first(cursor), limit=rows_wanted(limit))
        shown, following = cut(found, limit, "created_at", "id")
        return Page(items=tuple(ImportView(**one) for one in shown), next_cursor=following)

    async def rejects(self, import_id: UUID) -> Sequence[bytes] | None:
        """Return the file of rejected rows in its parts; None where there is none."""
        return [bytes(one["csv"]) for one in await self._rows("rejects", import_id=import_id)] or None

    async def agent(self, agent_id: UUID) -> AgentView | None:
        """Return an agent that is not removed."""
        found = await self._rows("agents", agent_id=agent_id, **newest_first(None), limit=1)
        return AgentView(**found[0]) if found else None

    async def agents(self, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT) -> Page[AgentView]:
        """Return agents, newest first. Raises BadCursor."""
        found = await self._rows("agents", agent_id=None, **newest_first(cursor), limit=rows_wanted(limit))
        shown, following = cut(found, limit, "created_at", "id")
        return Page(items=tuple(AgentView(**one) for one in shown), next_cursor=following)

    async def contact(self, contact_id: UUID) -> ContactView | None:
        """Return a contact that is not removed."""
        asked = {"contact_id": contact_id, "search": None, "tag": None}
        found = await self._rows("contacts", **asked, **newest_first(None), limit=1)
        return (await self._with_uses(found))[0] if found else None

    async def contacts(
        self,
        *,
        search: str | None = None,
        tag: str | None = None,
        cursor: str | None = None,
        limit: int = DEFAULT_LIMIT,
    ) -> Page[ContactView]:
        """Return contacts, newest first; `search` looks in name, number, e-mail and company. Raises BadCursor."""
        asked = {"contact_id": None, "search": search, "tag": tag}
        found = await self._rows("contacts", **asked, **newest_first(cursor), limit=rows_wanted(limit))
        shown, following = cut(found, limit, "created_at", "id")
        return Page(items=tuple(await self._with_uses(shown)), next_cursor=following)

    async def _with_uses(self, contacts: Sequence[Mapping[str, Any]]) -> list[ContactView]:
        found = await self._rows("uses_of_contacts", contact_ids=[one["id"] for one in contacts])
        uses = {use["id"]: use for use in found}
        return [ContactView(**{**uses[one["id"]], **one}) for one in contacts]

    async def matching_contacts(self, *, search: str | None = None, tag: str | None = None, most: int) -> list[UUID]:
        """Return the ids of contacts that match, at most `most`: for `contact_filter`."""
        asked = {"contact_id": None, "search": search, "tag": tag}
        found = await self._rows("contacts", **asked, **newest_first(None), limit=most)
        return [one["id"] for one in found]

    async def keys(self, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT) -> Page[KeyView]:
        """Return the user's keys that are not revoked, newest first. Raises BadCursor."""
        found = await self._rows("keys", key_id=None, **newest_first(cursor), limit=rows_wanted(limit))
        shown, following = cut(found, limit, "created_at", "id")
        return Page(items=tuple(KeyView(**one) for one in shown), next_cursor=following)

    async def key(self, key_id: UUID) -> KeyView | None:
        """Return a key that is not revoked."""
        found = await self._rows("keys", key_id=key_id, **newest_first(None), limit=1)
        return KeyView(**found[0]) if found else None

    async def sessions(self, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT) -> Page[SessionView]:
        """Return the user's sessions that are not over, newest first. Raises BadCursor."""
        asked = {"idle": IDLE.total_seconds(), **newest_first(cursor), "limit": rows_wanted(limit)}
        shown, following = cut(await self._rows("sessions", **asked), limit, "created_at", "id")
        return Page(items=tuple(SessionView(**one) for one in shown), next_cursor=following)


@dataclass(frozen=True)
class Everyone:
    """What is asked before anybody is known, or by an administrator alone."""

    pool: AsyncConnectionPool[Connection]

    def of(self, user_id: UUID) -> Views:
        """Return what one user sees."""
        return Views(self.pool, user_id)

    async def users(
        self, *, email: str | None = None, cursor: str | None = None, limit: int = DEFAULT_LIMIT
    ) -> Page[UserView]:
        """Return all users, newest first, or the one who has an e-mail address. Raises BadCursor."""
        asked = {"email": email, **newest_first(cursor), "limit": rows_wanted(limit)}
        shown, following = cut(await _fetch(self.pool, FOR_EVERYONE["users"], asked), limit, "created_at", "id")
        return Page(items=tuple(_user(one) for one in shown), next_cursor=following)

    async def user(self, user_id: UUID) -> UserView | None:
        """Return one user."""
        found = await self.of(user_id)._rows("user")  # noqa: SLF001 - the same idea, in the same module
        return _user(found[0]) if found else None

    async def limit_before_stop(self) -> int | None:
        """Return the last system limit above 0 that was recorded, None where none was."""
        found = await _fetch(self.pool, FOR_EVERYONE["limit_before_stop"], {})
        return found[0]["system_limit"] if found else None

    async def agents(self) -> Sequence[Registered]:
        """Return every agent that is registered, and whose it is: for an administrator."""
        found = await _fetch(self.pool, FOR_EVERYONE["registered_agents"], {})
        return [Registered(**{**one, "from_phone_numbers": tuple(one["from_phone_numbers"])}) for one in found]

    async def do_not_call(
        self,
        user_id: UUID | None,
        *,
        number: str | None = None,
        cursor: str | None = None,
        limit: int = DEFAULT_LIMIT,
    ) -> Page[BlockedNumberView]:
        """Return a user's do-not-call list, or everybody's (None), newest first. Raises BadCursor."""
        whose = {"scope": scope_of(user_id), "user_id": user_id or NOBODY, "number": number}
        asked = {**whose, **newest_first(cursor), "limit": rows_wanted(limit)}
        found = await _fetch(self.pool, FOR_EVERYONE["do_not_call"], asked)
        shown, following = cut(found, limit, "created_at", "entry_id")
        return Page(items=tuple(BlockedNumberView(**one) for one in shown), next_cursor=following)

    async def password(self, email: str) -> tuple[UUID, str] | None:
        """Return whose an e-mail address is, whatever its case, and the hash of their password; None if unknown."""
        found = await _fetch(self.pool, FOR_EVERYONE["user_by_email"], {"email": email})
        return (found[0]["user_id"], found[0]["password_hash"]) if found and found[0]["password_hash"] else None


_ANY_CAMPAIGN: dict[str, object] = {
    "campaign_id": None,
    "campaign_ids": None,
    "status": None,
    "search": None,
    "before_time": None,
    "before_id": None,
    "limit": 1,
}
_STATUSES = tuple(CallStatus)
_OUTCOMES = tuple(Outcome)


async def _fetch(pool: AsyncConnectionPool[Connection], query: str, parameters: dict[str, object]) -> Rows:
    async with pool.connection() as connection:
        return await (await connection.execute(query, parameters)).fetchall()


def _user(row: dict[str, Any]) -> UserView:
    return UserView(**row)


def _slots(row: dict[str, Any]) -> SlotsView:
    return SlotsView(
        **row,
        user_available=max(0, row["user_limit"] - row["user_active"]),
        system_available=max(0, row["system_limit"] - row["system_active"]),
    )


def _campaign(row: dict[str, Any]) -> CampaignView:
    """A campaign with its counters by their public names; nothing queued is no progress."""
    counted = ("total", *_STATUSES, *_OUTCOMES)
    counters = {str(name): row[column(name)] for name in counted}
    progress = row["settled"] / row["total"] if row["total"] else 0.0
    fields = {name: row[name] for name in CampaignView.model_fields if name in row}
    view = CampaignView(**fields, counters=counters, progress=progress)
    expected = outlook(view.status, view.settings, _course(row, view.settings.max_concurrent_calls), row["now"])
    return view.model_copy(update={"next_dial_at": expected.next_dial_at, "expected_end_at": expected.expected_end_at})


def _course(row: dict[str, Any], most: int | None) -> Course:
    slots = row["slots"] or 0
    return Course(
        queued=row["queued"],
        left=row["total"] - row["settled"],
        settled=row["settled"],
        placed=row["placed"] or 0,
        line_seconds=row["line_seconds"] or 0.0,
        recently=row["recently"] or 0,
        recently_since=max(row["recently_since"], row["started_at"] or row["recently_since"]),
        slots=slots if most is None else min(slots, most),
    )
