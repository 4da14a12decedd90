from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from simulator.server import running
from simulator.settings import Settings
from tests.conformance.simulator.stage import AGENT, KEY, Stage

NUMBER = "+919800000001"
OWNED = "+918000000002"


async def test_an_accepted_call_is_answered_with_its_execution_id(stage: Stage) -> None:
    status, body = await stage.call(NUMBER, from_phone_number=OWNED, user_data={"lead_name": "Asha"})
    assert status == 200
    assert body == {"message": "done", "status": "queued", "execution_id": body["execution_id"]}
    assert [call["execution_id"] for call in await stage.calls()] == [body["execution_id"]]


async def test_an_accepted_call_goes_through_every_status_in_order(stage: Stage) -> None:
    execution_id = await stage.placed(NUMBER)
    await stage.told(execution_id, "completed")
    expected = ["initiated", "ringing", "in-progress", "call-disconnected", "completed"]
    assert stage.receiver.statuses(execution_id) == expected
    (call,) = await stage.calls()
    assert [step["status"] for step in call["history"]] == ["queued", *expected]
    assert call["outcome"] == "answered"


@pytest.mark.parametrize("missing", ["agent_id", "recipient_phone_number"])
async def test_a_call_without_a_required_field_is_refused_by_name(stage: Stage, missing: str) -> None:
    body = {"agent_id": AGENT, "recipient_phone_number": NUMBER}
    del body[missing]
    assert await stage.ask("POST", "/call", body) == (400, {"error": 400, "message": f"{missing} is required"})
    assert await stage.calls() == []


async def test_a_body_that_is_not_json_is_refused(stage: Stage) -> None:
    headers = {"Authorization": f"Bearer {KEY}"}
    async with stage.session.post(stage.simulator.url + "/call", data=b"{", headers=headers) as answer:
        assert (answer.status, await answer.json()) == (400, {"error": 400, "message": "Malformed JSON body"})


@pytest.mark.parametrize("body", [[], "text", None])
async def test_a_body_that_is_no_object_is_refused(stage: Stage, body: object) -> None:
    status, _ = await stage.ask("POST", "/call", body)
    assert status == 400


@pytest.mark.parametrize("number", ["+91 98000 00001", "9800000001", "+0123456789", "+12", "+1234567890123456"])
async def test_a_number_that_is_not_e164_is_refused(stage: Stage, number: str) -> None:
    status, body = await stage.call(number)
    assert status == 422
    assert "E.164" in body["detail"]
    await stage.profile(invalid_number_status=400)
    status, body = await stage.call(number)
    assert (status, body["error"]) == (400, 400)
    assert await stage.calls() == []


async def test_a_caller_number_that_the_account_does_not_own_is_refused(stage: Stage) -> None:
    status, body = await stage.call(NUMBER, from_phone_number="+918000000099")
    assert status == 422
    assert "from_phone_number" in body["detail"]
    await stage.profile(phone_numbers=["+918000000099"])
    assert (await stage.call(NUMBER, from_phone_number="+918000000099"))[0] == 200


async def test_user_data_that_is_no_object_is_refused(stage: Stage) -> None:
    assert (await stage.call(NUMBER, user_data=["Asha"]))[0] == 400


async def test_a_request_without_a_key_is_answered_401(stage: Stage) -> None:
    async with stage.session.post(stage.simulator.url + "/call", json={}) as answer:
        assert (answer.status, await answer.json()) == (401, {"error": 401, "message": "Access denied"})


async def test_a_wrong_key_is_answered_403_or_401_as_the_profile_says(stage: Stage) -> None:
    url, headers = stage.simulator.url + "/user/me", {"Authorization": "Bearer bn-wrong"}
    async with stage.session.get(url, headers=headers) as answer:
        assert answer.status == 403
        assert set(await answer.json()) == {"detail"}
    await stage.profile(wrong_key_status=401)
    async with stage.session.get(url, headers=headers) as answer:
        assert answer.status == 401
        assert set(await answer.json()) == {"error", "message"}
    await stage.profile(wrong_key_status=403, key_rejected=True)
    assert (await stage.call(NUMBER))[0] == 403


async def test_an_unknown_agent_is_made_on_first_use_or_refused_as_the_profile_says(stage: Stage) -> None:
    assert (await stage.call(NUMBER))[0] == 200
    await stage.profile(unknown_agents="refuse")
    assert (await stage.call(NUMBER))[0] == 200
    status, body = await stage.call(NUMBER, agent_id="a-stranger")
    assert (status, body["error"]) == (404, 404)


async def test_a_scheduled_call_waits_and_is_not_live(stage: Stage) -> None:
    later = datetime.now(UTC) + timedelta(minutes=5)
    execution_id = await stage.placed(NUMBER, scheduled_at=later.isoformat())
    assert (await stage.get(f"/executions/{execution_id}"))["status"] == "scheduled"
    assert (await stage.get("/simulator/peaks"))["live"] == 0


@pytest.mark.parametrize(
    ("scheduled_at", "status"),
    [("2030-01-01T00:00:00Z", 500), ("2020-01-01T00:00:00+00:00", 400), ("2030-01-01T00:00:00", 400), ("soon", 400)],
)
async def test_a_badly_scheduled_call_is_refused_as_bolna_does(stage: Stage, scheduled_at: str, status: int) -> None:
    assert (await stage.call(NUMBER, scheduled_at=scheduled_at))[0] == status
    assert await stage.calls() == []


async def test_the_wrong_stop_path_is_not_found(stage: Stage) -> None:
    execution_id = await stage.placed("+919800009908")
    assert (await stage.ask("POST", f"/call/stop/{execution_id}"))[0] == 404
    assert (await stage.get(f"/executions/{execution_id}"))["status"] == "queued"


async def test_a_call_that_bolna_still_holds_can_be_stopped(stage: Stage) -> None:
    execution_id = await stage.placed("+919800009908")
    answer = await stage.ask("POST", f"/call/{execution_id}/stop")
    assert answer == (200, {"message": "done", "status": "stopped", "execution_id": execution_id})
    await stage.told(execution_id, "stopped")
    assert (await stage.get("/simulator/peaks"))["live"] == 0


async def test_a_call_that_is_being_dialled_cannot_be_stopped(stage: Stage) -> None:
    await stage.profile(ring_seconds=60)
    execution_id = await stage.placed(NUMBER)
    assert (await stage.ask("POST", f"/call/{execution_id}/stop"))[0] == 400
    assert (await stage.ask("POST", "/call/no-such-call/stop"))[0] == 404
    assert (await stage.get(f"/executions/{execution_id}"))["status"] == "ringing"


async def test_stopping_an_agent_stops_all_that_bolna_holds_of_it_and_nothing_else(stage: Stage) -> None:
    await stage.profile(ring_seconds=60)
    held = [await stage.placed("+919800009908"), await stage.placed("+919800009909")]
    dialled = await stage.placed(NUMBER)
    other = await stage.placed("+919800009908", agent_id="another-agent")
    status, body = await stage.ask("POST", f"/v2/agent/{AGENT}/stop")
    assert (status, set(body)) == (200, {"stopped_executions"})
    assert sorted(body["stopped_executions"]) == sorted(held)
    assert (await stage.get(f"/executions/{dialled}"))["status"] == "ringing"
    assert (await stage.get(f"/executions/{other}"))["status"] == "queued"


async def test_without_a_configured_key_every_key_is_taken() -> None:
    async with (
        running(Settings()) as simulator,
        aiohttp.ClientSession() as session,
        session.get(simulator.url + "/user/me") as answer,
    ):
        assert answer.status == 200
