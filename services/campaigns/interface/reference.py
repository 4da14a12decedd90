"""The reference of the HTTP interface, `docs/api.md`: an OpenAPI document as one page to read."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from services.campaigns.http.problems import PROBLEM_JSON

Document = Mapping[str, Any]
Schema = Mapping[str, Any]

HEAD = """# The HTTP API

Generated from `/api/openapi.json` by `make generate`; do not edit.

Every request needs `Authorization: Bearer cc_…`, or the cookie of a session and, where it changes something, the
`Origin` of a page of ours. Times are RFC 3339 in UTC, durations in seconds. Lists are `{items, next_cursor}`: give
`next_cursor` as `cursor` for the next page. Errors are problem details with a `code`: [errors.md](errors.md). The same
POST with the same `Idempotency-Key` within 24 hours is done once. Who asks too often is answered 429, and `Retry-After`
says when to ask again. Fields and values are only ever added: ignore what you don't know.
"""


def reference(document: Document) -> str:
    """Return the page: every operation by its subject, then every shape that they name."""
    by_tag: dict[str, list[str]] = {}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            subject = operation.get("tags", ["other"])[0]
            by_tag.setdefault(subject, []).append("\n".join(_operation(method.upper(), path, operation)))
    parts = [HEAD]
    for subject, operations in by_tag.items():
        parts += [f"## {subject.capitalize()}\n", *operations]
    parts += ["## Shapes\n", *("\n".join(_shape(*one)) for one in sorted(document["components"]["schemas"].items()))]
    return "\n".join(parts).rstrip() + "\n"


def _operation(method: str, path: str, operation: Document) -> Iterator[str]:
    yield f"### {method} {path}\n"
    yield _paragraphs(operation.get("description", operation.get("summary", "")))
    yield from _parameters(operation.get("parameters", ()))
    for kind, media in operation.get("requestBody", {}).get("content", {}).items():
        yield f"Body (`{kind}`): {_kind(media.get('schema', {}))}\n"
        yield from _example(media)
    for status, answer in operation["responses"].items():
        if status == "default":
            continue
        contents = answer.get("content", {})
        if not contents:
            yield f"Answer {status}, without a body.\n"
        for kind, media in contents.items():
            if kind != PROBLEM_JSON:
                yield f"Answer {status} (`{kind}`): {_kind(media.get('schema', {}))}\n"
                yield from _example(media)


def _parameters(parameters: list[Document]) -> Iterator[str]:
    if not parameters:
        return
    yield "| Parameter | In | Holds | |\n|---|---|---|---|"
    for one in parameters:
        described = one.get("description") or one["schema"].get("description", "")
        said = _said("required" if one.get("required") else _default(one["schema"]), described)
        yield f"| `{one['name']}` | {one['in']} | {_kind(one['schema'])} | {said} |"
    yield ""


def _example(media: Document) -> Iterator[str]:
    example = media.get("example")
    if isinstance(example, dict | list):
        yield f"```json\n{json.dumps(example, indent=2, ensure_ascii=False)}\n```\n"
    elif example is not None:
        yield f"```\n{str(example).rstrip()}\n```\n"


def _shape(name: str, schema: Schema) -> Iterator[str]:
    yield f"### {name}\n"
    yield _paragraphs(schema.get("description", ""))
    if "enum" in schema:
        yield f"One of {', '.join(f'`{value}`' for value in schema['enum'])}.\n"
    if "properties" not in schema:
        return
    required = set(schema.get("required", ()))
    yield "| Field | Holds | |\n|---|---|---|"
    for field, part in schema["properties"].items():
        needed = "required" if field in required else _default(part)
        yield f"| `{field}` | {_kind(part)} | {_said(needed, part.get('description', ''))} |"
    yield ""


def _default(schema: Schema) -> str:
    if schema.get("default") is None:
        return ""
    return f"default `{json.dumps(schema['default'], ensure_ascii=False)}`"


def _kind(schema: Schema) -> str:
    """Say in a few words what a schema holds, linking the shapes that it names."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for several, between in (("anyOf", " or "), ("oneOf", " or "), ("allOf", " with ")):
        if several in schema:
            return between.join(dict.fromkeys(_kind(part) for part in schema[several]))
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    return _plain_kind(schema) if values is None else ", ".join(f"`{value}`" for value in values)


def _plain_kind(schema: Schema) -> str:
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}{_bounds(schema)}"
    if schema.get("type") == "object" and "properties" in schema:
        return ", ".join(f"`{field}`: {_kind(part)}" for field, part in schema["properties"].items())
    words = schema.get("format") or schema.get("contentMediaType") or schema.get("type", "anything")
    return f"{words}{_bounds(schema)}"


def _bounds(schema: Schema) -> str:
    lowest = next((schema[name] for name in ("minimum", "minLength", "minItems") if name in schema), None)
    highest = next((schema[name] for name in ("maximum", "maxLength", "maxItems") if name in schema), None)
    if lowest is None and highest is None:
        return ""
    counted = {"string": " characters", "array": " items"}.get(str(schema.get("type")), "")
    if lowest is None:
        return f" (at most {highest:g}{counted})"
    return f" ({lowest:g} to {highest:g}{counted})" if highest is not None else f" (at least {lowest:g}{counted})"


def _paragraphs(text: str) -> str:
    return text.strip() + "\n" if text.strip() else ""


def _said(*parts: str) -> str:
    """Return what there is to say, as a table's cell holds it."""
    return " ".join("; ".join(filter(None, parts)).replace("|", "\\|").split())
