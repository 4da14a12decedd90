"""The inbox: applies what sources tell, a batch a transaction; what fails by its content is parked, in order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TypeVar

import structlog
from psycopg import errors
from pydantic import ValidationError

from shared.contracts.vocabulary import Service
from shared.eventstore.protocol import Dropped, EventStore, Lease, Parked, StreamMoved
from shared.messaging.ask import Unanswered
from shared.messaging.cancellation import honour_cancellation
from shared.messaging.connection import Away
from shared.messaging.envelope import Envelope
from shared.runtime.leadership import STARTS_AGAIN
from shared.runtime.worker import Connection, Leader, Step, Worker

T = TypeVar("T")
Failed = tuple[Envelope, str]

NEVER_PARKED = (*STARTS_AGAIN, StreamMoved, Away, Unanswered, OSError, MemoryError)
"""No message's fault: raised, so that the same messages are tried again."""
BY_CONTENT = (errors.ProgramLimitExceeded,)
"""Brought by what a message says (a value too long for an index), though psycopg calls it the database's trouble."""

log = structlog.get_logger(__name__)


class Inbox:
    """Every step of one leadership, one after another: what is taken in, and the worker's own.

    Memory is loaded before the first step and after one that did not end well: that failed, was cancelled wherever it
    stood, or whose COMMIT got no answer. A database that is away, a lost lease or another writer who won is never the
    message's fault: it is raised, and the messages are handed over again.
    """

    def __init__(
        self,
        store: EventStore[Connection],
        worker: Worker,
        leader: Leader,
        lease: Lease,
        *,
        on_commit: Callable[[Sequence[Envelope]], None],
        on_parked: Callable[[Envelope], Awaitable[None]],
    ) -> None:
        self._store = store
        self._worker = worker
        self._leader = leader
        self._lease = lease
        self._on_commit = on_commit
        self._on_parked = on_parked
        self._one_at_a_time = asyncio.Lock()
        self._at_work: asyncio.Task[object] | None = None
        self._stale = True
        self._applied: dict[Service, int] = {}
        self.parked: tuple[Parked, ...] = ()

    async def load(self) -> None:
        """Fill memory from the tables if it is worth nothing."""
        async with self._alone():
            await self._load()

    async def _load(self) -> None:
        if self._stale:
            self.parked = tuple(await self._store.parked())
            async with self._store.transaction(self._lease) as step:
                await self._worker.load(step.connection, self._leader)
            self._stale = False

    async def step(self, work: Callable[[Step], Awaitable[T]]) -> T:
        """Run one step of the worker's own; what was appended is projected and committed before this returns.

        Raises RuntimeError within another step, which it would wait for for ever.
        """
        async with self._alone():
            await self._load()
            async with self._changing() as step:
                result = await work(step)
                await self._project(step, step.recorded)
            await self._committed((), step)
        return result

    async def apply(self, batch: Sequence[Envelope]) -> None:
        """Apply a contiguous batch of one source and move its position, whatever becomes of each message.

        A batch that fails by its content is applied one by one; what then fails again is parked. After anything in
        NEVER_PARKED the same batch may be handed over again: what of it was committed is skipped.
        """
        async with self._alone():
            fresh = [envelope for envelope in batch if envelope.position > self._applied.get(envelope.source, 0)]
            if not fresh:
                return
            await self._load()
            try:
                await self._take(fresh)
            except Exception as error:
                if is_no_messages_fault(error) and not isinstance(error, StreamMoved):
                    raise
                log.warning("a batch failed, applying it one by one", size=len(fresh), error=said(error))
                for envelope in fresh:
                    await self._take_or_park(envelope)

    async def _take_or_park(self, envelope: Envelope) -> None:
        await self._load()
        try:
            await self._take([envelope])
        except Exception as error:
            if is_no_messages_fault(error):
                raise
            log.exception(
                "message parked",
                type=envelope.type,
                position=envelope.position,
                source=envelope.source,
                error=said(error),
                exc_info=not isinstance(error, ValidationError),
            )
            await self._load()
            await self._take([envelope], failed=(envelope, said(error)))
            await self._on_parked(envelope)

    async def _take(self, batch: Sequence[Envelope], failed: Failed | None = None) -> None:
        parking = self._to_park(batch, failed)
        held = [envelope.position for envelope, _ in parking]
        taken = [envelope for envelope in batch if envelope.position not in held]
        async with self._changing() as step:
            await self._apply(step, taken)
            for envelope, error in parking:
                step.park(envelope, error)
            step.take(batch[-1].source, batch[-1], batch[0].position, held)
        self._applied[batch[-1].source] = batch[-1].position
        parked = (Parked(e.source, e.position, e.stream, e, error, e.at) for e, error in parking)
        self.parked = tuple(sorted((*self.parked, *parked), key=lambda p: (p.source, p.position)))
        await self._committed(taken, step, parking_changed=bool(parking))

    def _to_park(self, batch: Sequence[Envelope], failed: Failed | None) -> list[Failed]:
        waiting = {(parked.source, parked.stream) for parked in self.parked}
        behind = [envelope for envelope in batch if (envelope.source, envelope.stream) in waiting]
        parking = [(envelope, "waits behind an earlier message of its stream") for envelope in behind]
        return parking or ([failed] if failed else [])

    @asynccontextmanager
    async def _changing(self) -> AsyncIterator[Step]:
        """Open a step. From here memory is worth nothing, until the step is committed and the worker was told."""
        self._stale = True
        async with self._store.transaction(self._lease) as step:
            yield step

    async def _apply(self, step: Step, taken: Sequence[Envelope]) -> None:
        if not taken:
            return
        await self._project(step, taken)
        await self._worker.decide(step, taken)
        await self._project(step, step.recorded)

    async def _project(self, step: Step, events: Sequence[Envelope]) -> None:
        if events:
            await self._worker.project(step.connection, events)

    async def _committed(self, taken: Sequence[Envelope], step: Step, *, parking_changed: bool = False) -> None:
        """Tell the worker. What is parked bears on what it may do: after a change of that, memory is loaded again."""
        if step.recorded:
            self._on_commit(step.committed)
        try:
            await self._worker.committed(taken, step.recorded)
        except Exception:
            log.exception("a worker failed over what was committed; its memory is loaded again")
        else:
            self._stale = parking_changed

    async def unpark(self, source: Service, position: int) -> int:
        """Apply a parked message with all of its stream that wait, in order; return how many were applied.

        0 where nothing is parked there. Stops at the first that fails again: it and what is behind it stay parked.
        Raises what it failed of.
        """
        async with self._alone():
            await self._load()
            stream = next((p.stream for p in self.parked if (p.source, p.position) == (source, position)), None)
            waiting = [parked for parked in self.parked if parked.source == source and parked.stream == stream]
            for parked in waiting:
                await self._load()
                async with self._changing() as step:
                    await self._apply(step, [parked.envelope])
                    step.unpark(source, parked.position)
                self.parked = tuple(other for other in self.parked if other is not parked)
                await self._committed([parked.envelope], step, parking_changed=True)
            return len(waiting)

    async def drop(self, source: Service, position: int, *, by: str, reason: str) -> bool:
        """Give up a parked message, and it alone; return False where nothing is parked there.

        Those of its stream that wait behind it stay parked: putting one of them back applies them in order.
        """
        async with self._alone():
            await self._load()
            given_up = next((p for p in self.parked if (p.source, p.position) == (source, position)), None)
            if given_up is None:
                return False
            async with self._changing() as step:
                step.drop(Dropped(source, position, by, reason, datetime.now(UTC)))
            self.parked = tuple(other for other in self.parked if other is not given_up)
            log.warning("parked message dropped", source=source, position=position, by=by)
            await self._committed((), step, parking_changed=True)
            return True

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        task = asyncio.current_task()
        if self._at_work is not None and self._at_work is task:
            raise RuntimeError("a step within a step would wait for itself: append to the step that is under way")
        async with self._one_at_a_time:
            honour_cancellation()
            self._at_work = task
            try:
                yield
            finally:
                self._at_work = None


def is_no_messages_fault(error: BaseException) -> bool:
    """Tell whether the same messages are to be tried again, whatever is in them."""
    return isinstance(error, NEVER_PARKED) and not isinstance(error, BY_CONTENT)


def said(error: BaseException) -> str:
    """Say what failed, without repeating a message's values, which may be personal."""
    if isinstance(error, ValidationError):
        wrong = (f"{'.'.join(map(str, e['loc'])) or 'body'}: {e['msg']}" for e in error.errors(include_input=False))
        return f"{type(error).__name__}: {'; '.join(wrong)}"
    return f"{type(error).__name__}: {error}"
