"""Chunks: fetched page by page, users in turns, whatever changes meanwhile."""

from services.scheduler.fetching import pages_wanted
from shared.contracts import campaigns as c
from shared.contracts.scheduler import CallSkipped, CampaignDrained, ChunkFetched, DialRequested
from shared.contracts.vocabulary import Service
from shared.testing.examples import NOW
from tests.integration.scheduler.stage import Stage, dump, rebuild
from tests.integration.scheduler.tale import (
    call,
    campaign,
    contact,
    created,
    of_campaign,
    pages,
    play_out,
    queued,
    queued_call,
    ready,
    user,
)


async def test_a_chunk_is_fetched_page_by_page_in_its_order(scheduler: Stage) -> None:
    await ready(scheduler)
    calls = [queued_call(1, row) for row in range(1, 8)]
    scheduler.leader.chunks[campaign(1), 1] = pages(1, calls, size=3)
    await scheduler.tell(Service.CAMPAIGNS, created(1, 1), queued(1, 1, 7))
    await scheduler.fetch()
    assert [(one.after, one.complete) for one in await scheduler.recorded(ChunkFetched)] == [
        (0, False),
        (3, False),
        (6, True),
    ]
    rows = await scheduler.rows("select call_id from call_queue order by queue_order")
    assert [row["call_id"] for row in rows] == [one.call_id for one in calls]


async def test_users_are_fetched_in_turns(scheduler: Stage) -> None:
    await ready(scheduler, users=2)
    for which, count in ((1, 9), (2, 2)):
        calls = [queued_call(which, row) for row in range(1, count + 1)]
        scheduler.leader.chunks[campaign(which), 1] = pages(which, calls, size=1)
        await scheduler.tell(Service.CAMPAIGNS, created(which, which), queued(which, which, count))
    await scheduler.fetch()
    order = [one.user_id for one in await scheduler.recorded(ChunkFetched)]
    assert order[:5] == [user(1), user(2), user(1), user(2), user(1)]


async def test_a_page_read_before_a_contact_changed_is_read_again(scheduler: Stage) -> None:
    await ready(scheduler)
    scheduler.leader.chunks[campaign(1), 1] = pages(1, [queued_call(1, 1)], as_of=1)
    await scheduler.tell(
        Service.CAMPAIGNS,
        created(1, 1),
        queued(1, 1, 1),
        c.ContactUpdated(at=NOW, contact_id=contact(1, 1), user_id=user(1), phone_number="+442079460111"),
    )
    [wanted] = await scheduler.leader.step(pages_wanted)
    assert not await scheduler.worker._fetch_pages(scheduler.leader, [wanted])
    newer = [queued_call(1, 1, phone_number="+442079460111")]
    scheduler.leader.chunks[campaign(1), 1] = pages(1, newer, as_of=scheduler.leader.applied(Service.CAMPAIGNS))
    assert await scheduler.worker._fetch_pages(scheduler.leader, [wanted])


async def test_a_page_answered_twice_is_recorded_once(scheduler: Stage) -> None:
    await ready(scheduler)
    scheduler.leader.chunks[campaign(1), 1] = pages(1, [queued_call(1, 1), queued_call(1, 2)], size=1)
    await scheduler.tell(Service.CAMPAIGNS, created(1, 1), queued(1, 1, 2))
    [wanted] = await scheduler.leader.step(pages_wanted)
    assert await scheduler.worker._fetch_pages(scheduler.leader, [wanted])
    assert not await scheduler.worker._fetch_pages(scheduler.leader, [wanted])
    assert len(await scheduler.rows("select * from calls")) == 1


async def test_contacts_removed_before_their_row_came_are_skipped(scheduler: Stage) -> None:
    await ready(scheduler)
    calls = [queued_call(1, 1, removed=True), queued_call(1, 2), queued_call(1, 3)]
    scheduler.leader.chunks[campaign(1), 1] = pages(1, calls)
    await scheduler.tell(
        Service.CAMPAIGNS,
        created(1, 1),
        queued(1, 1, 3),
        c.ContactRemoved(at=NOW, contact_id=contact(1, 2), user_id=user(1)),
        of_campaign(c.CampaignScheduled, 1, 1),
    )
    await scheduler.fetch()
    assert [one.call_id for one in await scheduler.recorded(CallSkipped)] == [call(1, 1), call(1, 2)]
    assert [one.call_id for one in await play_out(scheduler)] == [call(1, 3)]
    [drained] = await scheduler.recorded(CampaignDrained)
    assert drained.settled == 3


async def test_nothing_is_drained_before_the_last_chunk_is_in_the_queue(scheduler: Stage) -> None:
    await ready(scheduler)
    scheduler.leader.chunks[campaign(1), 1] = pages(1, [queued_call(1, 1)])
    await scheduler.tell(
        Service.CAMPAIGNS,
        created(1, 1),
        of_campaign(c.CampaignScheduled, 1, 1),
        queued(1, 1, 1, last=False),
    )
    await scheduler.fetch()
    await play_out(scheduler)
    assert await scheduler.recorded(CampaignDrained) == []
    await scheduler.tell(Service.CAMPAIGNS, queued(1, 1, 1, chunk=2))
    await play_out(scheduler)
    assert await scheduler.recorded(CampaignDrained) == []
    scheduler.leader.chunks[campaign(1), 2] = pages(1, [queued_call(1, 2)])
    await scheduler.fetch()
    await play_out(scheduler)
    assert [one.settled for one in await scheduler.recorded(CampaignDrained)] == [2]


async def test_a_contact_that_changes_is_called_as_it_is_now(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    calls = [queued_call(1, row) for row in (1, 2)]
    scheduler.leader.chunks[campaign(1), 1] = pages(1, calls, as_of=4)
    await scheduler.tell(Service.CAMPAIGNS, created(1, 1), queued(1, 1, 2))
    await scheduler.fetch()
    await scheduler.tell(
        Service.CAMPAIGNS,
        of_campaign(c.CampaignScheduled, 1, 1),
        c.ContactUpdated(at=NOW, contact_id=contact(1, 2), user_id=user(1), phone_number="+442079460111", priority=100),
    )
    requests = await play_out(scheduler)
    assert [one.call_id for one in requests] == [call(1, 2), call(1, 1)]
    assert requests[0].phone_number == "+442079460111"
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_news_older_than_a_row_changes_nothing(scheduler: Stage) -> None:
    await ready(scheduler)
    scheduler.leader.chunks[campaign(1), 1] = pages(1, [queued_call(1, 1)], as_of=1000)
    await scheduler.tell(Service.CAMPAIGNS, created(1, 1), queued(1, 1, 1))
    await scheduler.fetch()
    await scheduler.tell(
        Service.CAMPAIGNS,
        c.ContactUpdated(at=NOW, contact_id=contact(1, 1), user_id=user(1), phone_number="+442079460111"),
        of_campaign(c.CampaignScheduled, 1, 1),
    )
    await scheduler.turns()
    [request] = await scheduler.recorded(DialRequested)
    assert request.phone_number == queued_call(1, 1).phone_number
