"""The scheduler alone: `python -m bench.scheduler [CALLS,USERS …]` writes `bench/scheduler.json`.

On PostgreSQL of its own, with nothing else running: `CallEnded` in, `DialRequested` out, committed to disk. For each
size the queue is filled beside the scheduler, which then starts with it; every user has one campaign, each alike.
One line ends after the other (a step each), then twenty at a time (a step for the twenty).
"""

import asyncio
import json
import os
import resource
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from bench.machine import commit, machine
from bench.record import Percentiles
from shared.contracts.scheduler import DialRequested
from shared.contracts.vocabulary import Service
from tests.infrastructure import Postgres, server_folder, start_postgres
from tests.integration.scheduler import tale
from tests.integration.scheduler.stage import Stage, stage

RESULTS = Path(__file__).with_name("scheduler.json")
SIZES = ((10_000, 10), (100_000, 100), (1_000_000, 10), (1_000_000, 10_000))
SLOTS = 100
STEPS = 400
TOGETHER = 20
WARM_UP = 20
GOALS = {"cycles_a_second": 1500, "step_p99_ms": 5, "growth": 1.3, "memory_mib": 300, "first_request_seconds": 5}

FILL = """
insert into users (user_id, concurrent_calls_limit)
    select ('00000000-0000-0000-0000-' || lpad(to_hex(x'10000'::int + u), 12, '0'))::uuid, %(slots)s
    from generate_series(1, %(users)s) u;
insert into agents (agent_id, user_id, from_phone_numbers)
    select user_id, user_id, '{}' from users;
insert into campaigns (campaign_id, user_id, agent_id, next_action, settings, by_contact_zone, state, opened, total)
    select user_id, user_id, user_id, '', %(settings)s, false, 'running', true, %(calls)s / %(users)s from users;
insert into lanes (campaign_id, zone) select campaign_id, '*' from campaigns;
insert into calls (
    call_id, campaign_id, contact_id, user_id, phone_number, zone, priority, place, as_of, user_data, queued_at
)
    select gen_random_uuid(), u.user_id, gen_random_uuid(), u.user_id, '+44' || (2000000000 + n)::text, '',
        (n %% 3)::int * 10, n, 0, '{"name": "Asha"}', now()
    from generate_series(1, %(calls)s) n
    join users u on u.user_id
        = ('00000000-0000-0000-0000-' || lpad(to_hex(x'10000'::int + 1 + n %% %(users)s), 12, '0'))::uuid;
update system set concurrent_calls_limit = %(slots)s;
"""


@dataclass(frozen=True)
class Measured:
    """Of one size of the queue."""

    calls: int
    users: int
    first_request_seconds: float
    step: Percentiles
    cycles_a_second: float
    cycles_a_second_together: float
    memory_mib: float


def main() -> None:
    """Measures each size in a database of its own, prints and writes."""
    sizes = [_size(argument) for argument in sys.argv[1:]] or list(SIZES)
    began, load = datetime.now(UTC), os.getloadavg()[0]
    with server_folder() as folder:
        server = start_postgres(folder)
        try:
            server.make_template()
            measured = [_measured(server, calls, users) for calls, users in sizes]
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
        "slots": SLOTS,
        "sizes": [asdict(one) for one in measured],
        "growth": round(max(one.step.p50_ms for one in measured) / measured[0].step.p50_ms, 2),
    }
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    print(json.dumps(results, indent=2))


def _size(argument: str) -> tuple[int, int]:
    calls, users = argument.split(",")
    return int(calls), int(users)


def _measured(server: Postgres, calls: int, users: int) -> Measured:
    with server.migrated_database() as dsn:
        _fill(dsn, calls, users)
        return asyncio.run(_measure(dsn, calls, users))


def _fill(dsn: str, calls: int, users: int) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set search_path to scheduler")
        cursor = psycopg.ClientCursor(connection)
        settings = Jsonb(tale.ALWAYS.model_dump(mode="json"))
        cursor.execute(FILL.encode(), {"calls": calls, "users": users, "slots": SLOTS, "settings": settings})
        connection.execute("vacuum analyze")


async def _measure(dsn: str, calls: int, users: int) -> Measured:
    began = time.perf_counter()
    async with stage(dsn) as scene:
        scene.clock[0] = datetime.now(UTC)
        await scene.one_turn()
        first = time.perf_counter() - began
        scene.give_turns_at_once()
        await _run(scene, 1, WARM_UP)
        steps, alone = await _run(scene, 1, STEPS)
        _, together = await _run(scene, TOGETHER, STEPS // TOGETHER)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return Measured(calls, users, round(first, 3), Percentiles.of(steps), alone, together, round(memory, 1))


async def _run(scene: Stage, together: int, steps: int) -> tuple[list[float], float]:
    """Return the seconds of each step, and how many cycles come to a second; looking for open lines is not counted."""
    position = (await scene.store.head()).position
    taken = []
    live: list[DialRequested] = []
    for _ in range(steps):
        if len(live) < together:
            live = await _live(scene)
        began = time.perf_counter()
        await _end(scene, live[:together])
        taken.append(time.perf_counter() - began)
        live = live[together:]
    requested = (await scene.store.head()).position - position
    assert requested == steps * together, "each line that ended was followed by a request, and by nothing else"
    return taken, round(steps * together / sum(taken), 1)


async def _end(scene: Stage, ending: list[DialRequested]) -> None:
    """Lines end: the step that takes it in gives the free slots to the next calls, and is committed."""
    await scene.tell(Service.WEBHOOKS, *(tale.ended(request, scene.now) for request in ending))


async def _live(scene: Stage) -> list[DialRequested]:
    """The requests that hold a slot, the oldest first."""
    held = {row["attempt_id"] for row in await scene.rows("select attempt_id from slots")}
    head = (await scene.store.head()).position
    log = await scene.store.read(max(0, head - 2 * SLOTS), limit=2 * SLOTS, max_bytes=1 << 28)
    return [one.event for one in log if isinstance(one.event, DialRequested) and one.event.attempt_id in held]


if __name__ == "__main__":
    main()
