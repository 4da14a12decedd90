"""Starts the simulator as a process of its own."""

import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import cast

from simulator.server import running
from simulator.settings import Settings, WrongSettings, settings_of

WRONG_SETTINGS = 2
COLLECTIONS = (10_000, 20, 1_000_000)
"""Garbage is sought among young objects: a search through a million remembered calls stops all for a second."""


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT, then 0. Wrong settings or a taken port: said on stderr, 2."""
    try:
        settings = settings_of(
            sys.argv[1:] if arguments is None else arguments, os.environ if environment is None else environment
        )
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve(settings))
    except WrongSettings as wrong:
        sys.stderr.write(f"{wrong}\n")
        return WRONG_SETTINGS
    return 0


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Uvloop where the platform has it: an eighth less CPU at 200 calls a second. Else asyncio's own."""
    try:
        return cast("Callable[[], asyncio.AbstractEventLoop]", import_module("uvloop").new_event_loop)
    except ImportError:
        return None


async def _serve(settings: Settings) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    try:
        async with running(settings) as simulator:
            gc.set_threshold(*COLLECTIONS)
            sys.stdout.write(json.dumps({"simulator": simulator.url}) + "\n")
            sys.stdout.flush()
            await stopped.wait()
    except OSError as error:
        raise WrongSettings(f"cannot listen on {settings.host}:{settings.port}: {error}") from error
