"""An execution that the provider no longer has."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.webhooks.domain.call import CallState, Line
from services.webhooks.domain.observation import Attempt
from services.webhooks.domain.translation import AGENT_GONE, GONE, give_up
from shared.contracts.vocabulary import Outcome
from shared.contracts.webhooks import CallEnded, CallReported

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
ATTEMPT = Attempt(UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4), "agent-1", "+919800000001")


@pytest.mark.parametrize(
    ("state", "outcome"),
    [(CallState(), Outcome.FAILED), (CallState(Line.ANSWERED, answered=True), Outcome.ANSWERED)],
)
def test_a_call_proved_gone_frees_its_line_and_is_reported(state: CallState, outcome: Outcome) -> None:
    ended, reported = give_up(state, ATTEMPT, "exec-1", NOW, agent_gone=False)

    assert isinstance(ended, CallEnded)
    assert ended.provider_status == GONE
    assert isinstance(reported, CallReported)
    assert (reported.outcome, reported.provider_status) == (outcome, GONE)


def test_a_call_gone_with_its_agent_is_reported_and_frees_nothing() -> None:
    [reported] = give_up(CallState(), ATTEMPT, "exec-1", NOW, agent_gone=True)

    assert isinstance(reported, CallReported)
    assert (reported.outcome, reported.provider_status) == (Outcome.FAILED, AGENT_GONE)


def test_a_call_already_reported_is_not_reported_again() -> None:
    assert give_up(CallState(reported=True), ATTEMPT, "exec-1", NOW, agent_gone=True) == []


def test_a_call_that_had_ended_does_not_end_again() -> None:
    [reported] = give_up(CallState(Line.FREE), ATTEMPT, "exec-1", NOW, agent_gone=False)

    assert isinstance(reported, CallReported)
