"""Silent calls: a placed call of which nothing is heard for too long is asked about, and the answer translated.

Due times stand in a heap, made anew from the tables whenever leadership begins; nothing is polled. What is due is read
again from the tables first, since the HTTP faces hear of calls too.
"""

import asyncio
import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol, assert_never
from uuid import UUID

import structlog
from prometheus_client import Counter

from services.webhooks.deliveries import where
from services.webhooks.domain.call import Line
from services.webhooks.domain.silence import Look, Pace, Turnstile, answered, due, jitter, missing, unanswered
from services.webhooks.domain.translation import give_up
from services.webhooks.hearing import hear, meet
from services.webhooks.notices import notice_of
from services.webhooks.projections import QUERIES, attempts_named
from shared.bolna.agents import Agent
from shared.bolna.execution import Execution, line_is_free
from shared.bolna.provider import NotFound, Unavailable
from shared.contracts.ids import execution_stream
from shared.runtime.leadership import STARTS_AGAIN
from shared.runtime.worker import Connection, Leader, Step

MOST_ASKED_AT_ONCE = 8
MOST_READ_AT_ONCE = 200

ASKED = Counter("webhooks_asked_total", "Questions about silent calls by what came back", ["answer"])

log = structlog.get_logger(__name__)


class Provider(Protocol):
    """What is asked of the voice provider; no method raises for the wire."""

    async def look_up(self, execution_id: str) -> Execution | NotFound | Unavailable:
        """What became of one call."""

    async def agent(self, agent_id: str) -> Agent | NotFound | Unavailable:
        """One agent, as far as it is there."""


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call that is not over: when something was last heard of it, and what came of asking."""

    attempt_id: UUID
    execution_id: str | None
    line: Line
    reported: bool
    quiet_since: datetime
    look: Look | None

    def due(self, pace: Pace) -> datetime:
        """When to ask about it: not all at once that fell silent at once."""
        return due(self.quiet_since, self.look, pace) + jitter(self.attempt_id, pace)


async def open_calls(connection: Connection, attempts: Sequence[UUID] | None = None) -> list[OpenCall]:
    """Calls that are not over: all, or those of the attempts named."""
    named = {"attempts": None if attempts is None else list(attempts)}
    rows = await (await connection.execute(QUERIES["open_calls"], named)).fetchall()
    return [_open_call(row) for row in rows]


def _open_call(row: dict[str, Any]) -> OpenCall:
    asked = row["asked_at"] is not None
    look = Look(row["asked_at"], row["next_at"], row["fruitless"], row["missing_since"]) if asked else None
    line = Line(row["line"])
    return OpenCall(row["attempt_id"], row["execution_id"], line, row["reported"], row["quiet_since"], look)


class SilentCalls:
    """The watch over silent calls, for as long as this process leads."""

    def __init__(self, provider: Provider, pace: Pace, clock: Callable[[], datetime]) -> None:
        self._provider = provider
        self._pace = pace
        self._clock = clock
        self._heap: list[tuple[datetime, UUID]] = []
        self._asking: set[UUID] = set()
        self._turnstile = Turnstile(pace)
        self._changed = asyncio.Event()

    def reload(self, calls: Iterable[OpenCall]) -> None:
        """Watch these calls, and no others."""
        self._heap = [(call.due(self._pace), call.attempt_id) for call in calls]
        heapq.heapify(self._heap)
        self._changed.set()

    def watch(self, attempt_id: UUID, quiet_since: datetime) -> None:
        """Watch one more call. Said twice it is looked at twice, and asked about once."""
        self._push(quiet_since + self._pace.silent_after + jitter(attempt_id, self._pace), attempt_id)

    async def run(self, leader: Leader) -> None:
        """Ask about silent calls until cancelled, at most MOST_ASKED_AT_ONCE at a time."""
        places = asyncio.Semaphore(MOST_ASKED_AT_ONCE)
        self._asking.clear()
        async with asyncio.TaskGroup() as asking:
            asking.create_task(self._refresh(leader), name="calls open again")
            while True:
                for call in await leader.step(self._silent(await self._next_due())):
                    await places.acquire()
                    self._asking.add(call.attempt_id)
                    asked = asking.create_task(self._ask(leader, call), name=f"ask-{call.attempt_id}")
                    asked.add_done_callback(lambda _done: places.release())

    async def _refresh(self, leader: Leader) -> None:
        """The safety net: a face may have heard of a call that was over and is live after all."""
        while True:
            await asyncio.sleep(self._pace.silent_after.total_seconds())
            self.reload(await leader.step(lambda step: open_calls(step.connection)))

    async def _next_due(self) -> list[UUID]:
        """Wait for the earliest due time; take what is due off the heap, each attempt once."""
        while True:
            self._changed.clear()
            wait = (self._heap[0][0] - self._clock()).total_seconds() if self._heap else None
            if wait is not None and wait <= 0:
                break
            try:
                async with asyncio.timeout(wait):
                    await self._changed.wait()
            except TimeoutError:
                continue
        now, found = self._clock(), dict[UUID, None]()
        while self._heap and self._heap[0][0] <= now and len(found) < MOST_READ_AT_ONCE:
            found[heapq.heappop(self._heap)[1]] = None
        return [attempt for attempt in found if attempt not in self._asking]

    def _silent(self, attempts: Sequence[UUID]) -> Callable[[Step], Any]:
        """Read again what seemed due; what was heard of meanwhile goes back on the heap, what is over leaves it."""

        async def read(step: Step) -> list[OpenCall]:
            now, silent = self._clock(), []
            for call in await open_calls(step.connection, attempts):
                if call.execution_id is None:  # the dialer settles it; then it may have one
                    self._push(now + self._pace.silent_after, call.attempt_id)
                elif (at := call.due(self._pace)) > now:
                    self._push(at, call.attempt_id)
                else:
                    silent.append(call)
            return silent

        return read

    async def _ask(self, leader: Leader, call: OpenCall) -> None:
        """Ask about one call and take the answer in; whatever fails by its content is asked again."""
        again = self._clock() + max(self._pace.silent_after, self._pace.away)
        try:
            again = await self._settle(leader, call)
        except STARTS_AGAIN:
            raise
        except Exception as error:  # noqa: BLE001 - one answer must not end the watch over the other calls
            log.error("an answer could not be taken in", execution_id=call.execution_id, **where(error))  # noqa: TRY400
        finally:
            self._asking.discard(call.attempt_id)
        self._push(again, call.attempt_id)

    async def _settle(self, leader: Leader, call: OpenCall) -> datetime:
        execution_id = call.execution_id
        assert execution_id is not None
        wait = self._turnstile.enter(self._clock()) - self._clock()
        await asyncio.sleep(max(0.0, wait.total_seconds()))
        asked_at = self._clock()
        answer = await self._provider.look_up(execution_id)
        ASKED.labels(type(answer).__name__).inc()
        log.info("asked about a silent call", execution_id=execution_id, answer=type(answer).__name__)
        match answer:
            case Execution():
                look = await leader.step(
                    lambda step: self._told(step, call, replace_id(answer, execution_id), asked_at)
                )
            case NotFound():
                look = await self._gone(leader, call, execution_id)
            case Unavailable(retry_after=retry_after):
                self._turnstile.close_until(self._clock() + timedelta(seconds=retry_after or 0))
                look = await leader.step(lambda step: self._away(step, call, execution_id, retry_after))
            case _:
                assert_never(answer)
        return look.next_at + jitter(call.attempt_id, self._pace)

    async def _told(self, step: Step, call: OpenCall, answer: Execution, asked_at: datetime) -> Look:
        """The provider says how the call stands: as if a webhook had said it."""
        now = self._clock()
        await meet(step.connection, [answer.id], [call.attempt_id])
        quiet_since = await self._quiet_since(step, call)
        notice = notice_of(answer, now, present=quiet_since < asked_at)
        [verdict] = (await hear(step, [notice], now)).verdicts
        if verdict.error:
            log.warning("an answer counts for nothing", execution_id=answer.id, error=verdict.error)
        look = answered(quiet_since, call.look, now, self._pace, line_free=line_is_free(answer.status))
        return await self._keep(step, answer.id, look)

    async def _gone(self, leader: Leader, call: OpenCall, execution_id: str) -> Look:
        """The provider does not have the execution. Once that is proved, it depends on whether its agent is there."""
        look, proved = missing(call.quiet_since, call.look, self._clock(), self._pace)
        if not proved:
            return await leader.step(lambda step: self._keep(step, execution_id, look))
        agent_id = await leader.step(lambda step: self._agent_of(step, call))
        agent = await self._provider.agent(agent_id)
        match agent:
            case Unavailable(retry_after=retry_after):
                return await leader.step(lambda step: self._away(step, call, execution_id, retry_after))
            case Agent() | NotFound():
                gone = isinstance(agent, NotFound)
                return await leader.step(lambda step: self._give_up(step, call, execution_id, look, agent_gone=gone))
            case _:
                assert_never(agent)

    async def _give_up(self, step: Step, call: OpenCall, execution_id: str, look: Look, *, agent_gone: bool) -> Look:
        await meet(step.connection, [execution_id], [call.attempt_id])
        if await self._quiet_since(step, call) > call.quiet_since:  # a webhook came: it is not gone
            return await self._keep(step, execution_id, replace(look, missing_since=None))
        for row in await attempts_named(step.connection, (), [call.attempt_id]):
            for event in give_up(row.state, row.attempt, execution_id, self._clock(), agent_gone=agent_gone):
                step.append(execution_stream(execution_id), event, user_id=row.user_id)
        log.warning("the provider no longer has a call", execution_id=execution_id, agent_gone=agent_gone)
        return await self._keep(step, execution_id, look)

    async def _away(self, step: Step, call: OpenCall, execution_id: str, retry_after: float | None) -> Look:
        """The provider does not answer: the slot stays held."""
        look = unanswered(call.quiet_since, call.look, self._clock(), self._pace, retry_after)
        return await self._keep(step, execution_id, look)

    async def _keep(self, step: Step, execution_id: str, look: Look) -> Look:
        await step.connection.execute(QUERIES["put_look"], {"execution_id": execution_id, **asdict(look)})
        return look

    @staticmethod
    async def _quiet_since(step: Step, call: OpenCall) -> datetime:
        """Since when nothing was heard, as it stands now: a webhook may have come while the provider was asked."""
        now_open = await open_calls(step.connection, [call.attempt_id])
        return now_open[0].quiet_since if now_open else call.quiet_since

    @staticmethod
    async def _agent_of(step: Step, call: OpenCall) -> str:
        rows = await attempts_named(step.connection, (), [call.attempt_id])
        return rows[0].bolna_agent_id

    def _push(self, at: datetime, attempt_id: UUID) -> None:
        heapq.heappush(self._heap, (at, attempt_id))
        self._changed.set()


def replace_id(answer: Execution, execution_id: str) -> Execution:
    """The answer under the name that was asked for, however the provider spells it."""
    return answer.model_copy(update={"id": execution_id})
