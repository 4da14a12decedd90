"""Windows open and close by the clock; memory holds nothing that the tables do not say."""

from datetime import UTC, datetime, timedelta

from shared.contracts import campaigns as c
from shared.contracts.scheduler import CallSkipped, CampaignDrained, CampaignOpened, DialRequested
from shared.contracts.vocabulary import BlockScope, Service
from shared.testing.examples import NOW
from tests.integration.scheduler.stage import Stage, dump, rebuild
from tests.integration.scheduler.tale import (
    ALWAYS,
    SECOND,
    agent,
    call,
    calls_end,
    created,
    launched,
    of_campaign,
    queued,
    queued_call,
    ready,
    user,
)

NINE_TO_SIX = ALWAYS.model_copy(
    update={"first_call_time": "09:00", "last_call_time": "18:00", "use_contact_timezone": True}
)
LONDON, KOLKATA, NEW_YORK, AUCKLAND = "Europe/London", "Asia/Kolkata", "America/New_York", "Pacific/Auckland"


async def called(scene: Stage) -> list[int]:
    return [one.call_id.int & 0xFFFFF for one in await scene.recorded(DialRequested)]


async def test_each_contact_is_called_in_the_hours_of_their_own_zone(scheduler: Stage) -> None:
    """It is 10:00 in London, 14:30 in Kolkata, 05:00 in New York."""
    await ready(scheduler, limit=9)
    zones = {1: (NEW_YORK,), 2: (LONDON,), 3: (KOLKATA,), 4: (LONDON, KOLKATA), 5: (LONDON, NEW_YORK), 6: ()}
    calls = [queued_call(1, row, zones=zones[row]) for row in zones]
    await launched(scheduler, 1, 1, calls, NINE_TO_SIX)
    await scheduler.turns()
    assert await called(scheduler) == [6, 3, 4, 2]
    scheduler.pass_time(timedelta(hours=4))
    await scheduler.turns()
    assert await called(scheduler) == [6, 3, 4, 2, 1, 5]
    assert len(await scheduler.recorded(CampaignOpened)) == 1
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_nothing_is_requested_in_the_last_moments_of_a_window(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in (1, 2, 3)], NINE_TO_SIX)
    closing = datetime(2025, 10, 9, 17, 0, tzinfo=UTC)
    scheduler.clock[0] = closing - 20 * SECOND
    await scheduler.turns()
    [request] = await scheduler.recorded(DialRequested)
    assert request.dial_before == closing - 5 * SECOND
    await calls_end(scheduler, request)
    scheduler.clock[0] = closing - 5 * SECOND
    await scheduler.turns()
    assert len(await scheduler.recorded(DialRequested)) == 1
    scheduler.clock[0] = closing + timedelta(hours=15)
    await scheduler.turns()
    assert len(await scheduler.recorded(DialRequested)) == 2


async def test_a_campaign_opens_with_its_first_window_and_not_before(scheduler: Stage) -> None:
    await ready(scheduler)
    later = ALWAYS.model_copy(update={"first_call_time": "12:00"})
    await launched(scheduler, 1, 1, [queued_call(1, 1)], later)
    await scheduler.turns()
    assert await scheduler.recorded(CampaignOpened) == []
    scheduler.pass_time(timedelta(hours=2))
    await scheduler.turns()
    assert len(await scheduler.recorded(CampaignOpened)) == 1


async def test_calls_whose_zones_have_no_common_hours_are_skipped(scheduler: Stage) -> None:
    await ready(scheduler)
    calls = [queued_call(1, row, zones=(LONDON, AUCKLAND)) for row in range(1, 251)]
    await launched(scheduler, 1, 1, [*calls, queued_call(1, 251, zones=("Mars/Olympus",))], NINE_TO_SIX)
    await scheduler.turns()
    assert [one.code for one in await scheduler.recorded(CallSkipped)] == ["no_common_hours"] * 251
    [drained] = await scheduler.recorded(CampaignDrained)
    assert drained.settled == 251


async def test_a_campaign_that_turns_to_its_contacts_zones_goes_by_them_at_once(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    own = NINE_TO_SIX.model_copy(update={"use_contact_timezone": False, "timezone": NEW_YORK})
    calls = [queued_call(1, 1, zones=(NEW_YORK,)), queued_call(1, 2, zones=(KOLKATA,))]
    await launched(scheduler, 1, 1, calls, own)
    await scheduler.turns()
    assert await called(scheduler) == []
    updated = {"name": "October", "agent_id": agent(1), "next_action": "", "settings": NINE_TO_SIX}
    await scheduler.tell(Service.CAMPAIGNS, of_campaign(c.CampaignUpdated, 1, 1, **updated))
    await scheduler.turns()
    assert await called(scheduler) == [2]


async def test_a_successor_decides_as_its_predecessor_would_have(scheduler: Stage) -> None:
    await ready(scheduler, users=3, limit=2, system=4)
    for which in (1, 2, 3):
        await launched(scheduler, which, which, [queued_call(which, row) for row in range(1, 9)])
    await scheduler.turns()
    requests = await scheduler.recorded(DialRequested)
    for number in range(12):
        if number % 2:
            scheduler.leader.inbox._stale = True
        await calls_end(scheduler, requests[number])
        await scheduler.turns()
        requests = await scheduler.recorded(DialRequested)
    order = [one.user_id for one in requests]
    assert order[:15] == [user(1), user(2), user(3)] * 5


async def test_what_is_parked_holds_its_campaign_and_nothing_else(scheduler: Stage) -> None:
    await ready(scheduler, users=2)
    for which in (1, 2):
        await launched(scheduler, which, which, [queued_call(which, 1)])
    bad = of_campaign(c.CampaignUpdated, 1, 1, name="x", agent_id=agent(1), next_action="", settings=ALWAYS)
    await scheduler.tell_garbled(Service.CAMPAIGNS, bad)
    await scheduler.turns()
    assert [one.call_id for one in await scheduler.recorded(DialRequested)] == [call(2, 1)]
    assert [one.stream.split("-")[0] for one in scheduler.leader.parked] == ["campaign"]


async def test_a_parked_do_not_call_entry_holds_everything(scheduler: Stage) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, 1)])
    entry = c.NumberBlocked(at=NOW, phone_number="+442079460958", scope=BlockScope.SYSTEM)
    await scheduler.tell_garbled(Service.CAMPAIGNS, entry)
    await scheduler.turns()
    assert await scheduler.recorded(DialRequested) == []


async def test_a_campaign_with_no_contacts_yet_opens_and_waits(scheduler: Stage) -> None:
    await ready(scheduler)
    await scheduler.tell(
        Service.CAMPAIGNS, created(1, 1), queued(1, 1, 0, last=False), of_campaign(c.CampaignScheduled, 1, 1)
    )
    await scheduler.turns()
    assert len(await scheduler.recorded(CampaignOpened)) == 1
    assert await scheduler.recorded(CampaignDrained) == []
