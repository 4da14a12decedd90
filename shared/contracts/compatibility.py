"""Whether contracts changed additively: pure functions over JSON Schemas, released ones beside present ones.

Additive means that everything already recorded is still read, and that whoever reads by the released contract still
understands what is recorded from now on. So optional fields, enum values, events and looser bounds may come; a field,
an enum value or an event never goes, a field's type and the meaning of its absence never change, no bound gets tighter.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
"""A JSON Schema as pydantic writes it: `$defs` at the root, variants under `anyOf`."""

Contracts = Mapping[str, Schema]
"""Schemas by name, `<service>/<EventName>`."""

_LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_EXACT = ("pattern", "multipleOf", "uniqueItems")
_WORDS = ("description", "title", "x-version")
_ABSENT = object()


def breaking_changes(released: Contracts, present: Contracts) -> list[str]:
    """Say each change that is not additive, one sentence each with its remedy; empty when there is none.

    A contract that changed additively and did not raise its `x-version` is said as well.
    """
    return [f"{name}: {finding}" for name in sorted(released) for finding in _contract(name, released, present)]


def _contract(name: str, released: Contracts, present: Contracts) -> Iterator[str]:
    """Compare one contract."""
    if name not in present:
        yield "removed or renamed; what was released stays, under its name"
        return
    old, new = released[name], present[name]
    findings = list(_Comparison(old, new).findings(old, new, ""))
    yield from findings
    if new.get("x-private") and not old.get("x-private"):
        yield "was public and is private now; others read it"
    if not findings and "x-version" in old:
        yield from _version(old, new)


def _version(old: Schema, new: Schema) -> Iterator[str]:
    """Hold the version to the shape: it rises when the shape changes, and never falls."""
    before, after = old["x-version"], new.get("x-version", 0)
    if after < before:
        yield f"its version fell from {before} to {after}; versions only rise"
    elif after == before and shape(old) != shape(new):
        yield f"changed, and its version is still {before}; say VERSION = {before + 1}"


def shape(node: Any) -> Any:
    """Return a schema without its words (titles, descriptions, version): what a reader's program depends on."""
    if isinstance(node, list):
        return [shape(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: {name: shape(part) for name, part in value.items()} if key in {"properties", "$defs"} else shape(value)
        for key, value in node.items()
        if key not in _WORDS
    }


class _Comparison:
    """Walks two schemas side by side. A path is the field's way from the root, `settings.retry.outcomes[]`."""

    def __init__(self, old_root: Schema, new_root: Schema) -> None:
        self._old_root = old_root
        self._new_root = new_root

    def findings(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        """Yield what broke in one place and below it."""
        before, after = _variants(old, self._old_root), _variants(new, self._new_root)
        if [kind for kind, _ in before] != [kind for kind, _ in after]:
            yield f"the type of {_at(path)} changed from {_spell(before)} to {_spell(after)}; add a field beside it"
            return
        for (_, was), (_, is_now) in zip(before, after, strict=True):
            yield from _narrowed(was, is_now, path)
            yield from self._nested(was, is_now, path)

    def _nested(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        if "items" in old and "items" in new:
            yield from self.findings(old["items"], new["items"], f"{path}[]")
        elif "items" in new:
            yield f"the items of {_at(path)} were free and are bound to a type now"
        yield from self._positions(old.get("prefixItems", []), new.get("prefixItems", []), path)
        yield from self._open_fields(old.get("additionalProperties", True), new.get("additionalProperties", True), path)
        yield from self._fields(old, new, path)

    def _positions(self, old: list[Schema], new: list[Schema], path: str) -> Iterator[str]:
        if len(old) != len(new):
            yield f"{_at(path)} had {len(old)} places and has {len(new)}; add a field beside it"
            return
        for place, (was, is_now) in enumerate(zip(old, new, strict=True)):
            yield from self.findings(was, is_now, f"{path}[{place}]")

    def _open_fields(self, old: bool | Schema, new: bool | Schema, path: str) -> Iterator[str]:  # noqa: FBT001 - JSON Schema's own
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from self.findings(old, new, f"{path}{{}}")
        elif new is not True and old != new:
            yield f"{_at(path)} took fields that it refuses now"

    def _fields(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        had, has = old.get("properties", {}), new.get("properties", {})
        needed, needs = set(old.get("required", ())), set(new.get("required", ()))
        for field, was in had.items():
            here = f"{path}.{field}" if path else field
            if field not in has:
                yield f"field {here} was removed or renamed; keep it and add another"
                continue
            yield from self.findings(was, has[field], here)
            yield from _presence(was, has[field], field in needed, field in needs, here)
        for field in has.keys() - had.keys():
            if field in needs:
                yield f"field {f'{path}.{field}' if path else field} is new and required; give it a default"


def _presence(old: Schema, new: Schema, was_required: bool, is_required: bool, path: str) -> Iterator[str]:  # noqa: FBT001 - a pair each
    """Compare what a field's absence means, and whether it is marked as personal."""
    if is_required and not was_required:
        yield f"field {path} was optional and is required now; recorded events lack it"
    elif was_required and not is_required:
        yield f"field {path} was required and is optional now; its readers rely on it"
    elif old.get("default", _ABSENT) != new.get("default", _ABSENT):
        yield f"the default of {path} changed; it says what recorded events without the field mean"
    if old.get("x-personal") and not new.get("x-personal"):
        yield f"field {path} was marked as personal and is not any more"


def _narrowed(old: Schema, new: Schema, path: str) -> Iterator[str]:
    """Compare the bounds of one type: they may get looser, never tighter."""
    if (values := _values(new)) is not None:
        was = _values(old)
        lost = ["any other"] if was is None else [value for value in was if value not in values]
        if lost:
            yield f"{_at(path)} lost {'values' if len(lost) > 1 else 'value'} {', '.join(map(str, lost))}"
    for bound in _LOWER_BOUNDS:
        if bound in new and (bound not in old or new[bound] > old[bound]):
            yield f"{_at(path)} is bound tighter: {bound} {old.get(bound, 'none')} became {new[bound]}"
    for bound in _UPPER_BOUNDS:
        if bound in new and (bound not in old or new[bound] < old[bound]):
            yield f"{_at(path)} is bound tighter: {bound} {old.get(bound, 'none')} became {new[bound]}"
    for rule in _EXACT:
        if rule in new and new[rule] != old.get(rule):
            yield f"{_at(path)} is bound otherwise: {rule} {old.get(rule, 'none')} became {new[rule]}"


def _values(schema: Schema) -> list[Any] | None:
    """Return the values that an enum allows; None where any value of the type will do."""
    if "const" in schema:
        return [schema["const"]]
    values: list[Any] | None = schema.get("enum")
    return values


def _variants(schema: Schema, root: Schema) -> list[tuple[str, Schema]]:
    """Return the types that a place may hold, each with its kind, `$ref` followed, in the order of their kinds."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        return _variants(root["$defs"][name], root)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            found = [variant for part in schema[several] for variant in _variants(part, root)]
            return sorted(found, key=lambda variant: variant[0])
    kind = schema.get("type", "anything")
    return [(f"{kind} ({schema['format']})" if "format" in schema else str(kind), schema)]


def _spell(variants: list[tuple[str, Schema]]) -> str:
    return " or ".join(kind for kind, _ in variants)


def _at(path: str) -> str:
    return path or "the body"
