"""The dialer's leading worker: takes requests, hands them to the sender, and takes in what settles the unknown."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never
from uuid import UUID

from opentelemetry.trace import SpanKind

from services.dialer import projections
from services.dialer.account import AccountWatch
from services.dialer.dialing import Dialing
from services.dialer.domain import circuit, verdict
from services.dialer.domain.attempt import Attempt, State
from services.dialer.domain.last_look import subjects_of
from services.dialer.domain.rate import SLACK, WINDOW, Rate
from services.dialer.domain.verdict import Placed
from services.dialer.holding import Holding
from services.dialer.restoring import Restoring
from services.dialer.seeking import Seeker
from services.dialer.sending import Sender
from services.dialer.settings import DialerSettings
from shared.bolna.provider import Provider
from shared.contracts.dialer import CallPlaced, DialFailed, DialOutcomeUnknown
from shared.contracts.ids import attempt_stream
from shared.contracts.questions import Applied, AskApplied
from shared.contracts.scheduler import DialRequested
from shared.contracts.vocabulary import Service
from shared.contracts.webhooks import ExecutionEvent
from shared.messaging import tracing
from shared.messaging.envelope import Envelope
from shared.messaging.patience import AT_ONCE, Patience
from shared.runtime.worker import Connection, Leader, NotLeading, Question, Step


class DialerWorker:
    """Fulfils `shared.runtime.worker.Worker`."""

    sources: Mapping[Service, Patience] = {
        Service.SCHEDULER: Patience(0.2, hurried=frozenset({DialRequested})),
        Service.CAMPAIGNS: AT_ONCE,
        Service.WEBHOOKS: Patience(0.15),
    }

    def __init__(
        self,
        provider: Provider,
        settings: DialerSettings,
        *,
        now: Callable[[], datetime],
        rules: circuit.Rules = circuit.Rules(),  # noqa: B008 - frozen
    ) -> None:
        self._now = now
        self._rate_limit = settings.bolna_calls_per_minute
        timeout = settings.bolna_request_timeout_seconds
        self._leader: Leader | None = None
        self._rules = rules
        self._dialing = Dialing(rules, now, self._dialing_changed)
        self._account = AccountWatch(provider, self._dialing, now=now, every=rules.look_every)
        self._holding = Holding(provider, now=now, stop_after=timedelta(seconds=settings.bolna_queued_stop_seconds))
        self._sender = Sender(provider, self._dialing, now=now, request_timeout=timeout)
        delays = [timedelta(seconds=delay) for delay in settings.unknown_call_lookups_seconds]
        request_timeout = timedelta(seconds=timeout)
        self._seeker = Seeker(provider, now=now, delays=delays, request_timeout=request_timeout)
        self._restoring = Restoring(
            provider,
            self._dialing,
            self._sender,
            now=now,
            settled_after=request_timeout + delays[-1],
            again=delays[0],
        )

    async def load(self, connection: Connection, leader: Leader) -> None:
        """Take up what the tables say is to be sent, was begun, or is unknown; the rate goes on from what was sent."""
        self._leader = leader
        now = self._now()
        sent = await projections.fetch(connection, "sent_since", since=now - WINDOW - SLACK)
        rate = Rate.after_takeover(self._rate_limit, now, [row["attempted_at"] for row in sent])
        taken = await projections.attempts_in(connection, State.TAKEN)
        begun = await projections.attempts_in(connection, State.SENDING, State.UNKNOWN)
        breaker, limit = await projections.account_of(connection)
        self._dialing.load(breaker, await projections.begun_since(connection, now - self._rules.within))
        await self._restoring.load(connection)
        self._account.load(limit)
        self._holding.load(await projections.not_heard_of(connection))
        self._sender.load(taken, begun, rate)
        self._seeker.load([attempt for attempt in begun if attempt.state is State.UNKNOWN])

    async def project(self, connection: Connection, events: Sequence[Envelope]) -> None:
        """Write what events change in the projections."""
        await projections.project(connection, events)

    async def decide(self, step: Step, taken: Sequence[Envelope]) -> None:
        """Take requests; one that is known is answered with what became of it. A webhook settles what was unknown."""
        requests = [envelope for envelope in taken if isinstance(envelope.event, DialRequested)]
        facts = [envelope for envelope in taken if isinstance(envelope.event, ExecutionEvent)]
        ids = [e.event.attempt_id for e in (*requests, *facts) if isinstance(e.event, DialRequested | ExecutionEvent)]
        if not ids:
            return
        attempts = await projections.attempts_by_id(step.connection, ids)
        await self._take_all(step, requests, attempts)
        if requests and self._leader is not None:
            await self._sender.begin_at_once(step, self._leader)
        self._dialing.hear(step, _about_known(facts, attempts))
        settled: set[str] = set()
        for envelope in facts:
            event = envelope.event
            if isinstance(event, ExecutionEvent) and event.execution_id not in settled:
                attempt = attempts.get(event.attempt_id)
                if attempt is not None and attempt.state in (State.UNKNOWN, State.FAILED):
                    settled.add(event.execution_id)
                    self._settle(step, envelope, attempt, event)

    def _dialing_changed(self) -> None:
        self._sender.wake.set()
        self._account.wake.set()

    async def _take_all(self, step: Step, requests: Sequence[Envelope], attempts: Mapping[UUID, Attempt]) -> None:
        wanted = [(e, attempts[e.event.attempt_id]) for e in requests if isinstance(e.event, DialRequested)]
        new = [attempt for _, attempt in wanted if attempt.state is State.TAKEN]
        dialled = await self._restoring.answer(step, new)
        for envelope, attempt in wanted:
            if attempt.attempt_id not in dialled:
                self._take(step, envelope, attempt)

    def _take(self, step: Step, envelope: Envelope, attempt: Attempt) -> None:
        match attempt.state:
            case State.TAKEN:
                self._sender.add(attempt)
            case State.SENDING | State.UNKNOWN | State.PLACED | State.FAILED:
                for event in verdict.again(attempt, self._now()):
                    step.append(attempt_stream(attempt.attempt_id), event, user_id=attempt.user_id, cause=envelope)
            case _:
                assert_never(attempt.state)

    def _settle(self, step: Step, envelope: Envelope, attempt: Attempt, told: ExecutionEvent) -> None:
        """Record that it was placed; one that was never sent here was, behind a backup."""
        sent = replace(attempt, bolna_agent_id=attempt.bolna_agent_id or told.bolna_agent_id)
        for event in verdict.settle(sent, Placed(told.execution_id), self._now()):
            step.append(attempt_stream(attempt.attempt_id), event, user_id=attempt.user_id, cause=envelope)

    async def committed(self, taken: Sequence[Envelope], recorded: Sequence[Envelope]) -> None:
        """Wake the sender for what was applied; begin or end looking for what became unknown or was settled."""
        self._sender.post_begun()
        if taken:
            self._sender.wake.set()
        for envelope in taken:
            if isinstance(event := envelope.event, DialRequested):
                tracing.tell(event.call_id, "request taken", envelope.at, self._now(), SpanKind.CONSUMER)
            if isinstance(envelope.event, ExecutionEvent):
                self._holding.forget(envelope.event.attempt_id)
            else:
                self._holding.changed(subjects_of(envelope.event))
        for envelope in recorded:
            match envelope.event:
                case DialOutcomeUnknown(attempt_id=attempt_id):
                    self._seeker.note(attempt_id)
                case CallPlaced(attempt_id=attempt_id):
                    self._seeker.forget(attempt_id)
                    self._holding.note(attempt_id)
                case DialFailed(attempt_id=attempt_id):
                    self._seeker.forget(attempt_id)
                case _:
                    continue

    async def run(self, leader: Leader) -> None:
        """Send and seek for as long as this process leads."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._sender.run(leader), name="sender")
            group.create_task(self._seeker.run(leader), name="seeker")
            group.create_task(self._account.run(leader), name="account")
            group.create_task(self._holding.run(leader), name="held back")
            group.create_task(self._restoring.run(leader), name="restoring")

    async def drain(self) -> None:
        """Begin no further POST and wait for the answers to those begun."""
        await self._sender.drain()

    def questions(self) -> Mapping[str, Question]:
        """Answer `applied`."""
        return {"applied": Question(AskApplied, self._applied)}

    async def _applied(self, request: AskApplied) -> Applied:
        """Tell whether everything up to a campaigns position is in force here, and what is on the wire.

        An empty step checks the fence: only who leads at this moment answers.
        """
        leader = self._leader
        if leader is None:
            raise NotLeading("this process has not led yet")
        on_the_wire = self._sender.on_the_wire(request)
        applied = leader.applied(Service.CAMPAIGNS) >= request.position
        await leader.step(_nothing)
        return Applied(applied=applied and on_the_wire == 0, on_the_wire=on_the_wire)


async def _nothing(_step: Step) -> None:
    return


def _about_known(facts: Sequence[Envelope], attempts: Mapping[UUID, Attempt]) -> list[tuple[ExecutionEvent, Attempt]]:
    return [
        (event, attempts[event.attempt_id])
        for event in (envelope.event for envelope in facts)
        if isinstance(event, ExecutionEvent) and event.attempt_id in attempts
    ]
