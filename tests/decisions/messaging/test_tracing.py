"""What follows from a request or an event carries its correlation, its cause and its trace."""

from dataclasses import replace
from uuid import UUID

import pytest

from shared.contracts.vocabulary import Service
from shared.messaging import tracing
from tests.integration.messaging.owner import chain

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
CORRELATION = UUID("01980000-0000-7000-8000-00000000c001")


def test_work_outside_any_trace_starts_one() -> None:
    trace = tracing.current()
    assert tracing.is_traceparent(trace.traceparent)
    assert trace.correlation_id.version == 7
    assert trace.causation_id is None
    assert tracing.current() != trace


def test_work_that_follows_an_event_names_it_as_its_cause() -> None:
    [event] = chain(Service.WEBHOOKS, 1)
    with tracing.following(replace(event, correlation_id=CORRELATION, traceparent=PARENT)):
        assert tracing.current() == tracing.Trace(CORRELATION, event.event_id, PARENT)


def test_an_event_without_correlation_begins_one_with_its_own_id() -> None:
    [event] = chain(Service.WEBHOOKS, 1)
    with tracing.following(event) as trace:
        assert trace.correlation_id == event.event_id
        assert tracing.is_traceparent(trace.traceparent)


def test_a_trace_ends_with_its_work() -> None:
    outer = tracing.Trace(CORRELATION, None, PARENT)
    with tracing.within(outer):
        with tracing.within(tracing.Trace(CORRELATION, CORRELATION, PARENT)):
            pass
        assert tracing.current() == outer


def test_a_trace_travels_in_headers() -> None:
    trace = tracing.Trace(CORRELATION, CORRELATION, PARENT)
    assert tracing.from_headers(tracing.to_headers(trace)) == trace


@pytest.mark.parametrize(
    "parent",
    ["", "00-abc", f"ff{PARENT[2:]}", f"00-{'0' * 32}-00f067aa0ba902b7-01", PARENT.upper(), PARENT + "-extra"],
)
def test_an_unreadable_trace_is_replaced_not_refused(parent: str) -> None:
    trace = tracing.from_headers({"traceparent": parent, "ce-correlationid": "?"})
    assert trace.traceparent != parent
    assert tracing.is_traceparent(trace.traceparent)
