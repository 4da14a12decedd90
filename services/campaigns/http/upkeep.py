"""What an HTTP process sees to beside its requests: the first start, uploads that nobody finishes, old answers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from services.campaigns import commands
from services.campaigns.domain.session import IDLE
from services.campaigns.http.feed import QUERIES as FEED
from services.campaigns.http.parts import QUERIES, Parts
from services.campaigns.settings import CampaignsSettings

SWEEP_SECONDS = 600.0
DEAD_UPLOAD_SECONDS = 7200.0
"""Longer than a file can wait for its turn and be read: who has not accepted it by then never will."""
AGAIN_SECONDS = 0.5
FEED_HOURS = 24
SWEPT_ROWS = 1_000

log = structlog.get_logger(__name__)


@dataclass
class FirstStart:
    """Whether limits and the first administrator are recorded, as readiness tells."""

    context: commands.Context
    settings: CampaignsSettings
    recorded: bool = False

    async def record(self) -> None:
        """Record them where that was not done before; tried until it succeeds."""
        first = commands.FirstStart(
            admin_key=self.settings.admin_api_key.get_secret_value(),
            system_concurrent_calls_limit=self.settings.system_concurrent_calls_limit,
            concurrent_calls_limit=self.settings.default_user_concurrent_calls_limit,
            timezone=self.settings.default_timezone,
            default_country=self.settings.default_country,
        )
        while not self.recorded:
            self.recorded = await _attempted("the first start", lambda: commands.bootstrap(self.context, first))
            if not self.recorded:
                await asyncio.sleep(AGAIN_SECONDS)

    async def missing(self) -> Sequence[str]:
        """Name what is missing before the first request can be let in."""
        return () if self.recorded else ("limits and the first administrator are not recorded yet",)


async def sweep_again_and_again(parts: Parts) -> None:
    """Forget uploads and answers that are over, every ten minutes; any number of processes may."""
    while True:
        await _attempted("sweeping", lambda: sweep(parts))
        await asyncio.sleep(SWEEP_SECONDS)


async def sweep(parts: Parts, *, dead_after: float = DEAD_UPLOAD_SECONDS) -> None:
    """Forget uploads never accepted for `dead_after` seconds, old answers, sessions, links, and what was told."""
    async with parts.connection() as connection:
        await connection.execute(QUERIES["sweep_uploads"], {"seconds": dead_after})
    async with parts.connection() as connection:
        await connection.execute(QUERIES["forget_idempotency_keys"])
    async with parts.connection() as connection:
        await connection.execute(QUERIES["forget_sessions"], {"idle": IDLE.total_seconds()})
        await connection.execute(QUERIES["forget_links"])
    while await _sweep_feed(parts):
        pass


async def _sweep_feed(parts: Parts) -> bool:
    """Forget a few rows of the feed that are a day old, in a transaction of their own; return if there were any."""
    async with parts.connection() as connection:
        found = await connection.execute(FEED["sweep"], {"rows": SWEPT_ROWS, "hours": FEED_HOURS})
        return await found.fetchone() is not None


async def _attempted(what: str, work: Callable[[], Awaitable[None]]) -> bool:
    try:
        await work()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again
        log.warning("could not be done now, trying again", what=what, error=repr(error))
        return False
    return True
