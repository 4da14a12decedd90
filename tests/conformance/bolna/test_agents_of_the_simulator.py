"""The adapter and the simulator agree about agents and numbers: what one writes the other reads."""

from collections.abc import AsyncIterator

import pytest

from shared.bolna.agents import Agent, DialsOnItsOwn
from shared.bolna.client import BolnaClient
from shared.bolna.provider import Agents, NotFound, OwnNumbers, Unavailable, WebhookSet
from tests.conformance.bolna.wire import bolna
from tests.conformance.simulator.stage import AGENT, KEY, Stage, staged


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged(phone_numbers=["+918000000007", "+918000000008"]) as opened:
        yield opened


@pytest.fixture
async def client(stage: Stage) -> AsyncIterator[BolnaClient]:
    async with bolna(stage.simulator.url, key=KEY) as opened:
        yield opened


async def test_agents_are_listed_and_read_with_what_they_would_dial_on_their_own(
    stage: Stage, client: BolnaClient
) -> None:
    config = {
        "agent_name": "Asha",
        "calling_guardrails": {"call_start_hour": 9, "call_end_hour": 18},
        "tasks": [{"task_config": {"auto_reschedule": True}}],
        "retry_config": {"enabled": True},
    }
    await stage.ask("POST", "/v2/agent", {"agent_config": config, "id": AGENT})
    expected = Agent(
        id=AGENT,
        name="Asha",
        status="processed",
        webhook_url=stage.receiver.url,
        dials_on_its_own=tuple(sorted(DialsOnItsOwn)),
    )
    assert await client.agent(AGENT) == expected
    assert await client.agents() == Agents((expected,))


async def test_an_agents_webhook_is_set_and_nothing_else_of_it(stage: Stage, client: BolnaClient) -> None:
    await stage.ask("POST", "/v2/agent", {"agent_config": {"agent_name": "Asha"}, "id": AGENT})
    for _ in range(2):
        assert await client.set_webhook(AGENT, "https://calls.example.com/hook") == WebhookSet()
    found = await client.agent(AGENT)
    assert isinstance(found, Agent)
    assert (found.name, found.webhook_url) == ("Asha", "https://calls.example.com/hook")


async def test_an_agent_that_is_gone_is_not_found(client: BolnaClient) -> None:
    assert isinstance(await client.agent(AGENT), NotFound)
    assert isinstance(await client.set_webhook(AGENT, "https://calls.example.com/hook"), NotFound)


async def test_the_accounts_numbers_are_read(client: BolnaClient) -> None:
    assert await client.phone_numbers() == OwnNumbers(("+918000000007", "+918000000008"))


async def test_a_key_that_is_not_the_accounts_shows_by_its_status(stage: Stage) -> None:
    async with bolna(stage.simulator.url, key="bn-another") as stranger:
        answers = [await stranger.agents(), await stranger.phone_numbers(), await stranger.agent(AGENT)]
    assert {one.status for one in answers if isinstance(one, Unavailable)} <= {401, 403}
    assert all(isinstance(one, Unavailable) for one in answers)
