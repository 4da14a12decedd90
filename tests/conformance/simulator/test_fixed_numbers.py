import asyncio
from pathlib import Path

import aiohttp
import pytest

import simulator
from simulator.domain.numbers import FIXED
from tests.conformance.simulator.stage import Stage

PREFIX = "+91980000"


@pytest.mark.parametrize(
    ("ending", "statuses", "outcome"),
    [
        ("9901", ["initiated", "ringing", "no-answer"], "no-answer"),
        ("9902", ["initiated", "ringing", "busy"], "busy"),
        ("9903", ["initiated", "ringing", "in-progress", "call-disconnected", "completed"], "voicemail"),
        ("9904", ["initiated", "failed"], "failed"),
        ("9905", ["initiated", "error"], "error"),
        ("9906", ["initiated", "ringing", "canceled"], "canceled"),
        ("9907", ["balance-low"], "balance-low"),
    ],
)
async def test_a_number_with_a_fixed_ending_ends_so(
    stage: Stage, ending: str, statuses: list[str], outcome: str
) -> None:
    execution_id = await stage.placed(PREFIX + ending)
    body = await stage.told(execution_id, statuses[-1])
    assert stage.receiver.statuses(execution_id) == statuses
    assert body["answered_by_voice_mail"] is (ending == "9903")
    (call,) = await stage.calls()
    assert (call["outcome"], call["live"]) == (outcome, False)


async def test_9908_stays_queued_until_stopped(stage: Stage) -> None:
    execution_id = await stage.placed(PREFIX + "9908")
    other = await stage.placed(PREFIX + "0001")
    await stage.told(other, "completed")
    assert (await stage.get(f"/executions/{execution_id}"))["status"] == "queued"
    assert stage.receiver.of(execution_id) == []
    assert (await stage.get("/simulator/peaks"))["live"] == 1


async def test_9909_is_rescheduled_and_can_be_stopped(stage: Stage) -> None:
    execution_id = await stage.placed(PREFIX + "9909")
    body = await stage.told(execution_id, "rescheduled")
    assert body["rescheduled_at"] > body["updated_at"]
    assert (await stage.ask("POST", f"/call/{execution_id}/stop"))[0] == 200
    await stage.told(execution_id, "stopped")


async def test_9909_is_dialled_by_bolna_when_nobody_stops_it(stage: Stage) -> None:
    await stage.profile(rescheduled_seconds=0.05)
    execution_id = await stage.placed(PREFIX + "9909")
    await stage.told(execution_id, "completed")
    assert stage.receiver.statuses(execution_id)[:2] == ["rescheduled", "initiated"]


@pytest.mark.parametrize(("ending", "placed"), [("9910", 0), ("9911", 1)])
async def test_9910_and_9911_never_answer_and_only_9911_places(stage: Stage, ending: str, placed: int) -> None:
    fault = "timeout_after" if placed else "timeout_before"
    await stage.held(PREFIX + ending, fault)
    assert len(await stage.calls()) == placed
    assert (await stage.get("/simulator/requests"))["POST /call"]["faults"] == {fault: 1}


@pytest.mark.parametrize(("ending", "placed"), [("9912", 0), ("9913", 1)])
async def test_9912_and_9913_answer_500_and_only_9913_places(stage: Stage, ending: str, placed: int) -> None:
    answer = await stage.call(PREFIX + ending)
    assert answer == (500, {"error": 500, "message": "Internal server error"})
    assert len(await stage.calls()) == placed


async def test_9914_is_answered_429_once_and_then_placed(stage: Stage) -> None:
    statuses = [(await stage.call(PREFIX + "9914"))[0] for _ in range(3)]
    assert statuses == [429, 200, 200]
    assert len(await stage.calls()) == 2


async def test_9915_is_refused_as_an_invalid_number(stage: Stage) -> None:
    status, body = await stage.call(PREFIX + "9915")
    assert (status, body["error"]) == (400, 400)
    assert "invalid number" in body["message"]
    assert await stage.calls() == []


async def test_9916_is_live_again_after_it_had_ended(stage: Stage) -> None:
    await stage.profile(live_again_after_seconds=0.05)
    execution_id = await stage.placed(PREFIX + "9916")
    await stage.told(execution_id, "no-answer")
    await stage.told(execution_id, "completed")
    again = ["no-answer", "in-progress", "call-disconnected", "completed"]
    assert stage.receiver.statuses(execution_id) == ["initiated", "ringing", *again]
    (call,) = await stage.calls()
    assert call["line_ended"] == next(s["at"] for s in call["history"] if s["status"] == "call-disconnected")
    assert (await stage.get("/simulator/peaks"))["live"] == 0


async def test_9916_counts_as_live_while_it_is_live_again(stage: Stage) -> None:
    await stage.profile(live_again_after_seconds=0.05, talk_seconds=60)
    await stage.told(await stage.placed(PREFIX + "9916"), "in-progress")
    assert (await stage.get("/simulator/peaks"))["live"] == 1
    assert (await stage.calls())[0]["line_ended"] is None


async def test_9917_disconnects_and_never_completes(stage: Stage) -> None:
    execution_id = await stage.placed(PREFIX + "9917")
    await stage.told(execution_id, "call-disconnected")
    summary = await stage.eventually("/simulator/summary", lambda told: told["ended"] == 1)
    assert summary["live"] == 0
    (call,) = await stage.calls()
    assert (call["status"], call["outcome"], call["ended"]) == ("call-disconnected", None, None)


async def test_9918_is_answered_while_all_its_webhooks_are_lost(stage: Stage) -> None:
    execution_id = await stage.placed(PREFIX + "9918")
    await stage.eventually(f"/executions/{execution_id}", lambda told: told["status"] == "completed")
    assert stage.receiver.all == []
    sent = await stage.get("/simulator/webhooks")
    assert (sent["sent"], sent["lost"]) == (0, 5)


async def test_9919_is_placed_and_answered_without_an_execution_id(stage: Stage) -> None:
    assert await stage.call(PREFIX + "9919") == (200, {"message": "done", "status": "queued"})
    assert len(await stage.calls()) == 1


async def test_9920_is_not_answered_the_first_time_and_answered_afterwards(stage: Stage) -> None:
    for last in ("no-answer", "completed", "completed"):
        await stage.told(await stage.placed(PREFIX + "9920"), last)
    assert [call["outcome"] for call in await stage.calls()] == ["no-answer", "answered", "answered"]


async def test_fixed_numbers_beat_the_shares_of_the_profile(stage: Stage) -> None:
    await stage.profile(outcomes={"busy": 1.0}, faults={"http_500_before": 1.0})
    status, _ = await stage.call(PREFIX + "0001")
    assert status == 500
    await stage.profile(faults=None)
    await stage.told(await stage.placed(PREFIX + "0001"), "busy")
    await stage.told(await stage.placed(PREFIX + "9901"), "no-answer")


async def test_fixed_numbers_can_be_switched_off(stage: Stage) -> None:
    await stage.profile(fixed_numbers=False)
    await stage.told(await stage.placed(PREFIX + "9901"), "completed")


async def test_the_held_connection_of_9910_ends_when_the_simulator_stops(stage: Stage) -> None:
    held = asyncio.create_task(stage.call(PREFIX + "9910"))
    await stage.eventually("/simulator/requests", lambda told: "timeout_before" in str(told))
    await stage.simulator.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await held


def test_the_readme_has_every_fixed_number_with_what_it_does() -> None:
    readme = (Path(simulator.__file__).parent / "README.md").read_text(encoding="utf-8")
    assert [ending for ending, number in FIXED.items() if f"| {ending} | {number.says} |" not in readme] == []
