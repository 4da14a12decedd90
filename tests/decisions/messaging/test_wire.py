"""An event arrives as it was sent, and what is no event says why."""

import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.registry import EVENTS
from shared.contracts.vocabulary import Service
from shared.messaging.envelope import Envelope
from shared.messaging.wire import Malformed, decode, encode, from_json, is_private, to_json
from tests.integration.messaging.owner import chain

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(min_value=datetime(1000, 1, 2), max_value=datetime(9999, 12, 30), timezones=offsets)  # noqa: DTZ001
maybe_id = st.none() | st.uuids()


@st.composite
def envelopes(draw: st.DrawFn) -> Envelope:
    source = draw(st.sampled_from(Service))
    return Envelope(
        source=source,
        position=draw(st.integers(1, 2**63 - 1)),
        epoch=draw(st.uuids()),
        event_id=draw(st.uuids()),
        previous_id=draw(maybe_id),
        stream=draw(st.text()),
        version=draw(st.integers(1, 2**31)),
        type=draw(st.sampled_from(sorted(EVENTS[source])) | st.just("EventOfALaterRelease")),
        user_id=draw(maybe_id),
        at=draw(moments),
        data=draw(st.dictionaries(st.text(), json_values, max_size=4)),
        correlation_id=draw(maybe_id),
        causation_id=draw(maybe_id),
        traceparent=draw(st.none() | st.text()),
    )


def as_received(envelope: Envelope) -> Envelope:
    """A private event comes without its data, everything else as it was."""
    if not is_private(envelope):
        return envelope
    return Envelope(**{**vars(envelope), "data": None})


@given(envelopes())
def test_an_event_arrives_as_it_was_sent(envelope: Envelope) -> None:
    subject, headers, body = encode(envelope)
    assert all(value == value.strip() and value.isprintable() and value.isascii() for value in headers.values())
    assert decode(subject, headers, body) == as_received(envelope)


@given(envelopes())
def test_an_event_comes_out_of_a_page_as_it_went_in(envelope: Envelope) -> None:
    assert from_json(json.loads(json.dumps(to_json(envelope)))) == as_received(envelope)


@given(envelopes())
def test_a_bare_event_has_no_body_whatever_it_is(envelope: Envelope) -> None:
    subject, headers, body = encode(envelope, bare=True)
    assert body == b""
    assert decode(subject, headers, body).data is None


@pytest.mark.parametrize(
    ("source", "name"),
    [(source, name) for source in Service for name, event in EVENTS[source].items() if event.PRIVATE],
)
def test_a_private_event_never_carries_its_body(source: Service, name: str) -> None:
    [envelope] = chain(source, 1, kind=name)
    assert encode(envelope, bare=False)[2] == b""
    assert "data" not in to_json(envelope)


def test_an_event_is_a_cloudevent_on_its_users_subject() -> None:
    envelope = chain(Service.WEBHOOKS, 2)[1]
    subject, headers, body = encode(envelope)
    assert subject == f"webhooks.CallEnded.{envelope.user_id}"
    assert headers["Nats-Msg-Id"] == headers["ce-id"] == str(envelope.event_id)
    assert headers["ce-specversion"] == "1.0"
    assert headers["ce-type"] == "CallEnded"
    assert headers["ce-source"] == "webhooks"
    assert headers["ce-subject"] == "execution-2"
    assert headers["ce-time"] == "2025-10-09T12:00:02Z"
    assert headers["ce-datacontenttype"] == "application/json"
    assert headers["ce-position"] == "2"
    assert headers["ce-previousid"] == str(envelope.previous_id)
    assert json.loads(body) == {"number": 2}


def test_an_event_without_a_user_is_the_systems() -> None:
    [envelope] = chain(Service.CAMPAIGNS, 1, kind="SystemLimitChanged")
    assert encode(Envelope(**{**vars(envelope), "user_id": None}))[0] == "campaigns.SystemLimitChanged.system"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("ce-source", "billing"),
        ("ce-position", "0"),
        ("ce-position", "four"),
        ("ce-epoch", "today"),
        ("ce-id", ""),
        ("ce-time", "2025-10-09T12:00:00"),
        ("ce-type", "CallReported"),
        ("ce-userid", "nobody"),
    ],
)
def test_a_message_with_an_unreadable_header_is_malformed(header: str, value: str) -> None:
    [envelope] = chain(Service.WEBHOOKS, 1)
    subject, headers, body = encode(envelope)
    with pytest.raises(Malformed):
        decode(subject, headers | {header: value}, body)


@pytest.mark.parametrize(
    "header",
    ["ce-source", "ce-id", "ce-type", "ce-time", "ce-subject", "ce-position", "ce-epoch", "ce-streamversion"],
)
def test_a_message_that_lost_a_header_is_malformed_and_says_which(header: str) -> None:
    [envelope] = chain(Service.WEBHOOKS, 1)
    subject, headers, body = encode(envelope)
    del headers[header]
    with pytest.raises(Malformed, match=header):
        decode(subject, headers, body)


@pytest.mark.parametrize("body", [b"{", b"[]", b"7", b"\xff", b"null"])
def test_a_body_that_is_no_json_object_is_malformed(body: bytes) -> None:
    [envelope] = chain(Service.WEBHOOKS, 1)
    subject, headers, _ = encode(envelope)
    with pytest.raises(Malformed):
        decode(subject, headers, body)


def test_a_message_without_headers_is_malformed() -> None:
    with pytest.raises(Malformed, match="without headers"):
        decode("webhooks.CallEnded.system", None, b"hello")


def test_a_malformed_message_is_not_repeated_in_the_error() -> None:
    page = to_json(chain(Service.WEBHOOKS, 1)[0]) | {"user_id": "+919876543210"}
    with pytest.raises(Malformed, match="user_id") as raised:
        from_json(page)
    assert "9876543210" not in str(raised.value)


def test_a_time_without_an_offset_is_not_sent() -> None:
    [envelope] = chain(Service.WEBHOOKS, 1)
    naive = Envelope(**{**vars(envelope), "at": datetime(2025, 10, 9)})  # noqa: DTZ001
    with pytest.raises(ValueError, match="offset"):
        encode(naive)


def test_an_entry_whose_time_has_no_offset_is_malformed() -> None:
    page = to_json(chain(Service.WEBHOOKS, 1)[0]) | {"at": "2025-10-09T12:00:00"}
    with pytest.raises(Malformed, match="offset"):
        from_json(page)


def test_times_travel_in_utc() -> None:
    [envelope] = chain(Service.WEBHOOKS, 1)
    kolkata = Envelope(**{**vars(envelope), "at": datetime(2025, 10, 9, 9, tzinfo=timezone(timedelta(hours=5.5)))})
    assert encode(kolkata)[1]["ce-time"] == "2025-10-09T03:30:00Z"
    assert from_json(to_json(kolkata)).at == datetime(2025, 10, 9, 3, 30, tzinfo=UTC)
    assert isinstance(from_json(to_json(kolkata)).epoch, UUID)
