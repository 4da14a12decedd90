"""One leadership: everything that a leading worker's process does, from taking the lease to losing it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, suppress
from typing import Any, TypeVar
from uuid import UUID

import nats.errors
import structlog
from pydantic import BaseModel

from shared.contracts.questions import AskHead
from shared.contracts.questions import Head as HeadAnswer
from shared.contracts.vocabulary import Service
from shared.eventstore.handing import Handed
from shared.eventstore.protocol import Cursor, EventStore, Lease, Parked
from shared.eventstore.relay import relay
from shared.messaging.ask import Asker, Refused, Unanswered, serve
from shared.messaging.connection import Away, Messaging
from shared.messaging.envelope import Envelope
from shared.messaging.heads import Heads, announce
from shared.messaging.publisher import Publisher
from shared.messaging.sequence import Severed
from shared.messaging.streams import ensure_stream
from shared.messaging.subjects import dead_subject
from shared.messaging.subscription import Subscription
from shared.messaging.wake import on_wake
from shared.runtime import gauges
from shared.runtime.health import Health
from shared.runtime.inbox import Inbox
from shared.runtime.leadership import STARTS_AGAIN
from shared.runtime.parking import parking_questions
from shared.runtime.worker import Connection, NotLeading, Question, Step, Worker

A = TypeVar("A", bound=BaseModel)
T = TypeVar("T")
ASK_AGAIN_SECONDS = 0.25
STREAM_AGAIN_SECONDS = 1.0

log = structlog.get_logger(__name__)


class Leading:
    """Leads with a worker, again and again; what one leadership holds is a `Leadership`."""

    def __init__(self, store: EventStore[Connection], worker: Worker, messaging: Messaging, health: Health) -> None:
        self._store = store
        self._worker = worker
        self._messaging = messaging
        self._health = health

    async def lead(self, lease: Lease) -> None:
        """Lead under a lease until cancelled: load, take in, answer, relay, and let the worker run.

        Everything ends with the first part that fails; what failed is raised.
        """
        heads = Heads(self._messaging)
        leadership = Leadership(self._store, self._worker, self._messaging, heads, lease)
        await leadership.prepare()
        self._health.checks["leading"] = leadership.missing
        self._health.measures["leading"] = leadership.measure
        async with AsyncExitStack() as stack:
            stack.callback(self._health.checks.pop, "leading", None)
            stack.callback(self._health.measures.pop, "leading", None)
            stack.callback(gauges.forget)
            await stack.enter_async_context(heads.listen(self._worker.sources))
            woken = on_wake(self._messaging, self._store.service, leadership.wake, leadership.hand_over)
            await stack.enter_async_context(woken)
            await stack.enter_async_context(serve(self._messaging, self._store.service, leadership.questions()))
            await leadership.run()


class Leadership:
    """What a worker uses while it leads; fulfils `shared.runtime.worker.Leader`."""

    def __init__(
        self, store: EventStore[Connection], worker: Worker, messaging: Messaging, heads: Heads, lease: Lease
    ) -> None:
        self._store = store
        self._worker = worker
        self._messaging = messaging
        self._heads = heads
        self._lease = lease
        self._asker = Asker(messaging)
        self._subscriptions: dict[Service, Subscription] = {}
        self._consumed: dict[Service, Cursor] = {}
        self._epoch: UUID | None = None
        self._caught_up = asyncio.Event()
        self.wake = asyncio.Event()
        self._handed = Handed()
        self._inbox = Inbox(store, worker, self, lease, on_commit=self._handed.give, on_parked=self._tell_dead)

    @property
    def lease(self) -> Lease:
        """The lease under which every step is fenced."""
        return self._lease

    @property
    def parked(self) -> Sequence[Parked]:
        """Messages that wait for a person."""
        return self._inbox.parked

    def applied(self, source: Service) -> int:
        """Return the position up to which a source has been applied."""
        return self._subscriptions[source].position if self._subscriptions else self._consumed_position(source)

    def _consumed_position(self, source: Service) -> int:
        cursor = self._consumed.get(source)
        return cursor.position if cursor else 0

    async def caught_up(self) -> None:
        """Return once every source was read to a head asked for after this leadership began."""
        await self._caught_up.wait()

    async def step(self, work: Callable[[Step], Awaitable[T]]) -> T:
        """Run one step of the worker's own; see the protocol."""
        return await self._inbox.step(work)

    async def ask(
        self,
        service: Service,
        question: str,
        request: BaseModel,
        answer: type[A],
        *,
        timeout: float = 2.0,  # noqa: ASYNC109 - bounds one question
    ) -> A:
        """Ask another service; see `shared.messaging.ask`."""
        return await self._asker.ask(service, question, request, answer, timeout=timeout)

    async def prepare(self) -> None:
        """Read where the sources stand and load the worker's memory."""
        self._epoch = (await self._store.head()).epoch
        self._consumed = await self._store.consumed()
        await self._inbox.load()
        self._subscriptions = {
            source: Subscription(
                self._messaging,
                self._asker,
                self._heads,
                reader=self._store.service,
                source=source,
                after=self._consumed.get(source),
                apply=self._inbox.apply,
                patience=patience,
            )
            for source, patience in self._worker.sources.items()
        }

    def hand_over(self, committed: Sequence[Envelope]) -> None:
        """Take what another process of this service has committed, so that the relay need not read it."""
        if all(envelope.epoch == self._epoch for envelope in committed):
            self._handed.give(committed)
        else:
            self.wake.set()

    def questions(self) -> dict[str, Question]:
        """Return what the worker answers, and what is asked about parked messages; losing the lease is no answer."""
        asked = {**self._worker.questions(), **parking_questions(self._inbox)}
        return {name: Question(question.request, _while_leading(question)) for name, question in asked.items()}

    async def run(self) -> None:
        """Do everything at once until cancelled or until one part fails."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._publish(), name="relay")
            group.create_task(announce(self._messaging, self._store.service, self._store.head), name="heads")
            for source, subscription in self._subscriptions.items():
                group.create_task(subscription.run(), name=f"from {source}")
            group.create_task(self._catch_up(), name="catching up")
            group.create_task(self._worker.run(self), name="worker")

    async def _publish(self) -> None:
        while True:
            try:
                await ensure_stream(self._messaging, self._store.service)
            except (Away, nats.errors.Error, TimeoutError) as error:
                log.warning("no stream to publish to, trying again", error=repr(error))
                await asyncio.sleep(STREAM_AGAIN_SECONDS)
            else:
                break
        await relay(self._store, Publisher(self._messaging, self._store.service), self.wake, self._handed)

    async def _catch_up(self) -> None:
        async with asyncio.TaskGroup() as group:
            for source, subscription in self._subscriptions.items():
                group.create_task(self._read_to_head(source, subscription))
        self._caught_up.set()
        log.info("caught up", positions={source: self.applied(source) for source in self._subscriptions})

    async def _read_to_head(self, source: Service, subscription: Subscription) -> None:
        while True:
            try:
                head = await self._asker.ask(source, "head", AskHead(), HeadAnswer)
            except (Unanswered, Refused):
                await asyncio.sleep(ASK_AGAIN_SECONDS)
                continue
            with suppress(Severed):
                await subscription.read_to(head.position)
                return
            await asyncio.get_running_loop().create_future()  # severed for good: readiness says so

    async def missing(self) -> Sequence[str]:
        """Name the sources that are severed or not read to their heads yet."""
        troubles = [f"{source}: {s.trouble}" for source, s in self._subscriptions.items() if s.trouble is not None]
        if not self._caught_up.is_set():
            troubles.append("not every source is read to its head yet")
        return troubles

    async def measure(self) -> None:
        """Bring the gauges of log and sources up to date."""
        gauges.tell(
            self._store.service,
            head=(await self._store.head()).position,
            acknowledged=self._handed.acknowledged,
            behind={source: subscription.behind for source, subscription in self._subscriptions.items()},
            parked=self.parked,
        )

    async def _tell_dead(self, envelope: Envelope) -> None:
        with suppress(Away):
            await self._messaging.publish(dead_subject(self._store.service, envelope.type), b"")


def _while_leading(question: Question) -> Callable[[Any], Awaitable[BaseModel]]:
    async def answer(request: Any) -> BaseModel:
        try:
            return await question.answer(request)
        except STARTS_AGAIN as error:
            raise NotLeading(str(error)) from error

    return answer
