"""The scheduler alone: `python -m bench.scheduler [SIZE …]` writes `bench/scheduler.json`.

On PostgreSQL of its own, with nothing else running: `CallEnded` in, `DialRequested` out, committed to disk. For each
size the queue is filled beside the scheduler, which then starts with it, in a process of its own. Lines end one after
the other (a step each), then so many at a time as may end together in life (a step for them all).
"""

import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from bench.lines import Lines
from bench.machine import commit, machine
from bench.record import Percentiles
from bench.work import Work
from tests.infrastructure import Postgres, server_folder, start_postgres
from tests.integration.scheduler.filling import Filling, fill
from tests.integration.scheduler.stage import stage

RESULTS = Path(__file__).with_name("scheduler.json")
SLOTS = 100
SIZES = {
    "10k": Filling(10_000, 10, SLOTS),
    "100k": Filling(100_000, 100, SLOTS),
    "100k-closed": Filling(100_000, 100, SLOTS, closed=1_000),
    "1M": Filling(1_000_000, 10, SLOTS),
    "1M-users": Filling(1_000_000, 10_000, SLOTS),
    "10M": Filling(10_000_000, 1_000, SLOTS),
    "capped-2k": Filling(2_000, 1, SLOTS, each=2, calls_a_day=1),
    "capped-200k": Filling(200_000, 1, SLOTS, each=2, calls_a_day=1),
}
"""By name. `closed`: with 1,000 cancelled campaigns in front. `capped`: two campaigns of the same numbers, which may be
called once a day."""
LINES = {1: 400, 20: 1_000, 100: 3_000}
"""How many lines are ended so many at a time; of those that end in the first steps nothing is counted."""
CAPPED_LINES = {1: 200, 20: 200, 100: 400}
"""Of the smallest capped queue no more are to be called."""
WARM_UP = 20
GOALS = {"cycles_a_second": 1500, "step_p99_ms": 5, "growth": 1.3, "memory_mib": 300, "first_request_seconds": 5}


@dataclass(frozen=True)
class Pace:
    """So many lines ended together, in one step: what a step took, and what a line's end cost."""

    together: int
    cycles_a_second: float
    step: Percentiles
    a_cycle: Work


@dataclass(frozen=True)
class Measured:
    """Of one size of the queue."""

    name: str
    filling: Filling
    load_before: float
    fill_seconds: float
    disk_mib: float
    first_request_seconds: float
    paces: Sequence[Pace]
    memory_mib: float


def main() -> None:
    """Measures each size in a database and a process of its own, prints and writes."""
    names = sys.argv[1:] or list(SIZES)
    began, load = datetime.now(UTC), os.getloadavg()[0]
    with server_folder() as folder:
        server = start_postgres(folder)
        try:
            server.make_template()
            measured = [_measured(server, name) for name in names]
            facts = machine(server.dsn())
        finally:
            server.stop()
    results = {
        "taken_at": began.isoformat(timespec="seconds"),
        "commit": commit(),
        "how": "one run of `python -m bench.scheduler`: scheduler, PostgreSQL and measuring process on the same cores",
        "load_before": round(load, 2),
        "machine": facts,
        "goals": GOALS,
        "sizes": [asdict(one) for one in measured],
        "growth": _growth(measured),
    }
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    print(json.dumps(results, indent=2))


def _growth(measured: Sequence[Measured]) -> dict[str, dict[str, float]]:
    """What a cycle costs in the costliest size, by what it costs in the first of its kind; one line at a time."""
    kinds = {
        "plain": [one.paces[0] for one in measured if one.filling.calls_a_day is None],
        "capped": [one.paces[0] for one in measured if one.filling.calls_a_day is not None],
    }
    return {
        kind: {
            "step_p50": _most([one.step.p50_ms for one in paces]),
            "processor": _most([one.a_cycle.processor_ms for one in paces]),
            "rows_read": _most([one.a_cycle.rows_read for one in paces]),
        }
        for kind, paces in kinds.items()
        if paces
    }


def _most(figures: Sequence[float]) -> float:
    return round(max(figures) / figures[0], 2)


def _measured(server: Postgres, name: str) -> Measured:
    filling, load = SIZES[name], os.getloadavg()[0]
    with server.migrated_database() as dsn:
        began = time.perf_counter()
        fill(dsn, filling)
        filled = round(time.perf_counter() - began, 1)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            measured: Measured = process.submit(_in_its_process, dsn, name, filling).result()
    measured = replace(measured, load_before=round(load, 2), fill_seconds=filled)
    print(json.dumps(asdict(measured)), file=sys.stderr)
    return measured


def _in_its_process(dsn: str, name: str, filling: Filling) -> Measured:
    return asyncio.run(_measure(dsn, name, filling))


async def _measure(dsn: str, name: str, filling: Filling) -> Measured:
    began = time.perf_counter()
    async with stage(dsn) as scene:
        scene.clock[0] = datetime.now(UTC)
        await scene.one_turn()
        first = round(time.perf_counter() - began, 3)
        scene.give_turns_at_once()
        lines = Lines(scene, SLOTS)
        await lines.read()
        await _run(lines, 1, WARM_UP)
        count = LINES if filling.calls_a_day is None else CAPPED_LINES
        paces = [await _run(lines, together, count[together]) for together in count]
        size = (await scene.rows("select pg_database_size(current_database()) as bytes"))[0]["bytes"]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(name, filling, 0.0, 0.0, round(size / 2**20), first, paces, round(memory, 1))


async def _run(lines: Lines, together: int, count: int) -> Pace:
    """End lines and measure; what the measuring itself does in between is not in the times."""
    before = await Work.so_far(lines.scene)
    taken = []
    for _ in range(count // together):
        taken.append(await lines.end(together))
        await lines.read()
        assert len(lines.live) == SLOTS, "each line that ended was followed by a request"
    work = (await Work.so_far(lines.scene)).since(before, count)
    return Pace(together, round(count / sum(taken), 1), Percentiles.of(taken), work)


if __name__ == "__main__":
    main()
