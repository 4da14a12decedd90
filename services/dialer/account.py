"""Watches the account at Bolna: whether dialling may go on, how many calls it allows, how many it counts as live."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import assert_never
from uuid import UUID

import structlog
from prometheus_client import Gauge

from services.dialer.dialing import Dialing
from services.dialer.domain.asking import Look
from services.dialer.domain.concurrency import Differences
from shared.bolna.provider import Account, Provider, Unavailable
from shared.contracts.dialer import ProviderLimitSeen
from shared.contracts.ids import SYSTEM
from shared.contracts.questions import AskSlots, Slots
from shared.contracts.vocabulary import Service
from shared.messaging.ask import Refused, Unanswered
from shared.runtime.worker import Leader, Step

NOBODY = UUID(int=0)
"""Asks for the slots of all alone."""

ALLOWED = Gauge("dialer_provider_calls_allowed", "Calls that Bolna allows the account at once")
COUNTED = Gauge("dialer_provider_calls_live", "Calls that Bolna counts as live")
DIFFERENCE = Gauge("dialer_provider_calls_difference", "Lasting difference: calls live at Bolna less slots held here")

log = structlog.get_logger(__name__)


class AccountWatch:
    """Asks `GET /user/me` every minute, and while dialling is stopped when the circuit breaker says."""

    def __init__(self, provider: Provider, dialing: Dialing, *, now: Callable[[], datetime], every: timedelta) -> None:
        self._provider = provider
        self._dialing = dialing
        self._now = now
        self._every = every
        self._limit: int | None = None
        self._differences = Differences()
        self.wake = asyncio.Event()

    def load(self, limit: int | None) -> None:
        """Take up what Bolna last told it allows."""
        self._limit = limit
        self.wake.set()

    async def run(self, leader: Leader) -> None:
        """Ask, at once and again and again, until cancelled."""
        regular = self._now()
        while True:
            self.wake.clear()
            wait = (self._dialing.look_at(regular) - self._now()).total_seconds()
            try:
                async with asyncio.timeout(max(0.0, wait)):
                    await self.wake.wait()
            except TimeoutError:
                await self._look(leader)
                regular = self._now() + self._every

    async def _look(self, leader: Leader) -> None:
        account = await self._provider.account()
        await leader.step(lambda step: self._record(step, account))
        if isinstance(account, Account):
            await self._compare(leader, account)
        else:
            log.warning("the account at Bolna does not answer", error=account.error, status=account.status)

    async def _record(self, step: Step, account: Account | Unavailable) -> None:
        if isinstance(account, Account) and account.concurrency_max not in (None, self._limit):
            self._limit = account.concurrency_max
            event = ProviderLimitSeen(
                at=self._now(), limit=account.concurrency_max, current=account.concurrency_current
            )
            step.append(SYSTEM, event, user_id=None)
        self._dialing.looked(step, look_of(account))

    async def _compare(self, leader: Leader, account: Account) -> None:
        """Show what Bolna counts beside the slots we hold; a difference that lasts is an alert."""
        if account.concurrency_max is not None:
            ALLOWED.set(account.concurrency_max)
        if account.concurrency_current is None:
            return
        COUNTED.set(account.concurrency_current)
        try:
            slots = await leader.ask(Service.SCHEDULER, "slots", AskSlots(user_id=NOBODY), Slots)
        except (Unanswered, Refused):
            return
        lasting = self._differences.see(account.concurrency_current, slots.system_active)
        DIFFERENCE.set(lasting)
        if lasting:
            log.error(
                "Bolna counts other calls than we hold slots for",
                live_at_bolna=account.concurrency_current,
                slots_held=slots.system_active,
                lasting=lasting,
            )


def look_of(account: Account | Unavailable) -> Look | None:
    """Return what an answer says of dialling; None: nothing, as a 429 does."""
    match account:
        case Account(wallet=wallet):
            return Look.NO_MONEY if wallet == 0 else Look.ANSWERED
        case Unavailable(status=HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN):
            return Look.KEY_REJECTED
        case Unavailable(status=HTTPStatus.TOO_MANY_REQUESTS):
            return None
        case Unavailable():
            return Look.AWAY
        case _:
            assert_never(account)
