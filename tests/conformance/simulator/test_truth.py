from datetime import UTC, datetime, timedelta
from itertools import accumulate

from tests.conformance.simulator.stage import AGENT, Stage

OTHER = "another-agent"


async def test_peaks_are_exactly_the_most_calls_live_at_once(stage: Stage) -> None:
    await stage.profile(talk_seconds=60)
    for tail in range(4):
        await stage.placed(f"+91980000000{tail}", user_data={"user_id": "u-1"})
    for tail in range(3):
        await stage.placed(f"+91980000001{tail}", agent_id=OTHER, user_data={"user_id": "u-2"})
    assert await stage.get("/simulator/peaks") == {
        "all": 7,
        "live": 7,
        "agents": {AGENT: 4, OTHER: 3},
        "users": {"u-1": 4, "u-2": 3},
        "on_the_line": 7,
        "calls_in_a_minute": 7,
    }


async def test_peaks_stay_when_calls_end_and_are_not_added_up(stage: Stage) -> None:
    for _ in range(3):
        await stage.told(await stage.placed("+919800000001"), "completed")
    peaks = await stage.get("/simulator/peaks")
    assert (peaks["all"], peaks["live"], peaks["agents"]) == (1, 0, {AGENT: 1})


async def test_the_peak_agrees_with_the_times_that_the_calls_tell(stage: Stage) -> None:
    await stage.profile(ring_seconds=[0, 0.05], talk_seconds=[0, 0.1], outcomes={"busy": 0.3, "failed": 0.2})
    for tail in range(60):
        await stage.placed(f"+9198000001{tail:02d}", agent_id=(AGENT, OTHER)[tail % 2])
    await stage.eventually("/simulator/summary", lambda told: told["ended"] == 60)
    peaks = await stage.get("/simulator/peaks")
    for agent, peak in [(None, peaks["all"]), *peaks["agents"].items()]:
        calls = [call for call in await stage.calls() if agent in (None, call["agent_id"])]
        changes = [(call["started"], 1) for call in calls] + [(call["line_ended"], -1) for call in calls]
        assert max(accumulate(change for _, change in sorted(changes))) == peak


async def test_a_call_is_live_until_its_line_ends_not_until_it_is_completed(stage: Stage) -> None:
    await stage.profile(completed_after_seconds=60)
    await stage.told(await stage.placed("+919800000001"), "call-disconnected")
    assert (await stage.get("/simulator/peaks"))["live"] == 0
    assert (await stage.get("/simulator/summary"))["ended"] == 0


async def test_a_call_is_told_with_all_that_was_asked_for_and_when(stage: Stage) -> None:
    before = datetime.now(UTC)
    execution_id = await stage.placed(
        "+919800000001", from_phone_number="+918000000002", user_data={"attempt_id": "a-1"}
    )
    await stage.told(execution_id, "completed")
    (call,) = await stage.calls()
    assert (call["number"], call["agent_id"], call["from"]) == ("+919800000001", AGENT, "+918000000002")
    assert (call["execution_id"], call["user_data"]) == (execution_id, {"attempt_id": "a-1"})
    times = [datetime.fromisoformat(call[name]) for name in ("received", "started", "line_ended", "ended")]
    assert times == sorted(times)
    assert times[0] >= before - timedelta(milliseconds=5)
    assert times[2] - times[1] >= timedelta(seconds=0.05)
    assert len(call["received"]) == len("2026-10-01T05:00:00.000000Z")


async def test_calls_can_be_had_by_agent_number_and_time(stage: Stage) -> None:
    first = await stage.placed("+919800000001")
    second = await stage.placed("+919800000002", agent_id=OTHER)
    assert [call["execution_id"] for call in await stage.calls(agent_id=OTHER)] == [second]
    assert [call["execution_id"] for call in await stage.calls(number="+919800000001")] == [first]
    received = (await stage.calls())[1]["received"]
    assert [call["execution_id"] for call in await stage.calls(since=received)] == [second]
    limited = await stage.get("/simulator/calls", limit="1")
    assert (limited["total"], len(limited["calls"])) == (2, 1)


async def test_numbers_called_twice_live_twice_and_attempts_placed_twice_are_named(stage: Stage) -> None:
    await stage.profile(talk_seconds=60)
    await stage.placed("+919800000001", user_data={"attempt_id": "a-1"})
    await stage.placed("+919800000001", user_data={"attempt_id": "a-1"})
    await stage.placed("+919800000002", user_data={"attempt_id": "a-2"})
    summary = await stage.get("/simulator/summary")
    assert summary["numbers_called_twice"] == ["+919800000001"]
    assert summary["numbers_live_twice"] == ["+919800000001"]
    assert summary["attempts_placed_twice"] == ["a-1"]
    assert (summary["placed"], summary["live"]) == (3, 3)


async def test_a_number_called_again_after_its_call_ended_was_not_live_twice(stage: Stage) -> None:
    for _ in range(2):
        await stage.told(await stage.placed("+919800000001"), "call-disconnected")
    summary = await stage.get("/simulator/summary")
    assert (summary["numbers_called_twice_count"], summary["numbers_live_twice_count"]) == (1, 0)


async def test_requests_are_counted_by_endpoint_and_answer(stage: Stage) -> None:
    execution_id = await stage.placed("+919800000001")
    await stage.call("")
    await stage.get(f"/executions/{execution_id}")
    await stage.ask("GET", "/no/such/path")
    assert await stage.get("/simulator/requests") == {
        "POST /call": {"answers": {"200": 1, "400": 1}, "faults": {}},
        "GET /executions/{execution_id}": {"answers": {"200": 1}, "faults": {}},
        "GET (unknown)": {"answers": {"404": 1}, "faults": {}},
    }


async def test_a_reset_forgets_calls_peaks_and_what_was_still_to_come(stage: Stage) -> None:
    forgotten = await stage.placed("+919800000001")
    assert (await stage.ask("DELETE", "/simulator/calls"))[0] == 204
    assert await stage.calls() == []
    assert (await stage.get("/simulator/peaks"))["all"] == 0
    after = await stage.placed("+919800000001")
    await stage.told(after, "completed")
    assert "completed" not in stage.receiver.statuses(forgotten)
    assert (await stage.calls())[0]["nth"] == 1


async def test_the_truth_needs_no_key(stage: Stage) -> None:
    async with stage.session.get(stage.simulator.url + "/simulator/calls") as answer:
        assert (answer.status, await answer.json()) == (200, {"total": 0, "calls": []})
