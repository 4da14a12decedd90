"""Group commit: webhooks that wait at the same time share a transaction; none waits for company."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

import psycopg
import structlog
from prometheus_client import Counter, Histogram

from services.webhooks.deliveries import Delivery, where
from shared.runtime.leadership import DATABASE_AWAY

MOST_IN_A_GROUP = 128
MOST_BYTES_IN_A_GROUP = 8 * 1024 * 1024
MOST_BYTES_WAITING = 64 * 1024 * 1024
COMMIT_SECONDS = 8.0
AWAY = (*DATABASE_AWAY, OSError, TimeoutError)
OF_THE_CONTENT = (psycopg.errors.ProgramLimitExceeded,)
"""Among psycopg's operational errors those that a value brings: waiting does not mend them."""
TRY_AGAIN = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure, psycopg.errors.LockNotAvailable)

GROUPS = Histogram("webhooks_group_size", "Webhooks in one transaction", buckets=(1, 2, 5, 10, 20, 50, 100, 200))
SET_ASIDE = Counter("webhooks_set_aside_total", "Webhooks stored with an error, untranslated")

log = structlog.get_logger(__name__)


class NotStored(Exception):
    """The webhook could not be stored: it has to be delivered again."""


class Keeper(Protocol):
    """Where deliveries are kept."""

    async def keep(self, group: Sequence[Delivery]) -> None:
        """Store and translate a group, all or nothing."""

    async def set_aside(self, delivery: Delivery, error: str) -> None:
        """Store one delivery untranslated, with the error."""


class Intake:
    """Takes deliveries while `run` runs; `take` returns when the delivery is committed."""

    def __init__(
        self,
        keeper: Keeper,
        *,
        commit_seconds: float = COMMIT_SECONDS,
        on_group: Callable[[int], None] = GROUPS.observe,
    ) -> None:
        self._keeper = keeper
        self._commit_seconds = commit_seconds
        self._on_group = on_group
        self._waiting: deque[tuple[Delivery, asyncio.Future[None]]] = deque()
        self._bytes = 0
        self._arrived = asyncio.Event()
        self._closing = False

    async def take(self, delivery: Delivery) -> None:
        """Return when the delivery is stored, translated or set aside. Raises NotStored: deliver it again."""
        if self._closing or self._bytes + len(delivery.body) > MOST_BYTES_WAITING:
            raise NotStored("stopping" if self._closing else "too much is waiting to be stored")
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, stored))
        self._bytes += len(delivery.body)
        self._arrived.set()
        await stored

    async def run(self) -> None:
        """Commit group after group until `close` was called and nothing waits. Cancelled, it stores no more."""
        try:
            while self._waiting or not self._closing:
                if not self._waiting:
                    self._arrived.clear()
                    await self._arrived.wait()
                    continue
                await self._commit(self._next_group())
        finally:
            self._closing = True
            for _, stored in self._waiting:
                _fail(stored, "stopping")
            self._waiting.clear()

    def close(self) -> None:
        """Take nothing more; what waits is still committed, then `run` returns."""
        self._closing = True
        self._arrived.set()

    def _next_group(self) -> list[tuple[Delivery, asyncio.Future[None]]]:
        group = [self._waiting.popleft()]
        size = len(group[0][0].body)
        while self._waiting and len(group) < MOST_IN_A_GROUP:
            size += len(self._waiting[0][0].body)
            if size > MOST_BYTES_IN_A_GROUP:
                break
            group.append(self._waiting.popleft())
        return group

    async def _commit(self, group: Sequence[tuple[Delivery, asyncio.Future[None]]]) -> None:
        self._on_group(len(group))
        try:
            await self._keep_all(group)
        finally:
            self._bytes -= sum(len(delivery.body) for delivery, _ in group)
            for _, stored in group:
                _fail(stored, "the database is away, or the process is stopping")

    async def _keep_all(self, group: Sequence[tuple[Delivery, asyncio.Future[None]]]) -> bool:
        """Keep the group; if it fails by its content, one by one, so that a bad one spoils nothing but itself.

        False: the database is away, and there is no use in going on.
        """
        try:
            await self._keep([delivery for delivery, _ in group])
        except Exception as error:  # noqa: BLE001 - whatever it is, one delivery brought it, and the others are good
            if isinstance(error, AWAY) and not isinstance(error, OF_THE_CONTENT):
                log.warning("webhooks could not be stored", count=len(group), error=type(error).__name__)
                return False
            if len(group) == 1:
                await self._set_aside(*group[0], error)
                return True
            log.warning(
                "a group of webhooks failed, storing them one by one", count=len(group), error=type(error).__name__
            )
            for one in group:
                if not await self._keep_all([one]):
                    return False
            return True
        for _, stored in group:
            if not stored.done():
                stored.set_result(None)
        return True

    async def _keep(self, group: Sequence[Delivery]) -> None:
        async with asyncio.timeout(self._commit_seconds):
            try:
                await self._keeper.keep(group)
            except TRY_AGAIN:
                await self._keeper.keep(group)

    async def _set_aside(self, delivery: Delivery, stored: asyncio.Future[None], error: Exception) -> None:
        log.error("a webhook could not be translated", size=len(delivery.body), **where(error))
        try:
            async with asyncio.timeout(self._commit_seconds):
                await self._keeper.set_aside(delivery, f"its translation failed: {type(error).__name__}")
        except Exception as again:  # noqa: BLE001 - whatever it is, the delivery is not stored
            _fail(stored, type(again).__name__)
            return
        SET_ASIDE.inc()
        if not stored.done():
            stored.set_result(None)


def _fail(stored: asyncio.Future[None], why: str) -> None:
    if not stored.done():
        stored.set_exception(NotStored(why))
