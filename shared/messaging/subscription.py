"""The ordered subscription: everything one service has recorded, whole and in order, handed to another.

The stream is the fast way; the owner's log, read page by page over `ask.<source>.events`, is the sure one. It
serves a gap, a lost tail, a wiped store, a long absence and a new consumer alike.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.contracts.questions import AskEventAt, AskEvents, AskHead, EventAt, Events, Head
from shared.contracts.vocabulary import Service
from shared.eventstore.protocol import Cursor, Fenced, PositionMoved
from shared.messaging.ask import Asker, Refused, Unanswered
from shared.messaging.cancellation import honour_cancellation
from shared.messaging.connection import Messaging
from shared.messaging.envelope import Envelope
from shared.messaging.heads import Heads
from shared.messaging.patience import AT_ONCE, Patience
from shared.messaging.pull import NEVER, Batch, Pull
from shared.messaging.sequence import Severed, after, epochs, sort
from shared.messaging.wire import Malformed, from_json

logger = logging.getLogger(__name__)

QUIET_SECONDS = 0.25
"""How long the stream may bring nothing while we are behind, before the owner is read."""
PAGE_EVENTS = 1_000
ASK_SECONDS = 2.0
RETRY_SECONDS = 0.25
MAX_RETRY_SECONDS = 5.0
MAX_READ_RETRY_SECONDS = 1.0
"""Asking again is cheap, and the asker waits by itself."""
DOUBT_SECONDS = 1.0
"""How long the owner's word that our history is its own holds against messages that say otherwise."""

Apply = Callable[[Sequence[Envelope]], Awaitable[None]]


@dataclass(slots=True)
class _Retry:
    """When to try again what failed."""

    delay: float = RETRY_SECONDS
    not_before: float = float("-inf")

    def failed(self, now: float) -> None:
        self.not_before = now + self.delay
        self.delay = min(self.delay * 2, MAX_READ_RETRY_SECONDS)

    def succeeded(self) -> None:
        self.delay = RETRY_SECONDS
        self.not_before = float("-inf")


class Subscription:
    """One reader's intake from one source.

    `after` is how far the source has been applied, None when nothing ever was. `apply` gets contiguous events in
    order, at most 1,000, and must have committed them (or found them committed) when it returns.
    """

    def __init__(
        self,
        messaging: Messaging,
        asker: Asker,
        heads: Heads,
        *,
        reader: Service,
        source: Service,
        after: Cursor | None,
        apply: Apply,
        patience: Patience = AT_ONCE,
    ) -> None:
        self._messaging = messaging
        self._asker = asker
        self._heads = heads
        self._reader = reader
        self._source = source
        self._cursor = after
        self._apply_batch = apply
        self._patience = patience
        self._trouble: Severed | None = None
        self._verified = False
        self._confirmed = float("-inf")
        self._known = 0
        self._read_at = NEVER
        self._progressed = float("-inf")
        self._retry = _Retry()
        self._obstacle: str | None = None
        self._stir = asyncio.Event()
        self._waiters: list[tuple[int, asyncio.Future[None]]] = []

    @property
    def source(self) -> Service:
        """Whose log it reads."""
        return self._source

    @property
    def position(self) -> int:
        """The last position applied; 0 before the first."""
        return 0 if self._cursor is None else self._cursor.position

    @property
    def trouble(self) -> Severed | None:
        """Why nothing further is applied, for readiness; None while all is well. It stays until a new subscription."""
        return self._trouble

    @property
    def obstacle(self) -> str | None:
        """What keeps the owner's log from being read at present, for readiness; it passes by itself."""
        return self._obstacle

    @property
    def behind(self) -> int:
        """How many events are known to exist that are not applied yet."""
        announced = self._heads.latest(self._source)
        head = 0 if announced is None or not self._is_ours(announced.head.epoch) else announced.head.position
        return max(head, self._known, self.position) - self.position

    async def read_to(self, position: int) -> None:
        """Return once everything up to a position is applied: at once if it is. Raises Severed if it never will be.

        Where the stream does not bring it within QUIET_SECONDS it is read from the owner.
        """
        if self._trouble is not None:
            raise self._trouble
        if position <= self.position:
            return
        reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiter = (position, reached)
        self._waiters.append(waiter)
        self._stir.set()
        self._hear_of(position)
        try:
            await reached
        finally:
            if waiter in self._waiters:
                self._waiters.remove(waiter)

    async def run(self) -> None:
        """Take in until cancelled; once at most. Severed, it stops reading and waits to be cancelled.

        Raises Fenced and PositionMoved as `apply` raises them; after anything else it hands over the same events
        again a little later. Cancelled, it leaves nothing behind; what was not acknowledged comes again.
        """
        pull = Pull(
            self._messaging,
            self._reader,
            self._source,
            patience=self._patience,
            position=lambda: self.position,
            arrived=self._stir.set,
        )
        removers = (
            self._messaging.on_reconnect(self._reconnected),
            self._heads.on_announced(self._source, self._announced),
        )
        pulling = asyncio.create_task(pull.run(), name=f"pull {self._reader.value} from {self._source.value}")
        try:
            while True:
                await self._turn(pull)
        except Severed as severed:
            self._sever(severed)
        finally:
            for remove in removers:
                remove()
            pulling.cancel()
            await asyncio.gather(pulling, return_exceptions=True)
        await asyncio.get_running_loop().create_future()

    async def _turn(self, pull: Pull) -> None:
        """Do the one thing that is due, or wait until something is."""
        honour_cancellation()
        self._stir.clear()
        now = self._now()
        due = max(self._retry.not_before, float("-inf") if not self._verified else self._read_at)
        if due <= now:
            await (self._read_page() if self._verified else self._verify())
        elif self._verified and self._may_take(pull, now) and (batch := pull.take()) is not None:
            await self._settle(batch)
        else:
            await self._stirred(min(due, pull.due if self._verified else NEVER) - now)

    def _may_take(self, pull: Pull, now: float) -> bool:
        """Whether what waits has waited for company long enough; where somebody waits for it, it has."""
        return pull.due <= now or bool(self._waiters)

    async def _stirred(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(None if seconds == NEVER else seconds):
                await self._stir.wait()
        except TimeoutError:
            return

    async def _settle(self, batch: Batch) -> None:
        """Apply what is next, drop what is not, and only then acknowledge."""
        if any(not self._is_ours(epoch) for epoch in epochs(batch.envelopes)) and not self._recently_confirmed():
            self._doubt()  # the batch is dropped: once the owner has spoken it is read from there
            return
        fitting = sort(self._present(), batch.envelopes)
        await self._apply(fitting.following)
        if fitting.beyond > self.position:
            self._known = max(self._known, fitting.beyond)
            self._read_at = self._now()
        await batch.ack()

    async def _read_page(self) -> None:
        """Read one page of the owner's log behind our position and apply it."""
        request = AskEvents(after=self.position, limit=PAGE_EVENTS)
        try:
            page = await self._asker.ask(self._source, "events", request, Events, timeout=ASK_SECONDS)
            read = [from_json(entry) for entry in page.events]
        except (Unanswered, Refused, Malformed) as error:
            self._unreadable(error)
            return
        if not self._is_ours(page.epoch) or any(not self._is_ours(epoch) for epoch in epochs(read)):
            raise Severed(f"{self._source.value} is in epoch {page.epoch}; applied was {self._present().epoch}")
        if page.head < self.position:
            raise self._shorter()
        fitting = sort(self._present(), read)
        if page.head > self.position and not fitting.following:
            self._unreadable(Malformed(f"a page behind {self.position} holds nothing of what follows"))
            return
        self._readable()
        self._known = page.head
        await self._apply(fitting.following)
        self._read_at = self._now() if self.position < self._known else NEVER

    async def _verify(self) -> None:
        """Show the owner what was applied last; it must be the owner's own history. Then read on from there."""
        try:
            if self.position == 0:
                head = await self._asker.ask(self._source, "head", AskHead(), Head, timeout=ASK_SECONDS)
                epoch, there = head.epoch, None
            else:
                request = AskEventAt(position=self.position)
                found = await self._asker.ask(self._source, "event_at", request, EventAt, timeout=ASK_SECONDS)
                epoch, there = found.epoch, found.event_id
        except (Unanswered, Refused) as error:
            self._unreadable(error)
            return
        if self._cursor is None:
            self._cursor = Cursor(epoch, 0, None)
        cursor = self._cursor
        if epoch != cursor.epoch:
            raise Severed(f"{self._source.value} is in epoch {epoch}; applied was {cursor.epoch}")
        if cursor.position > 0 and there is None:
            raise self._shorter()
        if there != cursor.event_id:
            raise Severed(
                f"position {cursor.position} of {self._source.value} is {there}; applied was {cursor.event_id}",
            )
        self._readable()
        self._verified = True
        self._confirmed = self._read_at = self._now()

    async def _apply(self, following: Sequence[Envelope]) -> None:
        """Hand events over until it succeeds, then stand behind them."""
        if not following:
            return
        delay = RETRY_SECONDS
        while True:
            try:
                await self._apply_batch(following)
                break
            except (Fenced, PositionMoved):
                raise
            except Exception:
                logger.exception("events were not applied; they will be again", extra=self._fields())
                await asyncio.sleep(delay)
                delay = min(delay * 2, MAX_RETRY_SECONDS)
        self._cursor = after(self._present(), following)
        self._progressed = self._now()
        self._read_at = self._progressed + QUIET_SECONDS if self.position < self._known else NEVER
        for position, reached in self._waiters:
            if position <= self.position and not reached.done():
                reached.set_result(None)

    def _announced(self, head: Head) -> None:
        """Hear a head: what it adds is due from the stream; what contradicts us is asked about."""
        if not self._verified:
            return
        long_since = self._now() - self._progressed > DOUBT_SECONDS
        if not self._is_ours(head.epoch) or (head.position < self.position and long_since):
            if not self._recently_confirmed():
                self._doubt()
        else:
            self._hear_of(head.position)

    def _hear_of(self, position: int) -> None:
        """Note that the log reaches a position; the stream has QUIET_SECONDS to bring it."""
        self._known = max(self._known, position)
        if self._known > self.position and self._read_at == NEVER:
            self._read_at = self._now() + QUIET_SECONDS
            self._stir.set()

    def _reconnected(self) -> None:
        self._retry.succeeded()
        self._doubt()

    def _doubt(self) -> None:
        """Apply nothing more until the owner has confirmed what was applied last."""
        self._verified = False
        self._stir.set()

    def _sever(self, severed: Severed) -> None:
        self._trouble = severed
        logger.critical("a source is severed: nothing further of it is applied", extra=self._fields(severed))
        for _, reached in self._waiters:
            if not reached.done():
                reached.set_exception(severed)

    def _readable(self) -> None:
        self._retry.succeeded()
        self._obstacle = None

    def _unreadable(self, error: Exception) -> None:
        self._retry.failed(self._now())
        self._obstacle = str(error)
        logger.warning("a source cannot be read; it is asked again", extra=self._fields(error))

    def _shorter(self) -> Severed:
        return Severed(f"the log of {self._source.value} ends before position {self.position}, which was applied")

    def _recently_confirmed(self) -> bool:
        return self._now() - self._confirmed < DOUBT_SECONDS

    def _is_ours(self, epoch: UUID) -> bool:
        return self._cursor is None or epoch == self._cursor.epoch

    def _present(self) -> Cursor:
        assert self._cursor is not None, "nothing is applied before the owner has named its epoch"
        return self._cursor

    def _fields(self, error: Exception | None = None) -> dict[str, object]:
        fields: dict[str, object] = {"reader": self._reader.value, "source": self._source.value}
        return fields | {"position": self.position} | ({} if error is None else {"error": str(error)})

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
