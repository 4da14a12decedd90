"""Whose an observation is: agent and number decide."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.webhooks.domain.observation import Attempt, Observation, is_of

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
ATTEMPT = Attempt(UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4), "Agent-1", "+919800000001")


@pytest.mark.parametrize(
    ("agent", "number", "by_placing", "by_echo"),
    [
        ("Agent-1", "+919800000001", True, True),
        ("agent-1", "919800000001", True, True),
        ("agent-1", "00919800000001", True, True),
        ("agent-2", "+919800000001", False, False),
        ("agent-1", "+919800000002", False, False),
        (None, "+919800000001", True, False),
        ("agent-1", None, True, False),
        (None, None, True, False),
        (None, "+919800000002", False, False),
    ],
)
def test_an_observation_counts_for_an_attempt_only_with_its_agent_and_number(
    agent: str | None, number: str | None, *, by_placing: bool, by_echo: bool
) -> None:
    observation = Observation("exec-1", None, "ringing", NOW, agent_id=agent, phone_number=number)

    assert is_of(observation, ATTEMPT, placed=True) is by_placing
    assert is_of(observation, ATTEMPT, placed=False) is by_echo
