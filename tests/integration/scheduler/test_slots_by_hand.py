"""Slots one can look at, and free by hand."""

from datetime import timedelta
from uuid import UUID

from shared.contracts.questions import AskHeldSlots, AskRelease, HeldSlot, Released
from shared.contracts.scheduler import CallSettled, CampaignDrained, DialRequested, SlotBooked, SlotReleased
from shared.contracts.vocabulary import Outcome, Service
from tests.integration.scheduler.stage import Stage, dump, rebuild
from tests.integration.scheduler.tale import (
    answered,
    call,
    calls_end,
    launched,
    number,
    placed,
    queued_call,
    ready,
    unknown,
    user,
)

NOBODY = UUID(int=1)


def by_hand(attempt_id: UUID) -> AskRelease:
    return AskRelease(attempt_id=attempt_id, by="asha@example.com", reason="the provider says the line is down")


async def slots(scene: Stage, who: int | None = None) -> list[HeldSlot]:
    answer = await scene.ask("held_slots", AskHeldSlots(user_id=None if who is None else user(who)))
    return list(answer.slots)


async def test_every_slot_is_shown_with_its_call_since_when_and_what_is_awaited(scheduler: Stage) -> None:
    await ready(scheduler, users=2, limit=3)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in (1, 2, 3)])
    await scheduler.turns()
    requests = await scheduler.recorded(DialRequested)
    await scheduler.tell(Service.DIALER, unknown(requests[1]), placed(requests[2]))
    scheduler.pass_time(timedelta(minutes=1))
    await launched(scheduler, 2, 2, [queued_call(2, 1)])
    await scheduler.turns()
    shown = await slots(scheduler)
    assert [one.awaited for one in shown[:3]] == ["placing", "whether_placed", "line_end"]
    assert [one.call_id for one in shown[:3]] == [one.call_id for one in requests]
    assert shown[3].since == scheduler.now
    assert [one.user_id for one in await slots(scheduler, 2)] == [user(2)]


async def test_a_slot_freed_by_hand_settles_its_call_as_unknown_and_goes_to_the_next(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    await launched(scheduler, 1, 1, [queued_call(1, 1), queued_call(1, 2)])
    await scheduler.turns()
    [request] = await scheduler.recorded(DialRequested)
    await scheduler.tell(Service.DIALER, unknown(request))
    assert await scheduler.ask("release", by_hand(request.attempt_id)) == Released(released=True)
    assert await scheduler.ask("release", by_hand(request.attempt_id)) == Released(released=True)
    [event] = await scheduler.recorded(SlotReleased)
    assert (event.by, event.reason) == ("asha@example.com", "the provider says the line is down")
    [settled] = await scheduler.recorded(CallSettled)
    assert (settled.call_id, settled.outcome, settled.reason) == (call(1, 1), Outcome.UNKNOWN, "released_by_hand")
    await scheduler.turns()
    again = (await scheduler.recorded(DialRequested))[1]
    assert again.call_id == call(1, 2)
    await calls_end(scheduler, again)
    await scheduler.turns()
    [drained] = await scheduler.recorded(CampaignDrained)
    assert drained.settled == 2
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_a_line_that_was_not_free_is_booked_again_above_the_limits(scheduler: Stage) -> None:
    await ready(scheduler, limit=1)
    await launched(scheduler, 1, 1, [queued_call(1, 1), queued_call(1, 2)])
    await scheduler.turns()
    [request] = await scheduler.recorded(DialRequested)
    await scheduler.tell(Service.DIALER, placed(request))
    await scheduler.ask("release", by_hand(request.attempt_id))
    await scheduler.turns()
    await scheduler.tell(Service.WEBHOOKS, answered(request))
    assert [one.attempt_id for one in await scheduler.recorded(SlotBooked)] == [request.attempt_id]
    assert [one.booked for one in await slots(scheduler)] == [True, False]
    [settled] = await scheduler.recorded(CallSettled)
    assert settled.outcome == Outcome.UNKNOWN


async def test_an_attempt_without_a_slot_is_not_released(scheduler: Stage) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, 1)])
    await scheduler.turns()
    [request] = await scheduler.recorded(DialRequested)
    await calls_end(scheduler, request)
    for attempt_id in (request.attempt_id, NOBODY):
        assert await scheduler.ask("release", by_hand(attempt_id)) == Released(released=False)
    assert await scheduler.recorded(SlotReleased) == []


async def test_a_call_that_waits_for_the_number_goes_when_its_slot_is_freed_by_hand(scheduler: Stage) -> None:
    await ready(scheduler, users=2, limit=1)
    await launched(scheduler, 1, 1, [queued_call(1, 1)])
    await scheduler.turns()
    [request] = await scheduler.recorded(DialRequested)
    await launched(scheduler, 2, 2, [queued_call(2, 1, phone_number=number(1, 1))])
    await scheduler.turns()
    assert len(await scheduler.recorded(DialRequested)) == 1
    await scheduler.ask("release", by_hand(request.attempt_id))
    await scheduler.turns()
    assert [one.call_id for one in await scheduler.recorded(DialRequested)] == [call(1, 1), call(2, 1)]
