"""What the leader writes into the live feed: calls with the step that moves them, all else from the own log.

Only the leader writes it, under its fence, one step after another: so positions are committed in their order, and a
listener who has read up to one has everything below it. HTTP faces are told over NATS that there is something to read.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from services.campaigns.domain.call import Call
from services.campaigns.domain.feed import MOST_CALLS
from shared.contracts import campaigns as told
from shared.contracts.contacts import ContactsImported
from shared.contracts.scheduler import LaneClosed
from shared.contracts.vocabulary import CallStatus
from shared.messaging.envelope import Envelope
from shared.runtime.worker import Connection, Leader, Step
from shared.sql import load_queries

QUERIES = load_queries("services.campaigns", "sql/feed.sql")
PAGE = 5_000
"""Positions of the own log that are looked at in one step."""
PAUSE_SECONDS = 0.1
"""Between two looks at the own log, and at most so long is what was written kept from those who listen."""
SAFETY_NET_SECONDS = 30.0
LIVE = frozenset({CallStatus.DIALLING, CallStatus.IN_CALL})
SHOWN_ATTEMPT = frozenset({CallStatus.IN_CALL, CallStatus.AWAITING_RESULT})
"""The statuses in which the attempt that is out was placed, and counts as one, though the scheduler has not said so."""

OF_CAMPAIGNS = frozenset(
    event.__name__
    for event in (
        told.CampaignCreated,
        told.CampaignUpdated,
        told.CampaignScheduled,
        told.CampaignStarted,
        told.CampaignPaused,
        told.CampaignResumed,
        told.CampaignCancelled,
        told.CampaignCompleted,
        told.CampaignDeleted,
        told.ContactsQueued,
    )
)
OF_IMPORTS = frozenset(event.__name__ for event in (told.ImportAccepted, ContactsImported, told.ImportFinished))
OF_LIMITS = frozenset(event.__name__ for event in (told.UserLimitChanged, told.SystemLimitChanged))
TYPES = sorted(OF_CAMPAIGNS | OF_IMPORTS | OF_LIMITS)

Moved = tuple[Call, Call]
"""A call as it was, and as it is now."""
Wakes = Callable[[asyncio.Event], AbstractAsyncContextManager[None]]


class FeedWriting:
    """The leader's part of the feed. `tell` tells the HTTP faces that there is something to read."""

    def __init__(self, tell: Callable[[], Awaitable[None]]) -> None:
        self._tell = tell
        self._pending = False
        self._written = asyncio.Event()
        self._news = asyncio.Event()

    async def write(self, connection: Connection, moved: Sequence[Moved], events: Sequence[Envelope]) -> None:
        """Write, in a step, which calls moved in it, and which campaigns had many settled at once."""
        closed = {one.event.campaign_id for one in events if isinstance(one.event, LaneClosed | told.CallsClosed)}
        rows = _rows(moved, closed)
        if rows:
            await connection.execute(QUERIES["tell_calls"], {"moved": Jsonb(rows)})
            self._pending = True

    def committed(self, recorded: Sequence[Envelope]) -> None:
        """Note that a step was committed: what was written in it can be read, and the own log may tell more."""
        if self._pending:
            self._pending = False
            self._written.set()
        if any(one.type in TYPES for one in recorded):
            self._news.set()

    async def run(self, leader: Leader, wakes: Wakes) -> None:
        """Follow the own log and tell the faces, as long as this process leads. `wakes`: others appended to the log."""
        async with wakes(self._news), asyncio.TaskGroup() as group:
            group.create_task(self._follow(leader), name="feed from the log")
            group.create_task(self._tell_faces(), name="feed to the faces")

    async def _follow(self, leader: Leader) -> None:
        while True:
            self._news.clear()
            more = await leader.step(self._follow_page)
            await asyncio.sleep(PAUSE_SECONDS)
            if not more:
                with suppress(TimeoutError):
                    async with asyncio.timeout(SAFETY_NET_SECONDS):
                        await self._news.wait()

    async def _follow_page(self, step: Step) -> bool:
        """Write what the own log tells of since the last look; return whether there is more."""
        found = await step.connection.execute(QUERIES["news_of_the_log"], {"page": PAGE, "types": TYPES})
        row = await found.fetchone()
        assert row is not None
        if row["news"]:
            await _write_news(step.connection, row["news"])
            self._pending = True
        if row["upto"] > row["after"]:
            await step.connection.execute(QUERIES["log_told"], {"upto": row["upto"]})
        return bool(row["more"])

    async def _tell_faces(self) -> None:
        while True:
            await self._written.wait()
            self._written.clear()
            await self._tell()
            await asyncio.sleep(PAUSE_SECONDS / 5)


def _rows(moved: Sequence[Moved], closed: Collection[UUID]) -> list[dict[str, Any]]:
    """What is told of each campaign: the calls that moved, each as it is now, and whether those are all."""
    last: dict[UUID, dict[UUID, Call]] = defaultdict(dict)
    slots: dict[UUID, int] = defaultdict(int)
    for before, after in moved:
        last[after.campaign_id][after.call_id] = after
        slots[after.campaign_id] += (after.status in LIVE) - (before.status in LIVE)
    return [
        {
            "campaign_id": str(campaign_id),
            "calls": [_shown(call) for call in list(last[campaign_id].values())[-MOST_CALLS:]],
            "complete": campaign_id not in closed and len(last[campaign_id]) <= MOST_CALLS,
            "slots": slots[campaign_id] != 0,
        }
        for campaign_id in sorted({*last, *closed})
    ]


def _shown(call: Call) -> dict[str, Any]:
    return {
        "id": str(call.call_id),
        "status": call.status,
        "outcome": call.outcome,
        "reason": call.reason,
        "attempts": call.attempts + (call.status in SHOWN_ATTEMPT),
        "next_attempt_at": _time(call.next_attempt_at),
        "settled_at": _time(call.settled_at),
    }


def _time(at: datetime | None) -> str | None:
    """RFC 3339 in UTC, as everything that is told."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


async def _write_news(connection: Connection, news: Sequence[tuple[str, str, str | None]]) -> None:
    """Write how campaigns, imports and limits stand that the log tells of: (type, stream, user) of each event."""
    campaigns = {_identity(stream) for type_, stream, _ in news if type_ in OF_CAMPAIGNS}
    imports = {_identity(stream) for type_, stream, _ in news if type_ in OF_IMPORTS and stream.startswith("import-")}
    users = {user for type_, _, user in news if type_ in OF_LIMITS and user is not None}
    everybody = any(type_ == told.SystemLimitChanged.__name__ for type_, _, _ in news)
    if campaigns:
        await connection.execute(QUERIES["tell_campaigns"], {"campaigns": sorted(campaigns)})
    if imports:
        await connection.execute(QUERIES["tell_imports"], {"imports": sorted(imports)})
    if users or everybody:
        await connection.execute(QUERIES["tell_limits"], {"everybody": everybody, "users": sorted(users)})


def _identity(stream: str) -> str:
    return stream.partition("-")[2]
