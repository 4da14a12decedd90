"""The main job: everybody queued is called, within the limits, and comes to one outcome."""

from collections import Counter

from shared.contracts import campaigns as c
from shared.contracts.scheduler import CallSettled, CampaignDrained, CampaignOpened, DialRequested
from shared.contracts.vocabulary import Outcome, Service
from tests.integration.scheduler.stage import Stage, dump, rebuild
from tests.integration.scheduler.tale import (
    ALWAYS,
    call,
    calls_end,
    campaign,
    created,
    launched,
    number,
    of_campaign,
    pages,
    play_out,
    queued,
    queued_call,
    ready,
    registered,
    user,
)


async def test_every_contact_is_called_once_and_settled(scheduler: Stage) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 8)])
    requests = await play_out(scheduler)
    assert [one.call_id for one in requests] == [call(1, row) for row in range(1, 8)]
    settled = await scheduler.recorded(CallSettled)
    assert Counter(one.outcome for one in settled) == {Outcome.ANSWERED: 7}
    [opened] = await scheduler.recorded(CampaignOpened)
    [drained] = await scheduler.recorded(CampaignDrained)
    assert (opened.campaign_id, drained.settled) == (campaign(1), 7)
    assert not await scheduler.rows("select * from slots")


async def test_a_request_says_all_that_the_dialer_needs(scheduler: Stage) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, 1)])
    await scheduler.turns()
    [request] = await scheduler.recorded(DialRequested)
    assert request.user_data == {"name": "Contact 1"}
    assert request.phone_number == number(1, 1)
    assert request.timezone == "Europe/London"
    assert request.as_of == scheduler.leader.applied(Service.CAMPAIGNS)
    assert (request.dial_before - scheduler.now).total_seconds() == 60


async def test_limits_of_user_and_system_are_held(scheduler: Stage) -> None:
    await ready(scheduler, users=3, limit=2, system=5)
    for which in (1, 2, 3):
        await launched(scheduler, which, which, [queued_call(which, row) for row in range(1, 10)])
    await scheduler.turns()
    requests = await scheduler.recorded(DialRequested)
    assert Counter(one.user_id for one in requests) == {user(1): 2, user(2): 2, user(3): 1}
    await calls_end(scheduler, requests[0])
    await scheduler.turns()
    assert len(await scheduler.recorded(DialRequested)) == 6


async def test_a_user_with_few_contacts_is_not_behind_one_with_many(scheduler: Stage) -> None:
    await ready(scheduler, users=2, limit=2, system=2)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 41)])
    await play_out(scheduler, most=10)
    await launched(scheduler, 2, 2, [queued_call(2, row) for row in range(1, 6)])
    before = len(await scheduler.recorded(DialRequested))
    order = [one.user_id for one in (await play_out(scheduler))[before:]]
    assert order.index(user(2)) <= 1
    assert Counter(order[:10]) == {user(1): 5, user(2): 5}


async def test_priority_goes_first_and_then_first_come(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    calls = [queued_call(1, row, priority=100 if row in {3, 5} else 0) for row in range(1, 6)]
    await launched(scheduler, 1, 1, calls)
    assert [one.call_id for one in await play_out(scheduler)] == [call(1, row) for row in (3, 5, 1, 2, 4)]


async def test_a_campaigns_own_limit_is_held(scheduler: Stage) -> None:
    await ready(scheduler, limit=5)
    settings = ALWAYS.model_copy(update={"max_concurrent_calls": 1})
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 4)], settings)
    await scheduler.turns()
    assert len(await scheduler.recorded(DialRequested)) == 1
    assert len(await play_out(scheduler)) == 3


async def test_without_a_known_limit_nothing_is_dialled(scheduler: Stage) -> None:
    await scheduler.tell(Service.CAMPAIGNS, *registered(1))
    await launched(scheduler, 1, 1, [queued_call(1, 1)])
    await scheduler.turns()
    assert await scheduler.recorded(DialRequested) == []


async def test_a_draft_is_not_called(scheduler: Stage) -> None:
    await ready(scheduler)
    scheduler.leader.chunks[campaign(1), 1] = pages(1, [queued_call(1, 1)])
    await scheduler.tell(Service.CAMPAIGNS, created(1, 1), queued(1, 1, 1))
    await scheduler.fetch()
    await scheduler.turns()
    assert await scheduler.recorded(DialRequested) == []
    await scheduler.tell(Service.CAMPAIGNS, of_campaign(c.CampaignScheduled, 1, 1))
    await scheduler.turns()
    assert len(await scheduler.recorded(DialRequested)) == 1


async def test_a_rebuild_comes_to_the_same_rows(scheduler: Stage) -> None:
    await ready(scheduler, users=2)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 6)])
    await launched(scheduler, 2, 2, [queued_call(2, row) for row in range(1, 4)])
    await play_out(scheduler, most=3)
    assert await rebuild(scheduler) == await dump(scheduler.connection)
