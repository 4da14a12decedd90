"""What every event store promises, whatever keeps it: dense positions, one fenced leader, one step one transaction."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.vocabulary import Service
from shared.messaging.envelope import Envelope

MAX_EVENT_BYTES = 512 * 1024
"""An event above this is refused at append."""

C_co = TypeVar("C_co", covariant=True)


class EventTooLarge(ValueError):
    """An event's body is above MAX_EVENT_BYTES: split it before appending."""


class StreamMoved(Exception):
    """Another writer appended to the stream since it was read: load again and decide again."""


class Fenced(Exception):
    """Another process leads now: this one's transaction was refused and its memory is worth nothing."""


class PositionMoved(Exception):
    """The position consumed from a source is not the one this step started from: memory is stale, load again."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a source's log has been applied: epoch, position, and the id of the event that stands there."""

    epoch: UUID
    position: int
    event_id: UUID | None


@dataclass(frozen=True, slots=True)
class Head:
    """How far a log has come, and who leads its service."""

    epoch: UUID
    position: int
    event_id: UUID | None
    fence: int
    leader: str | None


@dataclass(frozen=True, slots=True)
class Lease:
    """Leadership: valid while `fence` is that of the head row."""

    holder: str
    fence: int


@dataclass(frozen=True, slots=True)
class Parked:
    """A message that failed by its content, or that queues behind one of the same stored stream."""

    source: Service
    position: int
    stream: str
    envelope: Envelope
    error: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dropped:
    """A parked message that a person gave up: never applied, now or in a rebuild; by whom and why."""

    source: Service
    position: int
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What one step took from one source: positions `first`..`last`, all applied save those parked."""

    source: Service
    first: int
    last: int
    parked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class JournalRow:
    """What one transaction did, in the order in which transactions were committed.

    Own events `first`..`last` were appended (first > last: none); then `taken` and `unparked` say which inputs it took.
    What it `dropped` it took from the parked messages and applied nowhere.
    """

    number: int
    first: int
    last: int
    taken: tuple[Taken, ...]
    unparked: tuple[tuple[Service, int], ...]
    dropped: tuple[Dropped, ...] = ()


class Transaction(Protocol[C_co]):
    """One step: everything it changes is committed together or not at all."""

    @property
    def connection(self) -> C_co:
        """Where the projections are written."""

    @property
    def recorded(self) -> Sequence[Envelope]:
        """The events appended so far in this step, position 0."""

    @property
    def committed(self) -> Sequence[Envelope]:
        """The events of this step as they stand in the log; none before it is committed."""

    def append(
        self,
        stream: str,
        event: Event,
        *,
        user_id: UUID | None,
        expected: int | None = None,
        cause: Envelope | None = None,
    ) -> Envelope:
        """Append an event to a stream.

        `expected` is the version of the stream before this step (0: it is new); None appends behind whatever is
        there, for writers who are alone with the stream (the leader, the holder of a row lock). `cause` hands on
        correlation and trace. Who acts (`shared.eventstore.acting`) stands in the envelope.

        Raises EventTooLarge at once; StreamMoved when the step is committed.
        """

    def take(self, source: Service, last: Envelope, first: int, parked: Sequence[int] = ()) -> None:
        """Consume a source's positions `first`..`last.position`; PositionMoved at commit if not at `first - 1`."""

    def park(self, envelope: Envelope, error: str) -> None:
        """Keep a message that failed, in the transaction that moves past its position."""

    def unpark(self, source: Service, position: int) -> None:
        """Take a parked message back: it is applied in this step."""

    def drop(self, dropped: Dropped) -> None:
        """Give a parked message up: it is parked no longer, and applied nowhere."""


class EventStore(Protocol[C_co]):
    """A service's log with what belongs to it: head, lease, consumed positions, parked messages, journal."""

    @property
    def service(self) -> Service:
        """Whose log it is."""

    def transaction(self, lease: Lease | None = None) -> AbstractAsyncContextManager[Transaction[C_co]]:
        """Open a step. With a lease it is fenced: Fenced at commit when another leads, also if nothing is appended."""

    async def head(self) -> Head:
        """Return the log's head, read from where it is kept."""

    async def stream(self, name: str) -> Sequence[Envelope]:
        """Return a stream's events in order; empty when there is none."""

    async def read(
        self, after: int, limit: int = 1000, max_bytes: int = 1024 * 1024, *, bare: bool = False
    ) -> Sequence[Envelope]:
        """Return the events behind a position in order: at least one if there is one, within limit and bytes.

        `bare`: private events without their bodies, as they travel; then those count as nothing.
        """

    async def event_at(self, position: int) -> UUID | None:
        """Return the id of the event at a position, None where the log is shorter."""

    async def consumed(self) -> dict[Service, Cursor]:
        """Return how far each source has been applied."""

    async def parked(self) -> Sequence[Parked]:
        """Return the parked messages, by source and position."""

    async def journal(self, after: int, limit: int = 1000) -> Sequence[JournalRow]:
        """Return journal rows behind a number, in order."""

    async def acquire(self, holder: str, seconds: float) -> Lease | None:
        """Take the lease if it is free, expired or already this holder's; None while another's is running.

        Taking it moves the fence: every open transaction of an earlier leader fails at commit.
        """

    async def renew(self, lease: Lease, seconds: float) -> None:
        """Keep the lease for `seconds` from now. Raises Fenced when another leads."""

    async def release(self, lease: Lease) -> None:
        """Give the lease back so that a standby need not wait. Nothing happens if another leads."""

    async def published(self) -> int:
        """Return the relay's checkpoint: everything up to it has been acknowledged by NATS."""

    async def checkpoint(self, position: int) -> None:
        """Move the relay's checkpoint; it never goes back."""
