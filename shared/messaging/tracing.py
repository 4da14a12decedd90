"""Which request or event the present work follows from: correlation, causation, W3C trace context."""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from opentelemetry import trace as opentelemetry
from uuid_utils.compat import uuid7

from shared.messaging.envelope import Envelope

CORRELATION = "ce-correlationid"
CAUSATION = "ce-causationid"
TRACEPARENT = "traceparent"

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


@dataclass(frozen=True, slots=True)
class Trace:
    """What ties work together: one correlation id for all of it, the message that caused this step, the trace."""

    correlation_id: UUID
    causation_id: UUID | None
    traceparent: str


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current() -> Trace:
    """Return the trace that the present work belongs to; outside of any, a new one at each call."""
    trace = _current.get()
    if trace is None:
        return Trace(correlation_id=uuid7(), causation_id=None, traceparent=_span() or new_traceparent())
    span = _span()
    return trace if span is None else Trace(trace.correlation_id, trace.causation_id, span)


def new_traceparent() -> str:
    """Return a W3C `traceparent` (Trace Context, section 3.2) of a new trace, sampled."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def is_traceparent(text: str | None) -> bool:
    """Tell whether a text is a `traceparent` that W3C Trace Context would accept."""
    return text is not None and _TRACEPARENT.fullmatch(text) is not None


@contextmanager
def within(trace: Trace) -> Iterator[Trace]:
    """Let the work inside belong to a trace; nested ones replace it and give it back."""
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)


@contextmanager
def following(cause: Envelope) -> Iterator[Trace]:
    """Let the work inside follow from an event: its correlation goes on, the event is the cause."""
    with within(
        Trace(
            correlation_id=cause.correlation_id or cause.event_id,
            causation_id=cause.event_id,
            traceparent=_accepted(cause.traceparent),
        ),
    ) as trace:
        yield trace


def to_headers(trace: Trace) -> dict[str, str]:
    """Return the headers that carry a trace."""
    headers = {CORRELATION: str(trace.correlation_id), TRACEPARENT: trace.traceparent}
    if trace.causation_id is not None:
        headers[CAUSATION] = str(trace.causation_id)
    return headers


def from_headers(headers: Mapping[str, str]) -> Trace:
    """Return the trace that headers carry; what is absent or unreadable is made anew, never refused."""
    return Trace(
        correlation_id=_uuid(headers.get(CORRELATION)) or uuid7(),
        causation_id=_uuid(headers.get(CAUSATION)),
        traceparent=_accepted(headers.get(TRACEPARENT)),
    )


def _accepted(traceparent: str | None) -> str:
    return traceparent if traceparent is not None and is_traceparent(traceparent) else new_traceparent()


def _span() -> str | None:
    """Return the active OpenTelemetry span as a traceparent; None where nothing records spans."""
    context = opentelemetry.get_current_span().get_span_context()
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def _uuid(text: str | None) -> UUID | None:
    try:
        return None if text is None else UUID(text)
    except ValueError:
        return None
