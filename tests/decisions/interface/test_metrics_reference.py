"""docs/metrics.md names every metric of ours, and none that is not there."""

import importlib
import pkgutil
import re
from pathlib import Path

from prometheus_client import REGISTRY

import services
import shared

REFERENCE = Path(__file__).parents[3] / "docs" / "metrics.md"
OF_THE_RUNTIME = ("process_", "python_")
ENTRIES = re.compile(r"(main|__main__|seed)$")


def metrics_of_the_code() -> set[str]:
    for package in (services, shared):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not ENTRIES.search(module.name):
                importlib.import_module(module.name)
    families = (family for family in REGISTRY.collect() if not family.name.startswith(OF_THE_RUNTIME))
    return {f"{family.name}_total" if family.type == "counter" else family.name for family in families}


def metrics_of_the_reference() -> set[str]:
    rows = (line.split("|")[1] for line in REFERENCE.read_text("utf-8").splitlines() if line.startswith("| `"))
    named: set[str] = set()
    for row in rows:
        first, *more = (name.split("{")[0] for name in re.findall(r"`([^`]+)`", row))
        shared_part = first.rpartition("_")[0]
        named |= {first, *(name.replace("…", shared_part) if name.startswith("…") else name for name in more)}
    return named


def test_the_reference_names_every_metric() -> None:
    assert metrics_of_the_reference() == metrics_of_the_code()
