"""Starts the scheduler: `python -m services.scheduler.main worker`, or `rebuild [--check]`.

The only place that builds its parts.
"""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from services.scheduler.handlers import Rules, SchedulerWorker
from services.scheduler.projections import RECORDS
from services.scheduler.settings import SchedulerSettings
from shared.contracts.vocabulary import Service
from shared.runtime.process import Process, run_rebuild, run_worker
from shared.settings import exit_on_bad_settings

USAGE = "usage: python -m services.scheduler.main worker|rebuild [--check]"


def main(arguments: Sequence[str]) -> None:
    """Run the worker until SIGTERM or Ctrl-C, or rebuild; exits 2, saying so, where arguments or settings are wrong."""
    if list(arguments) not in (["worker"], ["rebuild"], ["rebuild", "--check"]):
        print(USAGE, file=sys.stderr)  # noqa: T201 - before logging exists
        raise SystemExit(2)
    settings = exit_on_bad_settings(SchedulerSettings, os.environ)
    report_wait = timedelta(seconds=settings.call_report_wait_seconds)
    rules = Rules(settings.bolna_calls_per_minute, report_wait, settings.system_cap)

    def make(process: Process) -> SchedulerWorker:
        worker = SchedulerWorker(rules, lambda: datetime.now(UTC))
        process.health.measures["queue"] = worker.measure
        return worker

    if arguments[0] == "rebuild":
        run_rebuild(Service.SCHEDULER, settings, make, RECORDS, check="--check" in arguments)
    else:
        run_worker(Service.SCHEDULER, settings, make)


if __name__ == "__main__":
    main(sys.argv[1:])
