"""A contact as it is now: corrected numbers, zones and details reach whatever comes after; countries may be closed."""

from datetime import timedelta
from typing import Any

import pytest

from shared.contracts import campaigns as c
from shared.contracts.scheduler import CallSkipped, DialRequested
from shared.contracts.vocabulary import BlockScope, DialFailure, FailureScope, Outcome, Service
from shared.testing.examples import NOW
from tests.integration.scheduler.stage import Stage, dump, rebuild
from tests.integration.scheduler.tale import (
    ALWAYS,
    SECOND,
    calls_end,
    contact,
    failed,
    launched,
    number,
    placed,
    play_out,
    queued_call,
    ready,
    user,
)

CORRECTED = "+919812300000"


def updated(row: int = 1, **fields: Any) -> c.ContactUpdated:
    told = {"phone_number": CORRECTED, "country": "IN", "user_data": {"name": "Corrected"}}
    return c.ContactUpdated(at=NOW, contact_id=contact(1, row), user_id=user(1), **{**told, **fields})


def only(*countries: str) -> c.UserUpdated:
    return c.UserUpdated(at=NOW, user_id=user(1), allowed_countries=countries)


async def requests(scene: Stage) -> list[DialRequested]:
    return await scene.recorded(DialRequested)


async def test_the_provider_is_told_what_a_contact_is_now(scheduler: Stage) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, 1)], as_of=1)
    await scheduler.tell(Service.CAMPAIGNS, updated())
    [request] = await play_out(scheduler)
    assert (request.phone_number, request.user_data) == (CORRECTED, {"name": "Corrected"})


async def test_a_call_withdrawn_because_its_contact_changed_is_dialled_as_the_contact_is_now(scheduler: Stage) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, 1)], as_of=1)
    await scheduler.turns()
    [first] = await requests(scheduler)
    await scheduler.tell(Service.CAMPAIGNS, updated())
    await scheduler.tell(Service.DIALER, failed(first, DialFailure.WITHDRAWN, FailureScope.CAMPAIGN))
    scheduler.pass_time(2 * SECOND)
    _, again = await play_out(scheduler)
    assert (first.phone_number, again.phone_number) == (number(1, 1), CORRECTED)
    assert again.user_data == {"name": "Corrected"}
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_a_retry_goes_to_the_corrected_number_and_the_line_of_the_old_one_is_freed(scheduler: Stage) -> None:
    await ready(scheduler, limit=2)
    retried = ALWAYS.model_copy(
        update={"retry": c.RetryRule(max_attempts=2, outcomes=(Outcome.NO_ANSWER,), delays_minutes=(1,))}
    )
    same_number = queued_call(1, 2, phone_number=number(1, 1))
    await launched(scheduler, 1, 1, [queued_call(1, 1), same_number], retried, as_of=1)
    await scheduler.turns()
    [first] = await requests(scheduler)
    await scheduler.tell(Service.DIALER, placed(first))
    await scheduler.tell(Service.CAMPAIGNS, updated())
    await scheduler.turns()
    assert len(await requests(scheduler)) == 1, "the old number is in use as long as its line is open"
    await calls_end(scheduler, first, outcome=Outcome.NO_ANSWER)
    await scheduler.turns()
    _, freed = await requests(scheduler)
    assert (freed.contact_id, freed.phone_number) == (contact(1, 2), number(1, 1))
    scheduler.pass_time(timedelta(minutes=2))
    *_, retry = await play_out(scheduler)
    assert (retry.contact_id, retry.phone_number) == (contact(1, 1), CORRECTED)
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_a_corrected_zone_moves_a_call_to_the_lane_that_opens_with_it(scheduler: Stage) -> None:
    await ready(scheduler)
    by_zone = ALWAYS.model_copy(
        update={"use_contact_timezone": True, "first_call_time": "09:00", "last_call_time": "12:00"}
    )
    in_los_angeles = queued_call(1, 1, zones=("America/Los_Angeles",))
    await launched(scheduler, 1, 1, [in_los_angeles], by_zone, as_of=1)
    await scheduler.turns()
    assert await requests(scheduler) == []
    await scheduler.tell(Service.CAMPAIGNS, updated(zones=("Europe/London",)))
    [request] = await play_out(scheduler)
    assert request.timezone == "Europe/London"
    assert await rebuild(scheduler) == await dump(scheduler.connection)


@pytest.mark.parametrize("country", ["US", None])
async def test_a_country_that_is_closed_is_called_no_more_and_one_not_known_is_no_hindrance(
    scheduler: Stage, country: str | None
) -> None:
    await ready(scheduler)
    await launched(scheduler, 1, 1, [queued_call(1, 1, country=country), queued_call(1, 2, country="GB")])
    await scheduler.tell(Service.CAMPAIGNS, only("IN", "GB"))
    called = {one.contact_id for one in await play_out(scheduler)}
    skipped = {one.contact_id: one.code for one in await scheduler.recorded(CallSkipped)}
    closed = {contact(1, 1): "number_not_allowed"} if country else {}
    assert skipped == closed
    assert called == {contact(1, 1), contact(1, 2)} - closed.keys()
    assert await rebuild(scheduler) == await dump(scheduler.connection)


async def test_a_call_into_a_country_closed_meanwhile_is_not_tried_again(scheduler: Stage) -> None:
    await ready(scheduler)
    retried = ALWAYS.model_copy(update={"retry": c.RetryRule(max_attempts=2, outcomes=(Outcome.BUSY,))})
    await launched(scheduler, 1, 1, [queued_call(1, 1, country="US")], retried)
    await scheduler.turns()
    await scheduler.tell(Service.CAMPAIGNS, only("GB"))
    await calls_end(scheduler, *await requests(scheduler), outcome=Outcome.BUSY)
    scheduler.pass_time(timedelta(hours=2))
    assert len(await play_out(scheduler)) == 1


async def test_numbers_blocked_and_unblocked_in_one_batch_end_as_the_last_word_says(scheduler: Stage) -> None:
    await ready(scheduler, limit=5)
    await launched(scheduler, 1, 1, [queued_call(1, row) for row in range(1, 4)])
    whose = {"at": NOW, "scope": BlockScope.USER, "user_id": user(1)}
    entries = [{**whose, "phone_number": number(1, row)} for row in (1, 2)]
    await scheduler.tell(
        Service.CAMPAIGNS,
        *(c.NumberBlocked.model_validate(entry) for entry in [*entries, *entries]),
        c.NumberUnblocked.model_validate(entries[0]),
        c.NumberUnblocked.model_validate(entries[1]),
        c.NumberBlocked.model_validate(entries[1]),
    )
    assert {one.phone_number for one in await play_out(scheduler)} == {number(1, 1), number(1, 3)}
    assert await rebuild(scheduler) == await dump(scheduler.connection)
