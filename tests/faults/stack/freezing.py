"""Freezes a leader in the middle of what it writes, every time at the same place.

PostgreSQL holds it for us: a trigger, which the test puts on a table as the database's owner, waits for a lock that the
test holds, as the row is written or at COMMIT. While it waits the process is stopped; then the lock is given up. So
what was held goes through, and its answer lies unread in the process's socket. The product has no part in this.
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


@dataclass(frozen=True)
class Gate:
    """Where a writer is held: by rows of a table that are written, `at_commit` or at once."""

    table: str
    written: str
    when: str = "true"
    at_commit: bool = True


SENDING_COMMITTED = Gate("dialer.attempts", "insert or update", "new.state = 'sending'")

_MADE = """
create function public.gate_of_a_test() returns trigger language plpgsql security definer as $$
begin
    perform pg_advisory_xact_lock_shared(4711);
    return null;
end $$;
create constraint trigger gate_of_a_test after {written} on {table} {deferred}
    for each row when ({when}) execute function public.gate_of_a_test();
"""
_GONE = "drop trigger gate_of_a_test on {table}; drop function public.gate_of_a_test();"
WAITING_AT_THE_GATE = "select count(*) from pg_locks where locktype = 'advisory' and objid = 4711 and not granted"
SENDING = "select attempt_id::text from dialer.attempts where state = 'sending'"


@dataclass(frozen=True)
class Frozen:
    """A dialer that stands still: its pid, and the attempts whose *sending* it committed and did not post."""

    pid: int
    attempts: frozenset[str]


def freeze_after_sending(stack: RunningStack, bolna: BolnaSide, seconds: float = 30.0) -> Frozen:
    """Stops the leading dialer between the COMMIT of *sending* and the POST; calls must be on their way.

    The caller wakes it, or it ends with the stack.
    """
    pid = freeze_at(stack, "dialer", SENDING_COMMITTED, seconds)
    with stack.database() as connection:
        sending = {attempt for (attempt,) in connection.execute(SENDING)}
    posted = {call.attempt_id for call in bolna.placed()}
    return Frozen(pid, frozenset(sending - posted))


def freeze_at(stack: RunningStack, service: str, gate: Gate, seconds: float = 30.0) -> int:
    """Stops the leader of a service as it comes to the gate, and returns its pid once what was held is through."""
    pid = stack.pids[service]
    with stack.database() as connection, _held(connection, gate):
        wait_for(lambda: _one(connection, WAITING_AT_THE_GATE), "somebody is held at the gate", seconds, poll=0.002)
        os.kill(pid, signal.SIGSTOP)
        wait_for(lambda: is_stopped(pid), "the leader stands still", poll=0.002)
    with stack.database() as connection:
        wait_for(lambda: not _one(connection, WAITING_AT_THE_GATE), "what was held is through", poll=0.002)
        connection.execute(_GONE.format(table=gate.table).encode())
    return pid


@contextlib.contextmanager
def _held(connection: psycopg.Connection[tuple[Any, ...]], gate: Gate) -> Iterator[None]:
    """Holds who comes to the gate, until the end of the block or of the session."""
    connection.execute("select pg_advisory_lock(4711)")
    made = _MADE.format(
        table=gate.table,
        written=gate.written,
        when=gate.when,
        deferred="deferrable initially deferred" if gate.at_commit else "",
    )
    connection.execute(made.encode())
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
