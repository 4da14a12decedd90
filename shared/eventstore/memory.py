"""The event store in memory: for tests of what stands on a store, held to the same conformance suite as PostgreSQL's.

Its "connection" is a dict that is committed or thrown away with the step.
"""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from shared.contracts.vocabulary import Service
from shared.eventstore.pending import Pending, Step
from shared.eventstore.protocol import Cursor, Fenced, Head, JournalRow, Lease, Parked, PositionMoved, StreamMoved
from shared.messaging import wire
from shared.messaging.envelope import Envelope

Tables = dict[str, Any]


class MemoryEventStore:
    """Fulfils `shared.eventstore.protocol.EventStore`; `monotonic` is its clock for leases, in seconds."""

    def __init__(self, service: Service, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._service = service
        self._monotonic = monotonic
        self._epoch = uuid4()
        self._log: list[Envelope] = []
        self._journal: list[JournalRow] = []
        self._consumed: dict[Service, Cursor] = {}
        self._parked: dict[tuple[Service, int], Parked] = {}
        self._fence = 0
        self._leader: str | None = None
        self._lease_until = float("-inf")
        self._published = 0
        self.tables: Tables = {}

    @property
    def service(self) -> Service:
        """Whose log it is."""
        return self._service

    @asynccontextmanager
    async def transaction(self, lease: Lease | None = None) -> AsyncIterator[Step[Tables]]:
        """Open a step on a copy of the tables; the copy takes their place when the block ends well."""
        step = Step(self._service, deepcopy(self.tables))
        yield step
        self._check(step, lease)
        self._apply(step)

    def _check(self, step: Step[Tables], lease: Lease | None) -> None:
        if lease is not None and lease.fence != self._fence:
            raise Fenced("another process leads this log")
        for pending in step.pending:
            if pending.expected is not None and pending.expected != self._version(pending.envelope.stream):
                raise StreamMoved(f"stream {pending.envelope.stream} has moved")
        for consumed in step.consumed:
            cursor = self._consumed.get(consumed.taken.source)
            if consumed.taken.first - 1 != (cursor.position if cursor else 0):
                raise PositionMoved(f"position of {consumed.taken.source} is not {consumed.taken.first - 1}")
        for key in _no_longer_parked(step):
            if key not in self._parked:
                raise PositionMoved(f"nothing is parked at {key[1]}")

    def _apply(self, step: Step[Tables]) -> None:
        first = len(self._log) + 1
        bases = {pending.envelope.stream: self._version(pending.envelope.stream) for pending in step.pending}
        for pending in step.pending:
            self._log.append(self._record(pending, bases[pending.envelope.stream]))
        step.committed = self._log[first - 1 :]
        for consumed in step.consumed:
            last = consumed.last
            self._consumed[consumed.taken.source] = Cursor(last.epoch, last.position, last.event_id)
        for key in _no_longer_parked(step):
            del self._parked[key]
        for parked in step.parked:
            self._parked[(parked.source, parked.position)] = parked
        self.tables = step.connection
        if not (step.pending or step.consumed or step.unparked or step.dropped):
            return
        self._journal.append(
            JournalRow(
                number=len(self._journal) + 1,
                first=first,
                last=len(self._log),
                taken=tuple(consumed.taken for consumed in step.consumed),
                unparked=tuple(step.unparked),
                dropped=tuple(step.dropped),
            )
        )

    def _record(self, pending: Pending, base: int) -> Envelope:
        return replace(
            pending.envelope,
            position=len(self._log) + 1,
            epoch=self._epoch,
            previous_id=self._log[-1].event_id if self._log else None,
            version=base + pending.nth,
        )

    def _version(self, stream: str) -> int:
        return max((envelope.version for envelope in self._log if envelope.stream == stream), default=0)

    async def head(self) -> Head:
        """Return the log's head."""
        event_id = self._log[-1].event_id if self._log else None
        return Head(self._epoch, len(self._log), event_id, self._fence, self._leader)

    async def stream(self, name: str) -> Sequence[Envelope]:
        """Return a stream's events in order; empty when there is none."""
        return [envelope for envelope in self._log if envelope.stream == name]

    async def read(
        self, after: int, limit: int = 1000, max_bytes: int = 1024 * 1024, *, bare: bool = False
    ) -> Sequence[Envelope]:
        """Return the events behind a position in order: at least one if there is one, within limit and bytes.

        `bare`: private events without their bodies, as they travel; then those count as nothing.
        """
        page: list[Envelope] = []
        size = 0
        for envelope in self._log[after : after + limit]:
            if size >= max_bytes:
                break
            shown = replace(envelope, data=None) if bare and wire.is_private(envelope) else envelope
            page.append(shown)
            size += len(str(shown.data or ""))
        return page

    async def event_at(self, position: int) -> UUID | None:
        """Return the id of the event at a position, None where the log is shorter."""
        return self._log[position - 1].event_id if 1 <= position <= len(self._log) else None

    async def consumed(self) -> dict[Service, Cursor]:
        """Return how far each source has been applied."""
        return dict(self._consumed)

    async def parked(self) -> Sequence[Parked]:
        """Return the parked messages, by source and position."""
        return [self._parked[key] for key in sorted(self._parked)]

    async def journal(self, after: int, limit: int = 1000) -> Sequence[JournalRow]:
        """Return journal rows behind a number, in order."""
        return self._journal[after : after + limit]

    async def acquire(self, holder: str, seconds: float) -> Lease | None:
        """Take the lease if it is free, expired or already this holder's; see the protocol."""
        now = self._monotonic()
        if self._lease_until >= now and self._leader != holder:
            return None
        self._fence += 1
        self._leader = holder
        self._lease_until = now + seconds
        return Lease(holder, self._fence)

    async def renew(self, lease: Lease, seconds: float) -> None:
        """Keep the lease for `seconds` from now. Raises Fenced when another leads."""
        if lease.fence != self._fence:
            raise Fenced("another process leads this log")
        self._lease_until = self._monotonic() + seconds

    async def release(self, lease: Lease) -> None:
        """Give the lease back so that a standby need not wait. Nothing happens if another leads."""
        if lease.fence == self._fence:
            self._fence += 1
            self._leader = None
            self._lease_until = float("-inf")

    async def published(self) -> int:
        """Return the relay's checkpoint."""
        return self._published

    async def checkpoint(self, position: int) -> None:
        """Move the relay's checkpoint; it never goes back."""
        self._published = max(self._published, position)


def _no_longer_parked(step: Step[Tables]) -> list[tuple[Service, int]]:
    return [*step.unparked, *((dropped.source, dropped.position) for dropped in step.dropped)]
