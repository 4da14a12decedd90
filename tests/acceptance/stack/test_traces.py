"""One trace shows one call's whole way, and leads to the request that had it queued."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from shared.contracts.ids import call_trace
from tests.acceptance.stack.otlp_collector import Collector, collector
from tests.faults.stack.judge import violations
from tests.faults.stack.rehearsal import Rehearsal, rehearsal, running_stack
from tests.faults.stack.running_stack import RunningStack
from tests.faults.stack.waiting import wait_for
from tests.infrastructure import free_port, server_folder

WAY = {
    ("scheduler", "turn given"),
    ("dialer", "request taken"),
    ("dialer", "POST /call"),
    ("webhooks", "webhook"),
    ("scheduler", "line freed"),
    ("scheduler", "settled"),
    ("campaigns", "call"),
}
CONTACTS = 3
SECONDS = 60.0


@pytest.fixture(scope="module")
def collected() -> Iterator[Collector]:
    with collector() as started:
        yield started


@pytest.fixture(scope="module")
def stack(collected: Collector) -> Iterator[RunningStack]:
    with (
        server_folder() as folder,
        running_stack(folder, OTEL_EXPORTER_OTLP_ENDPOINT=collected.url, OTEL_BSP_SCHEDULE_DELAY="200") as started,
    ):
        yield started


@pytest.fixture(scope="module")
def run(stack: RunningStack) -> Iterator[Rehearsal]:
    with rehearsal(stack, [CONTACTS]) as begun:
        begun.upload(begun.customers[0], CONTACTS)
        begun.wait_until_completed(SECONDS)
        yield begun


def test_each_call_has_a_trace_of_its_whole_way(run: Rehearsal, collected: Collector) -> None:
    for call_id in {call.call_id for call in run.bolna.placed() if call.call_id is not None}:
        trace_id, root = call_trace(UUID(call_id))
        wait_for(lambda: steps(collected, trace_id) >= WAY, f"{WAY} of {trace_id} arrived", SECONDS)  # noqa: B023
        spans = [span for span in collected.spans if span.trace_id == trace_id]
        [whole] = [span for span in spans if span.name == "call"]
        assert (whole.span_id, whole.about["call.id"]) == (root, call_id)
        assert {span.parent_id for span in spans} == {root}
        assert all(whole.began <= span.began <= span.ended for span in spans)


@pytest.mark.usefixtures("run")
def test_a_calls_trace_leads_to_the_request_that_had_it_queued(collected: Collector) -> None:
    upload = "POST /api/campaigns/upload-csv"
    wait_for(lambda: any(span.name == "call" for span in collected.spans), "a call was told of", SECONDS)
    wait_for(lambda: any(span.name == upload for span in collected.spans), "the request was told of", SECONDS)
    [request] = [
        span for span in collected.spans if span.name == upload and span.about["http.response.status_code"] == "201"
    ]
    assert request.service == "campaigns"
    assert {span.links for span in collected.spans if span.name == "call"} == {(request.trace_id,)}


def test_no_number_no_secret_and_no_key_is_in_a_span(run: Rehearsal, collected: Collector) -> None:
    told = b"".join(collected.bodies)
    assert told
    secrets = [run.customers[0].api.headers["Authorization"].removeprefix("Bearer "), run.stack.public["admin_key"]]
    for private in (*secrets, *(call.number for call in run.bolna.placed())):
        assert private.encode() not in told


def test_a_collector_that_is_away_holds_nobody_up() -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    with (
        server_folder() as folder,
        running_stack(folder, OTEL_EXPORTER_OTLP_ENDPOINT=nowhere) as stack,
        rehearsal(stack, [CONTACTS]) as run,
    ):
        run.upload(run.customers[0], CONTACTS)
        run.wait_until_completed(SECONDS)
        assert violations(run.evidence()) == []


def steps(collected: Collector, trace_id: str) -> set[tuple[str, str]]:
    return {(span.service, span.name) for span in collected.spans if span.trace_id == trace_id}
