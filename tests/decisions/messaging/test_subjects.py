"""Subjects are what the documentation says, and nothing can be smuggled into one."""

import pytest

from shared.contracts.vocabulary import Service
from shared.messaging import subjects
from tests.integration.messaging.owner import USER, chain


def test_subjects_are_as_documented() -> None:
    [event] = chain(Service.SCHEDULER, 1, kind="DialRequested")
    assert subjects.event_subject(event) == f"scheduler.DialRequested.{USER}"
    assert subjects.ask_subject(Service.CAMPAIGNS, "chunk") == "ask.campaigns.chunk"
    assert subjects.head_subject(Service.DIALER) == "head.dialer"
    assert subjects.wake_subject(Service.WEBHOOKS) == "wake.webhooks"
    assert subjects.dead_subject(Service.DIALER, "CallPlaced") == "dead.dialer.CallPlaced"
    assert subjects.consumer_name(Service.SCHEDULER, Service.WEBHOOKS) == "scheduler-from-webhooks"
    assert dict(subjects.STREAM_OF) == {
        Service.CAMPAIGNS: "CAMPAIGNS",
        Service.SCHEDULER: "SCHEDULER",
        Service.DIALER: "DIALER",
        Service.WEBHOOKS: "WEBHOOKS",
    }


@pytest.mark.parametrize("name", ["", "a.b", "*", ">", "a b", "a\r\nPUB x", "é"])
def test_a_name_that_is_no_single_token_makes_no_subject(name: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a subject"):
        subjects.dead_subject(Service.DIALER, name)
    with pytest.raises(ValueError, match="cannot stand in a subject"):
        subjects.ask_subject(Service.DIALER, name)
