"""Builds the dialer: `python -m services.dialer.main worker`, or `rebuild [--check]`."""

import os
import sys
from datetime import UTC, datetime

from services.dialer.handlers import DialerWorker
from services.dialer.projections import RECORDS
from services.dialer.settings import DialerSettings
from shared.bolna.client import BolnaClient
from shared.contracts.vocabulary import Service
from shared.runtime.process import Process, run_rebuild, run_worker
from shared.settings import exit_on_bad_settings

USAGE = "usage: python -m services.dialer.main worker|rebuild [--check]"


def _now() -> datetime:
    return datetime.now(UTC)


def main(arguments: list[str]) -> None:
    """Run the role that the arguments name; exits 2 for another, or for wrong settings."""
    if arguments not in (["worker"], ["rebuild"], ["rebuild", "--check"]):
        sys.stderr.write(f"{USAGE}\n")
        sys.exit(2)
    settings = exit_on_bad_settings(DialerSettings, os.environ)

    def make(process: Process) -> DialerWorker:
        bolna = BolnaClient(
            base_url=settings.bolna_api_url,
            api_key=settings.bolna_api_key,
            request_timeout=settings.bolna_request_timeout_seconds,
            clock=_now,
        )
        process.closing.push_async_callback(bolna.aclose)
        return DialerWorker(bolna, settings, now=_now)

    if arguments[0] == "rebuild":
        run_rebuild(Service.DIALER, settings, make, RECORDS, check="--check" in arguments)
    else:
        run_worker(Service.DIALER, settings, make)


if __name__ == "__main__":
    main(sys.argv[1:])
