"""Rebuilding a service's projections from the logs: the service's own command, as the owner of the database."""

import subprocess
import sys
from dataclasses import dataclass

from callctl.reaching import Setup
from shared.contracts.vocabulary import Service

NOT_USED = "not-used-by-a-rebuild"
UNUSED = ("BOLNA_API_KEY", "WEBHOOK_SECRET", "ADMIN_API_KEY")
"""What a service is not started without, and a rebuild asks nobody with."""


@dataclass(frozen=True)
class Rebuild:
    """What a rebuild said, and the code that it ended with: 0 done or alike, 1 not."""

    exit_code: int
    lines: tuple[str, ...]


def run_rebuild(setup: Setup, service: Service, *, check: bool) -> Rebuild:
    """Rebuild a service's projections and put them in place, or with `check` compare them only; raises CannotReach."""
    command = [sys.executable, "-m", f"services.{service.value}.main", "rebuild", *(["--check"] if check else [])]
    done = subprocess.run(command, env=_environment(setup), capture_output=True, text=True, check=False)  # noqa: S603
    said = done.stdout.splitlines() if done.returncode == 0 else [*done.stdout.splitlines(), *done.stderr.splitlines()]
    return Rebuild(done.returncode, tuple(line for line in said if line.strip()))


def _environment(setup: Setup) -> dict[str, str]:
    reached = {"DATABASE_URL": setup.database(), "NATS_URL": setup.nats()}
    names = {*reached, *UNUSED}
    files = {f"{name}_FILE" for name in names}
    others = {name: value for name, value in setup.environ.items() if name not in names | files}
    return {**others, **dict.fromkeys(UNUSED, NOT_USED), **reached}
