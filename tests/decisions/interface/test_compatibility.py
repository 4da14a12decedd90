"""What was released of the HTTP interface is kept: planted offenders that the check must catch."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from services.campaigns.interface.compatibility import breaking_changes, without_words

Document = dict[str, Any]


def answered(status: str) -> Document:
    return {status: {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}


RELEASED: Document = {
    "paths": {
        "/api/things": {
            "get": {
                "parameters": [
                    {"in": "query", "name": "status", "schema": {"type": "string", "enum": ["open", "done"]}},
                    {"in": "query", "name": "limit", "schema": {"type": "integer", "minimum": 1, "maximum": 200}},
                ],
                "responses": answered("200"),
            },
            "post": {
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewThing"}}},
                    "required": True,
                },
                "responses": answered("201"),
            },
        }
    },
    "components": {
        "schemas": {
            "NewThing": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "maxLength": 200},
                    "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                    "kinds": {"type": "array", "items": {"type": "string", "enum": ["red", "blue"]}},
                },
            },
            "Thing": {
                "type": "object",
                "required": ["id", "part"],
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "part": {"$ref": "#/components/schemas/Part"},
                    "counters": {"type": "object", "additionalProperties": {"type": "integer"}},
                },
            },
            "Part": {
                "type": "object",
                "required": ["state"],
                "properties": {
                    "state": {"type": "string", "enum": ["new", "old"]},
                    "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}},
                },
            },
        }
    },
}  # fmt: skip


def schema(document: Document, name: str) -> Document:
    found: Document = document["components"]["schemas"][name]
    return found


def get(document: Document) -> Document:
    found: Document = document["paths"]["/api/things"]["get"]
    return found


def changed(change: Callable[[Document], object]) -> list[str]:
    """What is said of a change of what was released."""
    present = deepcopy(RELEASED)
    change(present)
    return breaking_changes(RELEASED, present)


BROKEN: dict[str, tuple[Callable[[Document], object], str]] = {
    "a path goes": (lambda d: d["paths"].clear(), "was removed"),
    "a method goes": (lambda d: d["paths"]["/api/things"].pop("get"), "GET /api/things: was removed"),
    "a parameter goes": (lambda d: get(d)["parameters"].pop(0), "query parameter status was removed"),
    "a parameter is new and required": (
        lambda d: get(d)["parameters"].append({"in": "query", "name": "q", "required": True, "schema": {}}),
        "query parameter q is required now",
    ),
    "a parameter loses a value": (
        lambda d: get(d)["parameters"][0]["schema"]["enum"].remove("open"), "query parameter status lost open",
    ),
    "a parameter is bound tighter": (
        lambda d: get(d)["parameters"][1]["schema"].update(maximum=100), "bound tighter: maximum 200 became 100",
    ),
    "a field that is sent goes": (
        lambda d: schema(d, "NewThing")["properties"].pop("note"), "body.note was removed",
    ),
    "a field that is sent is required now": (
        lambda d: schema(d, "NewThing")["required"].append("note"), "body.note is required now",
    ),
    "a new field has to be sent": (
        lambda d: (
            schema(d, "NewThing")["properties"].update(size={"type": "integer"}),
            schema(d, "NewThing")["required"].append("size"),
        ),
        "body.size is required now",
    ),
    "what may be sent loses a value": (
        lambda d: schema(d, "NewThing")["properties"]["kinds"]["items"]["enum"].remove("red"), "body.kinds[] lost red",
    ),
    "what may be sent loses null": (
        lambda d: schema(d, "NewThing")["properties"].update(note={"type": "string"}), "may not be null any more",
    ),
    "free text becomes a choice": (
        lambda d: schema(d, "NewThing")["properties"]["name"].update(enum=["a"]), "takes only a now",
    ),
    "a field that is answered goes": (
        lambda d: schema(d, "Thing")["properties"].pop("counters"), "answer 200.counters was removed",
    ),
    "a field that is answered may be absent": (
        lambda d: schema(d, "Thing")["required"].remove("id"), "answer 200.id may be absent now",
    ),
    "a field that is answered may be null": (
        lambda d: schema(d, "Thing")["properties"].update(id={"anyOf": [{"type": "string"}, {"type": "null"}]}),
        "answer 200.id may be null now",
    ),
    "a field that is answered has another type": (
        lambda d: schema(d, "Thing")["properties"]["counters"].update(additionalProperties={"type": "string"}),
        "answer 200.counters{} may be string now",
    ),
    "a value that is answered goes": (
        lambda d: schema(d, "Part")["properties"]["state"]["enum"].remove("old"), "answer 200.part.state lost old",
    ),
    "a status is not answered any more": (lambda d: get(d)["responses"].clear(), "is not answered 200 any more"),
    "an answer has another type of content": (
        lambda d: get(d)["responses"]["200"].update(content={"text/csv": {}}), "application/json was removed",
    ),
    "what was open needs a key": (lambda d: get(d).update(security=[{"key": []}]), "was open and needs a key now"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_would_break_somebodys_program_is_said(name: str) -> None:
    change, said = BROKEN[name]
    found = changed(change)
    assert [one for one in found if said in one], found


ADDED: dict[str, Callable[[Document], object]] = {
    "nothing": lambda d: d,
    "a path": lambda d: d["paths"].update({"/api/more": {"get": {"responses": {}}}}),
    "an optional parameter": lambda d: get(d)["parameters"].append({"in": "query", "name": "q", "schema": {}}),
    "a field that may be sent": lambda d: schema(d, "NewThing")["properties"].update(size={"type": "integer"}),
    "a value that may be sent": lambda d: schema(d, "NewThing")["properties"]["kinds"]["items"]["enum"].append("x"),
    "looser bounds": lambda d: schema(d, "NewThing")["properties"]["name"].update(maxLength=300),
    "a field that is answered": lambda d: (
        schema(d, "Thing")["properties"].update(size={"type": "integer"}),
        schema(d, "Thing")["required"].append("size"),
    ),
    "a value that is answered": lambda d: schema(d, "Part")["properties"]["state"]["enum"].append("gone"),
    "another answer": lambda d: get(d)["responses"].update({"202": {"description": "later"}}),
    "words": lambda d: schema(d, "Thing").update(description="something", title="A thing"),
}


@pytest.mark.parametrize("name", ADDED)
def test_what_is_added_breaks_nothing(name: str) -> None:
    assert changed(ADDED[name]) == []


def test_words_are_no_part_of_what_is_kept_but_a_field_may_be_called_like_one() -> None:
    worded = {"description": "x", "properties": {"title": {"type": "string", "title": "Title"}}, "examples": [1]}
    assert without_words(worded) == {"properties": {"title": {"type": "string"}}}
