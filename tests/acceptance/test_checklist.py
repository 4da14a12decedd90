"""What a person checks before they trust the system with a list, one test each, on one whole stack."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, time
from typing import Any, Protocol

import httpx
import pytest

from tests.acceptance.checklist_asking import (
    ALL_ANSWERED,
    LONG_TALKS,
    breaches_in_the_end,
    bulk_call,
    calls_of,
    clock_times,
    days_later,
    deleted,
    made,
    nameless,
    no_more_after,
    numbers,
    open_lines,
    order_of_agents,
    placed_of,
    today_in,
    told_of,
    wait_for_reason,
    wait_for_slots,
    wait_for_status,
    wait_until_settled,
    zone_where_it_is,
)
from tests.faults.stack.judge import Hours, placed_after
from tests.faults.stack.rehearsal import Rehearsal, rehearsal, running_stack
from tests.faults.stack.running_stack import RunningStack
from tests.faults.stack.waiting import wait_for
from tests.infrastructure import server_folder
from tests.integration.api.listening import Listening, listening

NOON = 12


class Rehearse(Protocol):
    """Lets a customer for each limit begin on the stack, whose system limit is then `system_limit`."""

    def __call__(self, *limits: int, system_limit: int = 10) -> Rehearsal: ...


@pytest.fixture(scope="module")
def stack() -> Iterator[RunningStack]:
    with server_folder() as folder, running_stack(folder) as started:
        yield started


@pytest.fixture
def rehearse(stack: RunningStack) -> Iterator[Rehearse]:
    with ExitStack() as begun:

        def begin(*limits: int, system_limit: int = 10) -> Rehearsal:
            run = rehearsal(stack, limits, system_limit=system_limit, profile=ALL_ANSWERED)
            return begun.enter_context(run)

        yield begin


def test_campaign_from_10_contacts(rehearse: Rehearse) -> None:
    run = rehearse(3)
    [customer] = run.customers
    campaign = bulk_call(run, customer, nameless(run, customer, 10))
    assert breaches_in_the_end(run) == []
    assert sorted(placed_of(run, campaign)) == sorted(campaign.numbers)


def test_csv_of_20(rehearse: Rehearse) -> None:
    run = rehearse(5)
    [customer] = run.customers
    campaign = run.upload(customer, 20)
    assert breaches_in_the_end(run) == []
    assert sorted(placed_of(run, campaign)) == sorted(campaign.numbers)


def test_list(rehearse: Rehearse) -> None:
    run = rehearse(1, 1)
    customer, other = run.customers
    contacts = nameless(run, customer, 2)
    drafts = [bulk_call(run, customer, contacts, campaign_name=name, draft=True) for name in ("Spring", "Autumn")]
    theirs = bulk_call(run, other, nameless(run, other, 1))
    spring, autumn = (campaign.campaign_id for campaign in drafts)
    run.planned[:] = [theirs]

    def listed(**query: str) -> list[str]:
        return [campaign["id"] for campaign in customer.api.get("/api/campaigns", **query)["items"]]

    assert listed() == [autumn, spring]
    assert listed(search="spring") == [spring]
    assert listed(status="draft") == [autumn, spring]
    assert listed(status="active") == []
    first = customer.api.get("/api/campaigns", limit="1")
    assert [campaign["id"] for campaign in first["items"]] == [autumn]
    assert listed(limit="1", cursor=first["next_cursor"]) == [spring]
    assert breaches_in_the_end(run, of_drafts=4) == []
    assert [campaign["id"] for campaign in other.api.every("/api/campaigns")] == [theirs.campaign_id]


def test_details(rehearse: Rehearse) -> None:
    run = rehearse(2)
    [customer] = run.customers
    retry = {"max_attempts": 3, "outcomes": ["busy"], "delays_minutes": [5, 30]}
    asked: dict[str, Any] = {
        "campaign_name": "Reminders",
        "next_action": "Remind of Tuesday",
        "max_concurrent_calls": 2,
    }
    contacts = made(customer, [{"phone_number": number, "name": f"Asha {number}"} for number in numbers(run, 3)])
    campaign = bulk_call(run, customer, contacts, retry=retry, **asked)
    assert breaches_in_the_end(run) == []
    told = told_of(customer, campaign)
    assert (told["name"], told["next_action"], told["max_concurrent_calls"]) == tuple(asked.values())
    assert (told["agent_id"], told["retry"]) == (customer.agent_id, retry)
    assert (told["status"], told["progress"]) == ("completed", 1.0)
    assert told["created_at"] <= told["started_at"] <= told["completed_at"]
    calls = {call["contact_id"]: call for call in calls_of(customer, campaign)}
    for contact in contacts:
        call = calls[contact["id"]]
        assert (call["phone_number"], call["name"]) == (contact["phone_number"], contact["name"])
        assert (call["status"], call["outcome"], call["attempts"]) == ("settled", "answered", 1)
        assert customer.api.get(f"/api/calls/{call['id']}")["id"] == call["id"]


def test_pause(rehearse: Rehearse) -> None:
    run = rehearse(2, 2)
    customer, other = run.customers
    paused = run.upload(customer, 30)
    run.wait_until_placed(4)
    answered = no_more_after(customer, paused, "pause")
    run.planned[:] = [replace(paused, ends_as="paused")]
    run.upload(other, 6)
    run.wait_until_completed(90)
    assert placed_after(run.bolna.placed(), customer.bolna_agent_id, answered) == []
    called = len(placed_of(run, paused))
    assert 4 <= called < 30

    def counters() -> dict[str, int]:
        told: dict[str, int] = told_of(customer, paused)["counters"]
        return {name: told[name] for name in ("answered", "queued")}

    wait_for(lambda: counters() == {"answered": called, "queued": 30 - called}, "the calls that were live are told of")
    assert told_of(customer, paused)["status"] == "paused"
    no_more_after(customer, paused, "cancel")


def test_resume(rehearse: Rehearse) -> None:
    run = rehearse(2)
    [customer] = run.customers
    campaign = run.upload(customer, 12)
    run.wait_until_placed(3)
    no_more_after(customer, campaign, "pause")
    assert len(placed_of(run, campaign)) < 12
    customer.api.post(f"/api/campaigns/{campaign.campaign_id}/resume")
    assert breaches_in_the_end(run) == []


def test_cancel(rehearse: Rehearse) -> None:
    run = rehearse(2, 2)
    customer, other = run.customers
    campaign = run.upload(customer, 30)
    run.wait_until_placed(4)
    answered = no_more_after(customer, campaign, "cancel")
    wait_until_settled(customer, campaign)
    run.planned[:] = [replace(campaign, ends_as="cancelled")]
    run.upload(other, 6)
    assert breaches_in_the_end(run) == []
    assert placed_after(run.bolna.placed(), customer.bolna_agent_id, answered) == []
    outcomes = {call["phone_number"]: call["outcome"] for call in calls_of(customer, campaign)}
    called = set(placed_of(run, campaign))
    assert outcomes == {number: "answered" if number in called else "cancelled" for number in campaign.numbers}


async def test_queue_live(rehearse: Rehearse) -> None:
    run = rehearse(1, system_limit=0)
    [customer] = run.customers
    campaign = bulk_call(run, customer, nameless(run, customer, 4))
    wait_for_reason(customer, campaign, "system_limit")
    wait_for(lambda: customer.api.get("/api/queue/statistics")["queued"] == 4, "the queue shows its calls")
    queue = list(customer.api.every("/api/queue"))
    assert sorted(call["phone_number"] for call in queue) == sorted(campaign.numbers)

    def all_settled(heard: Listening) -> bool:
        last = {call["id"]: call["outcome"] for data in heard.of("call") for call in data["calls"]}
        return last == dict.fromkeys((call["id"] for call in queue), "answered")

    client = httpx.AsyncClient(base_url=run.stack.public["api"], headers=customer.api.headers)
    async with client, listening(client, "/api/events") as heard:
        open_lines(run, 10)
        await heard.until(all_settled, 60)
        await heard.until(lambda one: [data["status"] for data in one.of("campaign")][-1:] == ["completed"], 60)
        await heard.until(lambda one: [data["user_active"] for data in one.of("slots")][-1:] == [0], 60)
    assert list(customer.api.every("/api/queue")) == []
    assert breaches_in_the_end(run) == []


def test_window_respected(rehearse: Rehearse) -> None:
    run = rehearse(2, 2)
    customer, other = run.customers
    zone = zone_where_it_is(NOON)
    today = today_in(zone)
    closed, opened = Hours(time(18), time(19), zone), Hours(time(9), time(17), zone)
    campaign = bulk_call(run, customer, nameless(run, customer, 3), closed)
    wait_for_reason(customer, campaign, "window_closed")
    run.planned[:] = [replace(campaign, hours=opened)]
    bulk_call(run, other, nameless(run, other, 3), opened)
    wait_for_status(other, run.planned[1], "completed")
    assert placed_of(run, campaign) == []
    told = told_of(customer, campaign)
    assert told["status"] == "scheduled"
    assert datetime.fromisoformat(told["next_dial_at"]) == datetime.combine(today, time(18), zone)
    customer.api.patch(f"/api/campaigns/{campaign.campaign_id}", clock_times(opened))
    assert breaches_in_the_end(run) == []


def test_user_and_system_limit_held(rehearse: Rehearse) -> None:
    run = rehearse(3, 2, 2, system_limit=5)
    run.bolna.change({"talk_seconds": 0.4})
    for customer in run.customers:
        run.upload(customer, 8)
    assert breaches_in_the_end(run) == []
    peaks = run.bolna.peaks()
    assert peaks.system <= 5
    for customer in run.customers:
        assert peaks.agents[customer.bolna_agent_id] <= customer.limit


def test_round_robin(rehearse: Rehearse) -> None:
    run = rehearse(1, 1, 1, system_limit=0)
    for customer, count in zip(run.customers, (6, 3, 3), strict=True):
        wait_for_reason(customer, run.upload(customer, count), "system_limit")
    open_lines(run, 1)
    assert breaches_in_the_end(run) == []
    big, *small = (customer.bolna_agent_id for customer in run.customers)
    order = order_of_agents(run)
    assert [sorted(order[start : start + 3]) for start in (0, 3, 6)] == [sorted([big, *small])] * 3
    assert order[9:] == [big] * 3


def test_named_first(rehearse: Rehearse) -> None:
    run = rehearse(1, system_limit=0)
    [customer] = run.customers
    without = nameless(run, customer, 4)
    named = made(customer, [{"phone_number": number, "name": "Asha"} for number in numbers(run, 4)])
    campaign = bulk_call(run, customer, [*without, *named])
    wait_for_reason(customer, campaign, "system_limit")
    open_lines(run, 10)
    assert breaches_in_the_end(run) == []
    assert placed_of(run, campaign) == [contact["phone_number"] for contact in (*named, *without)]


def test_1_contact(rehearse: Rehearse) -> None:
    run = rehearse(2)
    [customer] = run.customers
    campaign = bulk_call(run, customer, nameless(run, customer, 1))
    assert breaches_in_the_end(run) == []
    assert placed_of(run, campaign) == list(campaign.numbers)


def test_100_and_more(rehearse: Rehearse) -> None:
    run = rehearse(20, system_limit=20)
    [customer] = run.customers
    campaign = run.upload(customer, 110)
    assert breaches_in_the_end(run) == []
    assert sorted(placed_of(run, campaign)) == sorted(campaign.numbers)


def test_several_users(rehearse: Rehearse) -> None:
    run = rehearse(1, 2, 3)
    own = {customer.user_id: [run.upload(customer, 5), run.upload(customer, 4)] for customer in run.customers}
    assert breaches_in_the_end(run) == []
    for customer in run.customers:
        told = list(customer.api.every("/api/campaigns"))
        assert {campaign["id"] for campaign in told} == {campaign.campaign_id for campaign in own[customer.user_id]}
        foreign = [one for user, ones in own.items() if user != customer.user_id for one in ones]
        for campaign in foreign:
            answer = customer.api.ask_once("GET", f"/api/campaigns/{campaign.campaign_id}")
            assert answer.status_code == httpx.codes.NOT_FOUND


def test_system_limit_reached(rehearse: Rehearse) -> None:
    run = rehearse(5, system_limit=2)
    [customer] = run.customers
    run.bolna.change(LONG_TALKS)
    campaign = bulk_call(run, customer, nameless(run, customer, 8))
    wait_for_reason(customer, campaign, "system_limit")
    wait_for_slots(customer, system_limit=2, system_available=0)
    wait_for(lambda: run.bolna.peaks().system == 2, "every line is taken")
    run.bolna.change(ALL_ANSWERED)
    assert breaches_in_the_end(run) == []


def test_user_limit_reached(rehearse: Rehearse) -> None:
    run = rehearse(2, 2)
    customer, other = run.customers
    run.bolna.change(LONG_TALKS)
    campaign = bulk_call(run, customer, nameless(run, customer, 8))
    wait_for_reason(customer, campaign, "user_limit")
    wait_for_slots(customer, user_limit=2, user_available=0)
    wait_for(lambda: run.bolna.peaks().agents.get(customer.bolna_agent_id) == 2, "the user has two calls at once")
    run.bolna.change(ALL_ANSWERED)
    bulk_call(run, other, nameless(run, other, 1))
    assert breaches_in_the_end(run) == []


def test_across_midnight(rehearse: Rehearse) -> None:
    run = rehearse(2)
    [customer] = run.customers
    zone = zone_where_it_is(0)
    today = today_in(zone)
    night = Hours(time(22), time(2), zone)
    tonight = bulk_call(run, customer, nameless(run, customer, 3), night, start_date=days_later(today, 0))
    wait_for_reason(customer, tonight, "window_closed")
    last_night = bulk_call(run, customer, nameless(run, customer, 3), night, start_date=days_later(today, -1))
    wait_for_status(customer, last_night, "completed")
    assert placed_of(run, tonight) == []
    opens = datetime.fromisoformat(told_of(customer, tonight)["next_dial_at"])
    assert opens == datetime.combine(today, time(22), zone)
    no_more_after(customer, tonight, "cancel")
    wait_until_settled(customer, tonight)
    run.planned[:] = [replace(tonight, ends_as="cancelled"), last_night]
    assert breaches_in_the_end(run) == []


def test_future_date(rehearse: Rehearse) -> None:
    run = rehearse(2, 2)
    customer, other = run.customers
    noon = Hours(zone=zone_where_it_is(NOON))
    today = today_in(noon.zone)
    tomorrow = days_later(today, 1)
    campaign = bulk_call(run, customer, nameless(run, customer, 3), noon, start_date=tomorrow)
    wait_for_reason(customer, campaign, "before_start")
    wait_for_status(other, bulk_call(run, other, nameless(run, other, 3)), "completed")
    assert placed_of(run, campaign) == []
    told = told_of(customer, campaign)
    assert (told["status"], told["start_date"]) == ("scheduled", tomorrow)
    assert datetime.fromisoformat(told["next_dial_at"]).astimezone(noon.zone).isoformat().startswith(tomorrow)
    customer.api.patch(f"/api/campaigns/{campaign.campaign_id}", {"start_date": today.isoformat()})
    assert breaches_in_the_end(run) == []


def test_contact_deleted_while_queued(rehearse: Rehearse) -> None:
    run = rehearse(2, system_limit=0)
    [customer] = run.customers
    gone, *others = nameless(run, customer, 4)
    campaign = bulk_call(run, customer, [gone, *others])
    wait_for_reason(customer, campaign, "system_limit")
    assert deleted(customer, f"/api/contacts/{gone['id']}").status_code == httpx.codes.NO_CONTENT
    open_lines(run, 10)
    run.wait_until_completed(90)
    assert sorted(placed_of(run, campaign)) == sorted(contact["phone_number"] for contact in others)
    told = {call["contact_id"]: (call["outcome"], call["reason"]) for call in calls_of(customer, campaign)}
    assert told.pop(gone["id"]) == ("skipped", "contact_removed")
    assert told == {contact["id"]: ("answered", None) for contact in others}
    counters = customer.campaign(campaign.campaign_id).counters
    assert (counters["total"], counters["settled"], counters["skipped"]) == (4, 4, 1)


def test_agent_deleted_with_an_active_campaign(rehearse: Rehearse) -> None:
    run = rehearse(2, system_limit=0)
    [customer] = run.customers
    campaign = bulk_call(run, customer, nameless(run, customer, 4), campaign_name="Reminders")
    wait_for_reason(customer, campaign, "system_limit")
    wait_for_status(customer, campaign, "active")
    agent = f"/api/agents/{customer.agent_id}"
    refused = deleted(customer, agent)
    assert refused.status_code == httpx.codes.CONFLICT, refused.text
    problem: dict[str, Any] = refused.json()
    assert problem["code"] == "agent_in_use"
    assert "Reminders" in problem["detail"]
    open_lines(run, 10)
    assert breaches_in_the_end(run) == []
    assert sorted(placed_of(run, campaign)) == sorted(campaign.numbers)
    assert deleted(customer, agent).status_code == httpx.codes.NO_CONTENT
    wait_for(lambda: customer.api.ask_once("GET", agent).status_code == httpx.codes.NOT_FOUND, "the agent is gone")
