"""The scheduler's leading worker: takes in what the other services tell, decides, and acts when something happens."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial
from itertools import zip_longest
from uuid import UUID

import structlog
from opentelemetry.trace import SpanKind

from services.scheduler import forecasting
from services.scheduler.deadlines import circumstances_of, end_waits, settle_unreported
from services.scheduler.domain.attempts import Fact
from services.scheduler.domain.following import follow, may_be_decided
from services.scheduler.domain.retrying import CONTACT_REMOVED, Circumstances
from services.scheduler.fetching import WantedPage, pages_wanted, record_page
from services.scheduler.holds import Held, held_by
from services.scheduler.known_calls import KnownCalls
from services.scheduler.measuring import QueueGauges, observe_turnaround
from services.scheduler.memory import Memory
from services.scheduler.projected_calls import load_calls
from services.scheduler.projections import project
from services.scheduler.rows import READS
from services.scheduler.turning import Turning, skip
from services.scheduler.views import Reading, questions
from shared.contracts import ids
from shared.contracts.campaigns import ContactRemoved, ContactsQueued, ContactUpdated, FrequencyCap
from shared.contracts.dialer import CallPlaced, CallStopped, DialAttempted, DialFailed, DialOutcomeUnknown
from shared.contracts.questions import AskChunk, AskHead, Chunk, Head
from shared.contracts.scheduler import CallSettled, DialRequested, RetryScheduled
from shared.contracts.vocabulary import Service
from shared.contracts.webhooks import CallEnded, CallProgressed, CallReported
from shared.messaging import tracing
from shared.messaging.ask import Refused, Unanswered
from shared.messaging.envelope import Envelope
from shared.messaging.patience import AT_ONCE, Patience
from shared.runtime.worker import Connection, Leader, NotLeading, Question, Step

SAFETY_NET = timedelta(seconds=30)
"""It acts when something happens; should ever a wake-up be missed, it looks again after so long."""
SOON_SECONDS = 0.25
"""So long a look may wait that can only find a campaign at its end, or room again in the provider's rate."""
FREES_NOTHING = (CallPlaced, DialOutcomeUnknown, CallProgressed, CallReported, DialAttempted)
"""Facts after which nobody may be called who could not be before, save by a limit of the provider's rate."""
CHANGES_NOTHING = (CallProgressed, DialAttempted)
"""Those of them after which neither a campaign nor the rate stands otherwise."""
WITH_A_TURN = (*FREES_NOTHING, CallEnded)
"""A step of these that gave the turns there were leaves none to be given."""
ASK_AGAIN_SECONDS = 0.25
"""Between two looks at whether all was heard that the webhooks have told."""
FETCH_AGAIN_SECONDS = (0.25, 5.0)
"""The first and the longest wait for a campaigns service that does not answer."""

log = structlog.get_logger(__name__)


class Urgency(Enum):
    """When turns and campaigns are to be looked at."""

    NONE = auto()
    SOON = auto()
    NOW = auto()


@dataclass(frozen=True)
class Rules:
    """What the settings say. A rate of 0 calls per minute is unlimited; `system_cap` binds all calls to a number."""

    calls_per_minute: int
    report_wait: timedelta
    system_cap: FrequencyCap | None = None


class SchedulerWorker:
    """Fulfils `shared.runtime.worker.Worker`. `now` is its clock: aware, and never read by projections."""

    sources: Mapping[Service, Patience] = {
        Service.CAMPAIGNS: AT_ONCE,
        Service.DIALER: Patience(0.2, hurried=frozenset({DialFailed, CallStopped})),
        Service.WEBHOOKS: Patience(0.2, hurried=frozenset({CallEnded})),
    }

    def __init__(self, rules: Rules, now: Callable[[], datetime]) -> None:
        self._rules = rules
        self._now = now
        self._leader: Leader | None = None
        self._memory = Memory()
        self._held = Held()
        self._contact_news: dict[UUID, int] = {}
        self._result_due: datetime | None = None
        self._looking_soon = False
        self._gauges = QueueGauges()
        self._giving_turns = False
        self._turned = False
        self._woken = asyncio.Event()
        self._awaiting = asyncio.Event()
        self._chunks = asyncio.Event()

    async def load(self, connection: Connection, leader: Leader) -> None:
        """Fill memory from the tables, and look at everything at once."""
        self._leader = leader
        self._memory = await Memory.load(connection, self._now())
        self._result_due = self._now()
        self._woken.set()
        self._chunks.set()

    async def project(self, connection: Connection, events: Sequence[Envelope]) -> None:
        """Write what events change; what is kept of it in memory is read again before the next turn."""
        self._memory.stale.add(await project(connection, events, self._memory.calls))

    async def decide(self, step: Step, taken: Sequence[Envelope]) -> None:
        """Record what follows for calls from the facts taken in. Turns and campaigns are seen to right afterwards.

        A slot that a call's end frees is given in the same step, so that the next call is one commit away.
        """
        now = self._now()
        self._turned = False
        for envelope in taken:
            if isinstance(envelope.event, ContactUpdated):
                self._contact_news[envelope.event.user_id] = envelope.position
        await _follow_facts(step, taken, self._memory.calls, now)
        gone = [event.contact_id for envelope in taken if isinstance(event := envelope.event, ContactRemoved)]
        if gone:
            found = await step.connection.execute(READS["calls_of_contacts"], {"contacts": gone})
            calls = [row["call_id"] for row in await found.fetchall()]
            await skip(step, now, [(call_id, CONTACT_REMOVED) for call_id in calls])
        if self._giving_turns and self._leader is not None and _only_frees_slots(taken, step.recorded):
            self._turned = not await self._turn(self._leader, step)

    async def committed(self, taken: Sequence[Envelope], recorded: Sequence[Envelope]) -> None:
        """Wake those who see to turns, deadlines and chunks, as far as what was committed concerns them."""
        observe_turnaround(taken, recorded, self._now())
        _tell_of_calls(taken, recorded, self._now())
        for envelope in (*taken, *recorded):
            match envelope.event:
                case CallEnded(at=at):
                    self._await_result(at + self._rules.report_wait)
                case ContactsQueued():
                    self._chunks.set()
                case _:
                    pass
        match _urgency(taken, recorded, turned=self._turned):
            case Urgency.NOW:
                self._woken.set()
            case Urgency.SOON:
                self._look_soon()
            case Urgency.NONE:
                pass

    def _look_soon(self) -> None:
        if not self._looking_soon:
            self._looking_soon = True
            asyncio.get_running_loop().call_later(SOON_SECONDS, self._woken.set)

    def _await_result(self, due: datetime) -> None:
        if self._result_due is None or due < self._result_due:
            self._result_due = due
            self._awaiting.set()

    async def run(self, leader: Leader) -> None:
        """Give turns, see to waits and results, and fetch chunks for as long as this process leads.

        No turn is given before every source was read to its head.
        """
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._fetch_chunks(leader), name="fetching chunks")
                await leader.caught_up()
                self._giving_turns = True
                group.create_task(self._give_turns(leader), name="giving turns")
                group.create_task(self._miss_results(leader), name="missing results")
        finally:
            self._giving_turns = False

    async def measure(self) -> None:
        """Bring the gauges of queue and slots up to date, where this process leads."""
        if self._leader is None or not self._giving_turns:
            self._gauges.forget()
            return
        await self._leader.step(lambda step: self._gauges.measure(step, self._memory, self._now()))

    async def drain(self) -> None:
        """Nothing is under way that a commit has not recorded."""

    def questions(self) -> Mapping[str, Question]:
        """Return what the leader answers."""
        return {**questions(self.reading), **forecasting.questions(self.reading)}

    def reading(self) -> Reading:
        """Return what answers rest on; raises NotLeading before this process leads."""
        if self._leader is None:
            raise NotLeading
        return Reading(self._leader, self._memory, self._held, self._now(), self._rules.report_wait)

    async def _give_turns(self, leader: Leader) -> None:
        while True:
            self._woken.clear()
            self._looking_soon = False
            due = self._memory.next_wait()
            if due is not None and due <= self._now():
                await leader.step(self._end_waits)
            if await leader.step(partial(self._turn, leader)):
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._seconds_until_something_changes()):
                    await self._woken.wait()

    def _seconds_until_something_changes(self) -> float:
        now = self._now()
        times = [time for time in (self._memory.next_wait(), self._memory.next_change()) if time is not None]
        return (min([*times, now + SAFETY_NET]) - now).total_seconds()

    async def _turn(self, leader: Leader, step: Step) -> bool:
        held = held_by(leader.parked)
        if held != self._held:
            self._held = held
            self._memory.read_all_again()
        as_of = leader.applied(Service.CAMPAIGNS)
        rules = self._rules
        turning = Turning(step, self._memory, held, self._now(), as_of, rules.calls_per_minute, rules.system_cap)
        return await turning.run()

    async def _end_waits(self, step: Step) -> None:
        await end_waits(step, self._memory, self._now())

    async def _miss_results(self, leader: Leader) -> None:
        while True:
            self._awaiting.clear()
            due, now = self._result_due, self._now()
            if due is not None and due <= now:
                if await self._settle_unreported(leader):
                    continue
                pause = ASK_AGAIN_SECONDS
            else:
                pause = (min(due or now + SAFETY_NET, now + SAFETY_NET) - now).total_seconds()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._awaiting.wait()

    async def _settle_unreported(self, leader: Leader) -> bool:
        """Settle what is overdue; False where it is not sure that all was heard that the webhooks have told.

        After an outage results may be on their way that were told in time: the log's head is asked for, and read to.
        """
        asked = self._now()
        try:
            head = await leader.ask(Service.WEBHOOKS, "head", AskHead(), Head)
        except (Unanswered, Refused) as error:
            log.warning("no head of webhooks, no missing result is settled", error=str(error))
            return False
        if leader.applied(Service.WEBHOOKS) < head.position:
            return False
        report_wait = self._rules.report_wait
        self._result_due = await leader.step(lambda step: settle_unreported(step, self._memory, asked, report_wait))
        return True

    async def _fetch_chunks(self, leader: Leader) -> None:
        pause, longest = FETCH_AGAIN_SECONDS
        while True:
            self._chunks.clear()
            wanted = await leader.step(pages_wanted)
            if await self._fetch_pages(leader, wanted):
                pause = FETCH_AGAIN_SECONDS[0]
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause if wanted else SAFETY_NET.total_seconds()):
                    await self._chunks.wait()
            pause = min(pause * 2, longest)

    async def _fetch_pages(self, leader: Leader, wanted: Sequence[WantedPage]) -> bool:
        """Record pages in their order, each asked for while the one before it is recorded; whether any was recorded."""
        recorded = False
        async with asyncio.TaskGroup() as group:
            asking = [group.create_task(self._ask_page(leader, page)) for page in wanted[:1]]
            for this, following in zip_longest(wanted, wanted[1:]):
                page = await asking.pop()
                if following is not None:
                    asking.append(group.create_task(self._ask_page(leader, following)))
                recorded |= page is not None and await self._record_page(leader, this, page)
        return recorded

    async def _ask_page(self, leader: Leader, wanted: WantedPage) -> Chunk | None:
        question = AskChunk(campaign_id=wanted.campaign_id, chunk=wanted.chunk, after=wanted.after)
        try:
            return await leader.ask(Service.CAMPAIGNS, "chunk", question, Chunk)
        except (Unanswered, Refused) as error:
            log.warning("chunk not fetched, trying again", campaign_id=str(wanted.campaign_id), error=str(error))
            return None

    async def _record_page(self, leader: Leader, wanted: WantedPage, page: Chunk) -> bool:
        async def record(step: Step) -> bool:
            return await record_page(step, wanted, page, self._contact_news.get(wanted.user_id, 0), self._now())

        return await leader.step(record)


def _tell_of_calls(taken: Sequence[Envelope], recorded: Sequence[Envelope], now: datetime) -> None:
    for envelope in taken:
        if isinstance(event := envelope.event, CallEnded):
            tracing.tell(event.call_id, "line freed", envelope.at, now, SpanKind.CONSUMER)
    for envelope in recorded:
        match envelope.event:
            case DialRequested(call_id=call_id, attempt_id=attempt_id):
                tracing.tell(
                    call_id, "turn given", envelope.at, now, SpanKind.PRODUCER, **{"attempt.id": str(attempt_id)}
                )
            case CallSettled(call_id=call_id, outcome=outcome):
                tracing.tell(call_id, "settled", envelope.at, now, outcome=outcome.value)
            case RetryScheduled(call_id=call_id):
                tracing.tell(call_id, "retry scheduled", envelope.at, now)
            case _:
                continue


def _urgency(taken: Sequence[Envelope], recorded: Sequence[Envelope], *, turned: bool) -> Urgency:
    """Return when turns and campaigns are to be looked at after a step; `turned`: it gave all the turns there were."""
    told = [event for envelope in taken if (event := envelope.event) is not None]
    followed = [envelope.event for envelope in recorded]
    gave_turns = all(isinstance(event, DialRequested) for event in followed)
    if gave_turns and all(isinstance(event, CHANGES_NOTHING) for event in told):
        return Urgency.NONE
    if all(isinstance(event, WITH_A_TURN if turned else FREES_NOTHING) for event in told) and all(
        isinstance(event, CallSettled | RetryScheduled | DialRequested) for event in followed
    ):
        return Urgency.SOON
    return Urgency.NOW


def _only_frees_slots(taken: Sequence[Envelope], recorded: Sequence[Envelope]) -> bool:
    """Return whether a line has ended, and all that was taken in and recorded leaves the tables right for a turn.

    What is recorded is projected after the decision: a slot booked or a call put back would not be seen by the turn.
    """
    return (
        any(isinstance(envelope.event, CallEnded) for envelope in taken)
        and all(envelope.source is Service.WEBHOOKS for envelope in taken)
        and all(isinstance(envelope.event, CallSettled | RetryScheduled) for envelope in recorded)
    )


async def _follow_facts(step: Step, taken: Sequence[Envelope], known: KnownCalls, now: datetime) -> None:
    """Record what follows for each call of which facts were taken in, caused by the last of them."""
    causes = {envelope.event.call_id: envelope for envelope in taken if isinstance(envelope.event, Fact)}
    if not causes:
        return
    calls = await load_calls(step.connection, causes, known)
    deciding = [call_id for call_id, call in calls.items() if may_be_decided(call)]
    circumstances = await circumstances_of(step.connection, deciding)
    for call_id, cause in causes.items():
        call = calls[call_id]
        for event in follow(call, circumstances.get(call_id, Circumstances()), now):
            step.append(ids.call_stream(call_id), event, user_id=call.user_id, cause=cause)
