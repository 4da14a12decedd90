"""The live feed in one process: read once for all who listen here, and handed to each what concerns them."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog
from psycopg_pool import AsyncConnectionPool

from services.campaigns.domain.feed import Event, Row, concerns, told
from shared.contracts.vocabulary import Service
from shared.messaging.connection import Away, Messaging
from shared.messaging.subjects import feed_subject
from shared.runtime.worker import Connection
from shared.sql import load_queries

QUERIES = load_queries("services.campaigns", "sql/feed.sql")
MOST_BYTES = 1024 * 1024
"""A listener who has so much before them, unread, is dropped; who comes back to more than that begins anew."""
MOST_ROWS = 20_000
"""Of a listener who comes back; more is told as a reset too."""
MOST_LISTENERS = 2_000
PAGE = 2_000
PAUSE_SECONDS = 0.1
"""Between two readings: what happens to a thing meanwhile is one event, so there are 10 a second of it at most."""
SAFETY_NET_SECONDS = 15.0
AGAIN_SECONDS = 1.0

log = structlog.get_logger(__name__)


class Crowded(Exception):
    """As many listen here as this process can serve."""


@dataclass(eq=False)
class Listener:
    """One who listens: to everything of a user, or to one campaign. What waits for them is `unread`."""

    user_id: UUID
    campaign_id: UUID | None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    dropped: bool = False
    ended: bool = False
    _unread: deque[bytes] = field(default_factory=deque)
    _bytes: int = 0

    def push(self, pieces: Iterable[bytes], *, first: bool = False) -> None:
        """Put something before them, ahead of all else with `first`; beyond MOST_BYTES they are dropped."""
        if self.dropped:
            return
        told_now = list(pieces)
        self._bytes += sum(map(len, told_now))
        if self._bytes > MOST_BYTES:
            self.dropped = True
            self._unread.clear()
            self.over.set()
        elif first:
            self._unread.extendleft(reversed(told_now))
        else:
            self._unread.extend(told_now)
        self.changed.set()

    def take(self, most: int) -> bytes:
        """Return what they read next, of about `most` bytes; empty when nothing waits."""
        taken = bytearray()
        while self._unread and len(taken) < most:
            taken += self._unread.popleft()
        self._bytes -= len(taken)
        return bytes(taken)

    def end(self) -> None:
        """Let them go once they have read what waits for them."""
        self.ended = True
        self.changed.set()
        self.over.set()


class Feed:
    """Whoever listens in this process. The feed is read while somebody does, whenever the leader says so."""

    def __init__(self, pool: AsyncConnectionPool[Connection], messaging: Messaging) -> None:
        self._pool = pool
        self._messaging = messaging
        self._listeners: set[Listener] = set()
        self._position: int | None = None
        self._reading = asyncio.Lock()
        self._news = asyncio.Event()
        self._over = False

    async def join(self, user_id: UUID, campaign_id: UUID | None, last_event_id: str | None) -> Listener:
        """Let somebody listen from now on, or from behind the id of the last event that they read.

        An id that is none, is older than what is kept, lies ahead of the feed or has more than MOST_BYTES behind it
        is answered by a `reset`: they are to read anew what they show. Raises Crowded.
        """
        if len(self._listeners) >= MOST_LISTENERS:
            raise Crowded
        async with self._reading:
            newest, swept = await self._read()
            listener = Listener(user_id, campaign_id)
            if self._over:
                listener.end()
            self._listeners.add(listener)
        opening = [b"retry: 1000\n"]
        if last_event_id is None:
            opening.append(b"id: %d\n\n" % newest)
        else:
            opening += [b"\n", *await self._missed(listener, last_event_id, newest, swept)]
        listener.push(opening, first=True)
        return listener

    def leave(self, listener: Listener) -> None:
        """Forget one who listened; twice is as once."""
        self._listeners.discard(listener)

    def end(self) -> None:
        """Let everybody go, for good: this process ends."""
        self._over = True
        for listener in self._listeners:
            listener.end()

    async def run(self) -> None:
        """Read whenever the leader says that there is something, until cancelled; a slow timer is the safety net."""
        while True:
            try:
                async with self._messaging.listen(feed_subject(Service.CAMPAIGNS), lambda _: self._news.set()):
                    await self._follow()
            except Away:
                await asyncio.sleep(AGAIN_SECONDS)

    async def _follow(self) -> None:
        while True:
            try:
                async with asyncio.timeout(SAFETY_NET_SECONDS):
                    await self._news.wait()
            except TimeoutError:
                pass
            self._news.clear()
            try:
                async with self._reading:
                    await self._read()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again: nothing is lost meanwhile
                log.warning("the feed could not be read now, trying again", error=repr(error))
                self._news.set()
                await asyncio.sleep(AGAIN_SECONDS)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _read(self) -> tuple[int, int]:
        """Hand out what is new; return the position up to which that was done, and the one up to which it was swept."""
        users = list({listener.user_id for listener in self._listeners})
        async with self._pool.connection() as connection:
            end = await (await connection.execute(QUERIES["end"])).fetchone()
            assert end is not None
            newest, swept = end["newest"], end["swept"]
            if not users or self._position is None:
                self._position = newest
            while self._position < newest:
                asked = {"after": self._position, "upto": newest, "users": users, "limit": PAGE}
                rows = await _rows(connection, "rows_for", asked)
                slots = await _slots(connection, {row.user_id for row in rows if row.kind == "slots"})
                self._hand_out(rows, slots)
                self._position = rows[-1].position if len(rows) == PAGE else newest
        return newest, swept

    def _hand_out(self, rows: Sequence[Row], slots: Mapping[UUID, Any]) -> None:
        of_users: dict[UUID, list[Row]] = defaultdict(list)
        for row in rows:
            of_users[row.user_id].append(row)
        written: dict[tuple[UUID, UUID | None], list[bytes]] = {}
        for listener in self._listeners:
            if listener.user_id not in of_users:
                continue
            whose = listener.user_id, listener.campaign_id
            if whose not in written:
                concerning = [row for row in of_users[listener.user_id] if concerns(row, *whose)]
                written[whose] = _written(told(concerning, slots.get(listener.user_id)))
            if written[whose]:
                listener.push(written[whose])

    async def _missed(self, listener: Listener, last_event_id: str, newest: int, swept: int) -> list[bytes]:
        """Return what came behind an id, or a reset."""
        after = int(last_event_id) if last_event_id.isascii() and last_event_id.isdecimal() else -1
        if not swept <= after <= newest:
            return _written([Event(newest, "reset", {})])
        asked = {
            "after": after,
            "upto": newest,
            "user_id": listener.user_id,
            "campaign_id": listener.campaign_id,
            "limit": MOST_ROWS + 1,
        }
        async with self._pool.connection() as connection:
            rows = await _rows(connection, "rows_of_one", asked)
            slots = await _slots(connection, {row.user_id for row in rows if row.kind == "slots"})
        pieces = _written(told(rows, slots.get(listener.user_id)))
        if len(rows) > MOST_ROWS or sum(map(len, pieces)) > MOST_BYTES:
            return _written([Event(newest, "reset", {})])
        return pieces


async def _rows(connection: Connection, query: str, asked: Mapping[str, object]) -> list[Row]:
    return [Row(**row) for row in await (await connection.execute(QUERIES[query], asked)).fetchall()]


async def _slots(connection: Connection, users: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """Return limits and slots in use of users, as `GET /api/settings/concurrency` answers them."""
    if not users:
        return {}
    found = await (await connection.execute(QUERIES["slots_of"], {"users": list(users)})).fetchall()
    return {
        row.pop("user_id"): {
            **row,
            "user_available": max(0, row["user_limit"] - row["user_active"]),
            "system_available": max(0, row["system_limit"] - row["system_active"]),
        }
        for row in found
    }


def _written(events: Sequence[Event]) -> list[bytes]:
    """Events as they go over the wire (WHATWG HTML, 9.2.6)."""
    return [
        f"event: {event.kind}\nid: {event.id}\ndata: {json.dumps(event.data, separators=(',', ':'))}\n\n".encode()
        for event in events
    ]
