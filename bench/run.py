"""The benchmarks: `python -m bench.run` starts a stack, measures, prints, and writes `bench/results.json`."""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from bench.floor import floor
from bench.machine import commit, machine
from bench.record import Percentiles, slot_turnarounds, utilisation
from tests.faults.stack.judge import violations
from tests.faults.stack.rehearsal import Rehearsal, rehearsal, running_stack
from tests.faults.stack.running_stack import RunningStack
from tests.faults.stack.waiting import wait_for
from tests.infrastructure import server_folder

RESULTS = Path(__file__).with_name("results.json")
SLOTS = 10
CONTACTS = 1_000
PATIENCE_SECONDS = 600.0
FAR_OFF = "2099-01-01"
UPLOADS = 5
ROWS = 1_000
POLL_SECONDS = 0.005
GOALS = {
    "slot_turnaround": {"p50_ms": 15, "p99_ms": 50},
    "utilisation": {"ratio": 1.02},
    "upload": {"queued_seconds": 1.0},
}
CALLS = {
    "fixed_numbers": False,
    "ring_seconds": [0.1, 0.3],
    "unanswered_ring_seconds": [0.5, 1.5],
    "talk_seconds": [0.4, 1.2],
    "completed_after_seconds": [0.05, 0.2],
    "outcomes": {"no-answer": 0.2, "busy": 0.1},
}
"""Each call takes its line for 0.5 to 1.5 s."""

QUEUED = "select count(*) from scheduler.call_queue"


def main() -> None:
    """Measures, prints and writes; exits 1 where a promise was broken on the way, for then the figures mean nothing."""
    began, load = datetime.now(UTC), os.getloadavg()[0]
    with server_folder() as folder, running_stack(folder) as stack:
        with _one_customer(stack) as run:
            uploads = [_upload(run) for _ in range(UPLOADS)]
        bare = floor(
            database=stack.public["database"],
            nats_url=stack.public["nats"],
            http_url=f"{stack.public['simulator']}/simulator/summary",
        )
        with _one_customer(stack) as run:
            calling = _call_everybody(run)
        facts = machine(stack.public["database"])
    results = {
        "taken_at": began.isoformat(timespec="seconds"),
        "commit": commit(),
        "how": "one run of `make bench`: stack, simulator and measuring process on this machine, on the same cores",
        "load_before": round(load, 2),
        "machine": facts,
        "goals": GOALS,
        "floor": asdict(bare),
        **calling,
        "upload": {"rows": ROWS, "runs": uploads},
    }
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    print(json.dumps(results, indent=2))
    sys.exit(1 if calling["broken_promises"] else 0)


def _one_customer(stack: RunningStack) -> AbstractContextManager[Rehearsal]:
    return rehearsal(stack, [SLOTS], system_limit=SLOTS, profile=CALLS)


def _upload(run: Rehearsal) -> dict[str, float]:
    """Uploads a campaign that nobody is called for yet; the seconds until the answer, and until all rows are queued."""
    (customer,) = run.customers
    with run.stack.database() as connection, ThreadPoolExecutor(1) as beside:
        answered: list[float] = []
        before = _count(connection)
        began = time.perf_counter()
        uploading = beside.submit(run.upload, customer, ROWS, start_date=FAR_OFF)
        uploading.add_done_callback(lambda _: answered.append(time.perf_counter() - began))
        wait_for(lambda: _count(connection) >= before + ROWS, "every row is queued", poll=POLL_SECONDS)
        queued = time.perf_counter() - began
        campaign = uploading.result()
    customer.api.post(f"/api/campaigns/{campaign.campaign_id}/cancel")
    return {"answered_seconds": round(answered[0], 3), "queued_seconds": round(queued, 3)}


def _count(connection: psycopg.Connection[tuple[Any, ...]]) -> int:
    row = connection.execute(QUEUED).fetchone()
    assert row is not None
    count: int = row[0]
    return count


def _call_everybody(run: Rehearsal) -> dict[str, Any]:
    run.upload(run.customers[0], CONTACTS)
    run.wait_until_completed(PATIENCE_SECONDS)
    calls = run.bolna.calls()
    turnarounds = slot_turnarounds(calls, run.bolna.webhooks()["webhooks"], SLOTS)
    return {
        "slot_turnaround": asdict(Percentiles.of(turnarounds)),
        "utilisation": asdict(utilisation(calls, SLOTS)),
        "broken_promises": violations(run.evidence()),
    }


if __name__ == "__main__":
    main()
