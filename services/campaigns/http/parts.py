"""What the endpoints work with: made once per process, handed to each of them."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Depends, Request
from psycopg_pool import AsyncConnectionPool
from uuid_utils.compat import uuid7

from services.campaigns.commands import Context
from services.campaigns.http.feed import Feed
from services.campaigns.http.limiting import Limits
from services.campaigns.http.parsing import Parsers
from services.campaigns.http.passwords import Passwords
from services.campaigns.http.stops import Stopped
from services.campaigns.settings import CampaignsSettings
from services.campaigns.views import Views
from shared.bolna.provider import Provider
from shared.bolna.recordings import Recordings
from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore
from shared.eventstore.protocol import EventStore
from shared.messaging.ask import Asker
from shared.messaging.connection import Messaging
from shared.messaging.wake import nudge
from shared.runtime.worker import Connection
from shared.sql import load_queries

QUERIES = load_queries("services.campaigns", "sql/http.sql")


@dataclass(frozen=True)
class Parts:
    """Where things are kept and who is asked. `spool`: the folder for files on their way in."""

    settings: CampaignsSettings
    pool: AsyncConnectionPool[Connection]
    store: PostgresEventStore
    messaging: Messaging
    asker: Asker
    parsers: Parsers
    spool: Path
    feed: Feed
    bolna: Provider
    recordings: Recordings
    stopped: Stopped = field(default_factory=Stopped)
    limits: Limits = field(default_factory=Limits)
    passwords: Passwords = field(default_factory=Passwords)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def context(self) -> Context:
        """The world of a command."""
        return context_of(self.store)

    def views(self, user_id: UUID) -> Views:
        """Return what one user sees."""
        return Views(self.pool, user_id)

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work that outlives its request; it ends with the process."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def end(self) -> None:
        """Give up what is under way in the background."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection in a transaction of its own."""
        async with self.pool.connection() as connection:
            yield connection

    async def nudge(self) -> None:
        """Have what was just committed published at once."""
        await nudge(self.messaging, Service.CAMPAIGNS)


def context_of(store: EventStore[Connection]) -> Context:
    """Return the world of a command: this log, the clock, new ids and secrets."""
    return Context(store, lambda: datetime.now(UTC), uuid7, lambda: secrets.token_urlsafe(32))


def parts_of(request: Request) -> Parts:
    """Return the parts of the application that a request came to."""
    return cast("Parts", request.app.state.parts)


Parted = Annotated[Parts, Depends(parts_of)]
