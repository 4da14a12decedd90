"""An envelope on the wire (CloudEvents headers, JSON body) and in the pages of `ask.<service>.events`."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, cast
from urllib.parse import quote, unquote
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json as parse_json
from pydantic_core import to_json as write_json

from shared.contracts.ids import SYSTEM
from shared.contracts.registry import EVENTS
from shared.contracts.vocabulary import Service
from shared.messaging.envelope import Envelope
from shared.messaging.subjects import event_subject
from shared.messaging.tracing import CAUSATION, CORRELATION, TRACEPARENT

MESSAGE_ID = "Nats-Msg-Id"
POSITION = "ce-position"
EPOCH = "ce-epoch"

_PLAIN = re.compile(r"[!#$&-~]*")
"""Printable ASCII without `"` and `%`: what CloudEvents leaves as it is in a header (HTTP binding 3.1.3.2)."""
_UNQUOTED = "!#$&'()*+,/:;<=>?@[\\]^`{|}"


class Malformed(ValueError):
    """A message that is no event of ours, or that lost something on the way: it says what is missing or wrong."""


class _Page(BaseModel):
    """An envelope as JSON, its types checked."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    source: Service
    position: int = Field(ge=1)
    epoch: UUID
    event_id: UUID
    previous_id: UUID | None = None
    stream: str
    version: int
    type: str
    user_id: UUID | None = None
    at: datetime
    data: dict[str, Any] | None = None
    correlation_id: UUID | None = None
    causation_id: UUID | None = None
    traceparent: str | None = None


def is_private(envelope: Envelope) -> bool:
    """Tell whether an event concerns its own service alone. One that this release does not know is not private."""
    contract = EVENTS[envelope.source].get(envelope.type)
    return contract is not None and contract.PRIVATE


@cache
def private_types(service: Service) -> list[str]:
    """Return the types of a service's events that concern itself alone."""
    return [name for name, contract in EVENTS[service].items() if contract.PRIVATE]


def encode(envelope: Envelope, *, bare: bool = False) -> tuple[str, dict[str, str], bytes]:
    """Return subject, headers and body of an event. A private event is bare (its body empty) whatever is asked.

    `Nats-Msg-Id` is the event's id, so that a repeat within the stream's window is stored once. Raises ValueError
    for a type that cannot stand in a subject, or a time without an offset.
    """
    headers = {
        MESSAGE_ID: str(envelope.event_id),
        "ce-specversion": "1.0",
        "ce-id": str(envelope.event_id),
        "ce-type": envelope.type,
        "ce-source": envelope.source.value,
        "ce-time": _time(envelope.at),
        "ce-subject": _quoted(envelope.stream),
        POSITION: str(envelope.position),
        EPOCH: str(envelope.epoch),
        "ce-streamversion": str(envelope.version),
    }
    optional = {
        "ce-previousid": envelope.previous_id,
        "ce-userid": envelope.user_id,
        CORRELATION: envelope.correlation_id,
        CAUSATION: envelope.causation_id,
    }
    headers.update({name: str(value) for name, value in optional.items() if value is not None})
    if envelope.traceparent is not None:
        headers[TRACEPARENT] = _quoted(envelope.traceparent)
    if bare or envelope.data is None or is_private(envelope):
        return event_subject(envelope), headers, b""
    headers["ce-datacontenttype"] = "application/json"
    return event_subject(envelope), headers, write_json(envelope.data)


def decode(subject: str, headers: Mapping[str, str] | None, body: bytes) -> Envelope:
    """Return the envelope that a message carries; a bare one has no data. Raises Malformed."""
    if headers is None:
        raise Malformed(f"a message on {subject} without headers is no event")
    try:
        envelope = Envelope(
            source=Service(headers["ce-source"]),
            position=int(headers[POSITION]),
            epoch=_uuid(headers[EPOCH]),
            event_id=_uuid(headers["ce-id"]),
            previous_id=_optional(headers, "ce-previousid"),
            stream=unquote(headers["ce-subject"]),
            version=int(headers["ce-streamversion"]),
            type=headers["ce-type"],
            user_id=_optional(headers, "ce-userid"),
            at=_moment(headers["ce-time"]),
            data=_data(body),
            correlation_id=_optional(headers, CORRELATION),
            causation_id=_optional(headers, CAUSATION),
            traceparent=unquote(headers[TRACEPARENT]) if TRACEPARENT in headers else None,
        )
    except KeyError as missing:
        raise Malformed(f"a message on {subject} lacks the header {missing}") from None
    except ValueError as wrong:
        raise Malformed(f"a message on {subject} is unreadable: {wrong}") from None
    if subject != f"{headers['ce-source']}.{envelope.type}.{headers.get('ce-userid', SYSTEM)}":
        raise Malformed(f"a message on {subject} is a {envelope.type} of {envelope.source.value} by its headers")
    if envelope.position < 1:
        raise Malformed(f"a message on {subject} has position {envelope.position}; they count from 1")
    return envelope


def to_json(envelope: Envelope) -> dict[str, Any]:
    """Return an envelope as it stands in a page of `ask.<service>.events`; private events without their data."""
    page: dict[str, Any] = {
        "source": envelope.source.value,
        "position": envelope.position,
        "epoch": str(envelope.epoch),
        "event_id": str(envelope.event_id),
        "stream": envelope.stream,
        "version": envelope.version,
        "type": envelope.type,
        "at": _time(envelope.at),
    }
    for name in ("previous_id", "user_id", "correlation_id", "causation_id", "traceparent"):
        value = getattr(envelope, name)
        if value is not None:
            page[name] = str(value)
    if envelope.data is not None and not is_private(envelope):
        page["data"] = envelope.data
    return page


def from_json(page: Mapping[str, Any]) -> Envelope:
    """Return the envelope that a page's entry says. Raises Malformed, naming the field."""
    try:
        read = _Page.model_validate(page)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False)[0]
        raise Malformed(f"an entry of a page: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    if read.at.tzinfo is None:
        raise Malformed("an entry of a page: at: a time without an offset")
    return Envelope(**{name: getattr(read, name) for name in _Page.model_fields})


def _data(body: bytes) -> dict[str, Any] | None:
    if not body:
        return None
    data = parse_json(body)
    if not isinstance(data, dict):
        raise Malformed(f"the body is a JSON {type(data).__name__}, not an object")
    return cast("dict[str, Any]", data)


@lru_cache(maxsize=4096)
def _uuid(text: str) -> UUID:
    """Parse an id. Epochs and users repeat, and each event is named again by the one behind it."""
    return UUID(text)


def _optional(headers: Mapping[str, str], name: str) -> UUID | None:
    return _uuid(headers[name]) if name in headers else None


def _time(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError(f"{at} has no offset")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise Malformed(f"the time {text} has no offset")
    return at


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else quote(text, safe=_UNQUOTED)
