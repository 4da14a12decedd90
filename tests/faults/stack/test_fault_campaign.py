"""All faults together, seed by seed: `make soak`, or FAULT_SEEDS=3,4 FAULT_CONTACTS=1000 for some of it.

Each seed that passes writes its line to bench/faults.md.
"""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from tests.faults.stack.conftest import Rehearse
from tests.faults.stack.fault_campaign import ALWAYS, FaultCampaign
from tests.faults.stack.judge import violations
from tests.faults.stack.rehearsal import Rehearsal, running_stack
from tests.faults.stack.running_stack import RunningStack
from tests.infrastructure import server_folder
from tests.integration.stack.running import ROOT

SEEDS = [int(seed) for seed in os.environ.get("FAULT_SEEDS", "1,2,3,4,5,6,7,8,9,10").split(",")]
CONTACTS = int(os.environ.get("FAULT_CONTACTS", "5000"))
USERS = 20
USER_LIMIT = 20
SYSTEM_LIMIT = 100
LONGEST_SECONDS = 600.0 + CONTACTS * 0.1
DEADLINES = {
    "CALL_REPORT_WAIT_SECONDS": "120",  # results may be 30 s late, and Bolna away
    "CALL_SILENT_AFTER_SECONDS": "5",
    "UNKNOWN_CALL_LOOKUPS_SECONDS": "1,3",
}
SERVICES = ("campaigns", "scheduler", "dialer", "webhooks")
RESULTS = ROOT / "bench" / "faults.md"


@pytest.fixture(scope="module")
def stack(request: pytest.FixtureRequest) -> Iterator[RunningStack]:
    if not request.config.getoption("--soak"):
        pytest.skip("minutes long: make soak")
    with (
        server_folder() as folder,
        running_stack(folder, **DEADLINES) as started,
    ):
        yield started


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_contact_is_called_once_when_everything_goes_wrong_together(rehearse: Rehearse, seed: int) -> None:
    run = rehearse(*[USER_LIMIT] * USERS, system_limit=SYSTEM_LIMIT)
    run.bolna.change({"seed": seed, **ALWAYS})
    for customer in run.customers:
        run.upload(customer, CONTACTS // USERS)
    began = time.monotonic()
    campaign = FaultCampaign(run, seed)
    campaign.until(lambda: _settled(run) == CONTACTS, LONGEST_SECONDS)
    run.wait_until_completed(LONGEST_SECONDS)
    took = time.monotonic() - began
    broken = violations(run.evidence())
    assert not broken, "\n".join(broken)
    for service in SERVICES:
        rebuilt = run.stack.run_service(service, "rebuild", "--check")
        assert rebuilt.returncode == 0, f"{service}: {rebuilt.stdout}{rebuilt.stderr}"
    _write_down(seed, took, campaign, run)


def _settled(run: Rehearsal) -> int:
    """How many of the run's calls are settled; 0 while nobody can say."""
    query = "select coalesce(sum(settled), 0) from scheduler.campaigns where campaign_id = any(%s::uuid[])"
    try:
        with run.stack.database() as connection:
            row = connection.execute(query, ([plan.campaign_id for plan in run.planned],)).fetchone()
    except psycopg.OperationalError:
        return 0
    return int(row[0]) if row is not None else 0


def _write_down(seed: int, took: float, campaign: FaultCampaign, run: Rehearsal) -> None:
    met = run.bolna.answers_and_faults()["faults"]
    webhooks = run.bolna.webhooks()
    told = [
        f"{datetime.now(UTC):%Y-%m-%d}",
        str(seed),
        str(CONTACTS),
        f"{took:.0f}",
        str(run.bolna.peaks().system),
        str(sum(times for what, times in campaign.done.items() if what.endswith("killed"))),
        str(sum(times for what, times in campaign.done.items() if what.endswith("frozen"))),
        " ".join(f"{fault} {times}" for fault, times in sorted(met.items())),
        str(webhooks["lost"]),
        "none",
    ]
    with RESULTS.open("a", encoding="utf-8") as results:
        results.write(f"| {' | '.join(told)} |\n")
