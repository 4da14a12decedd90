"""What the scheduler's leader answers."""

from datetime import timedelta

from shared.contracts import campaigns as c
from shared.contracts.questions import (
    Applied,
    AskApplied,
    AskQueueStatistics,
    AskSlots,
    AskWhyCall,
    AskWhyCampaign,
    QueueStatistics,
    Slots,
    Why,
)
from shared.contracts.scheduler import DialRequested
from shared.contracts.vocabulary import Outcome, Service
from tests.integration.scheduler.stage import Stage
from tests.integration.scheduler.tale import (
    ALWAYS,
    answered,
    call,
    calls_end,
    campaign,
    ended,
    launched,
    of_campaign,
    placed,
    queued_call,
    ready,
    unknown,
    user,
)


async def why(scene: Stage, row: int) -> list[str]:
    answer = await scene.ask("why_call", AskWhyCall(call_id=call(1, row)))
    assert isinstance(answer, Why)
    return [reason.code for reason in answer.reasons]


async def test_applied_is_true_from_the_position_on(scheduler: Stage) -> None:
    await ready(scheduler)
    position = scheduler.leader.applied(Service.CAMPAIGNS)
    assert await scheduler.ask("applied", AskApplied(position=position)) == Applied(applied=True)
    assert await scheduler.ask("applied", AskApplied(position=position + 1)) == Applied(applied=False)


async def test_why_a_call_is_not_made_now(scheduler: Stage) -> None:
    await ready(scheduler, users=2, limit=1)
    same = queued_call(1, 1).phone_number
    await launched(scheduler, 2, 2, [queued_call(2, 1, phone_number=same)])
    await scheduler.turns()
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in (1, 2, 3)])
    assert await why(scheduler, 1) == ["number_in_use"]
    assert await why(scheduler, 2) == ["waiting_turn"]
    await scheduler.turns()
    assert await why(scheduler, 2) == []
    assert await why(scheduler, 3) == ["user_limit"]
    request = (await scheduler.recorded(DialRequested))[1]
    await scheduler.tell(Service.DIALER, unknown(request))
    assert await why(scheduler, 2) == ["outcome_unknown"]
    await scheduler.tell(Service.DIALER, placed(request))
    await scheduler.tell(Service.WEBHOOKS, answered(request), ended(request))
    answer = await scheduler.ask("why_call", AskWhyCall(call_id=call(1, 2)))
    assert [(one.code, one.until) for one in answer.reasons] == [
        ("awaiting_result", scheduler.now + timedelta(minutes=15))
    ]
    await scheduler.tell(Service.CAMPAIGNS, of_campaign(c.CampaignPaused, 1, 1))
    assert await why(scheduler, 3) == ["paused"]


async def test_why_a_call_waits_and_when_it_will_be_made(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    rule = c.RetryRule(max_attempts=2, outcomes=(Outcome.BUSY,), delays_minutes=(600,))
    window = {"retry": rule, "first_call_time": "09:00", "last_call_time": "18:00"}
    await launched(scheduler, 1, 1, [queued_call(1, 1)], ALWAYS.model_copy(update=window))
    await scheduler.turns()
    await calls_end(scheduler, *await scheduler.recorded(DialRequested), outcome=Outcome.BUSY)
    answer = await scheduler.ask("why_call", AskWhyCall(call_id=call(1, 1)))
    assert [(one.code, one.until) for one in answer.reasons] == [("retry_wait", scheduler.now + timedelta(hours=10))]
    assert answer.next_dial_at == scheduler.now + timedelta(hours=23)
    assert answer.state == "waiting_retry"


async def test_why_a_campaign_is_not_calling(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    settings = ALWAYS.model_copy(update={"first_call_time": "12:00"})
    await launched(scheduler, 1, 1, [queued_call(1, 1)], settings)
    answer = await scheduler.ask("why_campaign", AskWhyCampaign(campaign_id=campaign(1)))
    opens = scheduler.now + timedelta(hours=2)
    assert [(one.code, one.until) for one in answer.reasons] == [("window_closed", opens)]
    assert (answer.state, answer.next_dial_at) == ("scheduled", opens)


async def test_of_what_nobody_knows_it_says_so(scheduler: Stage) -> None:
    await ready(scheduler)
    assert await scheduler.ask("why_call", AskWhyCall(call_id=call(9, 9))) == Why(known=False)
    assert await scheduler.ask("why_campaign", AskWhyCampaign(campaign_id=campaign(9))) == Why(known=False)


async def test_slots_and_statistics(scheduler: Stage) -> None:
    await ready(scheduler, users=2, limit=2, system=3)
    for which in (1, 2):
        await launched(scheduler, which, which, [queued_call(which, row) for row in range(1, 6)])
    await scheduler.turns()
    first = (await scheduler.recorded(DialRequested))[0]
    await scheduler.tell(Service.WEBHOOKS, answered(first))
    assert await scheduler.ask("slots", AskSlots(user_id=user(1))) == Slots(
        system_limit=3, system_active=3, user_limit=2, user_active=2
    )
    assert await scheduler.ask("queue_statistics", AskQueueStatistics(user_id=user(1))) == QueueStatistics(
        queued=3, dialling=1, in_call=1
    )
    assert await scheduler.ask("queue_statistics", AskQueueStatistics()) == QueueStatistics(
        queued=7, dialling=2, in_call=1
    )


async def test_calls_that_wait_for_a_retry_are_counted_so_and_settled_by_a_cancel(scheduler: Stage) -> None:
    await ready(scheduler, limit=2)
    rule = c.RetryRule(max_attempts=2, outcomes=(Outcome.BUSY,))
    calls = [queued_call(1, row) for row in range(1, 6)]
    await launched(scheduler, 1, 1, calls, ALWAYS.model_copy(update={"retry": rule}))
    await scheduler.turns()
    await calls_end(scheduler, *await scheduler.recorded(DialRequested), outcome=Outcome.BUSY)
    mine = AskQueueStatistics(user_id=user(1))
    assert await scheduler.ask("queue_statistics", mine) == QueueStatistics(queued=3, waiting_retry=2)
    await scheduler.tell(Service.CAMPAIGNS, of_campaign(c.CampaignCancelled, 1, 1))
    await scheduler.turns()
    assert await scheduler.ask("queue_statistics", mine) == QueueStatistics(settled=5)
    shown = await scheduler.rows("select distinct status, outcome from call_queue")
    assert shown == [{"status": "settled", "outcome": "cancelled"}]
