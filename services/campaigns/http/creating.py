"""Making things once: the id of what a command made is kept under the request's key, in the command's transaction."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from starlette.responses import Response

from services.campaigns.commands import Context
from services.campaigns.http.idempotency import Answer, Hold, Request, Show, once
from services.campaigns.http.parts import Parts
from shared.contracts.event import Event
from shared.eventstore.protocol import EventStore, Lease, Transaction
from shared.runtime.worker import Connection

CREATED = 201
Make = Callable[[Context, UUID], Awaitable[Mapping[str, Any] | None]]
"""Carries out a command, given the id reserved for the request; returns what is shown this once only (secrets)."""


@dataclass(frozen=True, slots=True)
class Creation:
    """The event that tells of the thing made, and the field of it that holds the thing's id."""

    event: type[Event]
    id_field: str


async def create_once(parts: Parts, request: Request, creation: Creation, make: Make, show: Show) -> Response:
    """Make a thing, or answer again with the one that this request made before; the log is published at once."""

    async def work(hold: Hold) -> Answer:
        keeping = _KeepingStore(parts.store, creation, hold)
        context = replace(parts.context, store=cast("EventStore[Connection]", keeping))
        secrets = await make(context, hold.resource_id)
        await parts.nudge()
        assert keeping.made is not None, f"{creation.event.__name__} was not recorded"
        answer = await show(keeping.made)
        await hold.answer(answer)
        return answer if secrets is None else replace(answer, body={**answer.body, **secrets})

    return await once(parts, request, work, show)


class _KeepingStore:
    """The event store of one command: what the command makes is kept under the request's key before the commit."""

    def __init__(self, store: EventStore[Connection], creation: Creation, hold: Hold) -> None:
        self._store = store
        self._creation = creation
        self._hold = hold
        self.made: UUID | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @asynccontextmanager
    async def transaction(self, lease: Lease | None = None) -> AsyncIterator[Transaction[Connection]]:
        async with self._store.transaction(lease) as step:
            yield step
            for envelope in step.recorded:
                if envelope.type == self._creation.event.__name__ and envelope.data is not None:
                    self.made = UUID(envelope.data[self._creation.id_field])
                    await self._hold.keep(step.connection, CREATED, self.made)
