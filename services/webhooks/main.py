"""Starts a process of this service: `python -m services.webhooks.main worker`, or `http`, or `rebuild [--check]`."""

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import structlog
from starlette.applications import Starlette
from starlette.types import ASGIApp

from services.webhooks.access import Access
from services.webhooks.api import WebhookFace
from services.webhooks.deliveries import DeliveryStore
from services.webhooks.domain.silence import Pace
from services.webhooks.handlers import WebhooksWorker
from services.webhooks.intake import Intake
from services.webhooks.projections import RECORDS
from services.webhooks.settings import HttpSettings, WorkerSettings
from shared.bolna.client import BolnaClient
from shared.contracts.vocabulary import Service
from shared.messaging.envelope import Envelope
from shared.messaging.wake import nudge
from shared.runtime.process import Make, Process, run_http, run_rebuild, run_worker
from shared.settings import exit_on_bad_settings

USAGE = "usage: python -m services.webhooks.main worker|http|rebuild [--check]"

log = structlog.get_logger(__name__)


def now() -> datetime:
    """The time, as every part of a process of this service is told it."""
    return datetime.now(UTC)


def worker() -> None:
    """Run a worker: it takes in the dialer's events and asks about silent calls while it leads."""
    settings = exit_on_bad_settings(WorkerSettings, os.environ)
    run_worker(Service.WEBHOOKS, settings, making(settings))


def rebuild(*, check: bool) -> None:
    """Rebuild the projections from the logs, or with `check` only compare what comes of it."""
    settings = exit_on_bad_settings(WorkerSettings, os.environ)
    run_rebuild(Service.WEBHOOKS, settings, making(settings), RECORDS, check=check)


def making(settings: WorkerSettings) -> Make:
    """How the worker is built over a process's parts."""

    def make(process: Process) -> WebhooksWorker:
        bolna = BolnaClient(
            base_url=settings.bolna_api_url,
            api_key=settings.bolna_api_key,
            request_timeout=settings.bolna_request_timeout,
            clock=now,
        )
        return WebhooksWorker(
            process.pool,
            bolna,
            pace=Pace(timedelta(seconds=settings.call_silent_after)),
            keep_bodies=timedelta(days=settings.raw_webhook_days),
            clock=now,
            on_drain=bolna.aclose,
        )

    return make


def http() -> None:
    """Run an HTTP face; any number may run."""
    settings = exit_on_bad_settings(HttpSettings, os.environ)
    access = Access(
        [secret.get_secret_value() for secret in settings.webhook_secrets],
        settings.webhook_allowed_ips,
        settings.trusted_proxies,
    )
    run_http(Service.WEBHOOKS, settings, lambda process: app(process, access))


def app(process: Process, access: Access) -> ASGIApp:
    """The HTTP face over a process's parts; called in the event loop that it will serve from."""
    if not access.allowed:
        log.warning("WEBHOOK_ALLOWED_IPS is not set: webhooks are taken from any address that knows the secret")
    nudging: set[asyncio.Task[None]] = set()

    def wake(committed: Sequence[Envelope]) -> None:
        task = asyncio.create_task(nudge(process.messaging, Service.WEBHOOKS, committed))
        nudging.add(task)
        task.add_done_callback(nudging.discard)

    intake = Intake(DeliveryStore(process.store, clock=now, wake=wake))
    taking = asyncio.create_task(intake.run(), name="intake")

    async def troubles() -> Sequence[str]:
        return ("it has ended",) if taking.done() else ()

    process.health.checks["intake"] = troubles
    return Starlette(routes=[*WebhookFace(access, intake, now).routes(), *process.health.routes()])


def main(arguments: Sequence[str]) -> None:
    """Run what is asked for; says how when it is nothing known, and ends with an error."""
    match arguments:
        case ["worker"]:
            worker()
        case ["http"]:
            http()
        case ["rebuild", *options] if options in ([], ["--check"]):
            rebuild(check=bool(options))
        case _:
            raise SystemExit(USAGE)


if __name__ == "__main__":
    main(sys.argv[1:])
