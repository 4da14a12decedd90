"""Pause, cancel, expiry, suspension, removal, blocking: what must not start does not, and everything has an outcome."""

from collections import Counter
from datetime import date, timedelta

import pytest

from shared.contracts import campaigns as c
from shared.contracts.event import Event
from shared.contracts.questions import AskWhyCampaign
from shared.contracts.scheduler import (
    CallRequeued,
    CallSettled,
    CallsExpired,
    CallSkipped,
    CampaignDrained,
    DialRequested,
    LaneClosed,
)
from shared.contracts.vocabulary import BlockScope, DialFailure, FailureScope, Outcome, Service
from shared.testing.examples import NOW
from tests.integration.scheduler.stage import Stage, dump, rebuild
from tests.integration.scheduler.tale import (
    ALWAYS,
    SECOND,
    agent,
    call,
    calls_end,
    campaign,
    contact,
    created,
    failed,
    launched,
    number,
    of_campaign,
    play_out,
    queued_call,
    ready,
    registered,
    user,
)

STOPS: dict[str, tuple[Event, Event]] = {
    "campaign paused": (of_campaign(c.CampaignPaused, 1, 1), of_campaign(c.CampaignResumed, 1, 1)),
    "user suspended": (c.UserSuspended(at=NOW, user_id=user(1)), c.UserRestored(at=NOW, user_id=user(1))),
    "system limit 0": (
        c.SystemLimitChanged(at=NOW, system_concurrent_calls_limit=0),
        c.SystemLimitChanged(at=NOW, system_concurrent_calls_limit=9),
    ),
    "user limit 0": (
        c.UserLimitChanged(at=NOW, user_id=user(1), concurrent_calls_limit=0),
        c.UserLimitChanged(at=NOW, user_id=user(1), concurrent_calls_limit=9),
    ),
    "agent removed": (
        c.AgentRemoved(at=NOW, agent_id=agent(1), user_id=user(1)),
        registered(1)[1],
    ),
    "not in the window": (
        of_campaign(
            c.CampaignUpdated,
            1,
            1,
            name="October",
            agent_id=agent(1),
            next_action="",
            settings=ALWAYS.model_copy(update={"last_call_time": "08:00"}),
        ),
        of_campaign(c.CampaignUpdated, 1, 1, name="October", agent_id=agent(1), next_action="", settings=ALWAYS),
    ),
}


@pytest.mark.parametrize(("stop", "go"), STOPS.values(), ids=STOPS.keys())
async def test_no_call_starts_until_it_may_again(scheduler: Stage, stop: Event, go: Event) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 4)])
    await scheduler.tell(Service.CAMPAIGNS, stop)
    await scheduler.turns()
    assert await scheduler.recorded(DialRequested) == []
    await scheduler.tell(Service.CAMPAIGNS, go)
    await scheduler.turns()
    assert len(await scheduler.recorded(DialRequested)) >= 2
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_a_withdrawn_call_keeps_its_place_and_goes_first_after_the_pause(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 4)])
    await scheduler.turns()
    [request] = await scheduler.recorded(DialRequested)
    await scheduler.tell(Service.CAMPAIGNS, of_campaign(c.CampaignPaused, 1, 1))
    await scheduler.tell(Service.DIALER, failed(request, DialFailure.WITHDRAWN, FailureScope.CAMPAIGN))
    await scheduler.tell(Service.CAMPAIGNS, of_campaign(c.CampaignResumed, 1, 1))
    scheduler.pass_time(2 * SECOND)
    await scheduler.turns()
    again = (await scheduler.recorded(DialRequested))[1]
    assert (again.call_id, again.request_number) == (request.call_id, 2)
    assert again.attempt_id != request.attempt_id


async def test_a_withdrawal_stops_one_call_and_not_its_campaign(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 4)])
    await scheduler.turns()
    [request] = await scheduler.recorded(DialRequested)
    entry = c.NumberBlocked(at=NOW, phone_number=number(1, 1), scope=BlockScope.USER, user_id=user(1))
    await scheduler.tell(Service.CAMPAIGNS, entry)
    await scheduler.tell(Service.DIALER, failed(request, DialFailure.WITHDRAWN, FailureScope.CAMPAIGN))
    scheduler.pass_time(2 * SECOND)
    await play_out(scheduler)
    assert [one.call_id for one in await scheduler.recorded(DialRequested)] == [call(1, row) for row in (1, 2, 3)]
    assert [(one.call_id, one.code) for one in await scheduler.recorded(CallSkipped)] == [(call(1, 1), "do_not_call")]


async def test_a_cancel_settles_with_one_event_what_is_not_out(scheduler: Stage) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 21)])
    await scheduler.turns()
    first, second = await scheduler.recorded(DialRequested)
    await scheduler.tell(Service.CAMPAIGNS, of_campaign(c.CampaignCancelled, 1, 1))
    await scheduler.turns()
    [closed] = await scheduler.recorded(LaneClosed)
    assert (closed.outcome, closed.count, closed.zone) == (Outcome.CANCELLED, 18, None)
    await calls_end(scheduler, first)
    await scheduler.tell(Service.DIALER, failed(second, DialFailure.WITHDRAWN, FailureScope.CAMPAIGN))
    await scheduler.turns()
    outcomes = [(one.call_id, one.outcome) for one in await scheduler.recorded(CallSettled)]
    assert outcomes == [(first.call_id, Outcome.ANSWERED), (second.call_id, Outcome.CANCELLED)]
    [drained] = await scheduler.recorded(CampaignDrained)
    assert drained.settled == 20
    shown = await scheduler.rows("select status, outcome from call_queue")
    assert Counter((one["status"], one["outcome"]) for one in shown) == {
        ("settled", "cancelled"): 19,
        ("settled", "answered"): 1,
    }
    assert len(await scheduler.recorded(DialRequested)) == 2
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_chunks_of_a_cancelled_campaign_are_neither_fetched_nor_forgotten(scheduler: Stage) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, 1)])
    await scheduler.tell(
        Service.CAMPAIGNS,
        of_campaign(c.CampaignPaused, 1, 1),
        of_campaign(c.ContactsQueued, 1, 1, chunk=2, count=500, last=True),
        of_campaign(c.CampaignCancelled, 1, 1),
    )
    await scheduler.turns()
    await scheduler.tell(Service.CAMPAIGNS, of_campaign(c.ContactsQueued, 1, 1, chunk=3, count=7, last=True))
    await scheduler.turns()
    asked = len(scheduler.leader.asked)
    await scheduler.fetch()
    assert len(scheduler.leader.asked) == asked
    assert [one.count for one in await scheduler.recorded(LaneClosed)] == [501, 7]
    assert [one.settled for one in await scheduler.recorded(CampaignDrained)] == [501, 508]


async def test_what_is_left_when_the_last_window_closes_expires(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    settings = ALWAYS.model_copy(update={"end_date": date(2025, 10, 9)})
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 4)], settings)
    await scheduler.turns()
    [request] = await scheduler.recorded(DialRequested)
    await calls_end(scheduler, request)
    scheduler.pass_time(timedelta(hours=14))
    await scheduler.turns()
    [closed] = await scheduler.recorded(LaneClosed)
    assert (closed.outcome, closed.count) == (Outcome.EXPIRED, 2)
    assert len(await scheduler.recorded(DialRequested)) == 1


async def test_what_is_left_of_one_zone_expires_while_there_is_a_window_in_another(scheduler: Stage) -> None:
    """At 09:00 UTC it is 18:00 in Tokyo, where the last window has closed, and 10:00 in London."""
    await ready(scheduler, limit=1)
    hours = {"first_call_time": "09:00", "last_call_time": "18:00", "end_date": date(2025, 10, 9)}
    settings = ALWAYS.model_copy(update={**hours, "use_contact_timezone": True})
    tokyo = [queued_call(1, row, zones=("Asia/Tokyo",)) for row in range(1, 151)]
    london = [queued_call(1, row, zones=("Europe/London",)) for row in (151, 152)]
    await launched(scheduler, 1, 1, [*tokyo, *london], settings)
    await scheduler.turns()
    expired = [called for one in await scheduler.recorded(CallsExpired) for called in one.calls]
    assert sorted(expired) == [one.call_id for one in tokyo]
    assert [one.call_id for one in await play_out(scheduler)] == [one.call_id for one in london]
    [drained] = await scheduler.recorded(CampaignDrained)
    assert (drained.settled, await scheduler.recorded(LaneClosed)) == (152, [])
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_calls_of_a_removed_contact_are_skipped(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 4)])
    await scheduler.tell(Service.CAMPAIGNS, c.ContactRemoved(at=NOW, contact_id=contact(1, 1), user_id=user(1)))
    assert [(one.call_id, one.code) for one in await scheduler.recorded(CallSkipped)] == [
        (call(1, 1), "contact_removed")
    ]
    assert [one.call_id for one in await play_out(scheduler)] == [call(1, 2), call(1, 3)]


@pytest.mark.parametrize("scope", [BlockScope.USER, BlockScope.SYSTEM])
async def test_a_blocked_number_is_skipped_when_its_turn_comes(scheduler: Stage, scope: BlockScope) -> None:
    await ready(scheduler, limit=1)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 40)])
    owner = user(1) if scope is BlockScope.USER else None
    blocks = [c.NumberBlocked(at=NOW, phone_number=number(1, row), scope=scope, user_id=owner) for row in range(1, 38)]
    await scheduler.tell(Service.CAMPAIGNS, *blocks)
    assert [one.call_id for one in await play_out(scheduler)] == [call(1, 38), call(1, 39)]
    assert Counter(one.code for one in await scheduler.recorded(CallSkipped)) == {"do_not_call": 37}
    [drained] = await scheduler.recorded(CampaignDrained)
    assert drained.settled == 39
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_an_entry_of_another_user_or_one_taken_back_blocks_nobody(scheduler: Stage) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, 1), queued_call(1, 2)])
    block = {"at": NOW, "phone_number": number(1, 2), "scope": BlockScope.SYSTEM}
    await scheduler.tell(
        Service.CAMPAIGNS,
        c.NumberBlocked(at=NOW, phone_number=number(1, 1), scope=BlockScope.USER, user_id=user(7)),
        c.NumberBlocked.model_validate(block),
        c.NumberUnblocked.model_validate(block),
    )
    assert len(await play_out(scheduler)) == 2


async def test_trouble_with_the_agent_stops_the_campaign_until_somebody_has_seen_to_it(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 4)])
    await scheduler.turns()
    [request] = await scheduler.recorded(DialRequested)
    await scheduler.tell(Service.DIALER, failed(request, DialFailure.AGENT_MISSING, FailureScope.AGENT))
    await scheduler.turns()
    [back] = await scheduler.recorded(CallRequeued)
    assert (back.reason, back.not_before) == (DialFailure.AGENT_MISSING, None)
    assert len(await scheduler.recorded(DialRequested)) == 1
    await scheduler.tell(Service.CAMPAIGNS, of_campaign(c.CampaignPaused, 1, 1, reason="agent_missing"))
    told = await scheduler.ask("why_campaign", AskWhyCampaign(campaign_id=campaign(1)))
    assert [reason.code for reason in told.reasons] == ["paused", "agent_missing"]
    await scheduler.tell(Service.CAMPAIGNS, of_campaign(c.CampaignResumed, 1, 1))
    await scheduler.turns()
    assert len(await scheduler.recorded(DialRequested)) == 2


async def test_a_deleted_draft_gives_its_calls_an_outcome(scheduler: Stage) -> None:
    await ready(scheduler)
    await scheduler.tell(
        Service.CAMPAIGNS,
        created(1, 1),
        of_campaign(c.ContactsQueued, 1, 1, chunk=1, count=3, last=True),
        of_campaign(c.CampaignDeleted, 1, 1),
    )
    await scheduler.turns()
    [closed] = await scheduler.recorded(LaneClosed)
    assert (closed.campaign_id, closed.outcome, closed.count) == (campaign(1), Outcome.CANCELLED, 3)
