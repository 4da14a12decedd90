"""Who leads: one process of a service at a time, by a lease in the head row; a frozen leader dies when it wakes."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import structlog
from psycopg_pool import PoolTimeout

from shared.eventstore.protocol import EventStore, Fenced, Lease, PositionMoved

LEASE_SECONDS = 3.0
RENEW_SECONDS = 0.7
FROZEN_SECONDS = 2.5
"""Shorter than the lease: a leader that did not come to renew for so long is ended by the kernel before it can act."""
STANDBY_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 5.0

DATABASE_AWAY = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)
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
        lease = await _next_lease(store, holder)
        began = time.monotonic()
        on_lease(True)
        log.info("leading", fence=lease.fence)
        try:
            await _lead_under(store, lease, lead, arm)
        except* STARTS_AGAIN as group:
            log.warning("leading ended, starting again", fence=lease.fence, error=str(group.exceptions[0]))
        except* Exception:
            log.exception("leading failed, starting again", fence=lease.fence)
        finally:
            arm(0)
            on_lease(False)
            await _give_back(store, lease)
        pause = STANDBY_SECONDS if time.monotonic() - began > LONGEST_PAUSE_SECONDS else pause * 2
        await asyncio.sleep(min(pause, LONGEST_PAUSE_SECONDS))


async def _next_lease(store: EventStore[Any], holder: str) -> Lease:
    while True:
        try:
            lease = await store.acquire(holder, LEASE_SECONDS)
        except DATABASE_AWAY as error:
            log.warning("database away, waiting", error=str(error))
            await asyncio.sleep(RENEW_SECONDS)
            continue
        if lease is not None:
            return lease
        await asyncio.sleep(STANDBY_SECONDS)


async def _lead_under(store: EventStore[Any], lease: Lease, lead: Lead, arm: Callable[[float], None]) -> None:
    arm(FROZEN_SECONDS)
    async with asyncio.TaskGroup() as group:
        renewal = group.create_task(_renew(store, lease, arm), name="lease")
        await lead(lease)
        renewal.cancel()


async def _renew(store: EventStore[Any], lease: Lease, arm: Callable[[float], None]) -> None:
    renewed = time.monotonic()
    while True:
        arm(FROZEN_SECONDS)
        try:
            await asyncio.wait_for(store.renew(lease, LEASE_SECONDS), RENEW_SECONDS)
            renewed = time.monotonic()
        except (*DATABASE_AWAY, TimeoutError) as error:
            if time.monotonic() - renewed > LEASE_SECONDS:
                raise Fenced(f"the lease could not be renewed for {LEASE_SECONDS} s") from error
        await asyncio.sleep(RENEW_SECONDS)


async def _give_back(store: EventStore[Any], lease: Lease) -> None:
    try:
        await asyncio.wait_for(store.release(lease), RENEW_SECONDS)
    except (*DATABASE_AWAY, TimeoutError):
        return
