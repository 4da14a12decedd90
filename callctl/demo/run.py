"""The demonstration from the stack's first process to its last."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from callctl.api import AwayForNow, HttpApi
from callctl.data_directory import DataDirectory
from callctl.demo import looking, report
from callctl.demo.display import Display
from callctl.demo.judging import judge
from callctl.demo.launching import Launched, enrol, launch
from callctl.demo.parts import Part, all_contacts, generated_parts, sample_parts
from callctl.demo.progress import NOTHING_SEEN, Progress, Watch
from callctl.detached import run_detached
from callctl.ports import free_base
from callctl.stack import Stack, StackOptions
from callctl.stopping import stop

STALLED_SECONDS = 120.0
"""Longer than anything in the demonstration takes; what is there then is compared."""

_LOOK_SECONDS = 0.5

_OF_REAL_SYSTEMS = (
    "BOLNA_API_KEY",
    "WEBHOOK_SECRET",
    "ADMIN_API_KEY",
    "WEBHOOK_ALLOWED_IPS",
    "TRUSTED_PROXIES",
    "PUBLIC_URL",
    "DEFAULT_TIMEZONE",
    "DEFAULT_COUNTRY",
)
"""What a shell may hold for a real system and the demonstration does not take; limits and rates it does."""


@dataclass(frozen=True)
class DemoOptions:
    """`contacts`: None for the sample files. `keep`: leave the stack running. `port_base`: None for the first free."""

    contacts: int | None = None
    keep: bool = False
    port_base: int | None = None


def run_demo(options: DemoOptions, console: Console) -> bool:
    """Runs the demonstration in a data directory and on ports of its own; whether everything was as expected.

    The directory is a temporary one, so that each run begins with nothing and touches nobody's data. It is removed at
    the end, unless the stack is left running, or something failed: then its logs are of use. Interrupted, or raising
    (`CannotStart`, `NotAnswered`), it has stopped everything before.
    """
    parts = sample_parts() if options.contacts is None else generated_parts(options.contacts)
    data = DataDirectory(_empty_folder())
    try:
        described = _start(options, data, console)
        good = demonstrate(parts, described, data.secret("BOLNA_API_KEY"), console)
    except KeyboardInterrupt:
        _end(data, console, remove=True)
        raise
    except Exception:
        _end(data, console, remove=False)
        raise
    if options.keep:
        console.print("\nEverything is left running. Stop it with:")
        console.print(f"{Path(sys.executable).with_name('callctl')} down --data-dir {data.path}", soft_wrap=True)
    else:
        _end(data, console, remove=good)
    return good


def _empty_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="call-campaigns-demo-"))
    if os.geteuid() == 0:
        folder.chmod(0o711)  # PostgreSQL runs as another user then, who has to pass through
    return folder


def _start(options: DemoOptions, data: DataDirectory, console: Console) -> Mapping[str, Any]:
    """Starts a stack that runs in the background; returns its public line. Raises `CannotStart`."""
    console.print("Starting PostgreSQL, NATS, the simulator in Bolna's place, and the services …")
    stack = StackOptions(
        data_dir=data.path,
        port_base=free_base() if options.port_base is None else options.port_base,
        environ={
            name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in _OF_REAL_SYSTEMS
        },
    )
    data.open()
    return run_detached(Stack(stack, lambda line: print(line, flush=True)), data.log("callctl"))


def demonstrate(parts: Sequence[Part], described: Mapping[str, Any], bolna_key: str, console: Console) -> bool:
    """Has the stack of this public line call every contact, watches, gives the verdict; whether all was as expected.

    Raises `NotAnswered`.
    """
    with ExitStack() as closing:
        admin = closing.enter_context(HttpApi(described["api"], described["admin_key"]))
        bolna = closing.enter_context(HttpApi(described["simulator"], bolna_key))
        members = enrol(parts, admin, bolna, closing)
        report.print_cast(console, members, described["console"])
        launched = [launch(member) for member in members]
        progress = watch(lambda: looking.look(launched), Display(console))
        if not progress.ended:
            _explain_stall(launched, console)
        console.print()
        differences = judge(console, launched, progress, bolna)
    report.print_verdict(console, differences, all_contacts(parts))
    return not differences


def watch(look: Callable[[], Progress], display: Display) -> Progress:
    """Shows what `look` sees until all has ended, or nothing has changed for `STALLED_SECONDS`; returns the last.

    A look that has no answer for now is no news: what died is being started again.
    """
    seen = Watch(NOTHING_SEEN, time.monotonic())
    with display:
        while not seen.progress.ended and not seen.stalled(time.monotonic(), STALLED_SECONDS):
            try:
                seen = seen.seen(look(), time.monotonic())
            except AwayForNow:
                continue
            finally:
                time.sleep(_LOOK_SECONDS)
            display.show(seen.progress)
    return seen.progress


def _explain_stall(launched: Sequence[Launched], console: Console) -> None:
    console.print(f"Nothing has changed for {STALLED_SECONDS:.0f} s:")
    for one in launched:
        console.print(f"  {looking.why(one)}", markup=False, soft_wrap=True)


def _end(data: DataDirectory, console: Console, *, remove: bool) -> None:
    if data.is_held():
        console.print("Stopping everything …")
    stop(data)
    logs = data.path / "logs"
    if remove or not any(log.stat().st_size for log in logs.glob("*.log")):
        shutil.rmtree(data.path, ignore_errors=True)
    else:
        console.print(f"Logs: {logs}", markup=False)
