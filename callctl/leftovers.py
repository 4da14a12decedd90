"""What a supervisor that was killed left running."""

import signal
from collections.abc import Callable

from callctl.data_directory import DataDirectory
from callctl.postgres import PostgresServer
from callctl.recorded import end_recorded

_SECONDS = 5.0
"""To stop by themselves; most were told to by the kernel when their supervisor died."""


def end_what_was_left(data: DataDirectory, say: Callable[[str], None]) -> bool:
    """Ends the recorded processes that still run, PostgreSQL last; whether there were any.

    The caller holds the data directory, so that nobody runs them.
    """
    record = data.read()
    if record is None:
        return False
    left = [(name, process) for name, process in record.processes.items() if process.lives]
    for name, process in sorted(left, key=lambda item: item[0] == PostgresServer.name):
        say(f"Ending {name} (pid {process.pid}), left by a supervisor that was killed.")
        signals = PostgresServer.stop_signals if name == PostgresServer.name else (signal.SIGTERM,)
        end_recorded(process, signals, _SECONDS)
    data.clear()
    return bool(left)
