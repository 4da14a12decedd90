"""Freezes the leading dialer between the COMMIT of *sending* and the POST, every time.

PostgreSQL holds the commit for us: a deferred trigger, which the test puts on the dialer's attempts as the database's
owner, waits at COMMIT for a lock that the test holds. While it waits the dialer is stopped; then the lock is given up.
So *sending* is committed, and the answer lies unread in the dialer's socket: no POST of it can have begun. The product
has no part in this.
"""

import contextlib
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.faults.stack.bolna_side import BolnaSide
from tests.faults.stack.running_stack import RunningStack
from tests.faults.stack.waiting import wait_for

GATE = """
create function public.gate_of_a_test() returns trigger language plpgsql security definer as $$
begin
    perform pg_advisory_xact_lock_shared(4711);
    return null;
end $$;
create constraint trigger gate_of_a_test after insert or update on dialer.attempts
    deferrable initially deferred
    for each row when (new.state = 'sending') execute function public.gate_of_a_test();
"""
NO_GATE = "drop trigger gate_of_a_test on dialer.attempts; drop function public.gate_of_a_test();"
WAITING_AT_THE_GATE = "select count(*) from pg_locks where locktype = 'advisory' and objid = 4711 and not granted"
SENDING = "select attempt_id::text from dialer.attempts where state = 'sending'"


@dataclass(frozen=True)
class Frozen:
    """A dialer that stands still: its pid, and the attempts whose *sending* it committed and did not post."""

    pid: int
    attempts: frozenset[str]


def freeze_after_sending(stack: RunningStack, bolna: BolnaSide, seconds: float = 30.0) -> Frozen:
    """Stops the leading dialer as above; calls must be on their way. The caller wakes it, or it ends with the stack."""
    pid = stack.pids["dialer"]
    with stack.database() as connection, _commits_held(connection):
        wait_for(lambda: _one(connection, WAITING_AT_THE_GATE), "a commit of sending is held", seconds, poll=0.002)
        os.kill(pid, signal.SIGSTOP)
        wait_for(lambda: is_stopped(pid), "the dialer stands still", poll=0.002)
    with stack.database() as connection:
        wait_for(lambda: not _one(connection, WAITING_AT_THE_GATE), "the held commit is through", poll=0.002)
        sending = {attempt for (attempt,) in connection.execute(SENDING)}
        connection.execute(NO_GATE)
    posted = {call.attempt_id for call in bolna.placed()}
    return Frozen(pid, frozenset(sending - posted))


@contextlib.contextmanager
def _commits_held(connection: psycopg.Connection[tuple[Any, ...]]) -> Iterator[None]:
    """Holds every commit that records *sending*, until the end of the block or of the session."""
    connection.execute("select pg_advisory_lock(4711)")
    connection.execute(GATE)
    yield
    connection.execute("select pg_advisory_unlock(4711)")


def _one(connection: psycopg.Connection[tuple[Any, ...]], query: Any) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    count: int = row[0]
    return count


def is_stopped(pid: int) -> bool:
    """Whether the process stands still (state T of proc(5))."""
    return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "T"


def wake(pid: int) -> None:
    """Lets a stopped process go on, if it still is there."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)
