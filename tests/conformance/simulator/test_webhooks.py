from datetime import datetime, timedelta

import pytest

from tests.conformance.simulator.stage import SECRET, Stage, staged

NUMBER = "+919800000001"
WHOLE = ["initiated", "ringing", "in-progress", "call-disconnected", "completed"]


async def test_every_webhook_carries_the_secret(stage: Stage) -> None:
    await stage.told(await stage.placed(NUMBER), "completed")
    assert {one.secret for one in stage.receiver.all} == {SECRET}


async def test_the_last_webhook_is_byte_for_byte_what_the_execution_endpoint_answers(stage: Stage) -> None:
    execution_id = await stage.placed(NUMBER, user_data={"lead_name": "Ásha"})
    await stage.told(execution_id, "completed")
    assert stage.receiver.of(execution_id)[-1].body == await stage.get(f"/executions/{execution_id}")


async def test_user_data_comes_back_under_recipient_data_unless_switched_off(stage: Stage) -> None:
    body = await stage.told(await stage.placed(NUMBER, user_data={"call_id": "c-1"}), "completed")
    assert body["context_details"] == {"recipient_phone_number": NUMBER, "recipient_data": {"call_id": "c-1"}}
    await stage.profile(echo_user_data=False)
    body = await stage.told(await stage.placed(NUMBER, user_data={"call_id": "c-1"}), "completed")
    assert body["context_details"]["recipient_data"] is None


async def test_a_webhook_answered_503_is_sent_again_until_it_is_taken_and_order_holds(stage: Stage) -> None:
    stage.receiver.answers = [503, 503, 200, 503]
    execution_id = await stage.placed(NUMBER)
    await stage.told(execution_id, "completed")
    assert stage.receiver.statuses(execution_id) == ["initiated"] * 3 + ["ringing"] * 2 + WHOLE[2:]
    log = (await stage.get("/simulator/webhooks", execution_id=execution_id))["webhooks"]
    assert [(one["status"], one["attempt"], one["response_code"]) for one in log[:5]] == [
        ("initiated", 1, 503),
        ("initiated", 2, 503),
        ("initiated", 3, 200),
        ("ringing", 1, 503),
        ("ringing", 2, 200),
    ]


async def test_a_redirect_counts_as_a_failure(stage: Stage) -> None:
    stage.receiver.answers = [302]
    execution_id = await stage.placed(NUMBER)
    await stage.told(execution_id, "completed")
    assert stage.receiver.statuses(execution_id) == ["initiated", *WHOLE]


async def test_a_webhook_never_taken_is_given_up_after_its_retries_and_the_next_is_sent(stage: Stage) -> None:
    await stage.profile(webhook_retries=2)
    stage.receiver.answers = [500, 500, 500]
    execution_id = await stage.placed(NUMBER)
    await stage.told(execution_id, "completed")
    assert stage.receiver.statuses(execution_id) == ["initiated"] * 3 + WHOLE[1:]
    told = await stage.eventually("/simulator/webhooks", lambda told: told["waiting"] == 0)
    assert (told["sent"], told["delivered"], told["given_up"]) == (7, 4, 1)


async def test_a_webhook_that_is_not_answered_in_time_is_sent_again(stage: Stage) -> None:
    await stage.profile(webhook_timeout_seconds=0.1, webhooks=["completed"])
    stage.receiver.gate.clear()
    execution_id = await stage.placed(NUMBER)
    await stage.receiver.until(lambda: len(stage.receiver.of(execution_id)) == 2)
    stage.receiver.gate.set()
    told = await stage.eventually("/simulator/webhooks", lambda told: told["delivered"] == 1)
    first, second = told["webhooks"]
    assert (first["attempt"], first["response_code"], first["error"]) == (1, None, "TimeoutError")
    assert (second["attempt"], second["response_code"], second["error"]) == (2, 200, None)


async def test_only_the_statuses_that_the_profile_names_are_sent(stage: Stage) -> None:
    await stage.profile(webhooks=["queued", "call-disconnected", "completed"])
    execution_id = await stage.placed(NUMBER)
    await stage.told(execution_id, "completed")
    assert stage.receiver.statuses(execution_id) == ["queued", "call-disconnected", "completed"]


async def test_webhooks_go_to_the_agents_own_address_and_nowhere_when_it_was_removed(stage: Stage) -> None:
    config = {"agent_config": {"webhook_url": stage.receiver.url + "?own=1"}}
    await stage.ask("POST", "/v2/agent", config | {"id": "with-its-own"})
    await stage.ask("POST", "/v2/agent", {"id": "without", "agent_config": {"webhook_url": None}})
    silent = await stage.placed(NUMBER, agent_id="without")
    await stage.told(await stage.placed(NUMBER, agent_id="with-its-own"), "completed")
    await stage.eventually(f"/executions/{silent}", lambda told: told["status"] == "completed")
    assert stage.receiver.of(silent) == []


async def test_lost_webhooks_are_never_sent_and_the_call_goes_on() -> None:
    async with staged(faults={"lost": 1.0}) as stage:
        execution_id = await stage.placed(NUMBER)
        await stage.eventually(f"/executions/{execution_id}", lambda told: told["status"] == "completed")
        assert stage.receiver.all == []
        log = (await stage.get("/simulator/webhooks"))["webhooks"]
        assert [(one["status"], one["attempt"], one["error"]) for one in log] == [(s, 0, "lost") for s in WHOLE]


async def test_a_share_of_webhooks_is_lost_and_the_same_ones_every_time() -> None:
    heard = []
    for _ in range(2):
        async with staged(faults={"lost": 0.5}, seed=3) as stage:
            for tail in range(10):
                await stage.placed(f"+91980000000{tail}")
            await stage.eventually("/simulator/summary", lambda s: s["ended"] == 10 and s["webhooks"]["waiting"] == 0)
            telephony = [(one.body["telephony_data"]["to_number"], one.body["status"]) for one in stage.receiver.all]
            heard.append(sorted(telephony))
    assert heard[0] == heard[1]
    assert 10 < len(heard[0]) < 40


async def test_duplicated_webhooks_are_sent_twice() -> None:
    async with staged(faults={"duplicated": 1.0}) as stage:
        execution_id = await stage.placed(NUMBER)
        await stage.receiver.until(lambda: len(stage.receiver.all) == 10)
        assert stage.receiver.statuses(execution_id) == [status for status in WHOLE for _ in range(2)]


async def test_late_webhooks_come_late_and_in_order() -> None:
    async with staged(faults={"late": {"share": 1.0, "max_seconds": 0.3}}) as stage:
        execution_id = await stage.placed(NUMBER)
        await stage.told(execution_id, "completed")
        assert stage.receiver.statuses(execution_id) == WHOLE
        delays = [one.at - datetime.fromisoformat(one.body["updated_at"]) for one in stage.receiver.all]
        assert max(delays) > timedelta(seconds=0.03)


async def test_reordered_webhooks_come_after_the_one_that_follows_and_none_is_lost() -> None:
    async with staged(faults={"reordered": 0.5}, seed=1) as stage:
        sent: list[list[str]] = []
        for tail in range(10):
            execution_id = await stage.placed(f"+91980000000{tail}")
            await stage.receiver.until(lambda of=execution_id: len(stage.receiver.of(of)) == 5)  # type: ignore[misc]
            sent.append(stage.receiver.statuses(execution_id))
        assert all(sorted(statuses) == sorted(WHOLE) for statuses in sent)
        assert any(statuses != WHOLE for statuses in sent)


@pytest.mark.parametrize("share", [0.0, 1.0])
async def test_a_call_whose_webhooks_are_all_reordered_still_sends_all(share: float) -> None:
    async with staged(faults={"reordered": share}, webhooks=["initiated", "ringing"]) as stage:
        execution_id = await stage.placed(NUMBER)
        await stage.receiver.until(lambda: len(stage.receiver.of(execution_id)) == 2)


async def test_the_webhook_of_a_disconnected_call_leaves_as_the_line_ends(stage: Stage) -> None:
    placed = [await stage.placed(f"+9198000001{tail:02d}") for tail in range(20)]
    for execution_id in placed:
        await stage.told(execution_id, "completed")
    ended = {call["execution_id"]: datetime.fromisoformat(call["line_ended"]) for call in await stage.calls()}
    log = (await stage.get("/simulator/webhooks"))["webhooks"]
    gaps = [
        datetime.fromisoformat(one["sent_at"]) - ended[one["execution_id"]]
        for one in log
        if one["status"] == "call-disconnected"
    ]
    assert len(gaps) == 20
    assert min(gaps) < timedelta(milliseconds=1)
    assert sorted(gaps)[10] < timedelta(milliseconds=20)  # other work may have the processor
