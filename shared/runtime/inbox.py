"""The inbox: applies what sources tell, a batch a transaction; what fails by its content is parked, in order."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from shared.contracts.vocabulary import Service
from shared.eventstore.protocol import EventStore, Lease, Parked
from shared.messaging.envelope import Envelope
from shared.runtime.leadership import STARTS_AGAIN
from shared.runtime.worker import Connection, Leader, Step, Worker

T = TypeVar("T")
Failed = tuple[Envelope, str]

log = structlog.get_logger(__name__)


class Inbox:
    """Every step of one leadership, one after another: what is taken in, and the worker's own.

    Memory is loaded before the first step and after one that failed. A database that is away or a lost lease is never
    the message's fault: it is raised, and the leadership begins anew.
    """

    def __init__(
        self,
        store: EventStore[Connection],
        worker: Worker,
        leader: Leader,
        lease: Lease,
        *,
        on_commit: Callable[[], None],
        on_parked: Callable[[Envelope], Awaitable[None]],
    ) -> None:
        self._store = store
        self._worker = worker
        self._leader = leader
        self._lease = lease
        self._on_commit = on_commit
        self._on_parked = on_parked
        self._one_at_a_time = asyncio.Lock()
        self._stale = True
        self.parked: tuple[Parked, ...] = ()

    async def load(self) -> None:
        """Fill memory from the tables if it is worth nothing."""
        async with self._one_at_a_time:
            await self._load()

    async def _load(self) -> None:
        if self._stale:
            self.parked = tuple(await self._store.parked())
            async with self._store.transaction(self._lease) as step:
                await self._worker.load(step.connection, self._leader)
            self._stale = False

    async def step(self, work: Callable[[Step], Awaitable[T]]) -> T:
        """Run one step of the worker's own; what was appended is projected and committed before this returns."""
        async with self._one_at_a_time:
            await self._load()
            self._stale = True
            async with self._store.transaction(self._lease) as step:
                result = await work(step)
                await self._worker.project(step.connection, step.recorded)
            self._stale = False
            recorded = step.recorded
            if recorded:
                self._on_commit()
            await self._worker.committed((), recorded)
        return result

    async def apply(self, batch: Sequence[Envelope]) -> None:
        """Apply a contiguous batch of one source and move its position, whatever becomes of each message.

        A batch that fails by its content is applied one by one; what then fails again is parked.
        """
        async with self._one_at_a_time:
            try:
                await self._take(batch)
            except STARTS_AGAIN:
                raise
            except Exception as error:  # noqa: BLE001 - whatever the message made fail
                log.warning("a batch failed, applying it one by one", size=len(batch), error=repr(error))
                for envelope in batch:
                    await self._take_or_park(envelope)

    async def _take_or_park(self, envelope: Envelope) -> None:
        try:
            await self._take([envelope])
        except STARTS_AGAIN:
            raise
        except Exception as error:
            log.exception("message parked", type=envelope.type, position=envelope.position, source=envelope.source)
            await self._take([envelope], failed=(envelope, f"{type(error).__name__}: {error}"))
            await self._on_parked(envelope)

    async def _take(self, batch: Sequence[Envelope], failed: Failed | None = None) -> None:
        await self._load()
        self._stale = True
        waiting = {(parked.source, parked.stream) for parked in self.parked}
        behind = [envelope for envelope in batch if (envelope.source, envelope.stream) in waiting]
        parking = [(envelope, "waits behind an earlier message of its stream") for envelope in behind]
        if failed is not None and not behind:
            parking.append(failed)
        held = [envelope.position for envelope, _ in parking]
        taken = [envelope for envelope in batch if envelope.position not in held]
        async with self._store.transaction(self._lease) as step:
            await self._apply(step, taken)
            for envelope, error in parking:
                step.park(envelope, error)
            step.take(batch[-1].source, batch[-1], batch[0].position, held)
        self._stale = bool(parking)
        await self._after(taken, step)

    async def _apply(self, step: Step, taken: Sequence[Envelope]) -> None:
        if not taken:
            return
        await self._worker.project(step.connection, taken)
        await self._worker.decide(step, taken)
        await self._worker.project(step.connection, step.recorded)

    async def _after(self, taken: Sequence[Envelope], step: Step) -> None:
        if step.recorded:
            self._on_commit()
        await self._worker.committed(taken, step.recorded)

    async def unpark(self, source: Service, position: int) -> int:
        """Apply a parked message and those that wait behind it, in order; return how many were applied.

        Stops at the first that fails again: it and what is behind it stay parked. Raises what it failed of.
        """
        async with self._one_at_a_time:
            await self._load()
            stream = next((p.stream for p in self.parked if (p.source, p.position) == (source, position)), None)
            waiting = [parked for parked in self.parked if parked.source == source and parked.stream == stream]
            for parked in waiting:
                self._stale = True
                async with self._store.transaction(self._lease) as step:
                    await self._apply(step, [parked.envelope])
                    step.unpark(source, parked.position)
                await self._load()
                await self._after([parked.envelope], step)
            return len(waiting)
