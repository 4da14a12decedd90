"""A log in memory that answers `ask`, announces its head and publishes: the owner that a subscription reads from."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from nats.js.errors import NotFoundError

from shared.contracts.vocabulary import Service
from shared.eventstore.protocol import Cursor
from shared.messaging.ask import Asker, serve
from shared.messaging.connection import Messaging, connect
from shared.messaging.envelope import Envelope
from shared.messaging.heads import Heads, announce
from shared.messaging.history import history
from shared.messaging.patience import AT_ONCE, Patience
from shared.messaging.publisher import NotPublished, Publisher
from shared.messaging.sequence import Severed
from shared.messaging.subscription import Subscription

EPOCH = UUID("01980000-0000-7000-8000-000000000001")
OTHER_EPOCH = UUID("01980000-0000-7000-8000-000000000002")
USER = UUID("01980000-0000-7000-8000-0000000000aa")
NOON = datetime(2025, 10, 9, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Head:
    epoch: UUID
    position: int
    event_id: UUID | None


def chain(source: Service, count: int, *, epoch: UUID = EPOCH, kind: str = "CallEnded") -> list[Envelope]:
    """`count` events at positions 1..count, each naming the one before."""
    events: list[Envelope] = []
    for position in range(1, count + 1):
        event_id = uuid5(epoch, f"{source} {position}")
        events.append(
            Envelope(
                source=source,
                position=position,
                epoch=epoch,
                event_id=event_id,
                previous_id=events[-1].event_id if events else None,
                stream=f"execution-{position}",
                version=1,
                type=kind,
                user_id=USER,
                at=NOON + timedelta(seconds=position),
                data={"number": position},
            ),
        )
    return events


def cursor_at(events: Sequence[Envelope], position: int) -> Cursor:
    return Cursor(events[position - 1].epoch, position, events[position - 1].event_id if position else None)


class Owner:
    """The log of one service. It keeps which pages were asked for; `unreadable` it answers none."""

    def __init__(self, source: Service = Service.WEBHOOKS) -> None:
        self.source = source
        self.epoch = EPOCH
        self.events: list[Envelope] = []
        self.reads: list[int] = []
        self.unreadable = False

    def record(self, count: int) -> Sequence[Envelope]:
        """Append `count` events and return them."""
        before = len(self.events)
        self.events = chain(self.source, before + count, epoch=self.epoch)
        return self.events[before:]

    async def head(self) -> Head:
        last = self.events[-1].event_id if self.events else None
        return Head(self.epoch, len(self.events), last)

    async def read(
        self, after: int, limit: int = 1000, max_bytes: int = 1024 * 1024, *, bare: bool = False
    ) -> Sequence[Envelope]:
        assert max_bytes > 0
        assert bare
        if limit > 1:
            if self.unreadable:
                raise OSError("the database is away")
            self.reads.append(after)
        return self.events[after : after + limit]

    async def stream(self, name: str) -> Sequence[Envelope]:
        return [event for event in self.events if event.stream == name]

    @asynccontextmanager
    async def working(self, url: str, *, every: float = 1.0) -> AsyncIterator[Publisher]:
        """Answer and announce on a connection of its own while the body runs."""
        async with (
            connect(url, f"{self.source.value}-worker") as messaging,
            serve(messaging, self.source, history(self, messaging.max_payload), anyone=True),
        ):
            announcing = asyncio.create_task(announce(messaging, self.source, self.head, every=every))
            try:
                yield Publisher(messaging, self.source)
            finally:
                announcing.cancel()
                await asyncio.gather(announcing, return_exceptions=True)


class Reader:
    """What a subscription handed over, in the order in which it came."""

    def __init__(self) -> None:
        self.applied: list[Envelope] = []
        self.batches: list[int] = []

    async def apply(self, envelopes: Sequence[Envelope]) -> None:
        self.applied.extend(envelopes)
        self.batches.append(len(envelopes))

    @property
    def positions(self) -> list[int]:
        return [envelope.position for envelope in self.applied]


@asynccontextmanager
async def reading(
    messaging: Messaging,
    reader: Reader,
    *,
    after: Cursor | None = None,
    source: Service = Service.WEBHOOKS,
    patience: Patience = AT_ONCE,
) -> AsyncIterator[Subscription]:
    """A running subscription of the scheduler; its failure fails the test."""
    heads = Heads(messaging)
    subscription = Subscription(
        messaging,
        Asker(messaging),
        heads,
        reader=Service.SCHEDULER,
        source=source,
        after=after,
        apply=reader.apply,
        patience=patience,
    )
    async with heads.listen([source]):
        running = asyncio.create_task(subscription.run())
        try:
            yield subscription
        finally:
            running.cancel()
            [outcome] = await asyncio.gather(running, return_exceptions=True)
            assert isinstance(outcome, asyncio.CancelledError), outcome


async def eventually(holds: Callable[[], bool]) -> None:
    """Return once something holds; bounded by the caller's timeout."""
    while not holds():
        await asyncio.sleep(0.01)


async def relayed(publisher: Publisher, events: Sequence[Envelope]) -> None:
    """Publish as the relay does: again until everything is acknowledged."""
    while True:
        try:
            await publisher.publish(events)
        except NotPublished:
            await asyncio.sleep(0.1)
        else:
            return


async def has_consumer(messaging: Messaging, name: str = "scheduler-from-webhooks") -> None:
    """Return once the reader has its consumer; until then what it applies was read from the owner."""
    async with asyncio.timeout(10):
        while True:
            with suppress(NotFoundError):
                await messaging.js.consumer_info("WEBHOOKS", name)
                return
            await asyncio.sleep(0.01)


async def severed(subscription: Subscription) -> Severed:
    """Wait until the subscription says that its source is severed."""
    async with asyncio.timeout(10):
        await eventually(lambda: subscription.trouble is not None)
    assert subscription.trouble is not None
    return subscription.trouble
