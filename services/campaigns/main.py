"""Starts a process of this service: `python -m services.campaigns.main worker`, or `http`."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from starlette.types import ASGIApp

from services.campaigns.api import make_app
from services.campaigns.http.parsing import Parsers, prepare_child
from services.campaigns.http.parts import Parts
from services.campaigns.http.upkeep import keep_up
from services.campaigns.settings import CampaignsSettings
from shared.contracts.vocabulary import Service
from shared.messaging.ask import Asker
from shared.runtime.process import Process, run_http, run_worker
from shared.settings import exit_on_bad_settings

USAGE = "usage: python -m services.campaigns.main worker|http"


def child() -> Executor:
    """Return a pool of one child that reads files; spawned, so that it holds nothing of its parent."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=prepare_child)


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
    parts = Parts(settings, process.pool, process.store, process.messaging, Asker(process.messaging), parsers, spool)
    process.closing.push_async_callback(parts.end)
    parts.in_background(keep_up(parts))
    return make_app(parts, process.health, version("call-campaigns"))


def main(arguments: Sequence[str]) -> None:
    """Run what is asked for; says how when it is nothing known, and ends with an error."""
    match arguments:
        case ["worker"]:
            worker()
        case ["http"]:
            http()
        case _:
            raise SystemExit(USAGE)


if __name__ == "__main__":
    main(sys.argv[1:])
