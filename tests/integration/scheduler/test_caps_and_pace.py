"""Frequency caps and a campaign's pace, on the real store: what waits, for how long, and whom it holds up."""

from datetime import timedelta

import pytest

from services.scheduler.handlers import Rules
from shared.contracts import campaigns as c
from shared.contracts.questions import AskWhyCall, AskWhyCampaign
from shared.contracts.scheduler import CallsDeferred, CallsDue, CallSkipped, DialRequested
from shared.contracts.vocabulary import BlockScope, DialFailure, FailureScope, Service
from tests.integration.scheduler.stage import Stage, dump, rebuild, stage
from tests.integration.scheduler.tale import (
    ALWAYS,
    agent,
    call,
    calls_end,
    campaign,
    contact,
    failed,
    launched,
    number,
    of_campaign,
    play_out,
    queued_call,
    ready,
    user,
)

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
ONCE_A_DAY = ALWAYS.model_copy(update={"frequency_cap": c.FrequencyCap(calls=1, hours=24)})


async def why(scene: Stage, which: int, row: int) -> list[tuple[str, object]]:
    answer = await scene.ask("why_call", AskWhyCall(call_id=call(which, row)))
    return [(reason.code, reason.until) for reason in answer.reasons]


def updated(which: int, who: int, settings: c.CampaignSettings) -> c.CampaignUpdated:
    more = {"name": "October", "agent_id": agent(who), "next_action": "", "settings": settings}
    return c.CampaignUpdated.model_validate(of_campaign(c.CampaignUpdated, which, who, **more).model_dump())


async def test_a_number_called_by_another_campaign_of_the_user_waits_for_the_cap(scheduler: Stage) -> None:
    await ready(scheduler, users=2)
    await launched(scheduler, 1, 1, [queued_call(1, 1)])
    await play_out(scheduler)
    same = number(1, 1)
    await launched(scheduler, 2, 1, [queued_call(2, 1, phone_number=same), queued_call(2, 2)], ONCE_A_DAY)
    await launched(scheduler, 3, 2, [queued_call(3, 1, phone_number=same)], ONCE_A_DAY)
    assert {one.call_id for one in (await play_out(scheduler))[1:]} == {call(2, 2), call(3, 1)}
    until = scheduler.now + 24 * HOUR
    assert scheduler.worker._memory.next_wait() == until, "it wakes up then, and not before"
    assert await why(scheduler, 2, 1) == [("frequency_cap", until)]
    of_campaign_2 = await scheduler.ask("why_campaign", AskWhyCampaign(campaign_id=campaign(2)))
    assert [(one.code, one.until) for one in of_campaign_2.reasons] == [("frequency_cap", until)]
    scheduler.pass_time(24 * HOUR - SECOND)
    assert len(await play_out(scheduler)) == 3
    scheduler.pass_time(SECOND)
    assert [one.call_id for one in (await play_out(scheduler))[3:]] == [call(2, 1)]
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_what_was_not_placed_does_not_count_towards_the_cap(scheduler: Stage) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, 1)], ONCE_A_DAY)
    await scheduler.turns()
    [request] = await scheduler.recorded(DialRequested)
    await scheduler.tell(Service.DIALER, failed(request, DialFailure.UNREACHABLE, FailureScope.OURS))
    scheduler.pass_time(10 * SECOND)
    assert len(await play_out(scheduler)) == 2


async def test_a_cap_that_is_raised_or_lifted_ends_the_waits_for_it(scheduler: Stage) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 31)])
    await play_out(scheduler)
    again = [queued_call(2, row, phone_number=number(1, row)) for row in range(1, 31)]
    await launched(scheduler, 2, 1, again, ONCE_A_DAY)
    assert len(await play_out(scheduler)) == 30
    assert await scheduler.rows("select distinct capped, waits_for from call_queue where status = 'queued'") == [
        {"capped": True, "waits_for": None}
    ]
    twice = ALWAYS.model_copy(update={"frequency_cap": c.FrequencyCap(calls=2, hours=24)})
    await scheduler.tell(Service.CAMPAIGNS, updated(2, 1, twice))
    assert len(await play_out(scheduler)) == 60
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_a_contact_with_another_number_does_not_wait_for_the_cap_on_the_old_one(scheduler: Stage) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, 1)])
    await play_out(scheduler)
    await launched(scheduler, 2, 1, [queued_call(2, 1, phone_number=number(1, 1))], ONCE_A_DAY, as_of=1)
    await play_out(scheduler)
    news = c.ContactUpdated(
        at=scheduler.now, contact_id=contact(2, 1), user_id=user(1), phone_number=number(2, 9), zones=()
    )
    await scheduler.tell(Service.CAMPAIGNS, news)
    assert [one.phone_number for one in (await play_out(scheduler))[1:]] == [number(2, 9)]


async def test_a_cap_for_everybody_counts_the_calls_of_all_users(database: str) -> None:
    rules = Rules(0, timedelta(minutes=15), c.FrequencyCap(calls=1, hours=1))
    async with stage(database, rules) as scheduler:
        await ready(scheduler, users=2)
        await launched(scheduler, 1, 1, [queued_call(1, 1)])
        await play_out(scheduler)
        await launched(scheduler, 2, 2, [queued_call(2, 1, phone_number=number(1, 1))])
        assert len(await play_out(scheduler)) == 1
        scheduler.pass_time(HOUR)
        assert len(await play_out(scheduler)) == 2


@pytest.mark.parametrize("kept_back", ["do_not_call", "frequency_cap"])
async def test_a_long_list_that_may_not_be_called_stops_nobodys_turn(scheduler: Stage, kept_back: str) -> None:
    """User 2 is served in the third step at the latest, though 500 calls of user 1 stand first and may not go."""
    await ready(scheduler, users=2)
    rows = range(1, 501)
    if kept_back == "frequency_cap":
        await scheduler.connection.execute(
            """insert into attempts (attempt_id, call_id, campaign_id, user_id, since, phone_number, placed, answered,
                unknown, stopped, released, decided)
            select gen_random_uuid(), gen_random_uuid(), %s, %s, %s, n, true, false, false, false, false, true
            from unnest(%s::text[]) as n""",
            (campaign(9), user(1), scheduler.now, [number(1, row) for row in rows]),
        )
    else:
        block = {"at": scheduler.now, "scope": BlockScope.USER, "user_id": user(1)}
        blocks = [c.NumberBlocked.model_validate({**block, "phone_number": number(1, row)}) for row in rows]
        await scheduler.tell(Service.CAMPAIGNS, *blocks)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 502)], ONCE_A_DAY)
    await launched(scheduler, 2, 2, [queued_call(2, 1)])
    for _ in range(3):
        await scheduler.one_turn()
    assert [one.call_id for one in await scheduler.recorded(DialRequested)] == [call(2, 1)]
    await scheduler.turns()
    assert [one.call_id for one in await scheduler.recorded(DialRequested)] == [call(2, 1), call(1, 501)]
    deferred = [called for one in await scheduler.recorded(CallsDeferred) for called in one.calls]
    skipped = [one.call_id for one in await scheduler.recorded(CallSkipped)]
    assert sorted(deferred if kept_back == "frequency_cap" else skipped) == [call(1, row) for row in rows]
    assert len(deferred) + len(skipped) == 500


async def test_a_campaign_makes_no_more_calls_in_a_minute_than_it_may(scheduler: Stage) -> None:
    await ready(scheduler, limit=9)
    paced = ALWAYS.model_copy(update={"max_calls_per_minute": 3})
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 9)], paced)
    await launched(scheduler, 2, 1, [queued_call(2, 1)])
    await scheduler.turns()
    first = await scheduler.recorded(DialRequested)
    assert sorted(one.call_id for one in first) == [call(1, 1), call(1, 2), call(1, 3), call(2, 1)]
    latest = scheduler.now + 2 * MINUTE
    assert await why(scheduler, 1, 4) == [("campaign_rate", latest)], "they may be placed for a minute yet"
    await calls_end(scheduler, *first)
    await scheduler.turns()
    assert await why(scheduler, 1, 4) == [("campaign_rate", scheduler.now + MINUTE)]
    assert scheduler.worker._memory.next_change() == scheduler.now + MINUTE, "it wakes up then, and not before"
    scheduler.pass_time(MINUTE - SECOND)
    assert len(await play_out(scheduler)) == 4
    scheduler.pass_time(SECOND)
    assert len(await play_out(scheduler)) == 7
    scheduler.pass_time(MINUTE)
    assert len(await play_out(scheduler)) == 9
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_a_pace_that_is_lifted_holds_nothing_back_any_more(scheduler: Stage) -> None:
    await ready(scheduler, limit=9)
    paced = ALWAYS.model_copy(update={"max_calls_per_minute": 1})
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 4)], paced)
    assert len(await play_out(scheduler)) == 1
    await scheduler.tell(Service.CAMPAIGNS, updated(1, 1, ALWAYS))
    assert len(await play_out(scheduler)) == 3


async def test_a_campaigns_limit_on_live_calls_is_used_up_to_the_last_and_no_further(scheduler: Stage) -> None:
    await ready(scheduler, limit=9)
    settings = ALWAYS.model_copy(update={"max_concurrent_calls": 2})
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 5)], settings)
    await scheduler.turns()
    requests = await scheduler.recorded(DialRequested)
    assert len(requests) == 2
    assert await why(scheduler, 1, 3) == [("campaign_limit", None)]
    await calls_end(scheduler, requests[0])
    await scheduler.turns()
    assert len(await scheduler.recorded(DialRequested)) == 3


async def test_calls_that_wait_for_a_cap_come_back_together(scheduler: Stage) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 11)])
    await play_out(scheduler)
    again = [queued_call(2, row, phone_number=number(1, row)) for row in range(1, 11)]
    await launched(scheduler, 2, 1, again, ONCE_A_DAY)
    await play_out(scheduler)
    scheduler.pass_time(25 * HOUR)
    await play_out(scheduler)
    assert [len(one.calls) for one in await scheduler.recorded(CallsDue)] == [10]
