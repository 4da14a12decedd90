"""The dialer on real parts: every attempt is placed at most once, and what became of it is told."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.dialer import projections
from shared.contracts.campaigns import AgentRegistered, CampaignPaused, SystemLimitChanged
from shared.contracts.dialer import CallPlaced, DialAttempted, DialFailed
from shared.contracts.event import Event
from shared.contracts.ids import attempt_stream
from shared.contracts.questions import Applied, AskApplied
from shared.contracts.vocabulary import DialFailure, FailureScope, Service
from shared.messaging.ask import Asker
from shared.testing.examples import AGENT, CAMPAIGN, CONTACT, USER, example
from tests.integration.dialer.world import BOLNA_AGENT, World, now, world

PAUSED = example(CampaignPaused, campaign_id=CAMPAIGN)


@pytest.fixture
async def dialer(database: str, nats_url: str) -> AsyncIterator[World]:
    async with world(database, nats_url) as here:
        registered = example(
            AgentRegistered, agent_id=AGENT, user_id=USER, bolna_agent_id=BOLNA_AGENT, from_phone_numbers=()
        )
        assert await here.tell(Service.CAMPAIGNS, registered) == 1
        yield here


async def test_a_request_is_placed_once_and_told_with_its_execution(dialer: World) -> None:
    dialer.start()
    attempt = await dialer.request("+919812340001", as_of=1)

    *_, placed = await dialer.recorded(attempt, CallPlaced)

    [call] = dialer.placed("+919812340001")
    assert isinstance(placed, CallPlaced)
    assert placed.execution_id == call.execution_id
    assert json.loads(call.user_data)["attempt_id"] == str(attempt)


async def test_a_request_repeated_under_another_position_is_not_placed_again_but_answered_again(
    dialer: World,
) -> None:
    dialer.start()
    call = uuid4()
    attempt = await dialer.request("+919812340002", as_of=1, call_id=call)
    await dialer.recorded(attempt, CallPlaced)
    before = len(await dialer.logs[Service.DIALER].stream(attempt_stream(attempt)))

    await dialer.request("+919812340002", as_of=1, call_id=call)
    witness = await dialer.request("+919812340003", as_of=1)
    await dialer.recorded(witness, CallPlaced)

    assert len(dialer.placed("+919812340002")) == 1
    events = await dialer.logs[Service.DIALER].stream(attempt_stream(attempt))
    assert [envelope.type for envelope in events[before:]] == ["CallPlaced"]


async def test_a_campaign_paused_since_the_decision_is_not_dialled(dialer: World) -> None:
    await dialer.tell(Service.CAMPAIGNS, PAUSED)
    dialer.start()
    attempt = await dialer.request("+919812340004", as_of=1)

    *_, failed = await dialer.recorded(attempt, DialFailed)

    assert isinstance(failed, DialFailed)
    assert failed.reason == DialFailure.WITHDRAWN
    assert dialer.placed("+919812340004") == []


async def test_a_request_that_is_out_when_everything_is_stopped_is_not_dialled(dialer: World) -> None:
    stopped = await dialer.tell(
        Service.CAMPAIGNS, example(SystemLimitChanged, system_concurrent_calls_limit=0), example(SystemLimitChanged)
    )
    dialer.start()
    out = await dialer.request("+919812340021", as_of=1)
    after = await dialer.request("+919812340022", as_of=stopped)

    *_, failed = await dialer.recorded(out, DialFailed)
    await dialer.recorded(after, CallPlaced)

    assert isinstance(failed, DialFailed)
    assert failed.reason == DialFailure.WITHDRAWN
    assert dialer.placed("+919812340021") == []


async def test_a_decision_made_after_the_pause_was_known_is_dialled(dialer: World) -> None:
    position = await dialer.tell(Service.CAMPAIGNS, PAUSED)
    dialer.start()
    attempt = await dialer.request("+919812340005", as_of=position)

    await dialer.recorded(attempt, CallPlaced)


async def test_what_can_no_longer_be_placed_in_time_is_given_back(dialer: World) -> None:
    dialer.start()
    attempt = await dialer.request("+919812340006", as_of=1, seconds=-1)
    ahead_of_campaigns = await dialer.request("+919812340007", as_of=99, seconds=0.3)

    for late in (attempt, ahead_of_campaigns):
        *_, failed = await dialer.recorded(late, DialFailed)
        assert isinstance(failed, DialFailed)
        assert failed.reason == DialFailure.TOO_LATE
    assert dialer.placed("+919812340006") == dialer.placed("+919812340007") == []


async def test_a_429_is_waited_out_and_the_same_attempt_sent_again(dialer: World) -> None:
    dialer.start()
    attempt = await dialer.request("+919812349914", as_of=1)

    events = await dialer.recorded(attempt, CallPlaced)

    assert _kinds(events) == ["DialAttempted", "DialDeferred", "DialAttempted", "CallPlaced"]
    assert len(dialer.placed("+919812349914")) == 1


@pytest.mark.parametrize("number", ["+919812349911", "+919812349913", "+919812349919"])
async def test_an_answer_that_proves_nothing_is_settled_by_looking_and_never_sent_again(
    dialer: World, number: str
) -> None:
    dialer.start()
    attempt = await dialer.request(number, as_of=1)

    events = await dialer.recorded(attempt, CallPlaced)

    [call] = dialer.placed(number)
    assert _kinds(events) == ["DialAttempted", "DialOutcomeUnknown", "CallPlaced"]
    assert isinstance(events[-1], CallPlaced)
    assert events[-1].execution_id == call.execution_id


@pytest.mark.parametrize("number", ["+919812349910", "+919812349912"])
async def test_a_call_absent_in_two_complete_looks_is_presumed_not_placed(dialer: World, number: str) -> None:
    dialer.start()
    attempt = await dialer.request(number, as_of=1)

    events = await dialer.recorded(attempt, DialFailed)

    assert _kinds(events) == ["DialAttempted", "DialOutcomeUnknown", "DialFailed"]
    assert isinstance(events[-1], DialFailed)
    assert events[-1].reason == DialFailure.PRESUMED
    assert dialer.placed(number) == []


async def test_a_number_that_bolna_refuses_is_the_contacts_trouble(dialer: World) -> None:
    dialer.start()
    attempt = await dialer.request("+919812349915", as_of=1)

    *_, failed = await dialer.recorded(attempt, DialFailed)

    assert isinstance(failed, DialFailed)
    assert (failed.reason, failed.scope) == (DialFailure.NUMBER_REJECTED, FailureScope.CONTACT)
    assert failed.message


async def test_what_a_dead_predecessor_was_sending_is_unknown_and_never_posted(dialer: World) -> None:
    worker = dialer.start()
    attempt = await dialer.request("+919812340008", as_of=99)
    await _taken(dialer, 1)
    await dialer.stop()
    event = example(
        DialAttempted,
        at=now(),
        attempt_id=attempt,
        bolna_agent_id=BOLNA_AGENT,
        phone_number="+919812340008",
        from_phone_number=None,
        send_by=now() + timedelta(seconds=1),
    )
    async with dialer.logs[Service.DIALER].transaction() as step:
        step.append(attempt_stream(attempt), event, user_id=USER)
        await worker.project(step.connection, step.recorded)

    dialer.start()
    events = await dialer.recorded(attempt, DialFailed)

    assert _kinds(events) == ["DialAttempted", "DialOutcomeUnknown", "DialFailed"]
    assert dialer.placed("+919812340008") == []


async def test_what_was_only_taken_is_placed_by_the_successor(dialer: World) -> None:
    dialer.start()
    attempt = await dialer.request("+919812340009", as_of=2)
    await _taken(dialer, 1)
    await dialer.stop()

    dialer.start()
    await dialer.tell(Service.CAMPAIGNS, example(CampaignPaused, campaign_id=uuid4()))
    await dialer.recorded(attempt, CallPlaced)

    assert len(dialer.placed("+919812340009")) == 1


async def test_a_pause_is_answered_when_it_is_applied_and_nothing_is_on_the_wire(dialer: World) -> None:
    dialer.start()
    asker = Asker(dialer.messaging)
    position = await dialer.tell(Service.CAMPAIGNS, PAUSED)

    async def applied() -> Applied:
        request = AskApplied(position=position, campaign_id=CAMPAIGN)
        return await asker.ask(Service.DIALER, "applied", request, Applied, timeout=5)

    while not (await applied()).applied:
        pass

    unreached = await asker.ask(Service.DIALER, "applied", AskApplied(position=position + 1), Applied, timeout=5)
    assert not unreached.applied


async def test_a_stop_waits_for_what_was_looked_at_before_it_and_concerns_it_alone(dialer: World) -> None:
    unanswered = "+919812349911"
    dialer.settings = dialer.settings.model_copy(update={"bolna_request_timeout_seconds": 5.0})
    dialer.start()
    await dialer.recorded(await dialer.request(unanswered, as_of=1), DialAttempted)
    position = await dialer.tell(Service.CAMPAIGNS, example(CampaignPaused, campaign_id=uuid4()))
    await dialer.recorded(await dialer.request(unanswered, as_of=position), DialAttempted)
    asker = Asker(dialer.messaging)

    async def on_the_wire(**stop: object) -> int:
        request = AskApplied.model_validate({"position": position, **stop})
        return (await asker.ask(Service.DIALER, "applied", request, Applied, timeout=5)).on_the_wire

    assert await on_the_wire() == await on_the_wire(campaign_id=CAMPAIGN) == 1
    assert await on_the_wire(contact_id=CONTACT) == await on_the_wire(phone_number=unanswered) == 1
    assert await on_the_wire(contact_id=uuid4()) == await on_the_wire(phone_number="+919812349912") == 0
    assert await on_the_wire(position=position + 1) == 2


async def _taken(dialer: World, count: int) -> None:
    """Wait until the dialer has taken so many requests."""
    log = dialer.logs[Service.DIALER]
    while True:
        async with log.transaction() as step:
            rows = await projections.fetch(step.connection, "attempts_in_state", states=["taken"])
        if len(rows) == count:
            return


def _kinds(events: list[Event]) -> list[str]:
    return [type(event).__name__ for event in events]


async def test_while_calls_flow_a_request_is_taken_and_begun_in_one_step(dialer: World) -> None:
    dialer.start()
    await dialer.recorded(await dialer.request("+919812340010", as_of=1), CallPlaced)

    attempt = await dialer.request("+919812340011", as_of=1)
    await dialer.recorded(attempt, CallPlaced)

    log = dialer.logs[Service.DIALER]
    [begun] = [e for e in await log.stream(attempt_stream(attempt)) if e.type == DialAttempted.__name__]
    [row] = [row for row in await log.journal(0) if row.first <= begun.position <= row.last]
    assert [taken.source for taken in row.taken] == [Service.SCHEDULER]
    assert len(dialer.placed("+919812340011")) == 1


async def test_a_crash_with_more_taken_than_the_rate_allows_leaves_unknown_only_what_was_sent(dialer: World) -> None:
    short = {"bolna_calls_per_minute": 20, "bolna_request_timeout_seconds": 30.0}
    dialer.settings = dialer.settings.model_copy(update=short)
    dialer.profile(fixed_numbers=False, faults={"timeout_before": 1.0})
    dialer.start()
    attempts = [await dialer.request(f"+91981235{n:04}", as_of=1) for n in range(40)]
    faults = dialer.simulator.exchange.truth.faults
    async with asyncio.timeout(15):
        while faults["POST /call", "timeout_before"] < 20:
            await asyncio.sleep(0.01)
    await dialer.stop()

    dialer.start()
    unknown = set[UUID]()
    async with asyncio.timeout(15):
        while len(unknown) < 20:
            told = [(one, await dialer.logs[Service.DIALER].stream(attempt_stream(one))) for one in attempts]
            unknown = {one for one, log in told if any(e.type == "DialOutcomeUnknown" for e in log)}
    await _taken(dialer, 20)
    assert len(unknown) <= faults["POST /call", "timeout_before"] + 1
    assert faults["POST /call", "timeout_before"] == 20
