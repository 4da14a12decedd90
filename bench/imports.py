"""A million rows: `python -m bench.imports [ROWS]` starts a stack, uploads, and writes `bench/imports.json`.

Beside a bare COPY of the same rows into a table without an index, on the same server, in the same run.
"""

import json
import os
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg

from bench.beside import another_user, memory_watched
from bench.machine import commit, machine
from bench.processors import spent
from bench.record import Percentiles
from tests.faults.stack.api_client import Customer
from tests.faults.stack.rehearsal import Rehearsal, rehearsal, running_stack
from tests.faults.stack.waiting import wait_for
from tests.infrastructure import server_folder

RESULTS = Path(__file__).with_name("imports.json")
ROWS = 1_000_000
SMALL_ROWS = 100
SMALL_UPLOADS = 10
FAR_OFF = "2099-01-01"
PATIENCE_SECONDS = 1200.0
BLOCK_BYTES = 1024 * 1024
GOALS = {
    "queued_seconds": 60,
    "small_answered_seconds": 0.3,
    "most_memory_mib": 400,
    "first_call_seconds": 1.0,
    "pause_seconds": 1.0,
    "reads_p99_ms": 100,
}
"""For 1,000,000 rows; `first_call`, `pause` and `reads` are another user's meanwhile."""

FETCHED = """
select coalesce(sum(fetched), 0) from scheduler.chunks where campaign_id = %s
"""
QUEUED = "select count(*) from scheduler.call_queue where campaign_id = %s and status = 'queued'"


def main() -> None:
    """Measures, prints and writes; raises where a row is missing at the end, for then the figures mean nothing."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    began, load = datetime.now(UTC), os.getloadavg()[0]
    with server_folder() as folder, running_stack(folder) as stack:
        file = folder / "contacts.csv"
        write_contacts(file, rows)
        copied = _bare_copy(stack.public["database"], file)
        with rehearsal(stack, [10, 2], system_limit=10) as run:
            small = [_small_upload(run) for _ in range(SMALL_UPLOADS)]
            before = spent(stack.pids)
            with memory_watched(stack.pids) as most, another_user(run) as felt:
                large = _large_upload(run, run.customers[0], file, rows)
            after = spent(stack.pids)
        facts = machine(stack.public["database"])
    results = {
        "taken_at": began.isoformat(timespec="seconds"),
        "commit": commit(),
        "how": "one run of `python -m bench.imports`: everything on this machine, on the same cores",
        "load_before": round(load, 2),
        "machine": facts,
        "goals": GOALS,
        "rows": rows,
        "bare_copy_seconds": copied,
        "large": large,
        "processor_us_a_row": {name: round((after[name] - before[name]) / rows * 1e6, 1) for name in sorted(after)},
        "small": {"rows": SMALL_ROWS, "answered_seconds": small},
        "meanwhile": {
            "first_calls": asdict(Percentiles.of(felt.first_calls)),
            "pauses": asdict(Percentiles.of(felt.pauses)),
            "reads": asdict(Percentiles.of(felt.reads)),
        },
        "most_memory_mib": dict(sorted(most.items())),
    }
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    print(json.dumps(results, indent=2))


def write_contacts(file: Path, rows: int) -> None:
    """Write a file of contacts as people have them: a number, a name, an e-mail, a company, a note."""
    with file.open("w", encoding="utf-8") as stream:
        stream.write("phone_number,name,email,company,notes\n")
        for row in range(rows):
            stream.write(f"+9197{row:08d},Asha Example {row},asha.{row}@example.com,Example Traders,asked for prices\n")


def _bare_copy(database: str, file: Path) -> float:
    """The seconds that PostgreSQL takes to take in the same rows and nothing else, committed."""
    with psycopg.connect(database) as connection:
        connection.execute("create schema bench_copy")
        connection.execute(
            "create table bench_copy.contacts (phone_number text, name text, email text, company text, notes text)"
        )
        connection.commit()
        began = time.perf_counter()
        with (
            file.open("rb") as stream,
            connection.cursor().copy("copy bench_copy.contacts from stdin with (format csv, header)") as copy,
        ):
            while block := stream.read(BLOCK_BYTES):
                copy.write(block)
        connection.commit()
        took = time.perf_counter() - began
        connection.execute("drop schema bench_copy cascade")
    return round(took, 2)


def _fields(customer: Customer) -> dict[str, str]:
    return {
        "campaign_name": "a large one",
        "agent_id": customer.agent_id,
        "next_action": "call",
        "first_call_time": "00:00",
        "last_call_time": "24:00",
        "start_date": FAR_OFF,
    }


def _small_upload(run: Rehearsal) -> float:
    """The seconds until a file of a hundred rows is answered with 201."""
    began = time.perf_counter()
    run.upload(run.customers[1], SMALL_ROWS, start_date=FAR_OFF)
    return round(time.perf_counter() - began, 3)


def _large_upload(run: Rehearsal, customer: Customer, file: Path, rows: int) -> dict[str, Any]:
    """The seconds since the upload began until: it was received, it was accepted, every row is in the queue."""
    headers = customer.api.headers | {"Prefer": "respond-async", "Idempotency-Key": str(uuid4())}
    origin = run.stack.public["api"]
    began = time.perf_counter()
    with httpx.Client(base_url=origin, headers=headers, timeout=PATIENCE_SECONDS) as client, file.open("rb") as stream:
        answer = client.post(
            "/api/campaigns/upload-csv",
            data=_fields(customer),
            files={"file": (file.name, stream, "text/csv")},
        )
        answer.raise_for_status()
        received = time.perf_counter() - began
        path = f"/api/imports/{answer.json()['import']['id']}"

        def status() -> str:
            told: str = client.get(path).json()["status"]
            assert told != "failed", client.get(path).text
            return told

        wait_for(lambda: status() in {"queueing", "done"}, "accepted", PATIENCE_SECONDS, poll=0.1)
        accepted = time.perf_counter() - began
        campaign_id = client.get(path).json()["campaign_id"]
        stored = _stored(client, path, began)
    with run.stack.database() as connection:
        wait_for(lambda: _number(connection, FETCHED, campaign_id) >= rows, "queued", PATIENCE_SECONDS, poll=0.1)
        queued = time.perf_counter() - began
        assert _number(connection, QUEUED, campaign_id) == rows, "a row is missing"
    return {
        "received_seconds": round(received, 2),
        "accepted_seconds": round(accepted, 2),
        "stored_seconds": round(stored, 2),
        "queued_seconds": round(queued, 2),
        "rows_per_second": round(rows / queued),
    }


def _stored(client: httpx.Client, path: str, began: float) -> float:
    wait_for(lambda: client.get(path).json()["status"] == "done", "done", PATIENCE_SECONDS, poll=0.1)
    return time.perf_counter() - began


def _number(connection: psycopg.Connection[tuple[Any, ...]], query: str, campaign_id: str) -> int:
    row = connection.execute(query, (campaign_id,)).fetchone()
    assert row is not None
    return int(row[0])


if __name__ == "__main__":
    main()
