"""After a restore from a backup: what was dialled since is read from Bolna first, and is never dialled again."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import psycopg
import pytest

from shared.bolna.provider import PlaceCall, Placed
from shared.contracts.campaigns import AgentRegistered
from shared.contracts.dialer import CallPlaced, DialFailed, ExecutionFound
from shared.contracts.ids import attempt_id
from shared.contracts.vocabulary import DialFailure, Service
from shared.contracts.webhooks import CallEnded
from shared.testing.examples import AGENT, USER, example
from tests.integration.dialer.world import BOLNA_AGENT, World, world

NUMBER = "+919812341101"


@pytest.fixture
async def dialer(database: str, nats_url: str) -> AsyncIterator[World]:
    async with world(database, nats_url) as here:
        registered = example(
            AgentRegistered, agent_id=AGENT, user_id=USER, bolna_agent_id=BOLNA_AGENT, from_phone_numbers=()
        )
        await here.tell(Service.CAMPAIGNS, registered)
        yield here


def restored(dialer: World) -> None:
    """The dialer's log goes on from a backup that knows of nothing that was dialled."""
    with psycopg.connect(dialer.settings.database_url.get_secret_value()) as session:
        session.execute("update dialer.head set epoch = gen_random_uuid(), restored_at = now()")


async def dialled_since(dialer: World, number: str, *, call_id: UUID) -> str:
    """Place a call in the place of the dialer that the restore has forgotten; return its execution."""
    names = {"call_id": str(call_id), "attempt_id": str(attempt_id(call_id, 1))}
    placed = await dialer.bolna().place(PlaceCall(BOLNA_AGENT, number, user_data=names))
    assert isinstance(placed, Placed)
    return placed.execution_id


async def test_a_call_that_was_dialled_since_the_backup_is_not_dialled_again(dialer: World) -> None:
    call, other = uuid4(), uuid4()
    execution = await dialled_since(dialer, NUMBER, call_id=call)
    restored(dialer)
    dialer.start()
    await dialer.dialing_comes_to("restored", None)

    known = await dialer.request(NUMBER, as_of=1, call_id=call)
    new = await dialer.request("+919812341102", as_of=1, call_id=other)

    told = (await dialer.recorded(known, CallPlaced))[-1]
    assert isinstance(told, CallPlaced)
    assert told.execution_id == execution
    await dialer.recorded(new, CallPlaced)
    assert (len(dialer.placed(NUMBER)), len(dialer.placed("+919812341102"))) == (1, 1)
    assert (await dialer.rebuild_check()).exit_code == 0


async def test_so_is_one_that_bolna_names_by_its_number_alone(dialer: World) -> None:
    dialer.profile(echo_user_data=False)
    execution = await dialled_since(dialer, NUMBER, call_id=uuid4())
    restored(dialer)
    dialer.start()
    await dialer.dialing_comes_to("restored", None)

    told = (await dialer.recorded(await dialer.request(NUMBER, as_of=1), CallPlaced))[-1]

    assert isinstance(told, CallPlaced)
    assert told.execution_id == execution
    assert len(dialer.placed(NUMBER)) == 1


async def test_a_request_given_back_meanwhile_is_found_to_have_been_dialled(dialer: World) -> None:
    """The scheduler asked before it knew; what Bolna has of that very attempt is recorded when it is read."""
    call = uuid4()
    execution = await dialled_since(dialer, NUMBER, call_id=call)
    restored(dialer)
    dialer.profile(list_lag_seconds=0.3)
    attempt = await dialer.request(NUMBER, as_of=1, call_id=call)
    dialer.start()

    told = await dialer.recorded(attempt, CallPlaced)

    assert [type(event) for event in told if isinstance(event, DialFailed | CallPlaced)] == [DialFailed, CallPlaced]
    assert [event.reason for event in told if isinstance(event, DialFailed)] == [DialFailure.DIALING_STOPPED]
    assert [event.execution_id for event in told if isinstance(event, CallPlaced)] == [execution]
    assert len(dialer.placed(NUMBER)) == 1


async def test_a_webhook_that_comes_first_tells_that_what_was_given_back_had_been_dialled(dialer: World) -> None:
    call = uuid4()
    restored(dialer)
    dialer.profile(away=True)
    attempt = await dialer.request(NUMBER, as_of=1, call_id=call)
    dialer.start()
    await dialer.recorded(attempt, DialFailed)

    names = {"attempt_id": attempt, "call_id": call, "execution_id": "e1", "bolna_agent_id": BOLNA_AGENT}
    await dialer.tell(Service.WEBHOOKS, example(CallEnded, **names, phone_number=NUMBER))

    told = (await dialer.recorded(attempt, CallPlaced))[-1]
    assert isinstance(told, CallPlaced)
    assert (told.execution_id, told.bolna_agent_id) == ("e1", BOLNA_AGENT)
    assert await dialer.logs[Service.DIALER].parked() == []


async def test_nothing_is_dialled_until_everything_is_read(dialer: World) -> None:
    dialer.profile(away=True)
    restored(dialer)
    dialer.start()
    await dialer.dialing_comes_to("restored")

    refused = await dialer.request(NUMBER, as_of=1)
    await dialer.recorded(refused, DialFailed)
    assert len(await dialer.dialing()) == 1
    dialer.profile(away=False)
    await dialer.dialing_comes_to("restored", None)

    await dialer.recorded(await dialer.request(NUMBER, as_of=1), CallPlaced)


async def test_an_agent_that_is_gone_from_bolna_holds_nobody_up(dialer: World) -> None:
    gone = example(AgentRegistered, agent_id=uuid4(), user_id=USER, bolna_agent_id=str(uuid4()), from_phone_numbers=())
    await dialer.tell(Service.CAMPAIGNS, gone)
    dialer.profile(unknown_agents="refuse")
    dialer.start()
    await dialer.recorded(await dialer.request("+919812341109", as_of=2), CallPlaced)
    await dialer.stop()
    call = uuid4()
    await dialled_since(dialer, NUMBER, call_id=call)
    restored(dialer)
    dialer.start()

    await dialer.dialing_comes_to("restored", None)

    await dialer.recorded(await dialer.request(NUMBER, as_of=2, call_id=call), CallPlaced)
    assert len(dialer.placed(NUMBER)) == 1


async def test_a_dialer_that_dies_while_it_reads_is_followed_by_one_that_reads_on(dialer: World) -> None:
    call = uuid4()
    await dialled_since(dialer, NUMBER, call_id=call)
    restored(dialer)
    dialer.profile(away=True)
    dialer.start()
    await dialer.dialing_comes_to("restored")
    await dialer.stop()
    dialer.profile(away=False)
    dialer.start()

    await dialer.dialing_comes_to("restored", None)

    found = [e.event for e in await dialer.logs[Service.DIALER].stream("system") if isinstance(e.event, ExecutionFound)]
    assert [event.call_id for event in found] == [call]
    await dialer.recorded(await dialer.request(NUMBER, as_of=1, call_id=call), CallPlaced)
    assert len(dialer.placed(NUMBER)) == 1


async def test_without_a_restore_nothing_is_stopped(dialer: World) -> None:
    dialer.start()
    await dialer.recorded(await dialer.request(NUMBER, as_of=1), CallPlaced)

    assert await dialer.dialing() == []
