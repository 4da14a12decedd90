"""What one leadership promises: it answers, announces and relays alone, and knows when it has caught up."""

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import psycopg
import pytest
from pydantic import BaseModel

from shared.contracts.questions import AskHead
from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore
from shared.eventstore.protocol import Fenced
from shared.messaging.ask import Asker, Unanswered, serve
from shared.messaging.connection import Messaging, connect
from shared.messaging.heads import Heads, announce
from shared.messaging.history import history
from shared.runtime.health import Health
from shared.runtime.leadership import lead_when_free, never_armed
from shared.runtime.leading import Leading
from shared.runtime.parking import AskParked, AskPutBack, ParkedMessages, PutBack
from shared.runtime.process import running
from shared.runtime.worker import Question, Step
from tests.integration.runtime.processes import until
from tests.integration.runtime.tally import POISON, Tally, skip, tell

SECONDS = 10.0


class Name(BaseModel):
    name: str


@dataclass
class Candidate:
    """A worker that leads when it may, in this process."""

    name: str
    store: PostgresEventStore
    messaging: Messaging
    worker: Tally = field(default_factory=Tally)
    health: Health = field(default_factory=lambda: Health(Service.SCHEDULER, "worker"))
    task: asyncio.Task[None] | None = None

    def stand(self) -> None:
        async def who(_: AskHead) -> Name:
            return Name(name=self.name)

        self.worker.asked = {**self.worker.asked, "who": Question(AskHead, who)}
        leading = Leading(self.store, self.worker, self.messaging, self.health)
        lead = lead_when_free(self.store, self.name, leading.lead, arm=never_armed, on_lease=self.health.set_leading)
        self.task = asyncio.create_task(lead)

    async def until_leading(self) -> None:
        async def there() -> bool:
            return self.worker.leader is not None and self.health.leading

        await until(there, f"{self.name} leads")

    async def caught_up(self) -> bool:
        return "leading" in self.health.checks and await self.health.missing() == []

    async def end(self) -> None:
        if self.task is not None:
            self.task.cancel()
            await asyncio.wait([self.task])


Stand = Callable[[str], Candidate]


@pytest.fixture
async def messaging(nats_url: str) -> AsyncIterator[Messaging]:
    async with connect(nats_url, name="test") as messaging:
        yield messaging


@pytest.fixture
async def stand(store: PostgresEventStore, messaging: Messaging) -> AsyncIterator[Stand]:
    candidates: list[Candidate] = []

    def make(name: str) -> Candidate:
        candidates.append(Candidate(name, store, messaging))
        return candidates[-1]

    yield make
    for candidate in candidates:
        await candidate.end()


@contextlib.asynccontextmanager
async def owner(campaigns: PostgresEventStore, messaging: Messaging) -> AsyncIterator[None]:
    """Campaigns' processes, as far as a reader can tell: they answer for their log, and announce its head."""
    async with (
        serve(messaging, Service.CAMPAIGNS, history(campaigns), anyone=True),
        running(announce(messaging, Service.CAMPAIGNS, campaigns.head)),
    ):
        yield


async def who_answers(messaging: Messaging) -> str:
    return (await Asker(messaging).ask(Service.SCHEDULER, "who", AskHead(), Name, timeout=SECONDS)).name


async def test_questions_are_answered_by_the_leader_alone(stand: Stand, messaging: Messaging) -> None:
    first, second = stand("first"), stand("second")
    first.stand()
    await first.until_leading()
    second.stand()

    assert {await who_answers(messaging) for _ in range(20)} == {"first"}
    await first.end()
    assert {await who_answers(messaging) for _ in range(20)} == {"second"}
    await second.end()
    with pytest.raises(Unanswered):
        await Asker(messaging).ask(Service.SCHEDULER, "who", AskHead(), Name, timeout=0.3)


async def test_a_leader_that_is_deposed_answers_nothing_more_but_its_successor_does(
    stand: Stand, messaging: Messaging
) -> None:
    candidate = stand("deposed")
    asked = 0

    async def count(_: AskHead) -> Name:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise Fenced("another process leads")
        return Name(name="led anew")

    candidate.worker.asked = {"count": Question(AskHead, count)}
    candidate.stand()
    await candidate.until_leading()

    answer = await Asker(messaging).ask(Service.SCHEDULER, "count", AskHead(), Name, timeout=SECONDS)

    assert answer.name == "led anew"


async def test_a_leader_is_not_caught_up_before_every_source_is_read_to_a_head_asked_for_since(
    stand: Stand, messaging: Messaging, campaigns: PostgresEventStore
) -> None:
    await tell(campaigns, *range(1, 31))
    candidate = stand("one")
    candidate.stand()
    await candidate.until_leading()
    assert candidate.worker.leader is not None
    waiting = asyncio.create_task(candidate.worker.leader.caught_up())
    done, _ = await asyncio.wait([waiting], timeout=0.6)
    assert not done, "nobody told it of a head"
    assert "leading: not every source is read to its head yet" in await candidate.health.missing()

    async with owner(campaigns, messaging):
        await asyncio.wait_for(waiting, SECONDS)

    assert candidate.worker.leader.applied(Service.CAMPAIGNS) == 30
    assert await candidate.caught_up()


async def test_what_is_told_after_the_head_was_asked_for_does_not_delay_catching_up_for_ever(
    stand: Stand, messaging: Messaging, campaigns: PostgresEventStore
) -> None:
    await tell(campaigns, 1)
    async with owner(campaigns, messaging):
        candidate = stand("one")
        candidate.stand()
        for number in range(2, 200):
            await tell(campaigns, number)
            if await candidate.caught_up() and candidate.worker.leader is not None:
                break

    assert candidate.worker.leader is not None
    assert candidate.worker.leader.applied(Service.CAMPAIGNS) >= 1


async def test_the_leader_announces_how_far_its_log_has_come(
    stand: Stand, messaging: Messaging, campaigns: PostgresEventStore, store: PostgresEventStore
) -> None:
    heads = Heads(messaging)
    async with owner(campaigns, messaging), heads.listen([Service.SCHEDULER]):
        candidate = stand("one")
        candidate.stand()
        await candidate.until_leading()
        assert candidate.worker.leader is not None

        async def say(step: Step) -> None:
            skip(step, "mine")

        await candidate.worker.leader.step(say)

        async def heard() -> bool:
            announced = heads.latest(Service.SCHEDULER)
            return announced is not None and announced.head.position == 1

        await until(heard, "the head is announced", seconds=3)
        announced = heads.latest(Service.SCHEDULER)
        assert announced is not None
        assert announced.head.event_id == (await store.head()).event_id


async def test_a_parked_message_is_listed_without_its_body_and_put_back_by_asking(
    stand: Stand, messaging: Messaging, campaigns: PostgresEventStore
) -> None:
    await tell(campaigns, 1, POISON, 3)
    dead: list[str] = []
    async with owner(campaigns, messaging), messaging.listen("dead.>", lambda m: dead.append(m.subject)):
        candidate = stand("one")
        candidate.stand()
        await until(candidate.caught_up, "caught up")
        asker = Asker(messaging)

        parked = await asker.ask(Service.SCHEDULER, "parked", AskParked(), ParkedMessages)
        put_back = AskPutBack(source=Service.CAMPAIGNS, position=2)
        refused = await asker.ask(Service.SCHEDULER, "put_back", put_back, PutBack)
        candidate.worker.poison.clear()
        done = await asker.ask(Service.SCHEDULER, "put_back", put_back, PutBack)
        again = await asker.ask(Service.SCHEDULER, "put_back", put_back, PutBack)

    assert (parked.total, [m.position for m in parked.messages]) == (2, [2, 3])
    assert refused == PutBack(applied=0, error=f"Poisoned: limit {POISON}")
    assert done == PutBack(applied=2)
    assert again == PutBack(applied=0)
    assert dead == ["dead.scheduler.UserLimitChanged"]


async def dead(nats_url: str, *arguments: str) -> tuple[int, str, str]:
    """Run `callctl dead`; return its exit code and what it printed."""
    command = [sys.executable, "-m", "callctl.main", "dead", *arguments]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=PIPE, stderr=PIPE, env=os.environ | {"NATS_URL": nats_url}
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_a_person_looks_at_parked_messages_drops_one_and_applies_the_others(
    stand: Stand, messaging: Messaging, campaigns: PostgresEventStore, nats_url: str
) -> None:
    await tell(campaigns, 1, POISON, 3)
    first, second = ("scheduler", "campaigns", "2"), ("scheduler", "campaigns", "3")
    async with owner(campaigns, messaging):
        candidate = stand("one")
        candidate.stand()
        await until(candidate.caught_up, "caught up")

        listed = json.loads((await dead(nats_url, "list", "--service", "scheduler", "--json"))[1])
        _, shown, _ = await dead(nats_url, "show", *first)
        failed_again = await dead(nats_url, "retry", *first)
        dropped = await dead(nats_url, "drop", *first, "--reason", "of no use", "--by", "asha")
        gone = await dead(nats_url, "show", *first)
        applied = await dead(nats_url, "retry", *second, "--json")

    assert listed["total"] == 2
    assert listed["services"]["scheduler"]["messages"][0]["error"] == f"Poisoned: limit {POISON}"
    assert f"concurrent_calls_limit: {POISON}" in shown
    assert "1 of its stream wait behind it" in shown
    assert (failed_again[0], "stays parked" in failed_again[2]) == (1, True)
    assert (dropped[0], gone[0], "nothing parked" in gone[2]) == (0, 1, True)
    assert (applied[0], json.loads(applied[1])["applied"]) == (0, 1)


async def test_who_asks_a_service_that_is_away_is_told_so_with_an_exit_code_of_its_own(nats_url: str) -> None:
    code, out, said = await dead(nats_url, "list", "--service", "scheduler")

    assert (code, out) == (3, "")
    assert "scheduler does not answer" in said


async def test_after_a_commit_without_an_answer_the_leader_goes_on_with_memory_loaded_anew(
    stand: Stand, messaging: Messaging, campaigns: PostgresEventStore, store: PostgresEventStore
) -> None:
    async with owner(campaigns, messaging):
        candidate = stand("one")
        candidate.stand()
        await until(candidate.caught_up, "caught up")
        loads = candidate.worker.loads
        cuts = iter([True])

        async def lose_the_answer(moment: str) -> None:
            if moment == "before_commit" and next(cuts, False):
                raise psycopg.OperationalError("no answer to COMMIT")

        store._fault_hook = lose_the_answer
        await tell(campaigns, *range(1, 11))

        async def applied() -> bool:
            cursor = (await store.consumed()).get(Service.CAMPAIGNS)
            return cursor is not None and cursor.position == 10

        await until(applied, "everything is applied")

    assert candidate.worker.loads > loads
    assert sum(candidate.worker.memory.values()) == 10
    assert list(await store.parked()) == []


async def test_a_leader_whose_lease_another_took_leads_no_more_and_stands_by(
    stand: Stand, messaging: Messaging, campaigns: PostgresEventStore, tally_database: str
) -> None:
    async with owner(campaigns, messaging):
        candidate = stand("one")
        candidate.stand()
        await candidate.until_leading()
        with psycopg.connect(tally_database, autocommit=True) as admin:
            admin.execute("update scheduler.head set fence = fence + 1, leader = 'other', lease_until = 'infinity'")

        async def stands_by() -> bool:
            return not candidate.health.leading

        took = await until(stands_by, "it stands by")

    assert took < 2
