"""A call's story: what logs tell, and what the rows say where a service gives no answer."""

from datetime import timedelta
from uuid import UUID

from services.campaigns.domain.story import Moment, in_order, moment_of
from shared.contracts.event import Event
from shared.contracts.scheduler import CallSettled, DialRequested, RetryScheduled
from shared.contracts.vocabulary import Service
from shared.contracts.webhooks import CallProgressed, CallReported
from shared.testing.examples import ATTEMPT, NOW, example

SCHEDULER, DIALER, WEBHOOKS, CAMPAIGNS = Service.SCHEDULER, Service.DIALER, Service.WEBHOOKS, Service.CAMPAIGNS
OTHER_ATTEMPT = UUID(int=9)


def told(service: Service, event: Event, attempt: UUID | None = None) -> Moment:
    data = event.model_dump(mode="json")
    return moment_of(service, type(event).__name__, NOW, data, attempt)


def test_an_event_tells_what_was_decided_and_why() -> None:
    retry = example(RetryScheduled)
    moment = told(SCHEDULER, retry)
    assert (moment.event, moment.by, moment.attempt_id) == ("retry_scheduled", SCHEDULER, retry.attempt_id)
    assert moment.details["outcome"] == retry.outcome
    assert "retry_at" in moment.details


def test_progress_is_told_by_its_own_name() -> None:
    progressed = example(CallProgressed)
    assert told(WEBHOOKS, progressed).event == progressed.progress


def test_what_goes_to_the_provider_is_not_told() -> None:
    requested = example(DialRequested)
    assert told(SCHEDULER, requested).details.keys() <= {"request_number", "timezone", "dial_before"}
    assert "recording_url" not in told(WEBHOOKS, example(CallReported)).details


def test_a_bare_event_belongs_to_the_attempt_in_whose_stream_it_stands() -> None:
    moment = moment_of(DIALER, "DialAttempted", NOW, None, ATTEMPT)
    assert (moment.event, moment.attempt_id, moment.details) == ("sending", ATTEMPT, {})


def test_an_event_of_a_later_release_is_told_by_its_name() -> None:
    assert moment_of(DIALER, "NumberPorted", NOW, {"attempt_id": str(OTHER_ATTEMPT)}, ATTEMPT) == Moment(
        NOW, "number_ported", DIALER, OTHER_ATTEMPT
    )


KNOWN = [
    Moment(NOW, "queued", CAMPAIGNS),
    Moment(NOW + timedelta(seconds=2), "placed", DIALER, ATTEMPT),
    Moment(NOW + timedelta(seconds=9), "settled", SCHEDULER),
]


def test_of_who_gave_no_answer_the_rows_tell() -> None:
    assert [moment.event for moment in in_order(KNOWN, {})] == ["queued", "placed", "settled"]


def test_who_answered_is_believed_alone() -> None:
    sent = Moment(NOW + timedelta(seconds=1), "sending", DIALER, ATTEMPT)
    placed = Moment(NOW + timedelta(seconds=3), "placed", DIALER, ATTEMPT)
    assert in_order(KNOWN, {DIALER: [placed, sent]}) == [KNOWN[0], sent, placed, KNOWN[2]]


def test_the_end_of_a_call_that_was_settled_with_its_campaign_is_known_from_its_row() -> None:
    requested = Moment(NOW + timedelta(seconds=1), "requested", SCHEDULER, ATTEMPT)
    assert in_order(KNOWN, {SCHEDULER: [requested], DIALER: []}) == [KNOWN[0], requested, KNOWN[2]]
    settled = told(SCHEDULER, example(CallSettled))
    assert KNOWN[2] not in in_order(KNOWN, {SCHEDULER: [settled]})
