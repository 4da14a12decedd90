from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from simulator.domain.call import rfc3339
from tests.conformance.simulator.stage import AGENT, KEY, Stage

NUMBER = "+919800000001"
PATH = f"/v2/agent/{AGENT}/executions"
DOCUMENTED = {
    "id",
    "agent_id",
    "batch_id",
    "status",
    "error_message",
    "conversation_duration",
    "total_cost",
    "cost_breakdown",
    "answered_by_voice_mail",
    "transcript",
    "created_at",
    "updated_at",
    "scheduled_at",
    "rescheduled_at",
    "telephony_data",
    "transfer_call_data",
    "batch_run_details",
    "extracted_data",
    "context_details",
}
TELEPHONY = {
    "duration",
    "to_number",
    "from_number",
    "recording_url",
    "hosted_telephony",
    "provider_call_id",
    "call_type",
    "provider",
    "hangup_by",
    "hangup_reason",
    "hangup_provider_code",
}


def span(hours: float = 1) -> dict[str, str]:
    now = datetime.now(UTC)
    return {"from": str(rfc3339((now - timedelta(hours=hours)).timestamp())), "to": str(rfc3339(now.timestamp() + 60))}


async def ended(stage: Stage, number: str = NUMBER, last: str = "completed") -> dict[str, Any]:
    return await stage.told(await stage.placed(number), last)


async def test_an_execution_has_every_documented_field(stage: Stage) -> None:
    body = await ended(stage)
    assert body.keys() >= DOCUMENTED
    assert body["telephony_data"].keys() >= TELEPHONY
    assert body["telephony_data"]["to_number"] == NUMBER
    assert body["telephony_data"]["from_number"] == "+918000000001"


async def test_talk_is_known_at_call_disconnected_cost_and_recording_only_at_completed(stage: Stage) -> None:
    completed = await ended(stage)
    disconnected = await stage.told(completed["id"], "call-disconnected")
    assert disconnected["transcript"] == completed["transcript"] != ""
    assert (disconnected["total_cost"], disconnected["telephony_data"]["recording_url"]) == (0, None)
    assert completed["total_cost"] > 0
    assert completed["telephony_data"]["recording_url"] == f"{stage.simulator.url}/recordings/call/{completed['id']}"


async def test_a_busy_call_says_why_it_was_hung_up(stage: Stage) -> None:
    body = await ended(stage, "+919800009902", "busy")
    assert body["telephony_data"]["hangup_reason"] == "Call recipient was busy"
    assert (body["transcript"], body["total_cost"]) == (None, 0)


async def test_an_unknown_execution_is_not_found(stage: Stage) -> None:
    assert (await stage.ask("GET", "/executions/no-such-call"))[0] == 404


async def test_a_recording_is_a_wav_once_the_call_is_completed(stage: Stage) -> None:
    body = await ended(stage)
    async with stage.session.get(
        body["telephony_data"]["recording_url"], headers={"Authorization": f"Bearer {KEY}"}
    ) as answer:
        assert (answer.status, answer.content_type) == (200, "audio/wav")
        assert (await answer.read())[:4] == b"RIFF"
    busy = await ended(stage, "+919800009902", "busy")
    assert (await stage.ask("GET", f"/recordings/call/{busy['id']}"))[0] == 404


async def test_an_agents_executions_come_in_pages_newest_first(stage: Stage) -> None:
    placed = [await stage.placed("+919800009908") for _ in range(5)]
    first = await stage.get(PATH, page_size="2", page_number="1", **span())
    last = await stage.get(PATH, page_size="2", page_number="3", **span())
    assert {name: first[name] for name in first if name != "data"} == {
        "page_number": 1,
        "page_size": 2,
        "total": 5,
        "has_more": True,
    }
    assert [body["id"] for body in first["data"]] == [placed[4], placed[3]]
    assert [body["id"] for body in last["data"]] == [placed[0]]
    assert last["has_more"] is False
    assert first["data"][0] == await stage.get(f"/executions/{placed[4]}")


async def test_an_agents_executions_can_be_had_by_status(stage: Stage) -> None:
    await stage.placed("+919800009908")
    busy = await ended(stage, "+919800009902", "busy")
    listed = await stage.get(PATH, status="busy", **span())
    assert [body["id"] for body in listed["data"]] == [busy["id"]]
    assert (await stage.get(PATH, call_type="inbound", **span()))["total"] == 0


async def test_only_executions_created_between_from_and_to_are_listed(stage: Stage) -> None:
    await stage.placed(NUMBER)
    long_ago = {"from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00+00:00"}
    assert (await stage.get(PATH, **long_ago))["total"] == 0


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-10-01T00:00:00Z"},
        {"to": "2026-10-01T00:00:00Z"},
        {"from": "2026-10-01T00:00:00Z", "to": "2026-10-08T00:00:01Z"},
        {"from": "2026-10-02T00:00:00Z", "to": "2026-10-01T00:00:00Z"},
        {"from": "yesterday", "to": "today"},
        {"page_size": "51"},
        {"page_number": "0"},
    ],
)
async def test_a_list_that_bolna_would_not_give_is_refused(stage: Stage, query: dict[str, str]) -> None:
    await stage.placed(NUMBER)
    assert (await stage.ask("GET", PATH, **query))[0] == 400


async def test_executions_of_an_unknown_agent_are_not_found(stage: Stage) -> None:
    assert (await stage.ask("GET", "/v2/agent/no-such-agent/executions"))[0] == 404


async def test_a_new_call_shows_in_the_list_only_after_the_lag(stage: Stage) -> None:
    await stage.profile(list_lag_seconds=60)
    execution_id = await stage.placed(NUMBER)
    assert (await stage.get(PATH, **span()))["total"] == 0
    assert (await stage.get(f"/executions/{execution_id}"))["id"] == execution_id
    await stage.profile(list_lag_seconds=0)
    assert (await stage.get(PATH, **span()))["total"] == 1
