"""Starts the scheduler: `python -m services.scheduler.main worker`. The only place that builds its parts."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from services.scheduler.handlers import Rules, SchedulerWorker
from services.scheduler.settings import SchedulerSettings
from shared.contracts.vocabulary import Service
from shared.runtime.process import Process, run_worker
from shared.settings import exit_on_bad_settings

USAGE = "usage: python -m services.scheduler.main worker"


def main(arguments: Sequence[str]) -> None:
    """Run the worker until SIGTERM or Ctrl-C. Exits 2 with a word about it where arguments or settings are wrong."""
    if list(arguments) != ["worker"]:
        print(USAGE, file=sys.stderr)  # noqa: T201 - before logging exists
        raise SystemExit(2)
    settings = exit_on_bad_settings(SchedulerSettings, os.environ)
    rules = Rules(settings.bolna_calls_per_minute, timedelta(seconds=settings.call_report_wait_seconds))

    def make(_: Process) -> SchedulerWorker:
        return SchedulerWorker(rules, lambda: datetime.now(UTC))

    run_worker(Service.SCHEDULER, settings, make)


if __name__ == "__main__":
    main(sys.argv[1:])
