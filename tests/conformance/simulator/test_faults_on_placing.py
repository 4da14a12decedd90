import aiohttp
import pytest

from simulator.domain.draws import draws_of
from simulator.domain.placing import placing_of
from simulator.domain.profile import Faults, Profile
from tests.conformance.simulator.stage import Stage

NUMBER = "+919800000001"


@pytest.mark.parametrize(("fault", "placed"), [("timeout_before", 0), ("timeout_after", 1)])
async def test_a_connection_held_by_a_fault_is_never_answered(stage: Stage, fault: str, placed: int) -> None:
    await stage.profile(faults={fault: 1})
    await stage.held(NUMBER, fault)
    assert len(await stage.calls()) == placed


@pytest.mark.parametrize(
    ("fault", "status", "placed"),
    [("http_500_before", 500, 0), ("http_500_after", 500, 1), ("http_429", 429, 0), ("no_execution_id", 200, 1)],
)
async def test_a_fault_answers_as_its_name_says(stage: Stage, fault: str, status: int, placed: int) -> None:
    await stage.profile(faults={fault: {"share": 1}})
    answered, body = await stage.call(NUMBER)
    assert answered == status
    assert "execution_id" not in body
    assert len(await stage.calls()) == placed
    assert (await stage.get("/simulator/requests"))["POST /call"] == {"answers": {str(status): 1}, "faults": {fault: 1}}


def test_faults_are_drawn_per_request_and_in_their_shares() -> None:
    profile = Profile(faults=Faults(http_500_after=0.2, http_429=0.1))
    drawn = [placing_of(NUMBER, nth, profile, draws_of(0, NUMBER, nth)) for nth in range(1, 2001)]
    assert 300 < drawn.count(placing_of(NUMBER, 1, Profile(faults=Faults(http_500_after=1)), lambda _: 0.0)) < 500
    assert 130 < sum(placing == "http_429" for placing in drawn) < 270
    assert sum(placing == "placed" for placing in drawn) > 1200


async def test_a_429_says_when_to_come_back_only_if_the_profile_does(stage: Stage) -> None:
    url, body = stage.simulator.url + "/call", {"agent_id": "a", "recipient_phone_number": NUMBER}
    headers = {"Authorization": "Bearer bn-test-key"}
    await stage.profile(faults={"http_429": 1})
    async with stage.session.post(url, json=body, headers=headers) as answer:
        assert "Retry-After" not in answer.headers
    await stage.profile(retry_after_seconds=2)
    async with stage.session.post(url, json=body, headers=headers) as answer:
        assert answer.headers["Retry-After"] == "2"


async def test_the_rate_limit_admits_no_more_than_it_says_in_a_minute(stage: Stage) -> None:
    await stage.profile(rate_limit_per_minute=3)
    assert [(await stage.call(NUMBER))[0] for _ in range(5)] == [200, 200, 200, 429, 429]
    assert len(await stage.calls()) == 3
    assert (await stage.get("/simulator/peaks"))["calls_in_a_minute"] == 5


async def test_calls_over_the_queue_limit_wait_and_are_dialled_in_order_as_lines_come_free(stage: Stage) -> None:
    await stage.profile(queue_above=1)
    placed = [await stage.placed(f"+91980000000{tail}") for tail in range(4)]
    await stage.told(placed[-1], "completed")
    first = [one.body["id"] for one in stage.receiver.all if one.body["status"] == "initiated"]
    assert first == placed
    peaks = await stage.get("/simulator/peaks")
    assert (peaks["on_the_line"], peaks["all"]) == (1, 4)


async def test_a_call_waiting_for_a_line_can_be_stopped_and_is_never_dialled(stage: Stage) -> None:
    await stage.profile(queue_above=0)
    stopped, dialled = await stage.placed(NUMBER), await stage.placed("+919800000002")
    assert (await stage.ask("POST", f"/call/{stopped}/stop"))[0] == 200
    await stage.profile(queue_above=None)
    await stage.told(dialled, "completed")
    assert stage.receiver.statuses(stopped) == ["stopped"]


async def test_with_a_low_balance_calls_are_accepted_and_end_undialled(stage: Stage) -> None:
    await stage.profile(balance_low=True)
    execution_id = await stage.placed(NUMBER)
    await stage.told(execution_id, "balance-low")
    assert stage.receiver.statuses(execution_id) == ["balance-low"]
    assert (await stage.get("/user/me"))["wallet"] == 0


async def test_while_away_every_endpoint_of_bolna_answers_503_and_nothing_is_placed(stage: Stage) -> None:
    await stage.profile(away=True)
    assert (await stage.call(NUMBER))[0] == 503
    assert (await stage.ask("GET", "/user/me"))[0] == 503
    assert await stage.calls() == []
    await stage.profile(away=False)
    assert (await stage.call(NUMBER))[0] == 200


async def test_while_away_by_reset_connections_break_without_an_answer(stage: Stage) -> None:
    await stage.profile(away=True, away_as="reset")
    with pytest.raises(aiohttp.ClientConnectionError):
        await stage.call(NUMBER)
    assert await stage.calls() == []
