"""The reference of the contracts as a page (docs/events.md): pure text over JSON Schemas."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from shared.contracts.vocabulary import Service

Schema = Mapping[str, Any]

INTRODUCTION = """\
# Events

Written by `make generate` from `shared/contracts`; do not edit it. The JSON Schemas stand in
`shared/contracts/schemas`.

Each event is published on `<service>.<EventName>.<user_id>`, with `system` in place of the user where no user owns it.
Ids are UUIDs, times RFC 3339 with an offset. Readers ignore fields they don't know; fields, values and events are only
added. **Personal** fields tell of a person: they stand in bodies, never in subjects, headers or logs. **Private**
events concern their own service alone: on the wire they are their bare envelope, without a body.
"""

_TYPES = {"string": "text", "boolean": "true or false", "null": "null", "object": "object", "number": "number"}
_FORMATS = {"uuid": "UUID", "date-time": "time", "date": "date"}
_E164 = r"^\+[1-9][0-9]{5,14}$"


def reference(contracts: Mapping[str, Schema]) -> str:
    """Return the page: events by service, questions, then the values that several of them share, alphabetically."""
    parts = [INTRODUCTION]
    for service in Service:
        parts.append(f"## {service}\n")
        parts += [_event(service, schema) for name, schema in contracts.items() if name.startswith(f"{service}/")]
    parts.append("## Questions\n\nAsked over `ask.<service>.<question>`, outside every stream.\n")
    parts += [_section(schema) for name, schema in contracts.items() if name.startswith("questions/")]
    shared = {name: part for schema in contracts.values() for name, part in schema.get("$defs", {}).items()}
    asked = {schema["title"] for schema in contracts.values()}
    parts.append("## Values\n")
    parts += [_section(shared[name]) for name in sorted(shared.keys() - asked)]
    return "\n".join(parts)


def subject(service: Service, schema: Schema) -> str:
    """Return the form of an event's subject, in Markdown: the user's id where one owns it, else `system`."""
    user = schema["properties"].get("user_id")
    stem = f"{service}.{schema['title']}"
    if user is None:
        return f"`{stem}.system`"
    if any(variant.get("type") == "null" for variant in user.get("anyOf", ())):
        return f"`{stem}.<user_id>` or `{stem}.system`"
    return f"`{stem}.<user_id>`"


def _event(service: Service, schema: Schema) -> str:
    private = " · **private**" if schema["x-private"] else ""
    facts = f"{subject(service, schema)} · version {schema['x-version']}{private}"
    return f"### {schema['title']}\n\n{facts}\n\n{schema['description']}\n\n{_body(schema)}"


def _section(schema: Schema) -> str:
    return f"### {schema['title']}\n\n{schema.get('description', '')}\n\n{_body(schema)}"


def _body(schema: Schema) -> str:
    if "enum" in schema:
        return "One of " + ", ".join(f"`{value}`" for value in schema["enum"]) + ".\n"
    if not schema.get("properties"):
        return "No fields.\n"
    head = ["| Field | Type | If absent | Personal | |", "|---|---|---|---|---|"]
    return "\n".join([*head, *_rows(schema)]) + "\n"


def _rows(schema: Schema) -> Iterator[str]:
    required = set(schema.get("required", ()))
    for name, field in schema["properties"].items():
        cells = (
            f"`{name}`",
            spell(field),
            "—" if name in required else _default(field),
            "yes" if field.get("x-personal") else "",
            field.get("description", ""),
        )
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _default(field: Schema) -> str:
    """Say what a field's absence means; a field without a stated default is an empty collection."""
    match field.get("default", []):
        case [] | "":
            return "empty"
        case None | bool() as plain:
            return json.dumps(plain)
        case list() as values:
            return ", ".join(f"`{value}`" for value in values)
        case Mapping():
            return "its own defaults"
        case value:
            return f"`{value}`"


def spell(schema: Schema) -> str:
    """Say a field's type in words: `UUID`, `integer ≥ 1`, `list of [Weekday](#weekday)`, `time or null`."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(spell(variant) for variant in schema["anyOf"])
    if "prefixItems" in schema:
        return f"({', '.join(spell(place) for place in schema['prefixItems'])})"
    if schema.get("type") == "array":
        return f"list of {spell(schema.get('items', {}))}"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return f"{spell(schema['additionalProperties'])} by name"
    return " ".join([_word(schema), *_bounds(schema)])


def _word(schema: Schema) -> str:
    if schema.get("pattern") == _E164:
        return "number in E.164"
    kind = str(schema.get("type", "anything"))
    return _FORMATS.get(schema.get("format", ""), _TYPES.get(kind, kind))


def _bounds(schema: Schema) -> Iterable[str]:
    if "minimum" in schema:
        yield f"≥ {schema['minimum']}"
    if "maximum" in schema:
        yield f"≤ {schema['maximum']}"
    if "pattern" in schema and schema["pattern"] != _E164:
        yield f"`{schema['pattern']}`"
