"""What others feel while something large goes on: first calls, pauses, reads; and how much memory is taken."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.faults.stack.rehearsal import Rehearsal
from tests.faults.stack.waiting import wait_for

CONTACTS = 10
READ_EVERY_SECONDS = 0.02
CAMPAIGN_EVERY_SECONDS = 2.0
MEMORY_EVERY_SECONDS = 0.25
POLL_SECONDS = 0.005
PATIENCE_SECONDS = 60.0
MEGABYTE = 1024 * 1024


@dataclass
class Felt:
    """Durations in seconds, each list in the order of what was done."""

    first_calls: list[float] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)


@contextmanager
def another_user(run: Rehearsal) -> Iterator[Felt]:
    """While the block runs, the run's last customer reads all the time, and again and again makes a campaign of ten
    contacts, waits for its first call, and pauses it.
    """
    felt = Felt()
    with _beside(lambda done: _campaigns(run, felt, done)), _beside(lambda done: _reads(run, felt, done)):
        yield felt


def _campaigns(run: Rehearsal, felt: Felt, done: threading.Event) -> None:
    customer = run.customers[-1]
    while not done.is_set():
        before = run.bolna.count()
        began = time.perf_counter()
        campaign = run.upload(customer, CONTACTS)
        wait_for(lambda: run.bolna.count() > before, "the first call", PATIENCE_SECONDS, poll=POLL_SECONDS)  # noqa: B023
        felt.first_calls.append(time.perf_counter() - began)
        began = time.perf_counter()
        customer.api.post(f"/api/campaigns/{campaign.campaign_id}/pause")
        felt.pauses.append(time.perf_counter() - began)
        customer.api.post(f"/api/campaigns/{campaign.campaign_id}/cancel")
        wait_for(lambda: not run.bolna.peaks().live, "the lines are free again", PATIENCE_SECONDS)
        done.wait(CAMPAIGN_EVERY_SECONDS)


def _reads(run: Rehearsal, felt: Felt, done: threading.Event) -> None:
    customer = run.customers[-1]
    key = customer.api.post("/api/keys", {"name": f"reads {uuid4()}"})["key"]
    headers = {"Authorization": f"Bearer {key}"}
    paths = ("/api/me", "/api/campaigns", "/api/queue/statistics", "/api/contacts")
    with httpx.Client(base_url=run.stack.public["api"], headers=headers, timeout=PATIENCE_SECONDS) as client:
        offered = [path for path in paths if client.get(path).is_success]
        while not done.is_set():
            for path in offered:
                began = time.perf_counter()
                client.get(path).raise_for_status()
                felt.reads.append(time.perf_counter() - began)
                done.wait(READ_EVERY_SECONDS)


@contextmanager
def memory_watched(pids: Mapping[str, int]) -> Iterator[dict[str, int]]:
    """Most memory resident in each process, in MiB, by its name; its children's under `<name> child`.

    Of PostgreSQL, whose processes share their buffers, only what each has for itself.
    """
    most: dict[str, int] = {}
    with _beside(lambda done: _memory(pids, most, done)):
        yield most


def _memory(pids: Mapping[str, int], most: dict[str, int], done: threading.Event) -> None:
    while not done.wait(MEMORY_EVERY_SECONDS):
        parents = _parents()
        for name, pid in pids.items():
            for one in (pid, *(child for child, parent in parents.items() if parent == pid)):
                called = name if one == pid else f"{name} child"
                most[called] = max(most.get(called, 0), _resident(one, alone=name == "postgres"))


def _parents() -> dict[int, int]:
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            stat = (process / "stat").read_text("utf-8")
        except OSError:
            continue
        found[int(process.name)] = int(stat.rpartition(")")[2].split()[1])
    return found


def _resident(pid: int, *, alone: bool) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    kibibytes = {
        name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in lines) if "kB" in value
    }
    resident = kibibytes.get("VmRSS", 0) - (kibibytes.get("RssShmem", 0) if alone else 0)
    return round(resident * 1024 / MEGABYTE)


@contextmanager
def _beside(work: Callable[[threading.Event], Any]) -> Iterator[None]:
    """Do the work in a thread beside the block; what it raises is raised at the block's end."""
    done, failed = threading.Event(), list[BaseException]()

    def working() -> None:
        try:
            work(done)
        except BaseException as error:  # noqa: BLE001 - raised in the block's thread
            failed.append(error)

    thread = threading.Thread(target=working, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(PATIENCE_SECONDS)
    if failed:
        raise failed[0]
