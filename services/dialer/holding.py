"""Stops at Bolna what Bolna holds back: after a while, when it may no longer be dialled, and when it was withdrawn."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from services.dialer import projections
from services.dialer.domain import holding, last_look
from services.dialer.domain.attempt import Attempt
from services.dialer.domain.holding import Stands
from services.dialer.provider import stands
from shared.bolna.provider import Provider
from shared.contracts.ids import attempt_stream
from shared.runtime.worker import Leader, Step

GRACE = timedelta(seconds=3)
"""Most calls are on a line by then, and need no further thought."""
TOGETHER = timedelta(seconds=1)
"""What is soon to be read is read along."""
AT_ONCE = 4
"""Calls seen to at once: they share the provider's rate with everything else."""
SAFETY_SECONDS = 30.0

log = structlog.get_logger(__name__)


class Holding:
    """The placed calls of which nothing was heard. Each is seen to when it is due, one task a call."""

    def __init__(
        self, provider: Provider, *, now: Callable[[], datetime], stop_after: timedelta, grace: timedelta = GRACE
    ) -> None:
        self._provider = provider
        self._now = now
        self._stop_after = stop_after
        self._grace = grace
        self._noted: dict[UUID, datetime] = {}
        self._watched: dict[UUID, Attempt] = {}
        self._due: dict[UUID, datetime] = {}
        self._looks: dict[UUID, int] = {}
        self._places = asyncio.Semaphore(AT_ONCE)
        self.wake = asyncio.Event()

    def load(self, placed: Iterable[UUID]) -> None:
        """Take up the placed calls of which nothing was heard by the tables: they are read at once."""
        self._noted = dict.fromkeys(placed, self._now())
        self._watched, self._due, self._looks = {}, {}, {}
        self.wake.set()

    def note(self, attempt_id: UUID) -> None:
        """A call was placed."""
        self._noted[attempt_id] = self._now() + self._grace
        if len(self._noted) == 1:
            self.wake.set()

    def forget(self, attempt_id: UUID) -> None:
        """Something was heard of a call: Bolna no longer holds it back."""
        self._noted.pop(attempt_id, None)
        self._watched.pop(attempt_id, None)
        self._due.pop(attempt_id, None)
        self._looks.pop(attempt_id, None)

    def changed(self, subjects: Iterable[str]) -> None:
        """Something changed that may forbid calls: those that it bears on are seen to at once."""
        changed, now = frozenset(subjects), self._now()
        if not changed:
            return
        self._noted = dict.fromkeys(self._noted, now)  # whether it bears on them is seen when they are read
        for attempt in self._watched.values():
            if not changed.isdisjoint(last_look.subjects_of_attempt(attempt)):
                self._due[attempt.attempt_id] = now
        self.wake.set()

    async def run(self, leader: Leader) -> None:
        """See to what is due until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                self.wake.clear()
                if any(at <= self._now() for at in self._noted.values()):
                    await leader.step(self._read_noted)
                for attempt_id in [key for key, at in self._due.items() if at <= self._now()]:
                    del self._due[attempt_id]
                    group.create_task(self._see_to(leader, self._watched[attempt_id]), name=f"held {attempt_id}")
                await self._next()

    async def _next(self) -> None:
        times = [*self._noted.values(), *self._due.values()]
        wait = (min(times) - self._now()).total_seconds() if times else SAFETY_SECONDS
        try:
            async with asyncio.timeout(max(0.0, wait)):
                await self.wake.wait()
        except TimeoutError:
            return

    async def _read_noted(self, step: Step) -> None:
        """Watch those of the placed calls of which nothing was heard meanwhile."""
        now = self._now()
        ripe = [attempt_id for attempt_id, at in self._noted.items() if at <= now + TOGETHER]
        attempts = await projections.placed_and_not_heard_of(step.connection, ripe)
        subjects = {attempt.attempt_id: last_look.subjects_of_attempt(attempt) for attempt in attempts}
        changes = await projections.changes_of(step.connection, (s for names in subjects.values() for s in names))
        for attempt_id in ripe:
            self._noted.pop(attempt_id, None)
        for attempt in attempts:
            key = attempt.attempt_id
            withdrawn = last_look.changed_since(attempt.as_of, subjects[key], changes) is not None
            self._watched[key] = attempt
            self._due[key] = holding.due(attempt, self._stop_after, withdrawn=withdrawn, now=now)

    async def _see_to(self, leader: Leader, attempt: Attempt) -> None:
        async with self._places:
            then = holding.after_look(await self._look(attempt), asked_to_stop=False)
            if then.stop:
                assert attempt.execution_id is not None
                answer = await self._provider.stop(attempt.execution_id)
                log.info("asked Bolna to stop what it holds back", answer=type(answer).__name__, **_of(attempt))
                then = holding.after_look(await self._look(attempt), asked_to_stop=True)
        if attempt.attempt_id not in self._watched:
            return
        if then.again:
            looks = self._looks[attempt.attempt_id] = self._looks.get(attempt.attempt_id, 0) + 1
            self._due[attempt.attempt_id] = holding.again_at(looks, self._now())
            self.wake.set()
            return
        if then.stopped:
            await leader.step(lambda step: self._record(step, attempt.attempt_id))
        self.forget(attempt.attempt_id)

    async def _look(self, attempt: Attempt) -> Stands:
        assert attempt.execution_id is not None
        return stands(await self._provider.look_up(attempt.execution_id))

    async def _record(self, step: Step, attempt_id: UUID) -> None:
        for attempt in (await projections.attempts_by_id(step.connection, [attempt_id])).values():
            for event in holding.stopped(attempt, self._now()):
                step.append(attempt_stream(attempt_id), event, user_id=attempt.user_id)
                log.info("stopped what Bolna held back", **_of(attempt))


def _of(attempt: Attempt) -> dict[str, str]:
    return {
        "call_id": str(attempt.call_id),
        "campaign_id": str(attempt.campaign_id),
        "user_id": str(attempt.user_id),
        "execution_id": str(attempt.execution_id),
    }
