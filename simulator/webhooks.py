"""Delivery of webhooks: in order per execution, retried until a 2xx, with the faults that the profile asks for."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from simulator.clock import Clock
from simulator.domain.call import Call, rfc3339
from simulator.domain.mishaps import Mishap
from simulator.domain.profile import Profile

REMEMBERED = 20_000
"""Attempts that the log keeps; older ones are forgotten."""
LONGEST_WAIT_SECONDS = 30.0
CONNECTIONS_PER_HOST = 256


@dataclass(slots=True, eq=False)
class Attempt:
    """One delivery attempt. `code` is null while it runs and when no answer came; attempt 0 was lost on purpose."""

    execution_id: str
    number: str
    status: str
    attempt: int
    sent_at: float
    code: int | None = None
    answered_at: float | None = None
    error: str | None = None

    def told(self) -> dict[str, Any]:
        """The attempt as JSON, times in RFC 3339."""
        return {
            "execution_id": self.execution_id,
            "number": self.number,
            "status": self.status,
            "attempt": self.attempt,
            "sent_at": rfc3339(self.sent_at),
            "response_code": self.code,
            "answered_at": rfc3339(self.answered_at),
            "error": self.error,
        }


@dataclass(slots=True, frozen=True)
class Delivery:
    """A webhook to send: the execution as it was when the status changed."""

    execution_id: str
    number: str
    status: str
    url: str
    body: bytes
    mishap: Mishap
    not_before: float


@dataclass(slots=True)
class Lane:
    """One execution's webhooks, sent one after the other; `held` ones go behind the next."""

    waiting: deque[Delivery] = field(default_factory=deque)
    held: list[Delivery] = field(default_factory=list)
    running: bool = False


class Courier:
    """Sends webhooks while it is open. `profile` gives the present profile."""

    def __init__(self, clock: Clock, profile: Callable[[], Profile], secret: str | None) -> None:
        self._clock = clock
        self._profile = profile
        self._headers = {"Content-Type": "application/json", "User-Agent": "bolna-simulator"}
        if secret is not None:
            self._headers["X-Webhook-Secret"] = secret
        self._lanes: dict[str, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self.reset()

    async def open(self) -> None:
        """Be ready to send."""
        connector = aiohttp.TCPConnector(limit=0, limit_per_host=CONNECTIONS_PER_HOST)
        self._session = aiohttp.ClientSession(connector=connector, headers=self._headers)

    async def close(self, patience_seconds: float) -> None:
        """Send what is waiting, for as long as patience lasts, and stop."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience_seconds)
        running = list(self._tasks)
        self.reset()
        await asyncio.gather(*running, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def reset(self) -> None:
        """Forget what waits and what was sent."""
        for task in self._tasks:
            task.cancel()
        self._lanes.clear()
        self.log: deque[Attempt] = deque(maxlen=REMEMBERED)
        self.counts: Counter[str] = Counter()
        self.waiting = 0

    def announce(self, call: Call, webhook: tuple[str, bytes] | None, mishap: Mishap, *, last: bool) -> None:
        """The call took a status: send its webhook (URL and body), if any, after those before it.

        A reordered one is held until the status after it was sent; the last status of a call cannot be held.
        """
        lane = self._lanes.setdefault(call.execution_id, Lane())
        if webhook is not None and mishap.lost:
            self.counts["lost"] += 1
            now = self._clock.now()
            self.log.append(Attempt(call.execution_id, call.number, call.status.value, 0, now, error="lost"))
        elif webhook is not None:
            url, body = webhook
            not_before = self._clock.now() + mishap.late_by if mishap.late_by else 0.0
            delivery = Delivery(call.execution_id, call.number, call.status.value, url, body, mishap, not_before)
            self.waiting += 1
            if mishap.reordered and not last:
                lane.held.append(delivery)
                return
            lane.waiting.append(delivery)
        self._release(call.execution_id, lane)

    def summary(self) -> dict[str, int]:
        """Counts since the last reset: attempts sent, delivered (2xx), given up, lost on purpose; and those waiting."""
        names = ("sent", "delivered", "given_up", "lost")
        return {name: self.counts[name] for name in names} | {"waiting": self.waiting}

    def _release(self, execution_id: str, lane: Lane) -> None:
        lane.waiting.extend(lane.held)
        lane.held.clear()
        if lane.waiting and not lane.running:
            lane.running = True
            task = asyncio.create_task(self._run(execution_id, lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif not lane.running:
            del self._lanes[execution_id]

    async def _run(self, execution_id: str, lane: Lane) -> None:
        while lane.waiting:
            delivery = lane.waiting.popleft()
            early = delivery.not_before - self._clock.now()
            if early > 0:
                await asyncio.sleep(early)
            for _ in range(2 if delivery.mishap.duplicated else 1):
                await self._until_taken(delivery)
            self.waiting -= 1
        lane.running = False
        if not lane.held:
            self._lanes.pop(execution_id, None)

    async def _until_taken(self, delivery: Delivery) -> None:
        attempt = 1
        while not await self._attempt(delivery, attempt):
            profile = self._profile()
            if attempt > profile.webhook_retries:
                self.counts["given_up"] += 1
                return
            await asyncio.sleep(min(profile.webhook_retry_first_seconds * 2 ** (attempt - 1), LONGEST_WAIT_SECONDS))
            attempt += 1
        self.counts["delivered"] += 1

    async def _attempt(self, delivery: Delivery, number: int) -> bool:
        """Send once; true on a 2xx. Redirects, other answers, no answer in time and broken connections are false."""
        assert self._session is not None
        timeout = aiohttp.ClientTimeout(total=self._profile().webhook_timeout_seconds)
        entry = Attempt(delivery.execution_id, delivery.number, delivery.status, number, self._clock.now())
        self.log.append(entry)
        self.counts["sent"] += 1
        try:
            async with self._session.post(
                delivery.url, data=delivery.body, timeout=timeout, allow_redirects=False
            ) as answer:
                await answer.read()
                entry.code = answer.status
        except (aiohttp.ClientError, OSError, ValueError) as error:
            entry.error = type(error).__name__
        entry.answered_at = self._clock.now()
        return entry.code is not None and entry.code // 100 == 2  # noqa: PLR2004  2xx
