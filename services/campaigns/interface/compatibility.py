"""Whether the HTTP interface changed additively: pure functions over OpenAPI documents, released beside present.

Additive means that who was programmed against what was released goes on working: paths, answers, fields and values
stay, what could be sent can be sent, and nothing is asked for that was not. Clients ignore what they don't know.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

Document = Mapping[str, Any]
Schema = Mapping[str, Any]

_WORDS = frozenset({"description", "summary", "title", "example", "examples", "operationId", "tags", "info"})
_LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_NAMED = frozenset({"properties", "schemas", "paths", "responses", "content"})
"""Keys whose values are named by us: a field may be called `title`."""
_EXACT = ("pattern", "multipleOf")


class Way(Enum):
    """Which way a schema's values travel."""

    SENT = "sent to us"
    ANSWERED = "answered"


def breaking_changes(released: Document, present: Document) -> list[str]:
    """Say each change that is not additive, one sentence each; empty when there is none."""
    comparison = _Comparison(released, present)
    found: list[str] = []
    for path, item in released["paths"].items():
        for method, operation in item.items():
            where = f"{method.upper()} {path}"
            now = present["paths"].get(path, {}).get(method)
            said = ["was removed"] if now is None else comparison.operation(operation, now)
            found += [f"{where}: {finding}" for finding in said]
    return list(dict.fromkeys(found))


def without_words(node: Any) -> Any:
    """Return what programs depend on of a document, without titles, descriptions and examples."""
    if isinstance(node, list):
        return [without_words(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: {name: without_words(part) for name, part in value.items()}
        if key in _NAMED and isinstance(value, dict)
        else without_words(value)
        for key, value in node.items()
        if key not in _WORDS
    }


class _Comparison:
    """Walks two documents side by side. A place is a field's way from the body, `retry.outcomes[]`."""

    def __init__(self, released: Document, present: Document) -> None:
        self._released = released
        self._present = present

    def operation(self, old: Document, new: Document) -> Iterator[str]:
        """Yield what broke in one operation."""
        yield from self._parameters(old, new)
        yield from self._body(old.get("requestBody"), new.get("requestBody"))
        for status, answer in old["responses"].items():
            if status not in new["responses"]:
                yield f"is not answered {status} any more"
                continue
            yield from self._content(answer, new["responses"][status], Way.ANSWERED, f"answer {status}")
        if new.get("security") and not old.get("security"):
            yield "was open and needs a key now"

    def _parameters(self, old: Document, new: Document) -> Iterator[str]:
        had = {(one["in"], one["name"]): one for one in old.get("parameters", ())}
        has = {(one["in"], one["name"]): one for one in new.get("parameters", ())}
        for key, was in had.items():
            name = f"{key[0]} parameter {key[1]}"
            if key not in has:
                yield f"{name} was removed"
            else:
                yield from self._schemas(was["schema"], has[key]["schema"], Way.SENT, name, ())
        for key, is_now in has.items():
            if is_now.get("required") and not had.get(key, {}).get("required"):
                yield f"{key[0]} parameter {key[1]} is required now"

    def _body(self, old: Document | None, new: Document | None) -> Iterator[str]:
        if old is None:
            if new is not None and new.get("required"):
                yield "a body is required now"
        elif new is None:
            yield "takes no body any more"
        else:
            if new.get("required") and not old.get("required"):
                yield "a body is required now"
            yield from self._content(old, new, Way.SENT, "body")

    def _content(self, old: Document, new: Document, way: Way, where: str) -> Iterator[str]:
        for kind, media in old.get("content", {}).items():
            if kind not in new.get("content", {}):
                yield f"{where}: {kind} was removed"
            elif "schema" in media:
                yield from self._schemas(media["schema"], new["content"][kind].get("schema", {}), way, where, ())

    def _schemas(
        self, old: Schema, new: Schema, way: Way, place: str, seen: tuple[tuple[str, str], ...]
    ) -> Iterator[str]:
        references = (old.get("$ref", ""), new.get("$ref", ""))
        if all(references) and references in seen:
            return
        beneath = (*seen, references) if all(references) else seen
        before, after = _variants(old, self._released), _variants(new, self._present)
        yield from _kinds(before, after, way, place)
        for kind, was in before.items():
            if kind in after:
                yield from self._values(was, after[kind], way, place)
                yield from self._parts(was, after[kind], way, place, beneath)

    def _values(self, old: Schema, new: Schema, way: Way, place: str) -> Iterator[str]:
        had, has = _allowed(old), _allowed(new)
        if had is not None and has is not None and (lost := [value for value in had if value not in has]):
            yield f"{place} lost {', '.join(map(str, lost))}"
        if way is Way.SENT:
            if had is None and has is not None:
                yield f"{place} took any value and takes only {', '.join(map(str, has))} now"
            yield from _narrowed(old, new, place)

    def _parts(
        self, old: Schema, new: Schema, way: Way, place: str, seen: tuple[tuple[str, str], ...]
    ) -> Iterator[str]:
        if "items" in old:
            yield from self._schemas(old["items"], new.get("items", {}), way, f"{place}[]", seen)
        if isinstance(old.get("additionalProperties"), dict):
            values = new.get("additionalProperties")
            yield from self._schemas(
                old["additionalProperties"], values if isinstance(values, dict) else {}, way, f"{place}{{}}", seen
            )
        had, has = old.get("properties", {}), new.get("properties", {})
        for field, was in had.items():
            if field not in has:
                yield f"{place}.{field} was removed"
            else:
                yield from self._schemas(was, has[field], way, f"{place}.{field}", seen)
        needed, needs = set(old.get("required", ())), set(new.get("required", ()))
        if way is Way.SENT:
            yield from (f"{place}.{field} is required now" for field in sorted(needs - needed))
        else:
            yield from (f"{place}.{field} may be absent now" for field in sorted((needed - needs) & has.keys()))


def _kinds(before: Mapping[str, Schema], after: Mapping[str, Schema], way: Way, place: str) -> Iterator[str]:
    """Compare the types that a place may hold: what was taken still is, and nothing new is answered."""
    if "anything" in before or "anything" in after:
        return
    if way is Way.SENT and (lost := before.keys() - after.keys()):
        yield f"{place} may not be {' or '.join(sorted(lost))} any more"
    if way is Way.ANSWERED and (added := after.keys() - before.keys()):
        yield f"{place} may be {' or '.join(sorted(added))} now"


def _narrowed(old: Schema, new: Schema, place: str) -> Iterator[str]:
    """Compare the bounds of what is sent: they may get looser, never tighter."""
    for bound in _LOWER_BOUNDS:
        if bound in new and (bound not in old or new[bound] > old[bound]):
            yield f"{place} is bound tighter: {bound} {old.get(bound, 'none')} became {new[bound]}"
    for bound in _UPPER_BOUNDS:
        if bound in new and (bound not in old or new[bound] < old[bound]):
            yield f"{place} is bound tighter: {bound} {old.get(bound, 'none')} became {new[bound]}"
    for rule in _EXACT:
        if rule in new and new[rule] != old.get(rule):
            yield f"{place} is bound otherwise: {rule} {old.get(rule, 'none')} became {new[rule]}"


def _allowed(schema: Schema) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    values: list[Any] | None = schema.get("enum")
    return values


def _variants(schema: Schema, document: Document) -> dict[str, Schema]:
    """Return the types that a place may hold, `$ref` followed, each with its schema; of one type the first."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _variants(document["components"]["schemas"][name], document)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            found = [variant for part in schema[several] for variant in _variants(part, document).items()]
            return dict(reversed(found))
    if "allOf" in schema:
        return {"object": _merged([_variants(part, document).get("object", {}) for part in schema["allOf"]])}
    return {str(schema.get("type", "anything")): schema}


def _merged(parts: list[Schema]) -> Schema:
    return {
        "properties": {name: field for part in parts for name, field in part.get("properties", {}).items()},
        "required": [name for part in parts for name in part.get("required", ())],
    }
