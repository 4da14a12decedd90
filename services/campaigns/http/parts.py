"""What the endpoints work with: made once per process, handed to each of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, cast

from fastapi import Depends, Request
from psycopg_pool import AsyncConnectionPool

from services.campaigns.http.parsing import Parsers
from services.campaigns.settings import CampaignsSettings
from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore
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

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection in a transaction of its own."""
        async with self.pool.connection() as connection:
            yield connection

    async def nudge(self) -> None:
        """Have what was just committed published at once."""
        await nudge(self.messaging, Service.CAMPAIGNS)


def parts_of(request: Request) -> Parts:
    """Return the parts of the application that a request came to."""
    return cast("Parts", request.app.state.parts)


Parted = Annotated[Parts, Depends(parts_of)]
