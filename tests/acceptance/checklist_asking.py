"""What the checklist's stories ask of a stack, and how they are judged: by Bolna's side and by the API's answers."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from tests.faults.stack.api_client import Customer
from tests.faults.stack.judge import AROUND_THE_CLOCK, Hours, Planned, violations
from tests.faults.stack.rehearsal import Rehearsal
from tests.faults.stack.waiting import wait_for

ALL_ANSWERED = {"fixed_numbers": False, "ring_seconds": 0.05, "talk_seconds": 0.1, "completed_after_seconds": 0.05}
LONG_TALKS = {"talk_seconds": 2.5}
"""Long enough to see that a limit is reached, also on a busy machine."""

BEGUN = date(2025, 10, 9)
SECONDS = 90.0


def numbers(run: Rehearsal, count: int) -> tuple[str, ...]:
    """As many numbers that nobody else on the stack has."""
    return tuple(f"+9197{number:08d}" for number in islice(run.stack.numbers, count))


def made(customer: Customer, contacts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The contacts, each made by hand."""
    return [customer.api.post("/api/contacts", contact) for contact in contacts]


def nameless(run: Rehearsal, customer: Customer, count: int) -> list[dict[str, Any]]:
    """As many contacts of new numbers."""
    return made(customer, [{"phone_number": number} for number in numbers(run, count)])


def bulk_call(
    run: Rehearsal,
    customer: Customer,
    contacts: Sequence[dict[str, Any]],
    hours: Hours = AROUND_THE_CLOCK,
    **settings: Any,
) -> Planned:
    """Begins a campaign of contacts, of which the judge is told."""
    body = {
        "agent_id": customer.agent_id,
        "next_action": "Ask whether Tuesday suits",
        "contact_ids": [contact["id"] for contact in contacts],
        "start_date": BEGUN.isoformat(),
        **clock_times(hours),
        "timezone": hours.zone.key,
    }
    told = customer.api.post("/api/campaigns/bulk-call", body | settings)
    to = tuple(contact["phone_number"] for contact in contacts)
    campaign = Planned(told["id"], customer.bolna_agent_id, to, hours)
    run.planned.append(campaign)
    return campaign


def clock_times(hours: Hours) -> dict[str, str]:
    """The fields that say `hours`."""
    last = "24:00" if hours.first == hours.last else f"{hours.last:%H:%M}"
    return {"first_call_time": f"{hours.first:%H:%M}", "last_call_time": last}


def zone_where_it_is(hour: int) -> ZoneInfo:
    """A zone without summer time whose clocks show `hour` o'clock now, whenever the test runs."""
    ahead = (hour - datetime.now(UTC).hour + 12) % 24 - 12
    return ZoneInfo(f"Etc/GMT{-ahead:+d}")


def today_in(zone: ZoneInfo) -> date:
    """The day there."""
    return datetime.now(zone).date()


def told_of(customer: Customer, campaign: Planned) -> dict[str, Any]:
    """The whole campaign as the API tells of it now."""
    return customer.api.get(f"/api/campaigns/{campaign.campaign_id}")


def calls_of(customer: Customer, campaign: Planned) -> list[dict[str, Any]]:
    """The campaign's calls, whole."""
    return list(customer.api.every(f"/api/campaigns/{campaign.campaign_id}/calls"))


def why(customer: Customer, campaign: Planned) -> list[str]:
    """The codes of what stands in the campaign's way; empty also where the scheduler does not answer just now."""
    answer = customer.api.ask_once("GET", f"/api/campaigns/{campaign.campaign_id}/why")
    return [reason["code"] for reason in answer.json()["reasons"]] if answer.is_success else []


def wait_for_reason(customer: Customer, campaign: Planned, code: str) -> None:
    """Returns when the scheduler says that it has the campaign's calls, and that this keeps them back."""
    wait_for(lambda: why(customer, campaign) == [code], f"{code} keeps the campaign back", SECONDS)


def open_lines(run: Rehearsal, limit: int) -> None:
    """Lets `limit` calls be live in all from now on."""
    run.admin.patch("/api/settings/concurrency", {"system_limit": limit})
    run.system_limit = limit


def no_more_after(customer: Customer, campaign: Planned, command: str) -> datetime:
    """Pauses or cancels a campaign; returns when it was answered that no further call of it starts."""
    customer.api.post(f"/api/campaigns/{campaign.campaign_id}/{command}")
    wait_for(lambda: not told_of(customer, campaign)["stopping"], f"the {command} is in force", SECONDS)
    return datetime.now(UTC)


def wait_until_settled(customer: Customer, campaign: Planned) -> None:
    """Returns when each call of the campaign has its outcome, whether it was called or not."""

    def settled() -> bool:
        counters = told_of(customer, campaign)["counters"]
        return bool(counters["settled"] == counters["total"])

    wait_for(settled, "every call is settled", SECONDS)


def wait_for_slots(customer: Customer, **held: int) -> None:
    """Returns when the API tells of the slots as `held` says."""

    def so_it_is() -> bool:
        told = customer.api.get("/api/settings/concurrency")
        return {name: told[name] for name in held} == held

    wait_for(so_it_is, f"the slots are {held}", SECONDS)


def deleted(customer: Customer, path: str) -> httpx.Response:
    """How a DELETE was answered."""
    return customer.api.ask_once("DELETE", path)


def wait_for_status(customer: Customer, campaign: Planned, status: str) -> None:
    """Returns when the API says that the campaign has come there."""
    wait_for(lambda: told_of(customer, campaign)["status"] == status, f"the campaign is {status}", SECONDS)


def order_of_agents(run: Rehearsal) -> list[str]:
    """Whose calls Bolna received, in their order."""
    return [call.bolna_agent_id for call in run.bolna.placed()]


def placed_of(run: Rehearsal, campaign: Planned) -> list[str]:
    """The numbers of the campaign that Bolna received calls to, in their order."""
    return [call.number for call in run.bolna.placed() if call.number in campaign.numbers]


def breaches_in_the_end(run: Rehearsal, *, of_drafts: int = 0) -> list[str]:
    """Waits for all that was planned and returns what the judge objects to; `of_drafts` calls stay in the queue."""
    run.wait_until_completed(SECONDS)
    return violations(run.evidence(expected_waiting=of_drafts))


def days_later(day: date, days: int) -> str:
    """A day as the API writes it."""
    return (day + timedelta(days=days)).isoformat()
