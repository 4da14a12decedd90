"""What is said of a contact or a number while its campaign calls, on a whole stack: in force once it was answered."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.faults.stack.api_client import Customer
from tests.faults.stack.rehearsal import Rehearsal, rehearsal, running_stack
from tests.faults.stack.running_stack import RunningStack
from tests.faults.stack.waiting import wait_for
from tests.infrastructure import server_folder

AROUND_THE_CLOCK = {
    "next_action": "call", "first_call_time": "00:00", "last_call_time": "24:00", "start_date": "2025-10-09",
}  # fmt: skip
ALL_ANSWERED = {"fixed_numbers": False, "ring_seconds": 0.1, "talk_seconds": 0.2, "completed_after_seconds": 0.05}
CONTACTS = 7


@pytest.fixture(scope="module")
def stack() -> Iterator[RunningStack]:
    with server_folder() as folder, running_stack(folder) as started:
        yield started


@pytest.fixture
def run(stack: RunningStack) -> Iterator[Rehearsal]:
    """One customer, who calls one contact at a time."""
    with rehearsal(stack, [1], profile=ALL_ANSWERED) as begun:
        yield begun


def numbers(run: Rehearsal, count: int) -> list[str]:
    return [f"+9197{next(run.stack.numbers):08d}" for _ in range(count)]


def called(customer: Customer, contacts: Sequence[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """A campaign of contacts made by hand: its id, and the contacts."""
    made = [customer.api.post("/api/contacts", contact) for contact in contacts]
    body = {**AROUND_THE_CLOCK, "agent_id": customer.agent_id, "contact_ids": [contact["id"] for contact in made]}
    return customer.api.post("/api/campaigns/bulk-call", body)["id"], made


def outcomes(customer: Customer, campaign: str) -> dict[str, tuple[str | None, str | None]]:
    """Outcome and reason of each call by its contact, once the campaign is completed."""
    wait_for(lambda: customer.campaign(campaign).status == "completed", "the campaign is completed", 60)
    calls = customer.api.every(f"/api/campaigns/{campaign}/calls")
    return {call["contact_id"]: (call["outcome"], call["reason"]) for call in calls}


def placed_to(run: Rehearsal, number: str) -> list[datetime]:
    return [call.received for call in run.bolna.placed() if call.number == number]


def test_a_contact_deleted_while_queued_is_skipped_and_says_so(run: Rehearsal) -> None:
    [customer] = run.customers
    campaign, contacts = called(customer, [{"phone_number": number} for number in numbers(run, CONTACTS)])
    run.wait_until_placed(2)
    gone = contacts[-1]
    answer = customer.api.ask_once("DELETE", f"/api/contacts/{gone['id']}")
    assert answer.status_code == httpx.codes.NO_CONTENT, answer.text
    told = outcomes(customer, campaign)
    assert told.pop(gone["id"]) == ("skipped", "contact_removed")
    assert {outcome for outcome, _ in told.values()} == {"answered"}
    assert placed_to(run, gone["phone_number"]) == []
    counters = customer.campaign(campaign).counters
    assert (counters["total"], counters["skipped"], counters["settled"]) == (CONTACTS, 1, CONTACTS)


def test_a_contact_deleted_while_it_is_called_has_its_call_to_the_end(run: Rehearsal) -> None:
    [customer] = run.customers
    run.bolna.change({"talk_seconds": 2})
    campaign, [contact] = called(customer, [{"phone_number": numbers(run, 1)[0]}])
    run.wait_until_placed(1)
    assert customer.api.ask_once("DELETE", f"/api/contacts/{contact['id']}").status_code == httpx.codes.NO_CONTENT
    assert outcomes(customer, campaign) == {contact["id"]: ("answered", None)}


def test_numbers_blocked_while_queued_are_not_called_once_that_is_answered(run: Rehearsal) -> None:
    [customer] = run.customers
    campaign, contacts = called(customer, [{"phone_number": number} for number in numbers(run, CONTACTS)])
    run.wait_until_placed(2)
    mine, everybody_s = contacts[-1], contacts[-2]
    for api, body in (
        (customer.api, {"phone_number": mine["phone_number"]}),
        (run.admin, {"phone_number": everybody_s["phone_number"], "scope": "system"}),
    ):
        answer = api.ask_once("POST", "/api/do-not-call", body)
        assert answer.status_code == httpx.codes.CREATED, answer.text
    answered = datetime.now(UTC)
    told = outcomes(customer, campaign)
    for contact in (mine, everybody_s):
        assert told[contact["id"]] == ("skipped", "do_not_call")
        assert [at for at in placed_to(run, contact["phone_number"]) if at > answered] == []


def test_a_contact_corrected_while_queued_is_called_as_it_is_now(run: Rehearsal) -> None:
    [customer] = run.customers
    [wrong, right] = numbers(run, 2)
    contacts = [{"phone_number": number} for number in numbers(run, CONTACTS)] + [{"phone_number": wrong}]
    campaign, made = called(customer, contacts)
    run.wait_until_placed(2)
    change = {"phone_number": right, "notes": "moved", "variables": {"plan": "gold"}}
    customer.api.patch(f"/api/contacts/{made[-1]['id']}", change)
    assert set(outcomes(customer, campaign).values()) == {("answered", None)}
    assert placed_to(run, wrong) == []
    [call] = [call for call in run.bolna.calls() if call["number"] == right]
    assert (call["user_data"]["notes"], call["user_data"]["plan"]) == ("moved", "gold")


def test_a_country_closed_while_calls_are_queued_is_called_no_more(run: Rehearsal) -> None:
    [customer] = run.customers
    contacts = [{"phone_number": number} for number in numbers(run, CONTACTS)] + [{"phone_number": "+442079460958"}]
    campaign, made = called(customer, contacts)
    run.wait_until_placed(1)
    run.admin.patch(f"/api/users/{customer.user_id}", {"allowed_countries": ["IN"]})
    assert outcomes(customer, campaign)[made[-1]["id"]] == ("skipped", "number_not_allowed")
    assert placed_to(run, "+442079460958") == []
