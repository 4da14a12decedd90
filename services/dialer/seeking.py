"""Seeks calls whose placing is unknown among their agent's executions, until a fact or their absence settles them."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

import structlog

from services.dialer import projections
from services.dialer.domain import verdict
from services.dialer.domain.attempt import Attempt, State
from services.dialer.domain.looking import found, look_times, sought_between
from services.dialer.domain.verdict import NotPlaced, Placed, Verdict
from services.dialer.provider import candidate
from shared.bolna.provider import Provider, SearchResult
from shared.contracts.ids import attempt_stream
from shared.contracts.vocabulary import DialFailure
from shared.runtime.worker import Leader, Step

LOOKS_TO_PRESUME = 2
AT_ONCE = 4
"""Searches under way at once: they share the provider's rate with everything else."""

log = structlog.get_logger(__name__)


class Seeker:
    """Looks for every unknown attempt at its times. What was looked for before a restart is looked for anew."""

    def __init__(
        self,
        provider: Provider,
        *,
        now: Callable[[], datetime],
        delays: Sequence[timedelta],
        request_timeout: timedelta,
    ) -> None:
        self._provider = provider
        self._now = now
        self._delays = delays
        self._request_timeout = request_timeout
        self._unknown: dict[UUID, Attempt] = {}
        self._noted: set[UUID] = set()
        self._more = asyncio.Event()
        self._searching = asyncio.Semaphore(AT_ONCE)

    def load(self, unknown: Sequence[Attempt]) -> None:
        """Take up the attempts that are unknown by the tables."""
        self._unknown = {attempt.attempt_id: attempt for attempt in unknown}
        self._more.set()

    def note(self, attempt_id: UUID) -> None:
        """Begin to look for an attempt, as the tables have it."""
        self._noted.add(attempt_id)
        self._more.set()

    def forget(self, attempt_id: UUID) -> None:
        """Look no further for an attempt: a fact has settled it."""
        self._noted.discard(attempt_id)
        self._unknown.pop(attempt_id, None)

    async def run(self, leader: Leader) -> None:
        """Look until cancelled; one task an attempt."""
        begun: set[UUID] = set()
        async with asyncio.TaskGroup() as group:
            while True:
                self._more.clear()
                if self._noted:
                    self._unknown |= await leader.step(self._read_noted)
                for attempt_id in self._unknown.keys() - begun:
                    group.create_task(self._seek(leader, self._unknown[attempt_id]), name=f"seeking {attempt_id}")
                begun = set(self._unknown)
                await self._more.wait()

    async def _read_noted(self, step: Step) -> dict[UUID, Attempt]:
        noted, self._noted = self._noted, set()
        attempts = await projections.attempts_by_id(step.connection, noted)
        return {key: attempt for key, attempt in attempts.items() if attempt.state is State.UNKNOWN}

    async def _seek(self, leader: Leader, attempt: Attempt) -> None:
        last = look_times(attempt, self._delays, self._request_timeout)[-1]
        absent = 0
        for at in self._times(attempt):
            await asyncio.sleep(max(0.0, (at - self._now()).total_seconds()))
            if attempt.attempt_id not in self._unknown:
                return
            began = self._now()
            async with self._searching:
                result = await self._search(attempt)
            execution_id = await self._found(leader, attempt, result)
            if execution_id is not None:
                await self._settle(leader, attempt, Placed(execution_id))
                return
            absent = absent + 1 if result.complete else 0
            if absent >= LOOKS_TO_PRESUME and began >= last:
                await self._settle(leader, attempt, NotPlaced(DialFailure.PRESUMED))
                return

    def _times(self, attempt: Attempt) -> Iterator[datetime]:
        """The times to look that are still to come, at least two, and on and on while looks stay incomplete."""
        now = self._now()
        times = [at for at in look_times(attempt, self._delays, self._request_timeout) if at > now]
        yield from times
        last = times[-1] if times else now
        pause = self._delays[0]
        yield from (last + pause * n for n in count(1 if times else 0))

    async def _search(self, attempt: Attempt) -> SearchResult:
        assert attempt.bolna_agent_id is not None
        start, end = sought_between(attempt, self._request_timeout)
        result = await self._provider.search(attempt.bolna_agent_id, start, end)
        log.info(
            "looked for a call",
            call_id=str(attempt.call_id),
            attempt_id=str(attempt.attempt_id),
            executions=len(result.executions),
            complete=result.complete,
            problem=result.problem,
        )
        return result

    async def _found(self, leader: Leader, attempt: Attempt, result: SearchResult) -> str | None:
        candidates = [candidate(execution) for execution in result.executions]

        async def find(step: Step) -> str | None:
            taken = await projections.claimed(step.connection, [c.execution_id for c in candidates])
            return found(attempt, candidates, taken)

        return await leader.step(find) if candidates else None

    async def _settle(self, leader: Leader, attempt: Attempt, answer: Verdict) -> None:
        async def settle(step: Step) -> None:
            stand = (await projections.attempts_by_id(step.connection, [attempt.attempt_id]))[attempt.attempt_id]
            if stand.state is State.UNKNOWN:
                for event in verdict.settle(stand, answer, self._now()):
                    step.append(attempt_stream(attempt.attempt_id), event, user_id=attempt.user_id)

        await leader.step(settle)
        self.forget(attempt.attempt_id)
