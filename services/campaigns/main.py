"""Starts a process of this service: `python -m services.campaigns.main worker`, or `http`, or `rebuild [--check]`."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from starlette.types import ASGIApp
from uuid_utils.compat import uuid7

from services.campaigns.api import make_app
from services.campaigns.feed_writing import FeedWriting
from services.campaigns.handlers import CampaignsWorker
from services.campaigns.http.feed import Feed
from services.campaigns.http.limiting import limits_of
from services.campaigns.http.parsing import Parsers, prepare_child
from services.campaigns.http.parts import Parts, context_of
from services.campaigns.http.passwords import Passwords
from services.campaigns.http.receipts import go_on_again_and_again
from services.campaigns.http.upkeep import FirstStart, sweep_again_and_again
from services.campaigns.projections import RECORDS
from services.campaigns.settings import CampaignsSettings
from shared.bolna.client import BolnaClient
from shared.bolna.recordings import Recordings
from shared.contracts.vocabulary import Service
from shared.messaging.ask import Asker
from shared.messaging.wake import on_wake, tell_listeners
from shared.runtime.process import Process, run_http, run_rebuild, run_worker
from shared.settings import exit_on_bad_settings

PATIENCE_SECONDS = 10.0
"""So long a person waits for Bolna at most."""

USAGE = "usage: python -m services.campaigns.main worker|http|rebuild [--check]"


def child() -> Executor:
    """Return a pool of one child that reads files; spawned, so that it holds nothing of its parent."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=prepare_child)


def worker() -> None:
    """Run a worker: it takes in what the others tell, and queues what was imported, while it leads."""
    settings = exit_on_bad_settings(CampaignsSettings, os.environ)

    def make(process: Process) -> CampaignsWorker:
        first_start = FirstStart(context_of(process.store), settings)
        process.health.checks["first start"] = first_start.missing
        recording = asyncio.create_task(first_start.record(), name="first start")
        process.closing.callback(recording.cancel)
        return campaigns_worker(process, FeedWriting(partial(tell_listeners, process.messaging, Service.CAMPAIGNS)))

    run_worker(Service.CAMPAIGNS, settings, make)


def campaigns_worker(process: Process, feed: FeedWriting | None = None) -> CampaignsWorker:
    """The worker over a process's parts; without a feed nobody is told of anything."""
    wakes = partial(on_wake, process.messaging, Service.CAMPAIGNS)
    return CampaignsWorker(process.pool, wakes, now=now, new_id=uuid7, feed=feed)


def rebuild(*, check: bool) -> None:
    """Rebuild the projections from the logs, or with `check` only compare what comes of it."""
    settings = exit_on_bad_settings(CampaignsSettings, os.environ)
    run_rebuild(Service.CAMPAIGNS, settings, campaigns_worker, RECORDS, check=check)


def now() -> datetime:
    """The time, as every part of a process of this service is told it."""
    return datetime.now(UTC)


def http() -> None:
    """Run an HTTP face; any number may run."""
    settings = exit_on_bad_settings(CampaignsSettings, os.environ)
    run_http(Service.CAMPAIGNS, settings, lambda process: app(process, settings))


def app(process: Process, settings: CampaignsSettings) -> ASGIApp:
    """The HTTP face over a process's parts; called in the event loop that it will serve from."""
    spool = Path(tempfile.mkdtemp(prefix="call-campaigns-"))
    process.closing.callback(shutil.rmtree, spool, ignore_errors=True)
    parsers = Parsers(child)
    process.closing.callback(parsers.close)
    parsers.warm()
    process.health.checks["files"] = parsers.missing
    bolna = bolna_for_people(settings)
    process.closing.push_async_callback(bolna.aclose)
    passwords = Passwords()
    process.closing.callback(passwords.close)
    feed = Feed(process.pool, process.messaging)
    process.ending.append(feed.end)
    recordings = recordings_of(settings)
    process.closing.push_async_callback(recordings.aclose)
    parts = Parts(
        settings,
        process.pool,
        process.store,
        process.messaging,
        Asker(process.messaging),
        parsers,
        spool,
        feed,
        bolna,
        recordings,
        limits=limits_of(settings.api_requests_per_second),
        passwords=passwords,
    )
    process.closing.push_async_callback(parts.end)
    first_start = FirstStart(parts.context, settings)
    process.health.checks["first start"] = first_start.missing
    parts.in_background(first_start.record())
    parts.in_background(feed.run())
    parts.in_background(sweep_again_and_again(parts))
    parts.in_background(go_on_again_and_again(parts))
    return make_app(parts, process.health, version("call-campaigns"))


def bolna_for_people(settings: CampaignsSettings) -> BolnaClient:
    """Return Bolna as the HTTP face asks it: somebody waits for the answer."""
    return BolnaClient(
        base_url=settings.bolna_api_url,
        api_key=settings.bolna_api_key,
        request_timeout=min(settings.bolna_request_timeout_seconds, PATIENCE_SECONDS),
        clock=now,
        max_connections=20,
    )


def recordings_of(settings: CampaignsSettings) -> Recordings:
    """Who fetches recordings from Bolna."""
    return Recordings(
        base_url=settings.bolna_api_url,
        api_key=settings.bolna_api_key,
        timeout=settings.bolna_request_timeout_seconds,
    )


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
