"""The contracts as JSON Schemas: written from the models, committed, checked to be fresh; and the released baseline.

python -m shared.contracts.schemas                   write schemas/**, docs/events.md
python -m shared.contracts.schemas --check           exit 1 naming the files that are stale
python -m shared.contracts.schemas --release         before the first release: the baseline becomes what is
python -m shared.contracts.schemas --release 0.1.0   release: the baseline becomes what is, under that name;
                                                     from then on it moves by named releases alone, and none
                                                     that breaks what was released is taken
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.contracts import questions
from shared.contracts.compatibility import breaking_changes
from shared.contracts.event import Event, Message
from shared.contracts.reference import reference
from shared.contracts.registry import EVENTS

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = Path("shared/contracts/schemas")
REFERENCE = Path("docs/events.md")
BASELINE = Path("shared/contracts/released/baseline.json")
QUESTIONS = "questions"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMMAND = "python -m shared.contracts.schemas"


def event_schema(event: type[Event]) -> dict[str, Any]:
    """Return an event's schema: title, description (its docstring), x-version, x-private, personal fields marked."""
    return _schema(event) | {"x-version": event.VERSION, "x-private": event.PRIVATE}


def question_models() -> tuple[type[Message], ...]:
    """Return the messages of `questions.py`, requests and answers, in its order."""
    return tuple(
        model
        for model in vars(questions).values()
        if isinstance(model, type) and issubclass(model, Message) and model.__module__ == questions.__name__
    )


def contracts() -> dict[str, dict[str, Any]]:
    """Return every contract's schema by name: `<service>/<EventName>` and `questions/<Name>`."""
    events = {
        f"{service}/{name}": event_schema(event)
        for service, of_service in EVENTS.items()
        for name, event in of_service.items()
    }
    return events | {f"{QUESTIONS}/{model.__name__}": _schema(model) for model in question_models()}


def generated() -> dict[Path, str]:
    """Return every generated file: its path from the root of the repository, and its text."""
    schemas = contracts()
    index = [_entry(name, schema) for name, schema in schemas.items()]
    files = {SCHEMAS / f"{name}.json": _text(schema) for name, schema in schemas.items()}
    return files | {SCHEMAS / "index.json": _text(index), REFERENCE: reference(schemas)}


def stale(root: Path = ROOT) -> list[Path]:
    """Return the generated files that are missing, different or no longer generated, by path."""
    wanted = generated()
    there = {path.relative_to(root) for path in (root / SCHEMAS).rglob("*.json")}
    differing = {path for path, text in wanted.items() if _read(root / path) != text}
    return sorted(differing | (there - wanted.keys()))


def write(root: Path = ROOT) -> list[Path]:
    """Write what is stale and remove what is no longer generated; return the paths touched. Twice: nothing."""
    wanted, touched = generated(), stale(root)
    for path in touched:
        if path in wanted:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(wanted[path], encoding="utf-8")
        else:
            (root / path).unlink()
    return touched


def released(root: Path = ROOT) -> tuple[str | None, dict[str, dict[str, Any]]]:
    """Return the baseline: the last release's name, None before the first, and its schemas by contract name."""
    baseline = json.loads((root / BASELINE).read_text(encoding="utf-8"))
    return baseline["release"], baseline["contracts"]


def release(name: str | None, root: Path = ROOT) -> None:
    """Make the present contracts the baseline; `name` is the release's, None before the first.

    Raises SystemExit with the reason, and moves nothing, when something was released before and the name is missing or
    the same, or when a contract broke.
    """
    before, schemas = released(root) if (root / BASELINE).exists() else (None, {})
    if before is not None:
        if name is None or name == before:
            raise SystemExit(f"{before} is released: name the next release, {COMMAND} --release <version>")
        if broken := breaking_changes(schemas, contracts()):
            raise SystemExit(f"not released, since {before} would not be kept:\n" + "\n".join(broken))
    (root / BASELINE).parent.mkdir(parents=True, exist_ok=True)
    (root / BASELINE).write_text(_text({"release": name, "contracts": contracts()}), encoding="utf-8")


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Write, check or release, and say what was done; return the exit status."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="JSON Schemas and the reference of the contracts")
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--check", action="store_true", help="write nothing; exit 1 naming what is stale")
    either.add_argument("--release", nargs="?", const="", metavar="VERSION", help="move the released baseline")
    options = parser.parse_args(arguments)
    if options.check:
        return _say_stale(stale(root))
    for path in write(root):
        sys.stdout.write(f"wrote {path}\n")
    if options.release is not None:
        release(options.release or None, root)
        sys.stdout.write(f"wrote {BASELINE}\n")
    return 0


def _say_stale(paths: Sequence[Path]) -> int:
    for path in paths:
        sys.stderr.write(f"stale: {path}\n")
    if paths:
        sys.stderr.write(f"Write them anew with `make generate` ({COMMAND}) and commit them.\n")
    return 1 if paths else 0


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return a model's schema as it stands on the wire; a field that holds anything personal is marked as such."""
    _, schema = models_json_schema([(model, "serialization")])
    definitions: dict[str, Any] = schema["$defs"]
    body: dict[str, Any] = {"$schema": DIALECT} | definitions.pop(model.__name__)
    if definitions:
        body["$defs"] = definitions
    for owner in (*definitions.values(), body):
        for field in owner.get("properties", {}).values():
            if any(_personal(field, definitions)):
                field["x-personal"] = True
    return body


def _personal(node: Any, definitions: dict[str, Any]) -> Iterator[bool]:
    """Yield True for everything personal within a schema, `$ref` followed."""
    if isinstance(node, list):
        for item in node:
            yield from _personal(item, definitions)
    elif isinstance(node, dict):
        if node.get("x-personal") is True:
            yield True
        if "$ref" in node:
            yield from _personal(definitions[node["$ref"].removeprefix("#/$defs/")], definitions)
        for part in node.values():
            yield from _personal(part, definitions)


def _entry(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return a contract's line of the index."""
    facts = {key: value for key, value in schema.items() if key in {"title", "x-version", "x-private"}}
    personal = [field for field, part in schema.get("properties", {}).items() if part.get("x-personal")]
    return {"name": name, "file": f"{name}.json", **facts, "personal": personal}


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _text(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
