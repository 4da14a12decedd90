"""What a campaign's owner changes holds from then on for all that is not yet placed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from shared.contracts import campaigns as c
from shared.contracts.event import Event
from shared.contracts.questions import AskWhyCall, AskWhyCampaign
from shared.contracts.scheduler import CallSettled, CampaignDrained, CampaignOpened, DialRequested, RetryScheduled
from shared.contracts.vocabulary import DialFailure, FailureScope, Outcome, Service, Weekday
from shared.testing.examples import NOW
from tests.integration.scheduler.stage import Stage, dump, rebuild
from tests.integration.scheduler.tale import (
    ALWAYS,
    SECOND,
    agent,
    call,
    calls_end,
    campaign,
    failed,
    launched,
    of_campaign,
    play_out,
    queued_call,
    ready,
    user,
)

LONDON, KOLKATA, NEW_YORK = "Europe/London", "Asia/Kolkata", "America/New_York"
RETRIED = c.RetryRule(max_attempts=3, outcomes=(Outcome.BUSY,), delays_minutes=(10,))


def updated(agent_number: int = 1, next_action: str = "renew", **settings: Any) -> Event:
    """The first user's first campaign as it is from now on; settings that are not named are those of ALWAYS."""
    return c.CampaignUpdated(
        at=NOW,
        campaign_id=campaign(1),
        user_id=user(1),
        name="November",
        agent_id=agent(agent_number),
        next_action=next_action,
        settings=ALWAYS.model_copy(update=settings),
    )


async def requested(scene: Stage) -> list[DialRequested]:
    await scene.turns()
    return await scene.recorded(DialRequested)


async def test_a_window_that_is_changed_holds_for_what_is_queued(scheduler: Stage) -> None:
    """It is 10:00 in London."""
    await ready(scheduler, limit=1)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 5)])
    [first] = await requested(scheduler)
    await scheduler.tell(Service.CAMPAIGNS, updated(first_call_time="12:00", last_call_time="18:00"))
    await calls_end(scheduler, first)
    assert len(await requested(scheduler)) == 1
    why = await scheduler.ask("why_call", AskWhyCall(call_id=call(1, 2)))
    assert ([reason.code for reason in why.reasons], why.next_dial_at) == (
        ["window_closed"],
        datetime(2025, 10, 9, 11, 0, tzinfo=UTC),
    )
    scheduler.pass_time(timedelta(hours=2))
    assert len(await requested(scheduler)) == 2
    await scheduler.tell(Service.CAMPAIGNS, updated(first_call_time="00:00", last_call_time="12:00"))
    await calls_end(scheduler, (await scheduler.recorded(DialRequested))[-1])
    assert len(await requested(scheduler)) == 2
    await scheduler.tell(Service.CAMPAIGNS, updated(last_call_time="12:01"))
    assert (await requested(scheduler))[-1].dial_before == scheduler.now + 55 * SECOND
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_what_was_decided_before_a_change_and_is_withdrawn_is_decided_anew(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    await launched(scheduler, 1, 1, [queued_call(1, 1)])
    [before] = await requested(scheduler)
    await scheduler.tell(Service.CAMPAIGNS, updated(next_action="ask"))
    await scheduler.tell(Service.DIALER, failed(before, DialFailure.WITHDRAWN, FailureScope.CAMPAIGN))
    scheduler.pass_time(SECOND)
    [_, after] = await requested(scheduler)
    assert (before.next_action, after.next_action) == ("renew", "ask")
    assert after.as_of > before.as_of


async def test_going_by_each_contacts_zone_may_be_chosen_and_given_up_while_calls_are_queued(scheduler: Stage) -> None:
    """It is 10:00 in London, 14:30 in Kolkata, 05:00 in New York."""
    await ready(scheduler, limit=1)
    zones = {1: (NEW_YORK,), 2: (KOLKATA,), 3: (NEW_YORK,)}
    calls = [queued_call(1, row, zones=zones[row]) for row in zones]
    hours: dict[str, Any] = {"first_call_time": "09:00", "last_call_time": "18:00"}
    await launched(scheduler, 1, 1, calls, ALWAYS.model_copy(update=hours))
    [first] = await requested(scheduler)
    await scheduler.tell(Service.CAMPAIGNS, updated(use_contact_timezone=True, **hours))
    await calls_end(scheduler, first)
    [_, second] = await requested(scheduler)
    assert (first.call_id, second.call_id) == (call(1, 1), call(1, 2))
    assert (first.timezone, second.timezone) == (LONDON, KOLKATA)
    await calls_end(scheduler, second)
    assert len(await requested(scheduler)) == 2
    await scheduler.tell(Service.CAMPAIGNS, updated(**hours))
    assert (await requested(scheduler))[-1].call_id == call(1, 3)
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_a_limit_that_is_raised_or_lowered_holds_at_once(scheduler: Stage) -> None:
    await ready(scheduler, limit=5)
    settings = ALWAYS.model_copy(update={"max_concurrent_calls": 1})
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 9)], settings)
    assert len(await requested(scheduler)) == 1
    await scheduler.tell(Service.CAMPAIGNS, updated(max_concurrent_calls=3))
    assert len(await requested(scheduler)) == 3
    await scheduler.tell(Service.CAMPAIGNS, updated(max_concurrent_calls=1))
    first, second, third = await requested(scheduler)
    await calls_end(scheduler, first, second)
    assert len(await requested(scheduler)) == 3
    await calls_end(scheduler, third)
    assert len(await requested(scheduler)) == 4


async def test_the_rule_of_retries_that_holds_when_a_call_ends_is_gone_by(scheduler: Stage) -> None:
    await ready(scheduler, limit=2)
    await launched(scheduler, 1, 1, [queued_call(1, 1), queued_call(1, 2)])
    first, second = await requested(scheduler)
    await scheduler.tell(Service.CAMPAIGNS, updated(retry=RETRIED))
    await calls_end(scheduler, first, outcome=Outcome.BUSY)
    [retry] = await scheduler.recorded(RetryScheduled)
    assert (retry.call_id, retry.retry_at) == (first.call_id, NOW + timedelta(minutes=10))
    await scheduler.tell(Service.CAMPAIGNS, updated())
    await calls_end(scheduler, second, outcome=Outcome.BUSY)
    [settled] = await scheduler.recorded(CallSettled)
    assert (settled.call_id, settled.outcome) == (second.call_id, Outcome.BUSY)


async def test_another_agent_and_other_numbers_are_called_with_from_then_on(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    another = c.AgentRegistered(
        at=NOW,
        agent_id=agent(7),
        user_id=user(1),
        name="Another",
        bolna_agent_id="b-7",
        from_phone_numbers=("+442079460107",),
    )
    await scheduler.tell(Service.CAMPAIGNS, another)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in (1, 2, 3)])
    [first] = await requested(scheduler)
    await calls_end(scheduler, first)
    await scheduler.tell(Service.CAMPAIGNS, updated(agent_number=7))
    second = (await requested(scheduler))[-1]
    await calls_end(scheduler, second)
    await scheduler.tell(Service.CAMPAIGNS, updated(agent_number=7, from_phone_numbers=("+442079460199",)))
    third = (await requested(scheduler))[-1]
    assert [one.agent_id for one in (first, second, third)] == [agent(1), agent(7), agent(7)]
    assert [one.from_phone_numbers for one in (first, second, third)] == [(), ("+442079460107",), ("+442079460199",)]


async def test_a_campaign_whose_end_date_is_moved_behind_it_expires_and_is_drained(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in (1, 2, 3)])
    [first] = await requested(scheduler)
    await scheduler.tell(Service.CAMPAIGNS, updated(end_date=date(2025, 10, 8)))
    await calls_end(scheduler, first)
    assert len(await requested(scheduler)) == 1
    assert [one.settled for one in await scheduler.recorded(CampaignDrained)] == [3]


async def test_a_campaign_of_a_future_date_waits_for_it_and_says_so(scheduler: Stage) -> None:
    await ready(scheduler)
    settings = ALWAYS.model_copy(update={"start_date": date(2025, 10, 12), "first_call_time": "09:00"})
    await launched(scheduler, 1, 1, [queued_call(1, 1)], settings)
    assert await requested(scheduler) == []
    why = await scheduler.ask("why_campaign", AskWhyCampaign(campaign_id=campaign(1)))
    opens = datetime(2025, 10, 12, 8, 0, tzinfo=UTC)
    assert ([reason.code for reason in why.reasons], why.next_dial_at) == (["before_start"], opens)
    scheduler.clock[0] = opens - SECOND
    assert await requested(scheduler) == []
    scheduler.clock[0] = opens
    assert len(await requested(scheduler)) == 1
    assert [one.at for one in await scheduler.recorded(CampaignOpened)] == [opens]


async def test_a_window_across_midnight_belongs_to_the_day_on_which_it_opens(scheduler: Stage) -> None:
    """Friday 22:00 to 02:00: Saturday 01:00 is within it, Friday 01:00 is not."""
    await ready(scheduler, limit=1)
    friday = ALWAYS.model_copy(
        update={"first_call_time": "22:00", "last_call_time": "02:00", "days": (Weekday.FRI,), "timezone": "UTC"}
    )
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 5)], friday)
    for at, calls in [
        (datetime(2025, 10, 10, 1, 0, tzinfo=UTC), 0),
        (datetime(2025, 10, 10, 22, 0, tzinfo=UTC), 1),
        (datetime(2025, 10, 11, 0, 30, tzinfo=UTC), 2),
        (datetime(2025, 10, 11, 1, 59, 55, tzinfo=UTC), 2),
        (datetime(2025, 10, 11, 22, 0, tzinfo=UTC), 2),
        (datetime(2025, 10, 18, 1, 0, tzinfo=UTC), 3),
    ]:
        scheduler.clock[0] = at
        found = await requested(scheduler)
        assert len(found) == calls, at
        await calls_end(scheduler, *found[-1:])


async def test_paused_and_resumed_a_hundred_times_everybody_is_called_once(scheduler: Stage) -> None:
    await ready(scheduler, limit=2)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 6)])
    for _ in range(100):
        await scheduler.tell(
            Service.CAMPAIGNS, of_campaign(c.CampaignPaused, 1, 1), of_campaign(c.CampaignResumed, 1, 1)
        )
    await scheduler.tell(Service.CAMPAIGNS, of_campaign(c.CampaignPaused, 1, 1))
    assert await requested(scheduler) == []
    await scheduler.tell(Service.CAMPAIGNS, of_campaign(c.CampaignResumed, 1, 1))
    assert sorted(one.call_id for one in await play_out(scheduler)) == [call(1, row) for row in range(1, 6)]


async def test_a_cancel_while_calls_wait_to_be_tried_again_settles_them_and_nobody_is_called(scheduler: Stage) -> None:
    await ready(scheduler, limit=2)
    settings = ALWAYS.model_copy(update={"retry": RETRIED})
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in (1, 2, 3)], settings)
    first, second = await requested(scheduler)
    await calls_end(scheduler, first, outcome=Outcome.BUSY)
    await scheduler.tell(Service.CAMPAIGNS, of_campaign(c.CampaignCancelled, 1, 1))
    scheduler.pass_time(timedelta(hours=1))
    found = await requested(scheduler)
    assert await scheduler.recorded(CampaignDrained) == []
    for live in found[1:]:
        await calls_end(scheduler, live, outcome=Outcome.BUSY)
    assert await requested(scheduler) == found
    assert second in found
    assert [one.settled for one in await scheduler.recorded(CampaignDrained)] == [3]
    shown = await scheduler.rows("select status, outcome from call_queue where campaign_id = %s", campaign(1))
    assert {row["status"] for row in shown} == {"settled"}
    assert sorted(row["outcome"] for row in shown) in (
        ["busy", "cancelled", "cancelled"],
        ["busy", "busy", "cancelled"],
    )
