"""A dry run says what the run then does: who is skipped and why, who is called first, and when it ends."""

from datetime import datetime
from typing import Any

from tests.faults.stack.api_client import Customer
from tests.faults.stack.rehearsal import rehearsal
from tests.faults.stack.running_stack import RunningStack
from tests.faults.stack.waiting import wait_for

EVEN_CALLS = {
    "fixed_numbers": False,
    "ring_seconds": [0.1, 0.1],
    "talk_seconds": [0.4, 0.4],
    "completed_after_seconds": [0.05, 0.05],
    "outcomes": {},
}
LIMIT = 4
SECONDS_OF_A_CALL = 0.5
"""At the simulator; how long a call holds its slot is longer."""


def fields(customer: Customer, **more: str) -> dict[str, str]:
    return {
        "campaign_name": "planned",
        "agent_id": customer.agent_id,
        "next_action": "call",
        "first_call_time": "00:00",
        "last_call_time": "24:00",
        "start_date": "2025-10-09",
        "timezone": "UTC",
        **more,
    }


def skipped_in_the_run(customer: Customer, uploaded: dict[str, Any]) -> dict[str, int]:
    """Rows that were not imported, by code, and calls that were skipped, by reason."""
    found: dict[str, int] = {}
    for error in uploaded["import"]["errors"]:
        found[error["code"]] = found.get(error["code"], 0) + 1
    for call in customer.api.every(f"/api/campaigns/{uploaded['campaign']['id']}/calls"):
        if call["outcome"] == "skipped":
            found[call["reason"]] = found.get(call["reason"], 0) + 1
    return found


def test_a_dry_run_tells_what_the_run_does(stack: RunningStack) -> None:
    with rehearsal(stack, [LIMIT], system_limit=LIMIT, profile=EVEN_CALLS) as run:
        (customer,) = run.customers
        run.upload(customer, 24)  # so that it is known how long calls take
        run.wait_until_completed(60)
        numbers = [f"+9196{next(stack.numbers):08d}" for _ in range(40)]
        rows = [*(f"{number},Asha {place}" for place, number in enumerate(numbers)), numbers[0], "98765,too short"]
        # toll-free in all of North America and beyond: no hour is open in all of its zones
        csv = "phone_number,name\n" + "\n".join([*rows, "+18002345678,everywhere"]) + "\n"
        customer.api.post("/api/do-not-call", {"phone_number": numbers[7], "scope": "user"})
        asked = fields(customer, use_contact_timezone="true", first_call_time="00:00", last_call_time="06:00")
        around = fields(customer)
        planned = customer.api.upload("/api/campaigns/dry-run", asked, csv)
        assert planned["skipped"] == {
            "do_not_call": 1,
            "duplicate_in_file": 1,
            "no_common_hours": 1,
            "phone_invalid": 1,
        }
        assert (planned["total"], planned["callable"]) == (43, 39)
        before = customer.api.get("/api/campaigns")["items"]

        planned = customer.api.upload("/api/campaigns/dry-run", around, csv)
        assert customer.api.get("/api/campaigns")["items"] == before
        assert planned["assumed"]["based_on_calls"] == 24
        assert len(planned["first_calls"]) == planned["callable"] == 40
        uploaded = customer.api.upload("/api/campaigns/upload-csv", around, csv)
        path = f"/api/campaigns/{uploaded['campaign']['id']}"
        wait_for(lambda: customer.api.get(path)["status"] == "completed", "completed", 60, poll=0.2)
        assert planned["skipped"] == skipped_in_the_run(customer, uploaded)
        placed = [call["number"] for call in run.bolna.calls()][24:]
        assert set(placed[:LIMIT]) == {call["phone_number"] for call in planned["first_calls"][:LIMIT]}
        first, end = (
            datetime.fromisoformat(one) for one in (planned["first_calls"][0]["at"], planned["expected_end_at"])
        )
        shortest = len(placed) / LIMIT * SECONDS_OF_A_CALL
        assert (end - first).total_seconds() > shortest
