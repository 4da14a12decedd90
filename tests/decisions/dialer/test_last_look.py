"""The last look before the POST."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.dialer.domain.attempt import own_number, payload, send_by
from services.dialer.domain.last_look import bearing_on, changed_since, subjects_of
from shared.contracts.campaigns import (
    AgentRemoved,
    CampaignCancelled,
    CampaignDeleted,
    CampaignPaused,
    CampaignResumed,
    CampaignSettings,
    CampaignUpdated,
    ContactRemoved,
    ContactUpdated,
    NumberBlocked,
    NumberUnblocked,
    SystemLimitChanged,
    UserLimitChanged,
    UserSuspended,
    UserUpdated,
)
from shared.contracts.event import Event
from shared.contracts.vocabulary import BlockScope
from tests.decisions.dialer.attempts import ATTEMPT, NOW, attempt

SOMEBODY_ELSE = UUID("01980000-0000-7000-8000-0000000000ff")
SUBJECTS = bearing_on(
    campaign_id=ATTEMPT.campaign_id,
    contact_id=ATTEMPT.contact_id,
    agent_id=ATTEMPT.agent_id,
    user_id=ATTEMPT.user_id,
    phone_number=ATTEMPT.phone_number,
)
CAMPAIGN = {"at": NOW, "campaign_id": ATTEMPT.campaign_id, "user_id": ATTEMPT.user_id}
CONTACT = {"at": NOW, "contact_id": ATTEMPT.contact_id, "user_id": ATTEMPT.user_id}
SETTINGS = CampaignSettings(
    first_call_time="09:00", last_call_time="18:00", timezone="Asia/Kolkata", start_date=date(2026, 10, 1)
)

FORBIDDING: list[Event] = [
    CampaignPaused(**CAMPAIGN),
    CampaignCancelled(**CAMPAIGN),
    CampaignDeleted(**CAMPAIGN),
    CampaignUpdated(**CAMPAIGN, name="n", agent_id=ATTEMPT.agent_id, next_action="x", settings=SETTINGS),
    ContactUpdated(**CONTACT, phone_number="+919800000002"),
    ContactRemoved(**CONTACT),
    AgentRemoved(at=NOW, agent_id=ATTEMPT.agent_id, user_id=ATTEMPT.user_id),
    UserSuspended(at=NOW, user_id=ATTEMPT.user_id),
    UserUpdated(at=NOW, user_id=ATTEMPT.user_id, allowed_countries=("IN",)),
    NumberBlocked(at=NOW, phone_number=ATTEMPT.phone_number, scope=BlockScope.USER, user_id=ATTEMPT.user_id),
    NumberBlocked(at=NOW, phone_number=ATTEMPT.phone_number, scope=BlockScope.SYSTEM),
    SystemLimitChanged(at=NOW, system_concurrent_calls_limit=0),
]
HARMLESS: list[Event] = [
    CampaignResumed(**CAMPAIGN),
    SystemLimitChanged(at=NOW, system_concurrent_calls_limit=1),
    UserLimitChanged(at=NOW, user_id=ATTEMPT.user_id, concurrent_calls_limit=0),
    UserUpdated(at=NOW, user_id=ATTEMPT.user_id, name="another name"),
    NumberUnblocked(at=NOW, phone_number=ATTEMPT.phone_number, scope=BlockScope.SYSTEM),
    CampaignPaused(at=NOW, campaign_id=SOMEBODY_ELSE, user_id=ATTEMPT.user_id),
    UserSuspended(at=NOW, user_id=SOMEBODY_ELSE),
    NumberBlocked(at=NOW, phone_number=ATTEMPT.phone_number, scope=BlockScope.USER, user_id=SOMEBODY_ELSE),
]


def _changes(event: Event, position: int) -> dict[str, int]:
    return dict.fromkeys(subjects_of(event), position)


@pytest.mark.parametrize("event", FORBIDDING, ids=lambda event: type(event).__name__)
def test_what_came_after_the_decision_and_concerns_the_call_withdraws_it(event: Event) -> None:
    assert changed_since(40, SUBJECTS, _changes(event, 41)) is not None


@pytest.mark.parametrize("event", FORBIDDING, ids=lambda event: type(event).__name__)
def test_what_the_decision_already_knew_of_withdraws_nothing(event: Event) -> None:
    assert changed_since(40, SUBJECTS, _changes(event, 40)) is None


@pytest.mark.parametrize("event", HARMLESS, ids=lambda event: type(event).__name__)
def test_what_does_not_forbid_this_call_withdraws_nothing(event: Event) -> None:
    assert changed_since(40, SUBJECTS, _changes(event, 41)) is None


def test_an_event_that_travels_bare_changes_nothing() -> None:
    assert list(subjects_of(None)) == []


def test_a_post_begins_within_five_seconds_of_the_asking_of_the_head_and_never_after_dial_before() -> None:
    soon, later = NOW + timedelta(seconds=2), NOW + timedelta(seconds=60)

    assert send_by(later, timedelta(seconds=0), NOW) == NOW + timedelta(seconds=5)
    assert send_by(later, timedelta(seconds=4), NOW) == NOW + timedelta(seconds=1)
    assert send_by(soon, timedelta(seconds=0), NOW) == soon


def test_no_column_of_a_file_can_take_the_place_of_our_own_keys() -> None:
    forged = attempt(user_data={"attempt_id": "forged", "call_id": "forged", "next_action": "forged", "name": "Asha"})

    assert payload(forged) == {
        "name": "Asha",
        "next_action": "book a visit",
        "timezone": "Asia/Kolkata",
        "call_id": str(ATTEMPT.call_id),
        "attempt_id": str(ATTEMPT.attempt_id),
    }


def test_numbers_to_call_from_take_turns_the_campaigns_before_the_agents() -> None:
    campaign, agent = ("+918000000001", "+918000000002"), ("+918000000003",)

    assert [own_number(campaign, agent, turn) for turn in range(3)] == [*campaign, campaign[0]]
    assert own_number((), agent, 7) == agent[0]
    assert own_number((), (), 7) is None
