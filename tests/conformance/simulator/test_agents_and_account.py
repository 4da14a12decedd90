import pytest

from tests.conformance.simulator.stage import AGENT, Stage

NUMBER = "+919800000001"


async def test_an_agent_is_created_and_shown(stage: Stage) -> None:
    body = {"agent_config": {"agent_name": "Asha", "tasks": [{"task_type": "conversation"}]}, "id": AGENT}
    assert await stage.ask("POST", "/v2/agent", body) == (201, {"agent_id": AGENT, "state": "created"})
    agent = await stage.get(f"/v2/agent/{AGENT}")
    assert agent.keys() >= {"id", "agent_name", "agent_type", "agent_status", "created_at", "updated_at", "tasks"}
    assert (agent["agent_name"], agent["tasks"]) == ("Asha", [{"task_type": "conversation"}])
    assert agent["webhook_url"] == stage.receiver.url
    assert await stage.get("/v2/agent/all") == [agent]


@pytest.mark.parametrize(
    "body", [{}, [], {"agent_config": 1}, {"agent_config": {}, "id": "a b"}, {"agent_config": {}, "agent_prompts": []}]
)
async def test_an_agent_that_makes_no_sense_is_refused(stage: Stage, body: object) -> None:
    assert (await stage.ask("POST", "/v2/agent", body))[0] == 400


async def test_an_agents_webhook_address_can_be_changed_and_removed(stage: Stage) -> None:
    await stage.ask("POST", "/v2/agent", {"agent_config": {}, "id": AGENT})
    for url in ("https://example.com/hook", None):
        answer = await stage.ask("PATCH", f"/v2/agent/{AGENT}", {"agent_config": {"webhook_url": url}})
        assert answer == (200, {"message": "success", "state": "updated"})
        assert (await stage.get(f"/v2/agent/{AGENT}"))["webhook_url"] == url


async def test_patch_refuses_by_name_what_bolna_does_not_take(stage: Stage) -> None:
    await stage.ask("POST", "/v2/agent", {"agent_config": {}, "id": AGENT})
    status, body = await stage.ask("PATCH", f"/v2/agent/{AGENT}", {"agent_config": {"tasks": []}})
    assert status == 400
    assert "agent_config.tasks" in body["message"]


async def test_a_deleted_or_unknown_agent_is_not_found(stage: Stage) -> None:
    await stage.ask("POST", "/v2/agent", {"agent_config": {}, "id": AGENT})
    answer = await stage.ask("DELETE", f"/v2/agent/{AGENT}")
    assert answer == (200, {"message": "success", "state": "deleted"})
    for method in ("GET", "PATCH", "DELETE"):
        assert (await stage.ask(method, f"/v2/agent/{AGENT}", {}))[0] == 404
    assert (await stage.ask("POST", f"/v2/agent/{AGENT}/stop"))[0] == 404


async def test_the_accounts_numbers_are_a_bare_list(stage: Stage) -> None:
    await stage.profile(phone_numbers=["+918000000007"])
    (number,) = await stage.get("/phone-numbers/all")
    assert number["phone_number"] == "+918000000007"
    assert number.keys() >= {"id", "agent_id", "price", "telephony_provider", "rented", "created_at", "renewal_at"}


async def test_the_account_tells_its_concurrency_and_the_calls_on_the_line(stage: Stage) -> None:
    await stage.profile(account_concurrency_max=7, talk_seconds=60)
    await stage.told(await stage.placed(NUMBER), "in-progress")
    await stage.placed("+919800009908")
    account = await stage.get("/user/me")
    assert account.keys() == {"id", "name", "email", "wallet", "concurrency"}
    assert account["concurrency"] == {"max": 7, "current": 1}
