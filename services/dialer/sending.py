"""Sends what was taken: rate token, last look, *sending* committed, POST; what became of it is recorded."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from services.dialer import projections
from services.dialer.dialing import Dialing
from services.dialer.domain import last_look, verdict
from services.dialer.domain.attempt import FRESH_HEAD, Attempt, State, own_number, payload, send_by
from services.dialer.domain.evidence import evidence_of
from services.dialer.domain.patience import Patience
from services.dialer.domain.rate import Rate, WaitUntil
from services.dialer.domain.verdict import NotPlaced, Unknown, Verdict
from services.dialer.observing import observe
from services.dialer.provider import verdict_of
from shared.bolna.provider import PlaceCall, Provider
from shared.contracts.dialer import DialDeferred
from shared.contracts.event import Event
from shared.contracts.ids import attempt_stream
from shared.contracts.questions import AskApplied, AskHead, Head
from shared.contracts.vocabulary import DialFailure, Service
from shared.messaging.ask import Refused, Unanswered
from shared.runtime.worker import Leader, Step

BATCH = 100
HEAD_SECONDS = 1.0
"""A head older than this is asked for anew before the next look."""
AT_ONCE_SECONDS = 3.0
"""What is taken is begun in the same step while the head is younger; the POST then has 2 s to begin."""
BUSY_SECONDS = 10.0
"""So long after the last attempt was begun the head is kept fresh for the next."""
ASK_AGAIN_SECONDS = 0.25
SAFETY_SECONDS = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class AskedHead:
    """A campaigns head, and when it was asked for by the monotonic clock."""

    position: int
    asked: float


class Sender:
    """What one process has to send and has on the wire. POSTs outlive a leadership: their answers are facts."""

    def __init__(
        self, provider: Provider, dialing: Dialing, *, now: Callable[[], datetime], request_timeout: float
    ) -> None:
        self._provider = provider
        self._dialing = dialing
        self._now = now
        self._patience = Patience()
        self._rate = Rate(0)
        self._request_timeout = request_timeout
        self._ready: dict[UUID, Attempt] = {}
        self._chosen: set[UUID] = set()
        """Have their rate token and wait for the step that begins them: chosen once, whoever chooses."""
        self._on_the_wire: dict[UUID, Attempt] = {}
        self._looked_at: dict[UUID, int] = {}
        self._inherited: list[Attempt] = []
        self._answers: list[tuple[Attempt, Verdict]] = []
        self._posts: set[asyncio.Task[None]] = set()
        self._begun_at_once: list[tuple[Attempt, AskedHead]] = []
        self._last_begun = float("-inf")
        self._head: AskedHead | None = None
        self._draining = False
        self.wake = asyncio.Event()
        self._answered = asyncio.Event()

    def load(self, taken: list[Attempt], begun: list[Attempt], rate: Rate) -> None:
        """Take up what the tables say: attempts to send, and those that another process, or an earlier life, began."""
        self._ready = {attempt.attempt_id: attempt for attempt in taken}
        self._chosen.clear()
        for attempt, _ in self._begun_at_once:  # their commit failed, or nobody knows: no POST of theirs begins
            self._off_the_wire(attempt)
        self._begun_at_once.clear()
        known = set(self._on_the_wire) | {attempt.attempt_id for attempt, _ in self._answers}
        self._inherited = [attempt for attempt in begun if attempt.attempt_id not in known]
        self._rate = rate
        self._patience = Patience(max((a.not_before for a in taken if a.not_before is not None), default=None))
        self.wake.set()
        self._answered.set()

    def add(self, attempt: Attempt) -> None:
        """Send an attempt that was just taken; one that is about to be begun is not added again."""
        if attempt.attempt_id not in self._chosen:
            self._ready[attempt.attempt_id] = attempt
        self.wake.set()

    def withdraw(self, attempt_id: UUID) -> None:
        """Do not send an attempt that was taken: it was placed before."""
        self._ready.pop(attempt_id, None)

    async def begin_at_once(self, step: Step, leader: Leader) -> None:
        """Begin, in the step that takes them, the attempts that may go now: their way is one commit shorter.

        Their POSTs begin when `post_begun` is called after the commit. What may not go now is left to `run`.
        """
        head, applied = self._head, leader.applied(Service.CAMPAIGNS)
        if head is None or self._draining or not self._ready:
            return
        if time.monotonic() - head.asked < AT_ONCE_SECONDS and head.position <= applied:
            chosen, _ = self._choose(applied)
            begun: list[Attempt] = []
            await self._begin(step, chosen, head, begun, applied)
            self._begun_at_once += [(attempt, head) for attempt in begun]

    def post_begun(self) -> None:
        """Begin the POSTs of what was begun at once, now that it is committed."""
        begun, self._begun_at_once = self._begun_at_once, []
        for attempt, head in begun:
            self._post(attempt, head)

    def on_the_wire(self, asked: AskApplied) -> int:
        """Count the POSTs that may be on the wire, those of a predecessor among them, and concern what is asked about.

        One whose last look reached the position asked about was looked at with that in force: it counts no more.
        """
        now = self._now()
        timeout = timedelta(seconds=self._request_timeout)
        inherited = [a for a in self._inherited if a.send_by is not None and a.send_by + timeout > now]
        before = [a for key, a in self._on_the_wire.items() if self._looked_at.get(key, 0) < asked.position]
        return sum(1 for attempt in (*before, *inherited) if _concerns(asked, attempt))

    def _off_the_wire(self, attempt: Attempt) -> None:
        self._on_the_wire.pop(attempt.attempt_id, None)
        self._looked_at.pop(attempt.attempt_id, None)

    async def drain(self) -> None:
        """Begin no further POST and return when those begun are answered and recorded."""
        self._draining = True
        while self._posts or self._answers:
            await asyncio.wait([asyncio.create_task(asyncio.sleep(0.01)), *self._posts], return_when="FIRST_COMPLETED")

    async def run(self, leader: Leader) -> None:
        """Send and record until cancelled."""
        self._head = None
        async with asyncio.TaskGroup() as group:
            group.create_task(self._send(leader), name="sending")
            group.create_task(self._record(leader), name="recording")

    async def _send(self, leader: Leader) -> None:
        while True:
            self.wake.clear()
            wait = await self._send_what_may_go(leader)
            try:
                async with asyncio.timeout(wait):
                    await self.wake.wait()
            except TimeoutError:
                continue

    async def _send_what_may_go(self, leader: Leader) -> float:
        """Send once; return for how many seconds at most to wait for news before the next time."""
        if self._draining or not self._ready:
            if time.monotonic() - self._last_begun < BUSY_SECONDS:
                await self._fresh_head(leader)
            return SAFETY_SECONDS
        head = await self._fresh_head(leader)
        now, stopped = self._now(), self._dialing.stopped
        late = [attempt for attempt in self._ready.values() if stopped or now >= attempt.dial_before]
        if late:
            await leader.step(lambda step: self._give_up(step, late))
        if head is None or leader.applied(Service.CAMPAIGNS) < head.position:
            return ASK_AGAIN_SECONDS
        chosen, wait = self._choose(leader.applied(Service.CAMPAIGNS))
        if chosen:
            for attempt in await self._begun(leader, chosen, head):
                self._post(attempt, head)
            wait = 0.0
        return wait

    async def _fresh_head(self, leader: Leader) -> AskedHead | None:
        asked = time.monotonic()
        if self._head is None or asked - self._head.asked > HEAD_SECONDS:
            try:
                head = await leader.ask(Service.CAMPAIGNS, "head", AskHead(), Head)
            except (Unanswered, Refused) as error:
                log.warning("no head of campaigns, nothing is dialled", error=str(error))
                self._head = None
            else:
                self._head = AskedHead(head.position, asked)
        return self._head

    def _choose(self, applied: int) -> tuple[list[Attempt], float]:
        """Choose what may go now, within the rate; and how many seconds until something else may.

        Who chooses begins it: what is chosen is no longer ready, so that no token is taken for it twice.
        """
        chosen, wait = self._choosable(applied)
        for attempt in chosen:
            del self._ready[attempt.attempt_id]
            self._chosen.add(attempt.attempt_id)
        return chosen, wait

    def _choosable(self, applied: int) -> tuple[list[Attempt], float]:
        now = self._now()
        held_until = self._patience.held_until(now)
        if held_until is not None:
            return [], (held_until - now).total_seconds()
        at_most = self._may_go()
        chosen: list[Attempt] = []
        wait = SAFETY_SECONDS
        for attempt in self._ready.values() if at_most else ():
            if attempt.not_before is not None and now < attempt.not_before:
                wait = min(wait, (attempt.not_before - now).total_seconds())
                continue
            if applied < attempt.as_of:
                continue
            token = self._rate.take(now)
            if isinstance(token, WaitUntil):
                return chosen, min(wait, (token.at - now).total_seconds())
            chosen.append(attempt)
            if len(chosen) == at_most:
                break
        return chosen, wait

    def _may_go(self) -> int:
        """Count what may be begun together: none while dialling is stopped, a single one while 429s are waited out."""
        if self._dialing.stopped:
            return 0
        if not self._patience.tried:
            return BATCH
        out = [*self._on_the_wire.values(), *(attempt for attempt, _ in self._answers)]
        return 0 if any(self._patience.one_at_a_time(a.attempted_at) for a in out if a.attempted_at) else 1

    async def _give_up(self, step: Step, attempts: list[Attempt]) -> None:
        now = self._now()
        for attempt in attempts:
            if self._ready.pop(attempt.attempt_id, None) is not None:
                late = DialFailure.TOO_LATE if now >= attempt.dial_before else DialFailure.DIALING_STOPPED
                self._append(step, attempt, verdict.failed(attempt, NotPlaced(late), now))

    async def _begun(self, leader: Leader, chosen: list[Attempt], head: AskedHead) -> list[Attempt]:
        """Record what is sent; it is on the wire from before the commit, so that no pause is answered between."""
        begun: list[Attempt] = []
        try:
            applied = leader.applied(Service.CAMPAIGNS)
            await leader.step(lambda step: self._begin(step, chosen, head, begun, applied))
        except BaseException:
            for attempt in begun:
                self._off_the_wire(attempt)
            raise
        return begun

    async def _begin(
        self, step: Step, attempts: list[Attempt], head: AskedHead, begun: list[Attempt], applied: int
    ) -> None:
        """Take the last look at each attempt that is chosen still; record which are sent (`begun`), which are refused.

        `applied` is a position of campaigns that the look reaches at least.
        """
        attempts = [attempt for attempt in attempts if attempt.attempt_id in self._chosen]
        subjects = {attempt.attempt_id: last_look.subjects_of_attempt(attempt) for attempt in attempts}
        changes, agents = await projections.look(
            step.connection,
            (name for names in subjects.values() for name in names),
            (attempt.agent_id for attempt in attempts),
        )
        now, age = self._now(), timedelta(seconds=time.monotonic() - head.asked)
        for attempt in attempts:
            self._chosen.remove(attempt.attempt_id)
            until = send_by(attempt.dial_before, age, now)
            changed = last_look.changed_since(attempt.as_of, subjects[attempt.attempt_id], changes)
            agent = agents.get(attempt.agent_id)
            if changed is not None or agent is None:
                refusal = NotPlaced(DialFailure.WITHDRAWN, message=changed)
                self._append(step, attempt, verdict.failed(attempt, refusal, now))
            elif now >= until or self._dialing.stopped:
                late = DialFailure.TOO_LATE if now >= until else DialFailure.DIALING_STOPPED
                self._append(step, attempt, verdict.failed(attempt, NotPlaced(late), now))
            else:
                sent = _as_sent(attempt, agent, until, now)
                self._append(step, attempt, verdict.attempted(sent, now))
                begun.append(sent)
                self._on_the_wire[attempt.attempt_id] = sent
                self._looked_at[attempt.attempt_id] = applied

    def _post(self, attempt: Attempt, head: AskedHead) -> None:
        self._last_begun = time.monotonic()
        task = asyncio.create_task(self._place(attempt, head), name=f"POST {attempt.attempt_id}")
        self._posts.add(task)
        task.add_done_callback(self._posts.discard)

    async def _place(self, attempt: Attempt, head: AskedHead) -> None:
        answer: Verdict = Unknown("this process stopped while the request was on the wire")
        try:
            stale = time.monotonic() >= head.asked + FRESH_HEAD.total_seconds()
            if stale or self._now() >= attempt.dial_before:
                answer = NotPlaced(DialFailure.TOO_LATE)
            else:
                began = self._now()
                placed = await self._provider.place(_call(attempt))
                observe(attempt, placed, began, self._now())
                answer = verdict_of(placed, self._now())
        finally:
            self._off_the_wire(attempt)
            self._answers.append((attempt, answer))
            self._answered.set()

    async def _record(self, leader: Leader) -> None:
        """Record what became of what was sent, and that nothing is known of what a predecessor began."""
        while True:
            self._answered.clear()
            answers = self._answers[:BATCH]
            inherited = self._inherited if not answers else []
            if answers or any(attempt.state is State.SENDING for attempt in inherited):
                orphans = [(a, Unknown("the process that sent it is gone")) for a in inherited]
                await leader.step(lambda step, due=(answers, orphans): self._settle(step, *due))  # type: ignore[misc]
                del self._answers[: len(answers)]
                self._inherited = [replace(attempt, state=State.UNKNOWN) for attempt in self._inherited]
            if not self._answers:
                await self._answered.wait()

    async def _settle(
        self, step: Step, answers: Sequence[tuple[Attempt, Verdict]], orphans: Sequence[tuple[Attempt, Verdict]]
    ) -> None:
        """Record what became of attempts; before that what it says of the account: whoever reads on knows it first."""
        now = self._now()
        judged = [(attempt, self._judged(step, attempt, answer, now)) for attempt, answer in answers]
        due = [*judged, *orphans]
        stand = await projections.attempts_by_id(step.connection, [attempt.attempt_id for attempt, _ in due])
        for attempt, answer in due:
            for event in verdict.settle(stand[attempt.attempt_id], answer, now):
                self._append(step, attempt, event)
                if isinstance(event, DialDeferred):
                    self._ready[attempt.attempt_id] = replace(attempt, state=State.TAKEN, not_before=event.until)
        self.wake.set()

    def _judged(self, step: Step, attempt: Attempt, answer: Verdict, now: datetime) -> Verdict:
        """Note what an answer says of the account and its rate; return it, a 429 with when to send again."""
        sent_at = attempt.attempted_at or now
        evidence = evidence_of(answer)
        if evidence is not None:
            self._dialing.note(step, evidence, sent_at)
        if isinstance(answer, NotPlaced) and answer.reason is DialFailure.RATE_LIMITED:
            return replace(answer, retry_at=self._patience.refused(sent_at, answer.retry_at, now))
        if not isinstance(answer, NotPlaced) or answer.reason is not DialFailure.TOO_LATE:
            self._patience.answered(sent_at)
        return answer

    def _append(self, step: Step, attempt: Attempt, event: Event) -> None:
        step.append(attempt_stream(attempt.attempt_id), event, user_id=attempt.user_id)


def _concerns(asked: AskApplied, attempt: Attempt) -> bool:
    """Whether an attempt is of the campaign, contact and number that are named; of all where none is."""
    return (
        asked.campaign_id in (None, attempt.campaign_id)
        and asked.contact_id in (None, attempt.contact_id)
        and asked.phone_number in (None, attempt.phone_number)
    )


def _as_sent(attempt: Attempt, agent: projections.AgentAtBolna, until: datetime, now: datetime) -> Attempt:
    turn = attempt.call_id.int + attempt.request_number
    return replace(
        attempt,
        state=State.SENDING,
        bolna_agent_id=agent.bolna_agent_id,
        from_phone_number=own_number(attempt.from_phone_numbers, agent.from_phone_numbers, turn),
        attempted_at=now,
        send_by=until,
    )


def _call(attempt: Attempt) -> PlaceCall:
    assert attempt.bolna_agent_id is not None
    return PlaceCall(
        agent_id=attempt.bolna_agent_id,
        recipient_phone_number=attempt.phone_number,
        from_phone_number=attempt.from_phone_number,
        user_data=payload(attempt),
    )
