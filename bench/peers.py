"""The whole system beside job queues for PostgreSQL: `python -m bench.peers` writes `bench/peers.json`.

4,000 jobs of 20 ms, 20 tenants of which one has half, at most 5 at once of a tenant and 50 in all. For ours a job is a
call: real HTTP to the simulator, where it takes 20 ms, and two webhooks back. DBOS and PgQueuer run the same jobs,
asleep for 20 ms, on the same PostgreSQL in the same run, from an environment that is made at the first run. What ran at
once is counted by the simulator for ours, for the others by `observer.py`: by nobody's own books.
"""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from bench.machine import commit, machine
from bench.observer import observer
from bench.processors import spent
from bench.telling import ALL, EACH, SECONDS
from tests.faults.stack.judge import peak_of, violations
from tests.faults.stack.rehearsal import Rehearsal, rehearsal, running_stack
from tests.faults.stack.running_stack import RunningStack
from tests.faults.stack.waiting import wait_for
from tests.infrastructure import server_folder

HERE = Path(__file__).parent
RESULTS = HERE / "peers.json"
ENVIRONMENT = HERE / ".peers"
PEERS = ("pgqueuer", "dbos")
TENANTS = 20
JOBS = 4_000
PATIENCE_SECONDS = 900.0
CALLS = {
    "fixed_numbers": False,
    "ring_seconds": 0,
    "talk_seconds": SECONDS,
    "completed_after_seconds": 0,
    "webhooks": ["call-disconnected", "completed"],
}


@dataclass(frozen=True)
class Done:
    """What one system did of the work, and what ran at once at most."""

    system: str
    jobs: int
    seconds: float
    jobs_a_second: float
    most_of_a_tenant: int
    most_in_all: int
    limits_held: bool
    processor_ms_a_job: Mapping[str, float] = field(default_factory=dict)
    """Of ours, by process: what each spent of the processors from the first call until all is settled."""


def main() -> None:
    """Has each do the work, prints and writes; exits 1 where a promise of ours was broken on the way."""
    began, load = datetime.now(UTC), os.getloadavg()[0]
    jobs = _shares(int(sys.argv[1]) if len(sys.argv) > 1 else JOBS)
    _make_environment()
    with server_folder() as folder, running_stack(folder) as stack:
        with rehearsal(stack, [EACH] * TENANTS, system_limit=0, profile=CALLS) as run:
            done = [_ours(run, jobs)]
            broken = violations(run.evidence())
        done += [_theirs(stack, folder / "observer", name, jobs) for name in PEERS]
        facts = machine(stack.public["database"])
    results = {
        "taken_at": began.isoformat(timespec="seconds"),
        "commit": commit(),
        "how": "one run of `python -m bench.peers`: all on this machine, ours first and then idle beside the others",
        "load_before": round(load, 2),
        "machine": facts,
        "work": {"jobs": sum(jobs), "tenants": len(jobs), "seconds": SECONDS, "of_a_tenant": EACH, "in_all": ALL},
        "done": [asdict(one) for one in done],
        "broken_promises": broken,
    }
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    print(json.dumps(results, indent=2))
    sys.exit(1 if broken else 0)


def _shares(jobs: int) -> list[int]:
    """Return how many each tenant has: the first half of all, the others as many as each other, or one more."""
    half, others = jobs // 2, TENANTS - 1
    rest = jobs - half
    return [half, *(rest // others + (n < rest % others) for n in range(others))]


def _make_environment() -> None:
    """Once; anew where the requirements have changed."""
    wanted = (HERE / "peers.txt").read_text("utf-8")
    made_of = ENVIRONMENT / "made-of.txt"
    if made_of.exists() and made_of.read_text("utf-8") == wanted:
        return
    venv.create(ENVIRONMENT, clear=True, with_pip=True)
    pip = str(ENVIRONMENT / "bin" / "pip")
    subprocess.run([pip, "install", "--quiet", "--require-hashes", "-r", str(HERE / "peers.txt")], check=True)  # noqa: S603  # pinned
    made_of.write_text(wanted, "utf-8")


def _ours(run: Rehearsal, jobs: Sequence[int]) -> Done:
    """Queue everything while the system's limit is 0, then raise it."""
    for customer, count in zip(run.customers, jobs, strict=True):
        run.upload(customer, count)
    with run.stack.database() as connection:
        wait_for(lambda: _queued(connection) >= sum(jobs), "every call is queued", PATIENCE_SECONDS)
    before = spent(run.stack.pids)
    run.admin.patch("/api/settings/concurrency", {"system_limit": ALL})
    run.system_limit = ALL
    run.wait_until_completed(PATIENCE_SECONDS)
    after = spent(run.stack.pids)
    placed = run.bolna.placed()
    ends = [call.line_ended for call in placed if call.line_ended is not None]
    seconds = (max(ends) - min(call.received for call in placed)).total_seconds()
    agents = {call.bolna_agent_id for call in placed}
    peaks = run.bolna.peaks()
    of_a_tenant = max(peak_of([call for call in placed if call.bolna_agent_id == agent]) for agent in agents)
    done = _done("this", len(placed), seconds, max(of_a_tenant, *peaks.agents.values()), peaks.system)
    each = {name: round((after[name] - before.get(name, 0.0)) * 1000 / len(placed), 2) for name in after}
    return replace(done, processor_ms_a_job={name: each[name] for name in sorted(each, key=lambda name: -each[name])})


def _theirs(stack: RunningStack, address: Path, name: str, jobs: Sequence[int]) -> Done:
    with stack.database() as connection:
        connection.execute(f"create database peer_{name}".encode())
    database = urlsplit(stack.public["database"])._replace(path=f"/peer_{name}").geturl()
    with observer(address) as observed:
        worker = [str(ENVIRONMENT / "bin" / "python"), "-m", f"bench.peer_{name}", database, str(address)]
        shares = ",".join(map(str, jobs))
        subprocess.run([*worker, shares], check=True, timeout=PATIENCE_SECONDS, cwd=HERE.parent)  # noqa: S603  # ours
    return _done(name, observed.done, observed.seconds, observed.most_of_a_tenant, observed.most_in_all)


def _done(system: str, jobs: int, seconds: float, of_a_tenant: int, in_all: int) -> Done:
    held = of_a_tenant <= EACH and in_all <= ALL
    return Done(system, jobs, round(seconds, 2), round(jobs / seconds, 1), of_a_tenant, in_all, held)


def _queued(connection: psycopg.Connection[tuple[int]]) -> int:
    row = connection.execute("select count(*) from scheduler.call_queue").fetchone()
    assert row is not None
    return row[0]


if __name__ == "__main__":
    main()
