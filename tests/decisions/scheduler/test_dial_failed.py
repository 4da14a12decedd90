"""DialFailed: the attempt was not placed."""

import pytest

from services.scheduler.domain.evolving import CallEvent
from services.scheduler.domain.retrying import CONTACT_REMOVED, Circumstances
from shared.contracts.scheduler import CallRequeued
from shared.contracts.vocabulary import CallStatus, DialFailure, FailureScope, Outcome
from tests.decisions.scheduler.story import (
    booked,
    failed,
    given,
    placed,
    requested,
    requeued,
    settled,
    skipped,
    slots_after,
    status_after,
    unknown,
    what_follows,
)

UNREACHABLE = failed(DialFailure.UNREACHABLE, FailureScope.OURS)


@pytest.mark.parametrize("reason", [DialFailure.NUMBER_REJECTED, DialFailure.REQUEST_REJECTED])
def test_a_rejected_number_settles_the_call_as_failed(reason: DialFailure) -> None:
    given(requested(), failed(reason, FailureScope.CONTACT)).when(what_follows).then(
        settled(Outcome.FAILED, attempts=0, reason=reason.value)
    )


def test_the_slot_is_free_at_once() -> None:
    assert slots_after(requested(), UNREACHABLE) == []
    assert slots_after(requested(), unknown(), failed(DialFailure.PRESUMED, FailureScope.OURS)) == []


@pytest.mark.parametrize(
    ("reason", "scope", "seconds"),
    [
        (DialFailure.UNREACHABLE, FailureScope.OURS, 5),
        (DialFailure.RATE_LIMITED, FailureScope.OURS, 5),
        (DialFailure.TOO_LATE, FailureScope.OURS, 5),
        (DialFailure.PRESUMED, FailureScope.OURS, 5),
        (DialFailure.KEY_REJECTED, FailureScope.ACCOUNT, 5),
        (DialFailure.BALANCE_LOW, FailureScope.ACCOUNT, 5),
        (DialFailure.WITHDRAWN, FailureScope.CAMPAIGN, 1),
        (DialFailure.AGENT_MISSING, FailureScope.AGENT, None),
        (DialFailure.REQUEST_REJECTED, FailureScope.CAMPAIGN, None),
    ],
)
def test_a_call_that_was_not_placed_returns_to_its_place_uncounted(
    reason: DialFailure, scope: FailureScope, seconds: float | None
) -> None:
    given(requested(), failed(reason, scope)).when(what_follows).then(requeued(reason, seconds))
    back = given(requested(), failed(reason, scope), requeued(reason, seconds)).state
    assert (back.status, back.attempt_id, back.placed) == (CallStatus.QUEUED, None, 0)


def test_the_wait_doubles_while_trouble_lasts_up_to_ten_minutes() -> None:
    happened: list[CallEvent] = [requested(), UNREACHABLE]
    waits = []
    for number in range(2, 12):
        [back] = what_follows(given(*happened).state)
        assert isinstance(back, CallRequeued)
        assert back.not_before is not None
        waits.append((back.not_before - back.at).total_seconds())
        happened += [back, requested(number), failed(DialFailure.UNREACHABLE, FailureScope.OURS, number)]
    assert waits == [5, 10, 20, 40, 80, 160, 320, 600, 600, 600]


def test_said_twice_sends_nobody_back_twice() -> None:
    back = requeued(DialFailure.UNREACHABLE, 5)
    given(requested(), UNREACHABLE, back, UNREACHABLE).when(what_follows).then()
    given(requested(), UNREACHABLE, back, requested(2), UNREACHABLE).when(what_follows).then()
    assert status_after(requested(), UNREACHABLE, back, requested(2), UNREACHABLE) == CallStatus.DIALLING


def test_a_call_of_a_cancelled_campaign_that_was_never_placed_is_cancelled() -> None:
    closed = Circumstances(closed=Outcome.CANCELLED)
    withdrawn = failed(DialFailure.WITHDRAWN, FailureScope.CAMPAIGN)
    given(requested(), withdrawn).when(lambda call: what_follows(call, closed)).then(
        settled(Outcome.CANCELLED, attempts=0)
    )


def test_a_call_to_a_removed_contact_is_skipped() -> None:
    withdrawn = failed(DialFailure.WITHDRAWN, FailureScope.CONTACT)
    given(requested(), withdrawn).when(lambda call: what_follows(call, Circumstances(removed=True))).then(
        skipped(CONTACT_REMOVED)
    )


def test_the_withdrawal_of_the_other_try_leaves_the_live_call_alone() -> None:
    back = requeued(DialFailure.PRESUMED, 5)
    gone = failed(DialFailure.PRESUMED, FailureScope.OURS)
    happened = (requested(), gone, back, requested(2), placed(1), booked(1))
    withdrawn = failed(DialFailure.WITHDRAWN, FailureScope.OURS, 2)
    given(*happened, withdrawn).when(what_follows).then()
    assert status_after(*happened, withdrawn) == CallStatus.DIALLING
