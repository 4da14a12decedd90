"""The reference of the HTTP interface, and what was released of it: written, checked, moved.

python -m services.campaigns.interface                   write docs/api.md
python -m services.campaigns.interface --check           exit 1 where it is stale, or a released operation broke
python -m services.campaigns.interface --openapi         print the OpenAPI document, write nothing
python -m services.campaigns.interface --release         before the first release: the baseline becomes what is
python -m services.campaigns.interface --release 0.1.0   release: the baseline becomes what is, under that name
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.campaigns.api import described
from services.campaigns.interface.compatibility import breaking_changes, without_words
from services.campaigns.interface.reference import reference

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = Path("docs/api.md")
BASELINE = Path("services/campaigns/interface/released.json")
COMMAND = "python -m services.campaigns.interface"


def present() -> dict[str, Any]:
    """Return the interface as it is."""
    return described("0")


def released(root: Path = ROOT) -> tuple[str | None, dict[str, Any]]:
    """Return the last release's name, None before the first, and its interface, without words."""
    baseline = json.loads((root / BASELINE).read_text(encoding="utf-8"))
    return baseline["release"], baseline["interface"]


def release(name: str | None, root: Path = ROOT) -> None:
    """Make the present interface the baseline; `name` is the release's, None before the first.

    Raises SystemExit with the reason, and moves nothing, when something was released before and the name is missing or
    the same, or when an operation broke.
    """
    now = without_words(present())
    before, was = released(root) if (root / BASELINE).exists() else (None, now)
    if before is not None:
        if name is None or name == before:
            raise SystemExit(f"{before} is released: name the next release, {COMMAND} --release <version>")
        if broken := breaking_changes(was, now):
            raise SystemExit(f"not released, since {before} would not be kept:\n" + "\n".join(broken))
    text = json.dumps({"release": name, "interface": now}, indent=1, sort_keys=True, ensure_ascii=False)
    (root / BASELINE).write_text(text + "\n", encoding="utf-8")


def problems(root: Path = ROOT) -> list[str]:
    """Say what is stale or broken; empty when nothing is."""
    name, was = released(root)
    remedy = f"move the baseline with `{COMMAND} --release`" if name is None else "add beside it instead"
    found = [f"{broken}; {remedy}" for broken in breaking_changes(was, present())]
    path = root / REFERENCE
    if not path.exists() or path.read_text(encoding="utf-8") != reference(present()):
        found.append(f"stale: {REFERENCE}; write it anew with `make generate` and commit it")
    return found


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Write, check or release, and say what was done; return the exit status."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="The reference of the HTTP interface")
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--check", action="store_true", help="write nothing; exit 1 naming what is stale or broke")
    either.add_argument("--openapi", action="store_true", help="write nothing; print the OpenAPI document")
    either.add_argument("--release", nargs="?", const="", metavar="VERSION", help="move the released baseline")
    options = parser.parse_args(arguments)
    if options.check:
        found = problems(root)
        sys.stderr.writelines(f"{one}\n" for one in found)
        return 1 if found else 0
    if options.openapi:
        sys.stdout.write(json.dumps(present(), sort_keys=True) + "\n")
        return 0
    (root / REFERENCE).write_text(reference(present()), encoding="utf-8")
    sys.stdout.write(f"wrote {REFERENCE}\n")
    if options.release is not None:
        release(options.release or None, root)
        sys.stdout.write(f"wrote {BASELINE}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
