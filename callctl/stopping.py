"""Stopping a stack that runs in the background."""

import os
import signal
from contextlib import suppress

from callctl.data_directory import DataDirectory
from callctl.recorded import wait_for_end

STOP_SECONDS = 120.0
"""Longer than all stages of a stop together."""


class DidNotStop(Exception):
    """The stack still runs; says which process is its supervisor."""


def stop(data: DataDirectory) -> bool:
    """Stops the stack with this data directory and waits until all of it has ended; False where none runs.

    Raises `DidNotStop` after `STOP_SECONDS`.
    """
    record = data.read()
    if record is None or not record.supervisor.lives:
        return False
    with suppress(ProcessLookupError):
        os.kill(record.supervisor.pid, signal.SIGTERM)
    if not wait_for_end(record.supervisor, STOP_SECONDS):
        raise DidNotStop(
            f"The stack has not stopped within {STOP_SECONDS:.0f} s; its supervisor is {record.supervisor.pid}."
        )
    return True
