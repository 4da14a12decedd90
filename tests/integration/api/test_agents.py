"""Agents over HTTP: changed, removed, connected at Bolna, synchronised, and called to be tested."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from services.campaigns.http.parsing import Parsers
from simulator.domain.profile import Profile
from simulator.server import Simulator, running
from simulator.settings import Settings
from tests.infrastructure import NatsAccounts, Postgres
from tests.integration.api.face import SECRET, Face, code, csv_of, errors, face, upload

pytestmark = pytest.mark.asyncio(loop_scope="session")
PUBLIC = "https://calls.example.com"
NUMBER = "+442079460018"


@dataclass
class World:
    """A face whose Bolna is a simulator."""

    api: Face
    simulator: Simulator

    async def bolna_agent(self, **config: Any) -> str:
        """Make an agent at Bolna; return Bolna's id of it."""
        made = self.simulator.exchange.agents.create({"agent_config": config}, self.simulator.exchange.clock.now())
        return made.id

    async def agent(self, client: httpx.AsyncClient, bolna_agent_id: str | None = None, **body: Any) -> str:
        """Register an agent; return our id of it."""
        made = {"name": "Anna", "bolna_agent_id": bolna_agent_id or await self.bolna_agent(), **body}
        answer = await client.post("/api/agents", json=made)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(postgres: Postgres, nats_accounts: NatsAccounts, parsers: Parsers) -> AsyncIterator[World]:
    settings = Settings(profile=Profile(phone_numbers=(NUMBER,)), api_key="bn-test")
    with postgres.migrated_database() as database:
        async with running(settings) as simulator:
            nats, url = nats_accounts.take(), simulator.url
            async with face(database, nats, parsers, BOLNA_API_URL=url, PUBLIC_URL=PUBLIC) as api:
                api.lead()
                yield World(api, simulator)


async def test_an_agent_is_changed_field_by_field_and_only_as_seen(world: World) -> None:
    member = await world.api.member()
    agent = await world.agent(member, from_phone_numbers=[NUMBER])
    path = f"/api/agents/{agent}"
    before = await member.get(path)
    answer = await member.patch(path, json={"name": "Bea"}, headers={"If-Match": before.headers["etag"]})
    assert answer.json() == {**before.json(), "name": "Bea"}
    assert code(await member.patch(path, json={}, headers={"If-Match": before.headers["etag"]}), 412)
    assert (await member.patch(path, json={"from_phone_numbers": None})).json()["from_phone_numbers"] == []
    assert errors(await member.patch(path, json={"name": None}))["/name"]["code"] == "required"
    taken = (await member.get(f"/api/agents/{await world.agent(member)}")).json()["bolna_agent_id"]
    assert code(await member.patch(path, json={"bolna_agent_id": taken}), 409) == "bolna_agent_taken"
    assert code(await (await world.api.member()).patch(path, json={"name": "Mine"}), 404) == "not_found"


async def test_an_agent_with_an_unfinished_campaign_is_not_removed_and_the_campaign_is_named(world: World) -> None:
    member = await world.api.member()
    agent = await world.agent(member)
    made = await upload(member, csv_of(1), agent_id=agent, campaign_name="October")
    campaign = made.json()["campaign"]["id"]
    refused = await member.delete(f"/api/agents/{agent}")
    assert code(refused, 409) == "agent_in_use"
    assert f"October ({campaign})" in refused.json()["detail"]
    await member.post(f"/api/campaigns/{campaign}/cancel")
    for _ in range(2):
        assert (await member.delete(f"/api/agents/{agent}")).status_code == 204
    assert code(await member.get(f"/api/agents/{agent}"), 404) == "not_found"
    assert agent not in [one["id"] for one in (await member.get("/api/agents")).json()["items"]]


async def test_an_agent_is_connected_and_its_secret_is_told_to_bolna_alone(world: World) -> None:
    member = await world.api.member()
    bolna_agent = await world.bolna_agent(retry_config={"enabled": True})
    agent = await world.agent(member, bolna_agent)
    for replayed in (None, "true"):
        answer = await member.post(f"/api/agents/{agent}/connect", headers={"Idempotency-Key": "once"})
        assert (answer.status_code, answer.headers.get("idempotent-replayed")) == (200, replayed), answer.text
    url = world.simulator.exchange.agents.webhook_url(bolna_agent)
    assert url == f"{PUBLIC}/api/webhooks/bolna/{quote(SECRET, safe='')}"
    told = answer.json()
    assert (told["id"], told["webhook_url"]) == (agent, f"{PUBLIC}/api/webhooks/bolna/***")
    assert [one["code"] for one in told["warnings"]] == ["auto_retry"]
    assert SECRET not in answer.text
    assert quote(SECRET, safe="") not in answer.text


async def test_an_agent_that_bolna_does_not_have_cannot_be_connected(world: World) -> None:
    member = await world.api.member()
    agent = await world.agent(member, f"gone-{uuid4()}")
    assert code(await member.post(f"/api/agents/{agent}/connect"), 409) == "agent_missing"
    assert code(await (await world.api.member()).post(f"/api/agents/{agent}/connect"), 404) == "not_found"


async def test_synchronised_it_is_told_whose_each_agent_is_and_what_to_see_to(world: World) -> None:
    member = await world.api.member("Tara")
    connected, elsewhere, nobodys, gone = (
        await world.bolna_agent(agent_name="One"),
        await world.bolna_agent(),
        await world.bolna_agent(calling_guardrails={"call_start_hour": 9}),
        f"gone-{uuid4()}",
    )
    first = await world.agent(member, connected, from_phone_numbers=[NUMBER])
    await world.agent(member, elsewhere, from_phone_numbers=["+442079460019"])
    await world.agent(member, gone)
    await member.post(f"/api/agents/{first}/connect")
    answer = await world.api.admin.post("/api/agents/sync")
    assert answer.status_code == 200, answer.text
    found = {one["bolna_agent_id"]: one for one in answer.json()["items"]}
    warnings = {name: [one["code"] for one in found[name]["warnings"]] for name in found}
    assert answer.json()["phone_numbers"] == [NUMBER]
    assert (found[connected]["id"], found[connected]["name"], found[connected]["at_bolna"]) == (first, "One", True)
    assert found[connected]["owner"]["name"] == "Tara"
    assert (found[nobodys]["id"], found[nobodys]["owner"]) == (None, None)
    assert found[gone]["at_bolna"] is False
    assert warnings[connected] == []
    assert warnings[elsewhere] == ["webhook_elsewhere", "number_not_owned"]
    assert warnings[nobodys] == ["calling_guardrails"]
    assert warnings[gone] == ["gone_from_bolna"]
    assert code(await member.post("/api/agents/sync"), 403) == "admin_only"


async def test_when_bolna_does_not_answer_or_rejects_the_key_that_is_said(api: Face, world: World) -> None:
    """The face that tests share has a Bolna that nobody answers for, and no address of its own."""
    assert code(await api.admin.post("/api/agents/sync"), 409) == "public_url_missing"
    member = await world.api.member()
    agent = await world.agent(member)
    world.simulator.exchange.profile = world.simulator.exchange.profile.model_copy(update={"away": True})
    away = [await world.api.admin.post("/api/agents/sync"), await member.post(f"/api/agents/{agent}/connect")]
    world.simulator.exchange.profile = world.simulator.exchange.profile.model_copy(update={"away": False})
    assert [code(answer, 503) for answer in away] == ["provider_away"] * 2
    assert all(answer.headers["retry-after"] for answer in away)


async def test_a_test_call_is_a_call_of_a_campaign_that_no_list_shows(world: World) -> None:
    member = await world.api.member(default_country="GB")
    agent = await world.agent(member)
    path, headers = f"/api/agents/{agent}/test-call", {"Idempotency-Key": "once"}
    body = {"phone_number": "020 7946 0018", "name": "Ann", "next_action": "Say hello"}
    answer = await member.post(path, json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    call = answer.json()
    assert (call["phone_number"], call["status"], call["name"]) == (NUMBER, "queued", "Ann")
    assert answer.headers["location"] == f"/api/calls/{call['id']}"
    assert (await member.get(f"/api/calls/{call['id']}")).json()["campaign_id"] == call["campaign_id"]
    assert (await member.post(path, json=body, headers=headers)).json() == call
    assert (await member.get("/api/campaigns")).json()["items"] == []
    campaign = (await member.get(f"/api/campaigns/{call['campaign_id']}")).json()
    assert (campaign["status"], campaign["first_call_time"], campaign["last_call_time"]) == (
        "scheduled", "00:00", "24:00"
    )  # fmt: skip
    assert campaign["end_date"] is not None
    assert [one["tags"] for one in (await member.get("/api/contacts")).json()["items"]] == [["test-call"]]
    assert call["campaign_id"] in (await member.delete(f"/api/agents/{agent}")).json()["detail"]
    assert code(await member.post(f"/api/campaigns/{call['campaign_id']}/duplicate"), 404) == "not_found"


@pytest.mark.parametrize(
    ("number", "expected"),
    [("12", "phone_invalid"), ("+449098790000", "number_not_allowed"), ("me", "phone_unreadable")],
)
async def test_a_number_that_cannot_or_may_not_be_called_is_refused(world: World, number: str, expected: str) -> None:
    member = await world.api.member()
    agent = await world.agent(member)
    refused = await member.post(f"/api/agents/{agent}/test-call", json={"phone_number": number})
    assert errors(refused)["/phone_number"]["code"] == expected
    assert (await member.get("/api/contacts")).json()["items"] == []


async def test_nobody_calls_with_somebody_elses_agent(world: World) -> None:
    agent = await world.agent(await world.api.member())
    stranger = await world.api.member()
    refused = await stranger.post(f"/api/agents/{agent}/test-call", json={"phone_number": NUMBER})
    assert code(refused, 404) == "not_found"
