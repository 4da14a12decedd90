"""Trouble of the account stops dialling: nothing is sent, lost or looped meanwhile, and it goes on by itself."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from prometheus_client import REGISTRY

from services.dialer.domain.circuit import Rules
from shared.contracts.campaigns import AgentRegistered
from shared.contracts.dialer import CallPlaced, DialFailed, ProviderLimitSeen
from shared.contracts.vocabulary import DialFailure, Service
from shared.contracts.webhooks import CallProgressed, CallReported, Progress
from shared.testing.examples import AGENT, USER, example
from tests.integration.dialer.world import BOLNA_AGENT, World, world


@pytest.fixture
async def dialer(database: str, nats_url: str) -> AsyncIterator[World]:
    async with world(database, nats_url) as here:
        registered = example(
            AgentRegistered, agent_id=AGENT, user_id=USER, bolna_agent_id=BOLNA_AGENT, from_phone_numbers=()
        )
        await here.tell(Service.CAMPAIGNS, registered)
        yield here


def numbers(count: int, first: int = 0) -> list[str]:
    return [f"+9198123410{number:02}" for number in range(first, first + count)]


async def requested(dialer: World, wanted: Sequence[str]) -> list[UUID]:
    return [await dialer.request(number, as_of=1) for number in wanted]


async def reasons(dialer: World, attempts: Sequence[UUID]) -> list[DialFailure]:
    failed = [(await dialer.recorded(attempt, DialFailed))[-1] for attempt in attempts]
    return [event.reason for event in failed if isinstance(event, DialFailed)]


async def stopped_by_its_key(dialer: World) -> None:
    """A dialer whose account answered, and whose key is rejected from then on, as one call shows."""
    dialer.start()
    await dialer.recorded((await requested(dialer, numbers(1, first=90)))[0], CallPlaced)
    async with asyncio.timeout(15):
        while not dialer.simulator.exchange.truth.answers["GET /user/me", 200]:
            await asyncio.sleep(0.01)
    dialer.profile(key_rejected=True)
    await requested(dialer, numbers(1, first=91))
    await dialer.dialing_comes_to("provider_rejects_key")


async def test_a_rejected_key_stops_dialling_and_what_was_to_be_sent_is_given_back(dialer: World) -> None:
    dialer.start()
    await dialer.recorded((await requested(dialer, numbers(1, first=90)))[0], CallPlaced)
    dialer.profile(key_rejected=True)
    first, *rest = await requested(dialer, numbers(4))

    assert (await reasons(dialer, [first]))[0] in {DialFailure.KEY_REJECTED, DialFailure.DIALING_STOPPED}
    await dialer.dialing_comes_to("provider_rejects_key")
    late = await requested(dialer, numbers(3, first=10))

    assert set(await reasons(dialer, rest)) <= {DialFailure.KEY_REJECTED, DialFailure.DIALING_STOPPED}
    assert await reasons(dialer, late) == [DialFailure.DIALING_STOPPED] * 3
    assert all(dialer.placed(number) == [] for number in numbers(13))


async def test_while_the_key_stays_rejected_nothing_more_is_recorded_and_then_one_call_opens_the_way(
    dialer: World,
) -> None:
    await stopped_by_its_key(dialer)
    log = dialer.logs[Service.DIALER]
    stopped_at = (await log.head()).position
    assert REGISTRY.get_sample_value("dialer_dialling_stopped") == 1
    asked = dialer.simulator.exchange.truth.answers["GET /user/me", 403]

    async with asyncio.timeout(15):
        while dialer.simulator.exchange.truth.answers["GET /user/me", 403] < asked + 3:
            await asyncio.sleep(0.02)
    assert (await log.head()).position == stopped_at

    dialer.profile(key_rejected=False)
    await dialer.dialing_comes_to("provider_rejects_key", 1)
    [trial] = await requested(dialer, numbers(1))
    await dialer.recorded(trial, CallPlaced)
    await dialer.dialing_comes_to("provider_rejects_key", 1, None)
    assert REGISTRY.get_sample_value("dialer_dialling_stopped") == 0


async def test_a_trial_that_fails_stops_dialling_again_and_a_successor_knows_how_often_it_was(dialer: World) -> None:
    await stopped_by_its_key(dialer)
    dialer.profile(key_rejected=False)
    await dialer.dialing_comes_to("provider_rejects_key", 1)
    await dialer.stop()

    dialer.profile(faults={"http_500_before": 1.0})
    dialer.start()
    await requested(dialer, numbers(1))

    await dialer.dialing_comes_to("provider_rejects_key", 1, "circuit_open", 1)
    first, _, second, resumed = await dialer.dialing()
    assert (resumed.at - second.at).total_seconds() >= 2 * 0.2
    assert first.at < second.at
    done = await dialer.rebuild_check()
    assert done.exit_code == 0, done.lines


async def test_half_of_ten_that_fail_stop_dialling_and_unknown_calls_are_still_settled(dialer: World) -> None:
    dialer.start()
    await dialer.recorded((await requested(dialer, numbers(1, first=90)))[0], CallPlaced)
    dialer.profile(faults={"http_500_after": 1.0})
    attempts = await requested(dialer, numbers(12))

    await dialer.dialing_comes_to("circuit_open")
    for attempt in attempts:
        await dialer.recorded(attempt, CallPlaced, DialFailed)
    placed = [number for number in numbers(12) if dialer.placed(number)]
    assert all(len(dialer.placed(number)) == 1 for number in placed)


async def test_an_account_without_money_stops_dialling_until_somebody_was_dialled(dialer: World) -> None:
    dialer.start()
    attempt, other = await requested(dialer, numbers(2))
    placed = (await dialer.recorded(attempt, CallPlaced))[-1]
    await dialer.recorded(other, CallPlaced)
    assert isinstance(placed, CallPlaced)
    poor = example(
        CallReported,
        **placed.model_dump(exclude={"at", "placed_at", "from_phone_number"}),
        provider_status="balance-low",
        dialled=False,
    )
    dialer.profile(balance_low=True)
    await dialer.tell(Service.WEBHOOKS, poor)
    await dialer.dialing_comes_to("balance_low")

    dialer.profile(balance_low=False)
    await dialer.dialing_comes_to("balance_low", 1)
    await dialer.tell(Service.WEBHOOKS, poor)
    [trial] = await requested(dialer, numbers(1, first=5))
    rung = (await dialer.recorded(trial, CallPlaced))[-1]
    assert isinstance(rung, CallPlaced)
    assert len(await dialer.dialing()) == 2
    told = rung.model_dump(exclude={"at", "placed_at", "from_phone_number"})
    await dialer.tell(Service.WEBHOOKS, example(CallProgressed, **told, progress=Progress.RINGING))
    await dialer.dialing_comes_to("balance_low", 1, None)


async def test_429s_are_waited_out_by_one_request_at_a_time(dialer: World) -> None:
    dialer.start()
    await dialer.recorded((await requested(dialer, numbers(1, first=90)))[0], CallPlaced)
    dialer.profile(faults={"http_429": 1.0})
    log = dialer.logs[Service.DIALER]
    before = (await log.head()).position
    attempts = await requested(dialer, numbers(10))
    counted = dialer.simulator.exchange.truth.answers

    async with asyncio.timeout(15):
        while counted["POST /call", 429] < 3:
            await asyncio.sleep(0.02)
    assert (await log.head()).position - before <= 2 * counted["POST /call", 429] + 2
    assert counted["POST /call", 429] <= 10 + 2

    dialer.profile(faults={"http_429": 0.0})
    for attempt in attempts:
        await dialer.recorded(attempt, CallPlaced)
    assert await dialer.dialing() == []


async def test_what_bolna_allows_the_account_is_told_when_it_changes(dialer: World) -> None:
    dialer.profile(account_concurrency_max=7)
    dialer.start()
    await dialer.recorded((await requested(dialer, numbers(1)))[0], CallPlaced)
    await dialer.stop()
    dialer.start()
    await dialer.recorded((await requested(dialer, numbers(1, first=1)))[0], CallPlaced)

    told = [e.event for e in await dialer.logs[Service.DIALER].stream("system")]
    [seen] = [event for event in told if isinstance(event, ProviderLimitSeen)]
    assert seen.limit == 7


async def test_a_difference_between_bolnas_count_and_our_slots_that_lasts_is_shown_and_logged(
    dialer: World, caplog: pytest.LogCaptureFixture
) -> None:
    dialer.held.slots = 5
    dialer.start(Rules(first_wait=timedelta(seconds=0.2), look_every=timedelta(seconds=0.05)))

    async with asyncio.timeout(15):
        while REGISTRY.get_sample_value("dialer_provider_calls_difference") != -5:
            await asyncio.sleep(0.02)
    assert "Bolna counts other calls than we hold slots for" in caplog.text

    dialer.held.slots = 0
    async with asyncio.timeout(15):
        while REGISTRY.get_sample_value("dialer_provider_calls_difference") != 0:
            await asyncio.sleep(0.02)
    assert REGISTRY.get_sample_value("dialer_provider_calls_allowed") == 1000
