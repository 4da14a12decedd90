"""Which request or event the present work follows from: correlation, causation, W3C trace context; and spans of it.

A call is a trace of its own (`shared.contracts.ids.call_trace`), and links to the request that had it queued; see ADR
0015. Spans cost next to nothing where no collector is named.
"""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from opentelemetry import trace as opentelemetry
from opentelemetry.context import Context
from opentelemetry.trace import Link, NonRecordingSpan, SpanContext, SpanKind, TraceFlags, set_span_in_context
from uuid_utils.compat import uuid7

from shared.contracts.ids import call_trace
from shared.messaging.envelope import Envelope

CORRELATION = "ce-correlationid"
CAUSATION = "ce-causationid"
TRACER = "call-campaigns"
TRACEPARENT = "traceparent"

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


@dataclass(frozen=True, slots=True)
class Trace:
    """What ties work together: one correlation id for all of it, the message that caused this step, the trace."""

    correlation_id: UUID
    causation_id: UUID | None
    traceparent: str

    @property
    def trace_id(self) -> str:
        """The id of the trace, in hexadecimal."""
        return self.traceparent.split("-")[1]


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


known_span_id: ContextVar[int | None] = ContextVar("known_span_id", default=None)
"""The id of the span that is about to begin, where it is known beforehand."""


def is_told() -> bool:
    """Tell whether anybody takes spans."""
    return not isinstance(opentelemetry.get_tracer_provider(), opentelemetry.ProxyTracerProvider)


def of_call(call_id: UUID) -> str:
    """Return the `traceparent` of what belongs to a call."""
    trace_id, span_id = call_trace(call_id)
    return f"00-{trace_id}-{span_id}-01"


def tell(
    call_id: UUID, name: str, began: datetime, ended: datetime, kind: SpanKind = SpanKind.INTERNAL, **about: str | int
) -> None:
    """Add a span to a call's trace: something done for it, from when to when. `about` names no number of a person."""
    if is_told():
        _tell(name, began, ended, kind, {"call.id": str(call_id), **about}, parent=of_call(call_id))


def tell_whole_call(call_id: UUID, began: datetime, ended: datetime, queued_by: str | None, **about: str | int) -> None:
    """Add the span that is the whole call, linked to the request that had it queued (its `traceparent`)."""
    trace_id, span_id = call_trace(call_id)
    known = known_span_id.set(int(span_id, 16))
    try:
        parent = f"00-{trace_id}-{span_id}-01"
        links = [Link(context)] if (context := _context(queued_by)) is not None else []
        _tell("call", began, ended, SpanKind.INTERNAL, {"call.id": str(call_id), **about}, parent=parent, links=links)
    finally:
        known_span_id.reset(known)


@contextmanager
def serving(name: str, parent: str | None) -> Iterator[opentelemetry.Span]:
    """Let the work inside be a span of a request that is served; it follows from the caller's `traceparent`, if any."""
    tracer = opentelemetry.get_tracer(TRACER)
    with tracer.start_as_current_span(name, context=_below(parent), kind=SpanKind.SERVER) as span:
        yield span


def _tell(
    name: str,
    began: datetime,
    ended: datetime,
    kind: SpanKind,
    about: Mapping[str, str | int],
    *,
    parent: str,
    links: Sequence[Link] = (),
) -> None:
    span = opentelemetry.get_tracer(TRACER).start_span(
        name, context=_below(parent), kind=kind, attributes=about, links=links, start_time=_nanoseconds(began)
    )
    span.end(_nanoseconds(max(began, ended)))


def _below(parent: str | None) -> Context:
    context = _context(parent)
    below = Context()
    return below if context is None else set_span_in_context(NonRecordingSpan(context), below)


def _context(traceparent: str | None) -> SpanContext | None:
    if traceparent is None or not is_traceparent(traceparent):
        return None
    _, trace_id, span_id, flags = traceparent.split("-")
    return SpanContext(int(trace_id, 16), int(span_id, 16), is_remote=True, trace_flags=TraceFlags(int(flags, 16)))


def _nanoseconds(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000) * 1_000


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
