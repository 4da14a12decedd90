"""What the figures were taken on."""

import os
import platform
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import psycopg

SYNCS = 200


def machine(database: str) -> dict[str, Any]:
    """Return facts of the machine and of the servers' versions."""
    with psycopg.connect(database) as connection:
        row = connection.execute("show server_version").fetchone()
    return {
        "cpu": _first(Path("/proc/cpuinfo"), "model name"),
        "cores": os.cpu_count(),
        "memory": _first(Path("/proc/meminfo"), "MemTotal"),
        "system": platform.platform(),
        "python": platform.python_version(),
        "postgresql": row[0] if row else None,
        "fdatasync_ms": round(_sync_seconds() * 1000, 3),
    }


def commit() -> str:
    """Return the commit that was measured, with `-dirty` where files differ from it; `unknown` without git."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=12"],  # noqa: S607  # whichever git is used here
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip() or "unknown"


def _first(file: Path, name: str) -> str | None:
    if not file.exists():
        return None
    named = (line.partition(":") for line in file.read_text("utf-8").splitlines())
    return next((value.strip() for key, _, value in named if key.strip() == name), None)


def _sync_seconds() -> float:
    """The mean of some fdatasyncs of a page each, where temporary files are."""
    with TemporaryFile() as file:
        began = time.perf_counter()
        for _ in range(SYNCS):
            file.write(b"x" * 8192)
            file.flush()
            os.fsync(file.fileno())
        return (time.perf_counter() - began) / SYNCS
