"""A released contract is only ever added to."""

from copy import deepcopy
from typing import Any

import pytest

from shared.contracts.compatibility import breaking_changes

NAME = "campaigns/CampaignPaused"

RELEASED: dict[str, Any] = {
    "title": "CampaignPaused",
    "description": "Recorded when its owner pauses it.",
    "type": "object",
    "x-version": 2,
    "x-private": False,
    "properties": {
        "campaign_id": {"type": "string", "format": "uuid", "title": "Campaign Id"},
        "phone_number": {"type": "string", "pattern": "^\\+[0-9]+$", "x-personal": True},
        "reason": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        "limit": {"type": "integer", "minimum": 1, "maximum": 6, "default": 1},
        "note": {"type": "string", "default": ""},
        "outcome": {"$ref": "#/$defs/Outcome"},
        "calls": {"type": "array", "items": {"$ref": "#/$defs/Call"}, "default": []},
        "members": {
            "type": "array",
            "items": {"type": "array", "minItems": 2, "maxItems": 2, "prefixItems": [{"type": "string"}] * 2},
        },
        "user_data": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "required": ["campaign_id", "phone_number", "outcome", "members", "user_data"],
    "$defs": {
        "Outcome": {"type": "string", "enum": ["answered", "busy"]},
        "Call": {
            "type": "object",
            "properties": {"call_id": {"type": "string", "format": "uuid"}, "zone": {"type": "string", "default": ""}},
            "required": ["call_id"],
        },
    },
}


def changed(path: str, value: object = None) -> dict[str, Any]:
    """Return a copy of the released schema with one place set, or taken away where no value is given."""
    schema = deepcopy(RELEASED) | {"x-version": 3}
    *way, last = path.split("/")
    place: Any = schema
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return schema


def findings(present: dict[str, Any]) -> list[str]:
    return breaking_changes({NAME: RELEASED}, {NAME: present})


BROKEN = {
    "a field removed": (changed("properties/note"), "field note was removed or renamed"),
    "a required field removed": (changed("properties/outcome"), "field outcome was removed or renamed"),
    "a nested field removed": (changed("$defs/Call/properties/zone"), "field calls[].zone was removed"),
    "a field renamed": (
        changed("properties", {"memo" if k == "note" else k: v for k, v in RELEASED["properties"].items()}),
        "field note was removed or renamed",
    ),
    "a type changed": (changed("properties/note/type", "integer"), "the type of note changed from string to integer"),
    "a nested type changed": (changed("$defs/Call/properties/zone/type", "integer"), "the type of calls[].zone"),
    "a format changed": (changed("properties/campaign_id/format", "date"), "from string (uuid) to string (date)"),
    "a type widened, which its readers don't expect": (
        changed("properties/note", {"anyOf": [{"type": "string"}, {"type": "null"}], "default": ""}),
        "the type of note changed from string to null or string",
    ),
    "null not allowed any more": (
        changed("properties/reason", {"type": "string", "default": None}),
        "the type of reason changed from null or string to string",
    ),
    "a place of a pair added": (
        changed("properties/members/items/prefixItems", [{"type": "string"}] * 3),
        "members[] had 2 places and has 3",
    ),
    "the type of a map's values changed": (
        changed("properties/user_data/additionalProperties/type", "integer"),
        "the type of user_data{} changed",
    ),
    "unknown fields refused": (changed("additionalProperties", value=False), "took fields that it refuses now"),
    "a new required field": (
        changed("properties", RELEASED["properties"] | {"by": {"type": "string"}})
        | {"required": [*RELEASED["required"], "by"]},
        "field by is new and required",
    ),
    "a new required nested field": (
        changed(
            "$defs/Call",
            {
                "type": "object",
                "properties": RELEASED["$defs"]["Call"]["properties"] | {"by": {"type": "string"}},
                "required": ["call_id", "by"],
            },
        ),
        "field calls[].by is new and required",
    ),
    "an optional field made required": (
        changed("required", [*RELEASED["required"], "note"]),
        "field note was optional and is required now",
    ),
    "a required field made optional": (
        changed("required", ["campaign_id", "phone_number", "members", "user_data"]),
        "field outcome was required and is optional now",
    ),
    "a default changed": (changed("properties/limit/default", 2), "the default of limit changed"),
    "a default taken away": (changed("properties/note/default"), "the default of note changed"),
    "an enum value removed": (changed("$defs/Outcome/enum", ["answered"]), "outcome lost value busy"),
    "an enum value renamed": (changed("$defs/Outcome/enum", ["answered", "engaged"]), "outcome lost value busy"),
    "a free text bound to values": (changed("properties/note/enum", ["a", "b"]), "note lost value any other"),
    "a minimum raised": (changed("properties/limit/minimum", 2), "minimum 1 became 2"),
    "a maximum lowered": (changed("properties/limit/maximum", 5), "maximum 6 became 5"),
    "a length newly bound": (changed("properties/note/maxLength", 80), "maxLength none became 80"),
    "a pattern changed": (
        changed("properties/phone_number/pattern", "^[0-9]+$"),
        "pattern ^\\+[0-9]+$ became ^[0-9]+$",
    ),
    "a personal mark lost": (changed("properties/phone_number/x-personal"), "was marked as personal"),
    "a public event made private": (changed("x-private", value=True), "was public and is private now"),
    "a version lowered": (changed("x-version", 1), "its version fell from 2 to 1"),
}


@pytest.mark.parametrize(("present", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_a_breaking_change_is_caught_and_named(present: dict[str, Any], expected: str) -> None:
    found = findings(present)

    assert len(found) == 1, found
    assert found[0].startswith(f"{NAME}: ")
    assert expected in found[0]


ADDITIVE = {
    "nothing": RELEASED,
    "words alone": deepcopy(RELEASED) | {"description": "Recorded when it is paused."},
    "a new optional field": changed(
        "properties",
        RELEASED["properties"] | {"by": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None}},
    ),
    "a new enum value": changed("$defs/Outcome/enum", ["answered", "voicemail", "busy"]),
    "a looser bound": changed("properties/limit/maximum", 60),
    "a bound taken away": changed("properties/limit/minimum"),
    "a pattern taken away": changed("properties/phone_number/pattern"),
    "a personal mark added": changed("properties/reason/x-personal", value=True),
}


@pytest.mark.parametrize("present", ADDITIVE.values(), ids=ADDITIVE.keys())
def test_an_addition_is_let_through(present: dict[str, Any]) -> None:
    assert findings(present) == []


def test_an_event_that_is_gone_is_named() -> None:
    assert breaking_changes({NAME: RELEASED}, {}) == [
        f"{NAME}: removed or renamed; what was released stays, under its name"
    ]


def test_a_new_event_is_an_addition() -> None:
    assert breaking_changes({}, {NAME: RELEASED}) == []


def test_an_addition_that_does_not_raise_the_version_is_named() -> None:
    unversioned = changed("$defs/Outcome/enum", ["answered", "busy", "voicemail"]) | {"x-version": 2}

    assert findings(unversioned) == [f"{NAME}: changed, and its version is still 2; say VERSION = 3"]


def test_a_nested_model_may_be_renamed_since_readers_never_see_its_name() -> None:
    renamed = deepcopy(RELEASED)
    renamed["$defs"]["Result"] = renamed["$defs"].pop("Outcome")
    renamed["properties"]["outcome"] = {"$ref": "#/$defs/Result"}

    assert findings(renamed | {"x-version": 3}) == []


def test_several_breaks_are_all_named() -> None:
    present = changed("properties/note")
    del present["properties"]["limit"]

    assert len(findings(present)) == 2
