"""Whatever Bolna sends of a call is read, or is named as unreadable: one reader for webhooks and look-ups."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.bolna.execution import (
    Execution,
    Status,
    Unreadable,
    e164,
    held_back,
    is_terminal,
    line_is_free,
    read_execution,
)

SHAPES = {path.stem: json.loads(path.read_text("utf-8")) for path in (Path(__file__).parent / "shapes").glob("*.json")}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_each_recorded_shape_reads_as_it_should(name: str) -> None:
    shape = SHAPES[name]
    execution = read_execution(json.dumps(shape["body"]).encode())
    read = execution.model_dump(mode="json")
    assert {field: read[field] for field in shape["read"]} == shape["read"]
    assert read_execution(shape["body"]) == execution


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_each_recorded_status_says_whether_the_line_is_free(name: str) -> None:
    status = read_execution(SHAPES[name]["body"]).status
    said = {"terminal": is_terminal(status), "line_is_free": line_is_free(status), "held_back": held_back(status)}
    assert said == SHAPES[name]["says"]


def test_every_status_of_bolnas_has_a_recorded_shape() -> None:
    assert len(Status) == 16
    assert {status.value for status in Status} <= set(SHAPES)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null", b"7", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_object_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable, match=r"no JSON|nested too deeply"):
        read_execution(body)


@pytest.mark.parametrize("body", [b"{}", b'{"id": null}', b'{"id": " "}', b'{"id": {}, "execution_id": []}'])
def test_what_names_no_execution_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable, match="neither id nor execution_id"):
        read_execution(body)


def test_what_a_database_cannot_hold_is_taken_out_of_texts() -> None:
    body = b'{"id":"e","transcript":"a\\u0000b\\ud800","context_details":{"recipient_data":{"k\\u0000":["\\ud800"]}}}'
    execution = read_execution(body)
    assert execution.transcript == "ab?"
    assert execution.recipient_data == {"k": ["?"]}


def test_echoed_data_nested_beyond_reason_is_cut_and_the_rest_kept() -> None:
    deep = '{"a":' * 400 + "1" + "}" * 400
    execution = read_execution(f'{{"id":"e","status":"busy","context_details":{{"recipient_data":{deep}}}}}')
    assert execution.status is Status.BUSY
    assert json.dumps(execution.recipient_data).count("a") == 20


def test_what_we_sent_is_found_again_by_its_name() -> None:
    execution = read_execution(SHAPES["completed"]["body"])
    assert (execution.echoed("attempt_id"), execution.echoed("call_id"), execution.echoed("x")) == ("a-1", "c-1", None)


def test_the_repr_of_an_execution_shows_nobody() -> None:
    shown = repr(read_execution(SHAPES["completed"]["body"]))
    assert "Status.COMPLETED" in shown
    assert not any(personal in shown for personal in ("98000", "80000", "Asha", "Hello", "recordings"))


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-13-01", "", 0, None])
def test_a_time_that_cannot_be_one_is_none(time: object) -> None:
    assert read_execution({"id": "e", "created_at": time}).created_at is None


@pytest.mark.parametrize("cost", ["1e-999999", "1e999999", "-1", "Infinity", "sNaN", "9" * 5000, "1" * 13, True, "x"])
def test_a_cost_that_cannot_be_one_is_none_or_finite(cost: object) -> None:
    read = read_execution({"id": "e", "total_cost": cost, "conversation_duration": cost})
    assert read.total_cost_cents is None or read.total_cost_cents < 1
    assert read.conversation_seconds in {None, 0.0}


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+919800000001", "+919800000001"),
        ("919800000001", "+919800000001"),
        ("00919800000001", "+919800000001"),
        ("+91 9800000001", "+919800000001"),
        ("9800000001", "+9800000001"),
        (None, None),
        ("anonymous", None),
        ("0", None),
    ],
)
def test_a_number_is_known_by_its_digits(written: str | None, number: str | None) -> None:
    assert e164(written) == number


AWKWARD = ["1e400", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "\x00", "{}", "[1]", "true"]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["1e400", "9999-12-31T23:59-14"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = sorted({key for shape in SHAPES.values() for key in shape["body"]})
INNER = ["to_number", "from_number", "call_type", "recipient_data", "recipient_phone_number", "hangup_by"]
OBJECTS = st.dictionaries(
    st.sampled_from(FIELDS),
    ANYTHING | st.dictionaries(st.sampled_from(INNER), ANYTHING) | st.dictionaries(st.text(), ANYTHING).map(json.dumps),
)


@given(OBJECTS | ANYTHING)
def test_no_json_value_raises_anything_but_unreadable(value: Any) -> None:
    try:
        execution = read_execution(json.dumps(value).encode())
    except Unreadable:
        return
    assert Execution.model_validate_json(execution.model_dump_json()).id == execution.id


@given(st.binary())
def test_no_bytes_raise_anything_but_unreadable(body: bytes) -> None:
    with suppress(Unreadable):
        read_execution(body)
