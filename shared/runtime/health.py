"""What every process answers about itself: live, ready (with what is missing), metrics."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.contracts.vocabulary import Service
from shared.runtime import gauges

Measure = Callable[[], Awaitable[None]]
"""Brings gauges up to date. It is called when metrics are asked for: nothing is measured that nobody looks at."""
MEASURE_SECONDS = 2.0
NOT_MEASURED = Counter(
    "metrics_not_measured_total", "Times that gauges were left as they were, for they could not be read", ["what"]
)

Check = Callable[[], Awaitable[Sequence[str]]]
"""Names what is missing; nothing when all is well. A check that raises is itself what is missing."""


log = structlog.get_logger(__name__)


@dataclass
class Health:
    """One process's state as it tells it; `leading` is kept up to date by whoever leads."""

    service: Service
    role: str
    leading: bool = False
    checks: dict[str, Check] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)

    def set_leading(self, leading: bool) -> None:  # noqa: FBT001 - a callback's one argument
        """Note whether this process leads."""
        self.leading = leading
        gauges.LEADING.labels(self.service.value).set(leading)

    async def missing(self) -> list[str]:
        """Return everything that is missing, each with the name of the check that found it."""
        found: list[str] = []
        for name, check in tuple(self.checks.items()):
            try:
                found += [f"{name}: {what}" for what in await check()]
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what is missing
                found.append(f"{name}: {error}")
        return found

    def routes(self) -> list[Route]:
        """Return `/health/live`, `/health/ready` and `/metrics`."""
        return [
            Route("/health/live", self._live),
            Route("/health/ready", self._ready),
            Route("/metrics", self._metrics),
        ]

    async def _live(self, _request: Request) -> Response:
        return JSONResponse(self._who())

    async def _ready(self, _request: Request) -> Response:
        missing = await self.missing()
        return JSONResponse({**self._who(), "missing": missing}, status_code=503 if missing else 200)

    async def _metrics(self, _request: Request) -> Response:
        for name, measure in tuple(self.measures.items()):
            try:
                async with asyncio.timeout(MEASURE_SECONDS):
                    await measure()
            except Exception as error:  # noqa: BLE001 - the other metrics are told all the same
                NOT_MEASURED.labels(name).inc()
                log.debug("gauges could not be read", what=name, error=repr(error))
        return Response(generate_latest(REGISTRY), headers={"content-type": CONTENT_TYPE_LATEST})

    def _who(self) -> dict[str, Any]:
        return {"service": self.service, "role": self.role, "leading": self.leading, "pid": os.getpid()}
