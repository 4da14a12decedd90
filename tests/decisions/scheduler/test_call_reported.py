"""CallReported: the provider told the result."""

from dataclasses import replace

import pytest

from services.scheduler.domain.retrying import Circumstances
from shared.contracts.campaigns import CampaignSettings, RetryRule
from shared.contracts.vocabulary import CallStatus, DialFailure, Outcome
from shared.testing.examples import LONDON, NOW
from tests.decisions.scheduler.story import (
    LATER,
    TWICE,
    answered,
    ended,
    given,
    minute,
    not_dialled,
    placed,
    reported,
    requested,
    requeued,
    retry,
    settled,
    status_after,
    what_follows,
)

TALKED = (requested(), placed(), answered(), ended())
UNREACHED = (requested(), placed(), ended())


@pytest.mark.parametrize(
    "outcome", [Outcome.ANSWERED, Outcome.VOICEMAIL, Outcome.NO_ANSWER, Outcome.BUSY, Outcome.FAILED]
)
def test_the_call_is_settled_with_its_outcome(outcome: Outcome) -> None:
    given(*TALKED, reported(outcome)).when(what_follows).then(settled(outcome))


def test_a_settled_call_is_settled_once() -> None:
    done = settled(Outcome.ANSWERED)
    given(*TALKED, reported(), done).when(what_follows).then()
    given(*TALKED, reported(), done, reported(Outcome.BUSY)).when(what_follows).then()
    assert given(*TALKED, reported(), done, reported(Outcome.BUSY)).state.outcome == Outcome.ANSWERED


def test_a_result_before_the_end_of_the_line_settles_and_the_slot_is_held_until_then() -> None:
    given(requested(), reported()).when(what_follows).then(settled(Outcome.ANSWERED))
    call = given(requested(), reported(), settled(Outcome.ANSWERED)).state
    assert call.current is not None
    assert call.current.slot


def test_an_outcome_of_the_retry_rule_is_tried_again_an_hour_after_the_line_ended() -> None:
    given(*UNREACHED, reported(Outcome.BUSY)).when(lambda call: what_follows(call, TWICE)).then(
        retry(Outcome.BUSY, attempts=1, retry_at=minute(2 + 60))
    )
    scheduled = retry(Outcome.BUSY, attempts=1, retry_at=minute(62))
    assert status_after(*UNREACHED, reported(Outcome.BUSY), scheduled) == CallStatus.WAITING_RETRY
    given(*UNREACHED, reported(Outcome.BUSY), scheduled).when(lambda call: what_follows(call, TWICE)).then()


def test_the_last_delay_repeats_and_the_last_attempt_settles() -> None:
    first = (*UNREACHED, reported(Outcome.BUSY), retry(Outcome.BUSY, attempts=1, retry_at=minute(62)))
    second = (requested(2), placed(2), ended(2), reported(Outcome.NO_ANSWER, 2))
    again = retry(Outcome.NO_ANSWER, attempts=2, retry_at=minute(2 + 240), number=2)
    given(*first, *second).when(lambda call: what_follows(call, TWICE)).then(again)
    third = (requested(3), placed(3), ended(3), reported(Outcome.BUSY, 3))
    given(*first, *second, again, *third).when(lambda call: what_follows(call, TWICE)).then(
        settled(Outcome.BUSY, attempts=3, number=3)
    )


def test_an_outcome_outside_the_retry_rule_settles() -> None:
    given(*TALKED, reported(Outcome.VOICEMAIL)).when(lambda call: what_follows(call, TWICE)).then(
        settled(Outcome.VOICEMAIL)
    )


AGAIN = Circumstances(retry=RetryRule(max_attempts=3, outcomes=(Outcome.BUSY,)))
IN_THE_MORNING = CampaignSettings(
    first_call_time="09:00", last_call_time="12:00", timezone=LONDON, start_date=NOW.date(), end_date=NOW.date()
)


@pytest.mark.parametrize(
    ("circumstances", "reason"),
    [
        (replace(AGAIN, closed=Outcome.CANCELLED), "cancelled"),
        (replace(AGAIN, closed=Outcome.EXPIRED), "expired"),
        (replace(AGAIN, removed=True), "contact_removed"),
        (replace(AGAIN, blocked=True), "do_not_call"),
    ],
)
def test_nobody_is_tried_again_who_must_not_be_called(circumstances: Circumstances, reason: str) -> None:
    given(*UNREACHED, reported(Outcome.BUSY)).when(lambda call: what_follows(call, circumstances)).then(
        settled(Outcome.BUSY, reason=reason)
    )


def test_a_retry_that_fits_no_window_before_the_end_date_is_settled_with_that_reason() -> None:
    """The line ended at 10:02 in London; the only window closes at 12:00."""
    an_hour, two_hours = (AGAIN.retry.model_copy(update={"delays_minutes": (minutes,)}) for minutes in (60, 120))
    busy = given(*UNREACHED, reported(Outcome.BUSY))
    busy.when(lambda call: what_follows(call, replace(AGAIN, hours=IN_THE_MORNING, retry=an_hour))).then(
        retry(Outcome.BUSY, attempts=1, retry_at=minute(2 + 60))
    )
    busy.when(lambda call: what_follows(call, replace(AGAIN, hours=IN_THE_MORNING, retry=two_hours))).then(
        settled(Outcome.BUSY, reason="no_window_left")
    )


def test_a_call_the_provider_took_and_did_not_dial_returns_to_its_place_uncounted() -> None:
    happened = (requested(), placed(), ended(), not_dialled())
    given(*happened).when(what_follows).then(requeued(DialFailure.BALANCE_LOW, 5))
    back = given(*happened, requeued(DialFailure.BALANCE_LOW, 5)).state
    assert (back.status, back.placed, back.attempt_id) == (CallStatus.QUEUED, 0, None)


def test_a_call_stopped_while_queued_there_returns_to_its_place() -> None:
    given(requested(), placed(), ended(), not_dialled("stopped")).when(what_follows).then(
        requeued(DialFailure.STOPPED, 5)
    )


def test_a_call_that_was_not_dialled_is_cancelled_with_its_campaign() -> None:
    closed = Circumstances(closed=Outcome.CANCELLED)
    given(requested(), placed(), ended(), not_dialled()).when(lambda call: what_follows(call, closed)).then(
        settled(Outcome.CANCELLED, attempts=0)
    )


def test_the_result_of_an_earlier_attempt_settles_nothing_anew() -> None:
    first = (*UNREACHED, reported(Outcome.BUSY), retry(Outcome.BUSY, attempts=1, retry_at=minute(62)))
    given(*first, requested(2), reported(Outcome.BUSY, 1)).when(lambda call: what_follows(call, TWICE)).then()


def test_what_follows_is_recorded_when_it_is_decided() -> None:
    [event] = what_follows(given(*TALKED, reported()).state)
    assert event.at == LATER
