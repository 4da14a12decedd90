"""Runs a stack of real servers and fake services as `callctl up` would: `python run_stack.py DATA_DIR PORT_BASE`.

Prints its public line when it is ready; the reason, and exit code 1, where it cannot start.
"""

import json
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TextIO

from callctl.processes import SERVICE_PROCESSES
from callctl.refusal import CannotStart
from callctl.stack import Stack, StackOptions

_CHOSEN = ("campaigns-http-1", "webhooks-http-1", "scheduler", "scheduler-standby")
_FAKE = str(Path(__file__).with_name("fake_service.py"))


def write_line(file: TextIO, line: str) -> None:
    file.write(f"{line}\n")
    file.flush()


def main(data_dir: str, port_base: str) -> None:
    options = StackOptions(
        data_dir=Path(data_dir),
        port_base=int(port_base),
        drain_seconds=1.0,
        bolna="http://127.0.0.1:9",
        services=[
            replace(process, program=(sys.executable, _FAKE, process.service))
            for process in SERVICE_PROCESSES
            if process.name in _CHOSEN
        ],
    )
    try:
        Stack(options, partial(write_line, sys.stderr)).run(lambda public: write_line(sys.stdout, json.dumps(public)))
    except CannotStart as reason:
        sys.exit(str(reason))


if __name__ == "__main__":
    main(*sys.argv[1:])
