"""The reference of the configuration, written from what the services read: `docs/configuration.md`.

python -m callctl.configuration            write it
python -m callctl.configuration --check    exit 1 where it is stale
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic.fields import FieldInfo

from services.campaigns.settings import CampaignsSettings
from services.dialer.settings import DialerSettings
from services.scheduler.settings import SchedulerSettings
from services.webhooks.settings import HttpSettings, WorkerSettings
from shared.settings import ServiceSettings, is_secret

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = Path("docs/configuration.md")
READERS: Mapping[str, tuple[type[ServiceSettings], ...]] = {
    "campaigns": (CampaignsSettings,),
    "scheduler": (SchedulerSettings,),
    "dialer": (DialerSettings,),
    "webhooks": (HttpSettings, WorkerSettings),
}
"""Which settings the processes of each service read."""

HEAD = """# Configuration

Written by `make generate` from what the services read; do not edit. Every value comes from the environment; what is
set to nothing counts as not set. A secret may also stand in a file that `NAME_FILE` names. A service that misses
something, or finds something wrong, names every such variable at once, with the remedy, and exits 2. `callctl up` hands
its environment on to the services, and makes the secrets that are missing: `DATABASE_URL` and `NATS_URL` are its own.

| Variable | Default | Read by | What it is |
|---|---|---|---|
"""
TAIL = """
`callctl` itself reaches a setup by `--data-dir`, or by `NATS_URL`, `DATABASE_URL` (a role that may read every schema),
`API_URL` (the address of the HTTP API), `PUBLIC_URL` and `ADMIN_API_KEY`: see [operating.md](operating.md).
"""


@dataclass
class Variable:
    """A variable as it is read, and by whom."""

    name: str
    about: FieldInfo
    readers: list[str] = field(default_factory=list)


def variables() -> list[Variable]:
    """Return every variable that a service reads: what all read first, then by name."""
    found: dict[str, Variable] = {}
    for service, models in READERS.items():
        for name, about in _fields(models):
            variable = found.setdefault(name, Variable(name, about))
            if service not in variable.readers:
                variable.readers.append(service)
    return sorted(found.values(), key=lambda one: (len(one.readers) < len(READERS), one.name))


def reference() -> str:
    """Return the page."""
    return HEAD + "".join(_row(variable) for variable in variables()) + TAIL


def _fields(models: Sequence[type[ServiceSettings]]) -> Iterator[tuple[str, FieldInfo]]:
    for model in models:
        for name, about in model.model_fields.items():
            yield about.alias or name, about


def _row(variable: Variable) -> str:
    readers = "all" if len(variable.readers) == len(READERS) else ", ".join(variable.readers)
    secret = " A secret." if is_secret(variable.about) else ""
    said = variable.about.description or ""
    shown = f"`{said}`" if "://" in said else f"{said[:1].upper()}{said[1:]}"
    return f"| `{variable.name}` | {_default(variable.about)} | {readers} | {shown}.{secret} |\n"


def _default(about: FieldInfo) -> str:
    if about.is_required():
        return "none: it must be set"
    if about.default is None or about.default == ():
        return "unset"
    values = about.default if isinstance(about.default, tuple) else (about.default,)
    return f"`{','.join(f'{value:g}' if isinstance(value, float) else str(value) for value in values)}`"


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Write or check, and say what was done; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m callctl.configuration", description="The configuration reference")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where it is stale")
    path = root / REFERENCE
    if not parser.parse_args(arguments).check:
        path.write_text(reference(), encoding="utf-8")
        sys.stdout.write(f"wrote {REFERENCE}\n")
        return 0
    if path.exists() and path.read_text(encoding="utf-8") == reference():
        return 0
    sys.stderr.write(f"stale: {REFERENCE}; write it anew with `make generate` and commit it\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
