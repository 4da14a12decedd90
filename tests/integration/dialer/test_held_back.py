"""What Bolna holds back is stopped there, so that it is not dialled later without us."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from shared.contracts.campaigns import AgentRegistered, CampaignPaused, NumberBlocked
from shared.contracts.dialer import CallPlaced, CallStopped
from shared.contracts.vocabulary import BlockScope, Service
from shared.contracts.webhooks import CallProgressed, Progress
from shared.testing.examples import AGENT, CAMPAIGN, USER, example
from tests.integration.dialer.world import BOLNA_AGENT, World, world

QUEUED = "+919812349908"
RESCHEDULED = "+919812349909"


@pytest.fixture
async def dialer(database: str, nats_url: str) -> AsyncIterator[World]:
    async with world(database, nats_url) as here:
        registered = example(
            AgentRegistered, agent_id=AGENT, user_id=USER, bolna_agent_id=BOLNA_AGENT, from_phone_numbers=()
        )
        await here.tell(Service.CAMPAIGNS, registered)
        yield here


async def placed(dialer: World, number: str) -> tuple[UUID, CallPlaced]:
    attempt = await dialer.request(number, as_of=1)
    event = (await dialer.recorded(attempt, CallPlaced))[-1]
    assert isinstance(event, CallPlaced)
    return attempt, event


@pytest.mark.parametrize("number", [QUEUED, RESCHEDULED])
async def test_a_call_held_back_too_long_is_stopped_and_told(dialer: World, number: str) -> None:
    dialer.start()
    attempt, event = await placed(dialer, number)

    stopped = (await dialer.recorded(attempt, CallStopped))[-1]

    assert isinstance(stopped, CallStopped)
    assert stopped.execution_id == event.execution_id
    [call] = dialer.placed(number)
    assert call.status == "stopped"


async def test_a_call_on_its_line_is_left_alone(dialer: World) -> None:
    dialer.settings = dialer.settings.model_copy(update={"bolna_queued_stop_seconds": 0.1})
    dialer.profile(ring_seconds=30)
    dialer.start()
    await placed(dialer, "+919812341001")
    held, _ = await placed(dialer, QUEUED)

    await dialer.recorded(held, CallStopped)

    answers = dialer.simulator.exchange.truth.answers
    assert answers["GET /executions/{execution_id}", 200] == 3
    assert [call.status for call in dialer.placed("+919812341001")] == ["ringing"]


async def test_a_call_that_was_heard_of_is_not_even_asked_about(dialer: World) -> None:
    dialer.start()
    attempt, event = await placed(dialer, QUEUED)
    told = event.model_dump(exclude={"at", "placed_at", "from_phone_number"})
    await dialer.tell(Service.WEBHOOKS, example(CallProgressed, **told, progress=Progress.RINGING))
    other, _ = await placed(dialer, RESCHEDULED)

    await dialer.recorded(other, CallStopped)

    assert [call.status for call in dialer.placed(QUEUED)] == ["queued"]
    events = await dialer.logs[Service.DIALER].stream(f"attempt-{attempt}")
    assert events[-1].type == CallPlaced.__name__


async def test_a_pause_and_a_block_stop_what_is_held_back_at_once(dialer: World) -> None:
    dialer.settings = dialer.settings.model_copy(update={"bolna_queued_stop_seconds": 600.0})
    dialer.start()
    first, _ = await placed(dialer, QUEUED)
    await dialer.tell(Service.CAMPAIGNS, example(CampaignPaused, campaign_id=CAMPAIGN))
    await dialer.recorded(first, CallStopped)

    again = await dialer.request(RESCHEDULED, as_of=2)
    await dialer.recorded(again, CallPlaced)
    block = example(NumberBlocked, phone_number=RESCHEDULED, scope=BlockScope.SYSTEM, user_id=None)
    await dialer.tell(Service.CAMPAIGNS, block)
    await dialer.recorded(again, CallStopped)


async def test_a_successor_stops_what_its_predecessor_could_not_and_the_logs_tell_the_same(dialer: World) -> None:
    dialer.start()
    attempt, _ = await placed(dialer, QUEUED)
    dialer.profile(away=True)
    await dialer.stop()
    dialer.profile(away=False)

    dialer.start()
    await dialer.recorded(attempt, CallStopped)

    done = await dialer.rebuild_check()
    assert done.exit_code == 0, done.lines
