"""Facts about attempts, in any order: slots are freed by them alone, and what is live is booked."""

from datetime import timedelta
from uuid import UUID

from shared.contracts import campaigns as c
from shared.contracts import ids
from shared.contracts.dialer import DialingResumed, DialingStopped, ProviderLimitSeen
from shared.contracts.scheduler import (
    CallRequeued,
    CallsDue,
    CallSettled,
    CampaignDrained,
    DialRequested,
    RetryScheduled,
    SlotBooked,
)
from shared.contracts.vocabulary import DialFailure, FailureScope, Outcome, Service
from shared.testing.examples import NOW
from tests.integration.scheduler.stage import Stage, dump, rebuild
from tests.integration.scheduler.tale import (
    ALWAYS,
    SECOND,
    agent,
    answered,
    call,
    calls_end,
    campaign,
    contact,
    created,
    ended,
    failed,
    launched,
    number,
    of_campaign,
    pages,
    placed,
    play_out,
    queued,
    queued_call,
    ready,
    reported,
    stopped,
    unknown,
    user,
)

MINUTE = timedelta(minutes=1)


async def held(scene: Stage) -> set[UUID]:
    return {row["attempt_id"] for row in await scene.rows("select attempt_id from slots")}


async def one_call_out(scene: Stage, *, calls: int = 1, settings: c.CampaignSettings = ALWAYS) -> DialRequested:
    await ready(scene, limit=1)
    await launched(scene, 1, 1, [queued_call(1, row) for row in range(1, calls + 1)], settings)
    await scene.turns()
    [request] = await scene.recorded(DialRequested)
    assert isinstance(request, DialRequested)
    return request


async def test_the_end_of_the_line_frees_the_slot_for_the_next(scheduler: Stage) -> None:
    request = await one_call_out(scheduler, calls=2)
    await scheduler.tell(Service.DIALER, placed(request))
    await scheduler.turns()
    assert await held(scheduler) == {request.attempt_id}
    await scheduler.tell(Service.WEBHOOKS, ended(request))
    await scheduler.turns()
    [_, following] = await scheduler.recorded(DialRequested)
    assert await held(scheduler) == {following.attempt_id}
    [row] = await scheduler.rows("select status, awaiting_since from calls where call_id = %s", request.call_id)
    assert row == {"status": "awaiting_result", "awaiting_since": NOW}


async def test_what_is_told_twice_happens_once(scheduler: Stage) -> None:
    request = await one_call_out(scheduler)
    for _ in range(2):
        await scheduler.tell(Service.DIALER, placed(request), placed(request))
        await scheduler.tell(Service.WEBHOOKS, answered(request), ended(request), ended(request))
        await scheduler.tell(Service.WEBHOOKS, reported(request), reported(request), ended(request))
        await scheduler.turns()
    assert len(await scheduler.recorded(CallSettled)) == 1
    assert len(await scheduler.recorded(CampaignDrained)) == 1
    assert await held(scheduler) == set()
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_an_unknown_outcome_keeps_the_slot_until_it_is_settled(scheduler: Stage) -> None:
    request = await one_call_out(scheduler, calls=2)
    await scheduler.tell(Service.DIALER, unknown(request))
    scheduler.pass_time(timedelta(days=1))
    await scheduler.turns()
    assert await held(scheduler) == {request.attempt_id}
    await scheduler.tell(Service.DIALER, failed(request, DialFailure.PRESUMED, FailureScope.OURS, scheduler.now))
    [back] = await scheduler.recorded(CallRequeued)
    assert back.reason == DialFailure.PRESUMED
    assert await held(scheduler) == set()


async def test_a_presumed_call_that_turns_up_is_booked_above_the_limit_and_its_other_try_withdrawn(
    scheduler: Stage,
) -> None:
    request = await one_call_out(scheduler)
    await scheduler.tell(Service.DIALER, unknown(request), failed(request, DialFailure.PRESUMED, FailureScope.OURS))
    scheduler.pass_time(6 * SECOND)
    await scheduler.turns()
    [_, other] = await scheduler.recorded(DialRequested)
    await scheduler.tell(Service.DIALER, placed(request))
    [booked] = await scheduler.recorded(SlotBooked)
    assert booked.attempt_id == request.attempt_id
    assert await held(scheduler) == {request.attempt_id, other.attempt_id}
    await scheduler.tell(Service.DIALER, failed(other, DialFailure.WITHDRAWN, FailureScope.CONTACT))
    await calls_end(scheduler, request)
    scheduler.pass_time(MINUTE)
    await scheduler.turns()
    [settled] = await scheduler.recorded(CallSettled)
    assert (settled.outcome, settled.attempt_id, settled.attempts) == (Outcome.ANSWERED, request.attempt_id, 1)
    assert await held(scheduler) == set()
    assert len(await scheduler.recorded(DialRequested)) == 2
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_a_late_end_of_an_earlier_attempt_frees_only_its_own_slot(scheduler: Stage) -> None:
    request = await one_call_out(scheduler)
    await scheduler.tell(Service.DIALER, placed(request), stopped(request))
    scheduler.pass_time(6 * SECOND)
    await scheduler.turns()
    [_, second] = await scheduler.recorded(DialRequested)
    await scheduler.tell(Service.WEBHOOKS, ended(request))
    assert await held(scheduler) == {second.attempt_id}


async def test_attempts_known_before_their_call_is_fetched_are_not_dialled_anew(scheduler: Stage) -> None:
    """A scheduler that lost its tables hears of calls before it has their rows."""
    live, over = (_forgotten(row) for row in (1, 2))
    await ready(scheduler, limit=3)
    scheduler.leader.chunks[campaign(1), 1] = pages(1, [queued_call(1, row) for row in (1, 2, 3)])
    await scheduler.tell(Service.DIALER, placed(live), placed(over))
    await scheduler.tell(Service.WEBHOOKS, ended(over), reported(over, Outcome.VOICEMAIL))
    await scheduler.tell(Service.CAMPAIGNS, created(1, 1), queued(1, 1, 3), of_campaign(c.CampaignScheduled, 1, 1))
    assert await held(scheduler) == {live.attempt_id}
    await scheduler.fetch()
    await scheduler.turns()
    assert [one.call_id for one in await scheduler.recorded(DialRequested)] == [call(1, 3)]
    [settled] = await scheduler.recorded(CallSettled)
    assert (settled.call_id, settled.outcome) == (over.call_id, Outcome.VOICEMAIL)
    await calls_end(scheduler, live, *await scheduler.recorded(DialRequested))
    await scheduler.turns()
    [drained] = await scheduler.recorded(CampaignDrained)
    assert drained.settled == 3
    assert await rebuild(scheduler) == await dump(scheduler.connection)


def _forgotten(row: int) -> DialRequested:
    """A request that was recorded in a log that is lost."""
    return DialRequested(
        at=NOW,
        call_id=call(1, row),
        attempt_id=ids.attempt_id(call(1, row), 1),
        request_number=1,
        campaign_id=campaign(1),
        user_id=user(1),
        contact_id=contact(1, row),
        agent_id=agent(1),
        phone_number=number(1, row),
        timezone="Europe/London",
        as_of=1,
        dial_before=NOW,
    )


async def test_a_request_number_known_already_is_passed_over(scheduler: Stage) -> None:
    lost = _forgotten(1)
    await ready(scheduler)
    await scheduler.tell(Service.DIALER, failed(lost, DialFailure.UNREACHABLE, FailureScope.OURS))
    await launched(scheduler, 1, 1, [queued_call(1, 1)])
    await scheduler.turns()
    [request] = await scheduler.recorded(DialRequested)
    assert request.request_number == 2


async def test_a_result_that_never_comes_is_settled_at_its_deadline(scheduler: Stage) -> None:
    request = await one_call_out(scheduler)
    await scheduler.tell(Service.DIALER, placed(request))
    await scheduler.tell(Service.WEBHOOKS, answered(request), ended(request))
    scheduler.pass_time(15 * MINUTE - SECOND)
    await scheduler.turns()
    assert await scheduler.recorded(CallSettled) == []
    scheduler.pass_time(SECOND)
    await scheduler.turns()
    [settled] = await scheduler.recorded(CallSettled)
    assert (settled.outcome, settled.reason) == (Outcome.ANSWERED, "never_reported")
    assert len(await scheduler.recorded(CampaignDrained)) == 1


async def test_a_result_that_is_on_its_way_is_waited_for_however_late_it_arrives(scheduler: Stage) -> None:
    request = await one_call_out(scheduler)
    await scheduler.tell(Service.DIALER, placed(request))
    await scheduler.tell(Service.WEBHOOKS, answered(request), ended(request))
    scheduler.leader.on_their_way = 1
    scheduler.pass_time(60 * MINUTE)
    await scheduler.turns()
    assert await scheduler.recorded(CallSettled) == []
    scheduler.leader.on_their_way = 0
    await scheduler.tell(Service.WEBHOOKS, reported(request, Outcome.VOICEMAIL))
    await scheduler.turns()
    [settled] = await scheduler.recorded(CallSettled)
    assert settled.outcome is Outcome.VOICEMAIL


async def test_a_busy_number_is_tried_again_when_its_time_has_come(scheduler: Stage) -> None:
    rule = c.RetryRule(max_attempts=2, outcomes=(Outcome.BUSY,), delays_minutes=(60,))
    request = await one_call_out(scheduler, settings=ALWAYS.model_copy(update={"retry": rule}))
    await calls_end(scheduler, request, outcome=Outcome.BUSY)
    scheduler.pass_time(60 * MINUTE - SECOND)
    await scheduler.turns()
    [retry] = await scheduler.recorded(RetryScheduled)
    assert retry.retry_at == NOW + 60 * MINUTE
    assert len(await scheduler.recorded(DialRequested)) == 1
    scheduler.pass_time(SECOND)
    await scheduler.turns()
    [due] = await scheduler.recorded(CallsDue)
    assert due.calls == (request.call_id,)
    [_, again] = await scheduler.recorded(DialRequested)
    await calls_end(scheduler, again, outcome=Outcome.BUSY)
    await scheduler.turns()
    [settled] = await scheduler.recorded(CallSettled)
    assert (settled.outcome, settled.attempts) == (Outcome.BUSY, 2)
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_trouble_of_ours_waits_and_lets_others_go_meanwhile(scheduler: Stage) -> None:
    request = await one_call_out(scheduler, calls=2)
    await scheduler.tell(Service.DIALER, failed(request, DialFailure.UNREACHABLE, FailureScope.OURS))
    await scheduler.turns()
    [_, other] = await scheduler.recorded(DialRequested)
    assert other.call_id == call(1, 2)
    await calls_end(scheduler, other)
    scheduler.pass_time(5 * SECOND)
    await scheduler.turns()
    assert (await scheduler.recorded(DialRequested))[2].call_id == request.call_id


async def test_a_number_in_use_waits_over_all_users_and_is_dialled_when_it_is_free(scheduler: Stage) -> None:
    await ready(scheduler, users=2)
    same = "+442079460958"
    await launched(scheduler, 1, 1, [queued_call(1, 1, phone_number=same)])
    await scheduler.turns()
    await launched(scheduler, 2, 2, [queued_call(2, 1, phone_number=same), queued_call(2, 2)])
    await scheduler.turns()
    requests = await scheduler.recorded(DialRequested)
    assert [one.call_id for one in requests] == [call(1, 1), call(2, 2)]
    [waiting] = await scheduler.rows("select waits_for from call_queue where call_id = %s", call(2, 1))
    assert waiting["waits_for"] == requests[0].attempt_id
    await scheduler.tell(Service.WEBHOOKS, ended(requests[0]))
    await scheduler.turns()
    assert (await scheduler.recorded(DialRequested))[2].call_id == call(2, 1)
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_two_calls_to_one_number_go_one_after_the_other_though_decided_together(scheduler: Stage) -> None:
    await ready(scheduler, users=2)
    same = "+442079460958"
    for which in (1, 2):
        await launched(scheduler, which, which, [queued_call(which, 1, phone_number=same)])
    await scheduler.turns()
    [first] = await scheduler.recorded(DialRequested)
    await calls_end(scheduler, first)
    await scheduler.turns()
    assert len(await scheduler.recorded(DialRequested)) == 2


async def test_while_dialling_is_stopped_there_are_no_turns_and_then_one_at_a_time(scheduler: Stage) -> None:
    await ready(scheduler, limit=5)
    await scheduler.tell(Service.DIALER, DialingStopped(at=NOW, reason="key_rejected"))
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 5)])
    await scheduler.turns()
    assert await scheduler.recorded(DialRequested) == []
    await scheduler.tell(Service.DIALER, DialingResumed(at=NOW, bound=1))
    await scheduler.turns()
    [trial] = await scheduler.recorded(DialRequested)
    await scheduler.tell(Service.DIALER, placed(trial))
    await scheduler.turns()
    assert len(await scheduler.recorded(DialRequested)) == 1
    await scheduler.tell(Service.DIALER, DialingResumed(at=NOW))
    await scheduler.turns()
    assert len(await scheduler.recorded(DialRequested)) == 4


async def test_the_providers_limit_binds_where_it_is_the_lower(scheduler: Stage) -> None:
    await ready(scheduler, limit=5)
    await scheduler.tell(Service.DIALER, ProviderLimitSeen(at=NOW, limit=2))
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 5)])
    await scheduler.turns()
    assert len(await scheduler.recorded(DialRequested)) == 2
    assert len(await play_out(scheduler)) == 4
