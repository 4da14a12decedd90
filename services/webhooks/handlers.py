"""The leading worker: takes in the dialer's events, translates what had come before them, watches over silent calls."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from services.webhooks import projections
from services.webhooks.deliveries import receive
from services.webhooks.domain.silence import Pace
from services.webhooks.hearing import Standing, Verdict, hear, meet
from services.webhooks.notices import Notice, notice_of_stop
from services.webhooks.projections import QUERIES
from services.webhooks.replaying import replay_question
from services.webhooks.silent_calls import Provider, SilentCalls, open_calls
from services.webhooks.views import asked_of, report_of
from shared.contracts.dialer import AttemptEvent, CallPlaced, CallStopped, DialOutcomeUnknown
from shared.contracts.questions import AskAsked, AskedOf, AskReport, Report
from shared.contracts.vocabulary import Service
from shared.messaging.envelope import Envelope
from shared.messaging.patience import Patience
from shared.runtime.worker import Connection, Leader, Question, Step

FORGET_EVERY = timedelta(hours=1)


class WebhooksWorker:
    """Fulfils `shared.runtime.worker.Worker`."""

    sources: Mapping[Service, Patience] = {Service.DIALER: Patience(0.05)}

    def __init__(
        self,
        pool: AsyncConnectionPool[Connection],
        provider: Provider,
        *,
        pace: Pace,
        keep_bodies: timedelta,
        clock: Callable[[], datetime],
        on_drain: Callable[[], Awaitable[None]],
    ) -> None:
        self._pool = pool
        self._clock = clock
        self._keep_bodies = keep_bodies
        self._on_drain = on_drain
        self._leader: Leader | None = None
        self._silent = SilentCalls(provider, pace, clock)

    async def load(self, connection: Connection, leader: Leader) -> None:
        """Fill the heap of due times from the tables."""
        self._leader = leader
        self._silent.reload(await open_calls(connection))

    async def project(self, connection: Connection, events: Sequence[Envelope]) -> None:
        """Write what events change in `attempts`."""
        await projections.project(connection, events)

    async def decide(self, step: Step, taken: Sequence[Envelope]) -> None:
        """Translate the webhooks that came before their attempt was known, and what the dialer stopped."""
        news = [
            envelope for envelope in taken if isinstance(envelope.event, CallPlaced | DialOutcomeUnknown | CallStopped)
        ]
        told = [event for envelope in news if isinstance(event := envelope.event, AttemptEvent)]
        if not told:
            return
        causes = {event.attempt_id: envelope for event, envelope in zip(told, news, strict=True)}
        waiting = await _waiting(step.connection, told)
        stopped = [notice_of_stop(event) for event in told if isinstance(event, CallStopped)]
        heard = await hear(step, [*(notice for _, notice in waiting), *stopped], self._clock(), causes)
        await _place(step.connection, [digest for digest, _ in waiting], heard.verdicts)

    async def committed(self, taken: Sequence[Envelope], recorded: Sequence[Envelope]) -> None:  # noqa: ARG002 - as load
        """Watch over the calls that were placed, or may have been."""
        for envelope in taken:
            match envelope.event:
                case CallPlaced(attempt_id=attempt_id, placed_at=since):
                    self._silent.watch(attempt_id, since)
                case DialOutcomeUnknown(attempt_id=attempt_id, sent_at=since):
                    self._silent.watch(attempt_id, since)
                case _:
                    continue

    async def run(self, leader: Leader) -> None:
        """Ask about silent calls and forget old bodies for as long as this process leads.

        It need not be caught up: the line of a call known to be silent is free or not, whatever the dialer says.
        """
        async with asyncio.TaskGroup() as group:
            group.create_task(self._silent.run(leader), name="silent calls")
            group.create_task(self._forget(leader), name="old bodies")

    async def drain(self) -> None:
        """Ask no more: an answer that is lost is asked for again by the successor."""
        await self._on_drain()

    def questions(self) -> Mapping[str, Question]:
        """`ask.webhooks.report`, `ask.webhooks.asked` and `ask.webhooks.replay`."""
        return {
            "report": Question(AskReport, self._report),
            "asked": Question(AskAsked, self._asked),
            **replay_question(lambda: self._leader, self._clock),
        }

    async def _report(self, asked: AskReport) -> Report:
        async with self._pool.connection() as connection:
            return await report_of(connection, asked.attempt_id, asked.user_id)

    async def _asked(self, request: AskAsked) -> AskedOf:
        async with self._pool.connection() as connection:
            return await asked_of(connection, request.attempts)

    async def _forget(self, leader: Leader) -> None:
        """Delete bodies that are old enough, in small steps, every hour."""

        async def forget(step: Step) -> int:
            before = {"before": self._clock() - self._keep_bodies}
            row = await (await step.connection.execute(QUERIES["forget_deliveries"], before)).fetchone()
            assert row is not None, "a count has a row"
            return int(row["forgotten"])

        while True:
            while await leader.step(forget):
                continue
            await asyncio.sleep(FORGET_EVERY.total_seconds())


async def _waiting(connection: Connection, told: Sequence[AttemptEvent]) -> list[tuple[bytes, Notice]]:
    """The deliveries that waited for what the dialer told, having met those who are hearing of the same."""
    attempts: set[UUID] = {event.attempt_id for event in told}
    executions = {event.execution_id for event in told if isinstance(event, CallPlaced | CallStopped)}
    seen = await _read_waiting(connection, attempts, executions)
    await meet(connection, executions | {notice.observation.execution_id for _, notice in seen}, attempts)
    return await _read_waiting(connection, attempts, executions)


async def _read_waiting(
    connection: Connection, attempts: set[UUID], executions: set[str]
) -> list[tuple[bytes, Notice]]:
    named = {"attempts": list(attempts), "executions": list(executions)}
    rows = await (await connection.execute(QUERIES["deliveries_waiting"], named)).fetchall()
    read = ((row["digest"], receive(row["body"], row["received_at"]).notice) for row in rows)
    return [(digest, notice) for digest, notice in read if notice is not None]


async def _place(connection: Connection, digests: Sequence[bytes], verdicts: Sequence[Verdict]) -> None:
    """Write what became of deliveries that had waited; `verdicts` may go on with those of other notices."""
    placed = [
        {"digest": digest, "standing": verdict.standing.value, "error": verdict.error}
        for digest, verdict in zip(digests, verdicts, strict=False)
        if verdict.standing is not Standing.WAITING
    ]
    if placed:
        async with connection.cursor() as cursor:
            await cursor.executemany(QUERIES["place_delivery"], placed)
