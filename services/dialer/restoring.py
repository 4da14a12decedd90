"""After a restore: reads from Bolna what was dialled that the records have forgotten, before anything is dialled."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import structlog

from services.dialer import projections
from services.dialer.dialing import Dialing
from services.dialer.domain.attempt import Attempt, State
from services.dialer.domain.looking import CLOCK_DIFFERENCE
from services.dialer.domain.restored import Forgotten, History, turned_up
from services.dialer.sending import Sender
from shared.bolna.execution import Execution, e164
from shared.bolna.provider import NotFound, Provider, Unavailable
from shared.contracts.dialer import ExecutionFound, HistoryRestored
from shared.contracts.ids import SYSTEM, attempt_stream
from shared.runtime.worker import Connection, Leader, Step

TOGETHER = 500
"""So many executions are recorded in a step."""
_SETTLED_BY_IT = frozenset({State.UNKNOWN, State.FAILED})

log = structlog.get_logger(__name__)


class Restoring:
    """Keeps dialling stopped until every execution since the backup is read; answers requests with what it found."""

    def __init__(
        self,
        provider: Provider,
        dialing: Dialing,
        sender: Sender,
        *,
        now: Callable[[], datetime],
        settled_after: timedelta,
        again: timedelta,
    ) -> None:
        self._provider = provider
        self._dialing = dialing
        self._sender = sender
        self._now = now
        self._settled_after = settled_after
        """When Bolna's list shows whatever was on its way when the last process before the restore ended."""
        self._again = again
        self._history: History | None = None
        self._forgets = False

    async def load(self, connection: Connection) -> None:
        """Take up what is known of a restore. After one nothing is sent, from here on."""
        self._history = await projections.history_of(connection)
        self._forgets = await projections.forgets(connection)
        if self._history.unheard_of:
            self._dialing.hold()

    async def run(self, leader: Leader) -> None:
        """Record a restore that is not recorded yet, and read what it forgot; return when dialling may go on."""
        history = self._history
        if history is not None and history.unheard_of:
            since = history.forgets_since()
            await leader.step(lambda step: self._begin(step, history.epoch, since))
        elif history is None or history.executions_since is None or not self._dialing.waits_for_memory:
            return
        else:
            since = history.executions_since
        await asyncio.sleep(self._settled_after.total_seconds())
        while (problem := await self._read(leader, since)) is not None:
            log.warning("what was dialled before the restore is not all known; nothing is dialled", problem=problem)
            await asyncio.sleep(self._again.total_seconds())
        await leader.step(self._end)

    async def _begin(self, step: Step, epoch: UUID, since: datetime) -> None:
        log.warning("restored from a backup: nothing is dialled until Bolna's calls are read", since=since.isoformat())
        step.append(SYSTEM, HistoryRestored(at=self._now(), epoch=epoch, since=since), user_id=None)
        self._dialing.restored(step)

    async def _end(self, step: Step) -> None:
        """What was taken and not sent may have been dialled too; dialling goes on."""
        taken = await projections.attempts_in(step.connection, State.TAKEN)
        await self.answer(step, taken)
        self._dialing.remembered(step)

    async def answer(self, step: Step, requests: Sequence[Attempt]) -> set[UUID]:
        """Record of those that were dialled before a restore what became of them; return them: they are not sent."""
        if not self._forgets or not requests:
            return set()
        found = await projections.forgotten_of(step.connection, requests)
        for request in requests:
            if request.attempt_id in found:
                self._turned_up(step, request, found[request.attempt_id])
                self._sender.withdraw(request.attempt_id)
        return set(found)

    async def _read(self, leader: Leader, since: datetime) -> str | None:
        """Record every execution since that no attempt has; return what kept it from being all, None if it was all.

        What an agent that is gone from Bolna dialled cannot be read.
        """
        agents = await self._provider.agents()
        if isinstance(agents, Unavailable):
            return agents.error
        ours = await leader.step(_bolna_agents)
        for agent_id in sorted(ours | {agent.id for agent in agents.agents}):
            result = await self._provider.search(agent_id, since, self._now() + CLOCK_DIFFERENCE)
            for first in range(0, len(result.executions), TOGETHER):
                some = result.executions[first : first + TOGETHER]
                await leader.step(partial(self._record, executions=some, agent_id=agent_id, ours=ours))
            if not result.complete and not isinstance(await self._provider.agent(agent_id), NotFound):
                return result.problem
        return None

    async def _record(self, step: Step, executions: Sequence[Execution], agent_id: str, ours: set[str]) -> None:
        """One that names neither call nor attempt counts only if it is of an agent of ours."""
        known = await projections.known_executions(step.connection, [execution.id for execution in executions])
        named = {execution.id: _uuid(execution.echoed("attempt_id")) for execution in executions}
        attempts = await projections.attempts_by_id(step.connection, [one for one in named.values() if one is not None])
        for execution in executions:
            attempt_id = named[execution.id]
            attempt = None if attempt_id is None else attempts.get(attempt_id)
            found = _forgotten(execution, agent_id)
            if execution.id in known or (found.call_id is None and agent_id not in ours):
                continue
            if attempt is None or attempt.state is State.TAKEN:
                self._forgets = True
                step.append(SYSTEM, ExecutionFound(at=self._now(), **asdict(found)), user_id=None)
            elif attempt.state in _SETTLED_BY_IT:
                self._turned_up(step, attempt, found)

    def _turned_up(self, step: Step, attempt: Attempt, found: Forgotten) -> None:
        for event in turned_up(attempt, found, self._now()):
            step.append(attempt_stream(attempt.attempt_id), event, user_id=attempt.user_id)


async def _bolna_agents(step: Step) -> set[str]:
    return {row["bolna_agent_id"] for row in await projections.fetch(step.connection, "bolna_agents")}


def _forgotten(execution: Execution, agent_id: str) -> Forgotten:
    call_id = _uuid(execution.echoed("call_id"))
    return Forgotten(execution.id, agent_id, call_id, e164(execution.to_number), execution.created_at)


def _uuid(text: str | None) -> UUID | None:
    try:
        return None if text is None else UUID(text)
    except ValueError:
        return None
