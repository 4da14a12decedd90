"""Who leads: one process of a service at a time, by a lease in the head row; a frozen leader dies when it wakes."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import psycopg
import structlog
from psycopg_pool import PoolTimeout

from shared.eventstore.protocol import EventStore, Fenced, Lease, PositionMoved

LEASE_SECONDS = 3.0
RENEW_SECONDS = 0.7
GIVE_UP_SECONDS = 2.0
"""A leader that could not renew for so long stops leading: what it still does then ends before the kernel timer."""
FROZEN_SECONDS = 2.5
"""Shorter than the lease, both from the asking for it: a leader frozen for so long is ended before it can act."""
ALREADY_FROZEN_SECONDS = 0.001
"""What the timer is set to where FROZEN_SECONDS have passed already: 0 would disarm it."""
ACQUIRE_SECONDS = 2.0
"""A pool without a connection tries to make one when it is asked, and not while it is waited for."""
STANDBY_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 5.0

DATABASE_AWAY = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.InternalError,  # ended while idle in a transaction, read-only after a switch-over, damaged
    psycopg.errors.InsufficientPrivilege,
    PoolTimeout,
)
"""The database is away or cannot serve, whatever it was asked."""
STARTS_AGAIN = (*DATABASE_AWAY, Fenced, PositionMoved)
"""After these, memory is worth nothing: the leader gives up its leadership and begins anew."""

log = structlog.get_logger(__name__)

Lead = Callable[[Lease], Awaitable[None]]


def arm_kernel_timer(seconds: float) -> None:
    """Have the kernel end this process with SIGALRM in `seconds`, unless armed again; 0 disarms.

    Its default action ends even a process that was stopped when the time came, as soon as it is continued. It does
    not end PID 1: no leader may be PID 1.
    """
    signal.setitimer(signal.ITIMER_REAL, seconds)


def never_armed(_seconds: float) -> None:
    """Stand in for the kernel timer where several leaders share a process, in tests."""


async def lead_when_free(
    store: EventStore[Any], holder: str, lead: Lead, *, arm: Callable[[float], None], on_lease: Callable[[bool], None]
) -> None:
    """Stand by until the lease is free, `lead` under it, and stand by again when leading ended; until cancelled.

    `holder` is this process's name in the head row. `lead` is cancelled when the lease is lost, and called again after
    a failure, with waits that grow to 5 s. Cancelled, it gives the lease back, so that a standby need not wait for it.
    """
    pause = STANDBY_SECONDS
    while True:
        lease, asked = await _next_lease(store, holder)
        began = time.monotonic()
        on_lease(True)
        log.info("leading", fence=lease.fence)
        try:
            await _apart(_lead_under(store, lease, asked, lead, arm))
        except* STARTS_AGAIN as group:
            log.warning("leading ended, starting again", fence=lease.fence, error=_first(group))
        except* Exception:
            log.exception("leading failed, starting again", fence=lease.fence)
        finally:
            arm(0)
            on_lease(False)
            await _give_back(store, lease)
        lasted = time.monotonic() - began > LONGEST_PAUSE_SECONDS
        pause = STANDBY_SECONDS if lasted else min(pause * 2, LONGEST_PAUSE_SECONDS)
        await asyncio.sleep(pause)


async def _apart(work: Coroutine[Any, Any, None]) -> None:
    """Do the work in a task of its own, which ends before this does.

    A TaskGroup of Python 3.11 whose part fails while the group waits for its end leaves its task counted as cancelled
    (`Task.cancelling`); whoever lived on in that task would take it for a word to stop.
    """
    task = asyncio.create_task(work, name="leadership")
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.wait([task])
        raise
    if not task.cancelled():
        task.result()


async def _next_lease(store: EventStore[Any], holder: str) -> tuple[Lease, float]:
    """Return the lease, and when it was asked for: it runs from then at the least."""
    while True:
        asked = time.monotonic()
        try:
            async with asyncio.timeout(ACQUIRE_SECONDS):
                lease = await store.acquire(holder, LEASE_SECONDS)
        except (*DATABASE_AWAY, TimeoutError) as error:
            log.warning("database away, waiting", error=repr(error))
            await asyncio.sleep(RENEW_SECONDS)
            continue
        if lease is not None:
            return lease, asked
        await asyncio.sleep(STANDBY_SECONDS)


async def _lead_under(
    store: EventStore[Any], lease: Lease, asked: float, lead: Lead, arm: Callable[[float], None]
) -> None:
    async with asyncio.TaskGroup() as group:
        renewal = group.create_task(_renew(store, lease, asked, arm), name="lease")
        await asyncio.sleep(0)  # the kernel timer is armed before anything is done
        await lead(lease)
        renewal.cancel()


async def _renew(store: EventStore[Any], lease: Lease, asked: float, arm: Callable[[float], None]) -> None:
    """Renew again and again. The kernel timer runs from the asking of the last renewal that succeeded.

    Raises Fenced when another leads, or when no renewal succeeded for GIVE_UP_SECONDS. A database that hangs so that
    not even a query can be given up then leaves the process to the kernel timer.
    """
    arm(max(asked + FROZEN_SECONDS - time.monotonic(), ALREADY_FROZEN_SECONDS))
    while True:
        await asyncio.sleep(max(asked + RENEW_SECONDS - time.monotonic(), 0))  # the asking may have taken long
        asked = await _renewed(store, lease, asked + GIVE_UP_SECONDS)
        arm(max(asked + FROZEN_SECONDS - time.monotonic(), ALREADY_FROZEN_SECONDS))


async def _renewed(store: EventStore[Any], lease: Lease, until: float) -> float:
    """Renew once, trying until `until` (monotonic); return when the renewal that succeeded was asked for."""
    error: Exception = TimeoutError()
    while (asked := time.monotonic()) < until:
        try:
            async with asyncio.timeout(until - asked):
                await store.renew(lease, LEASE_SECONDS)
        except (*DATABASE_AWAY, TimeoutError) as failure:
            error = failure
            await asyncio.sleep(min(STANDBY_SECONDS, max(until - time.monotonic(), 0)))
        else:
            return asked
    raise Fenced(f"the lease could not be renewed for {GIVE_UP_SECONDS} s") from error


async def _give_back(store: EventStore[Any], lease: Lease) -> None:
    try:
        async with asyncio.timeout(RENEW_SECONDS):
            await store.release(lease)
    except (*DATABASE_AWAY, TimeoutError):
        return


def _first(group: BaseExceptionGroup[BaseException]) -> str:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}"
