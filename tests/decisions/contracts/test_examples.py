"""Every event has one canonical example, which lives through the wire and tells nothing personal by its subject."""

from typing import get_args
from uuid import UUID

import pytest
from pydantic import ValidationError

from shared.contracts.campaigns import UserRegistered
from shared.contracts.event import Event
from shared.contracts.registry import EVENTS
from shared.contracts.schemas import event_schema
from shared.testing.examples import CALL, CAMPAIGN, EXAMPLES, example

REGISTERED = [event for of_service in EVENTS.values() for event in of_service.values()]

every_event = pytest.mark.parametrize("event", REGISTERED, ids=lambda event: event.__name__)
every_example = pytest.mark.parametrize("told", EXAMPLES, ids=lambda told: type(told).__name__)


def test_every_registered_event_has_exactly_one_example() -> None:
    assert [type(told).__name__ for told in EXAMPLES] == [event.__name__ for event in REGISTERED]


def test_no_two_services_emit_events_of_one_name() -> None:
    names = [event.__name__ for event in REGISTERED]

    assert len(names) == len(set(names))


@every_example
def test_an_event_survives_the_wire(told: Event) -> None:
    assert type(told).model_validate_json(told.model_dump_json()) == told


@every_example
def test_an_event_survives_being_kept_as_json(told: Event) -> None:
    assert type(told).model_validate(told.model_dump(mode="json")) == told


@every_example
def test_an_event_ignores_fields_that_it_does_not_know(told: Event) -> None:
    of_a_later_release = told.model_dump(mode="json") | {"field_of_a_later_release": 1}

    assert type(told).model_validate(of_a_later_release) == told


@every_example
def test_an_event_does_not_change_once_made(told: Event) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        told.at = EXAMPLES[0].at  # type: ignore[misc]  # what mypy refuses, the run must refuse as well


@every_example
def test_an_example_says_every_moment_with_its_offset(told: Event) -> None:
    assert told.at.tzinfo is not None


@every_event
def test_a_subject_names_its_user_by_id_alone(event: type[Event]) -> None:
    """The only variable part of a subject is the user's id: absent, a UUID, or a UUID that may be absent."""
    owner = event.model_fields.get("user_id")
    if owner is None:
        return
    assert owner.annotation is UUID or set(get_args(owner.annotation)) == {UUID, type(None)}


@every_event
def test_no_id_is_personal(event: type[Event]) -> None:
    """Ids go into subjects, headers, logs and the names of stored streams."""
    fields = event_schema(event)["properties"]

    assert [name for name, field in fields.items() if name.endswith("_id") and field.get("x-personal")] == []


def test_an_example_is_varied_by_naming_the_fields_that_differ() -> None:
    told = example(UserRegistered, name="Meera")

    assert told == example(UserRegistered).model_copy(update={"name": "Meera"})


def test_a_variation_that_does_not_fit_the_contract_is_refused() -> None:
    with pytest.raises(ValidationError):
        example(UserRegistered, concurrent_calls_limit=-1)


def test_the_examples_tell_of_one_campaign() -> None:
    assert {told.campaign_id for told in EXAMPLES if hasattr(told, "campaign_id")} == {CAMPAIGN}
    assert CALL in {told.call_id for told in EXAMPLES if hasattr(told, "call_id")}
