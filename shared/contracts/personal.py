"""Which fields of an event tell of a person, by its contract."""

from functools import cache
from typing import Any

from shared.contracts.registry import EVENTS
from shared.contracts.schemas import event_schema
from shared.contracts.vocabulary import Service


@cache
def fields_of(service: Service, type_: str) -> frozenset[str]:
    """Return the fields of an event; none of one that this release does not know."""
    return frozenset(_properties(service, type_))


@cache
def personal_fields_of(service: Service, type_: str) -> frozenset[str]:
    """Return those of the fields that tell of a person."""
    return frozenset(name for name, part in _properties(service, type_).items() if part.get("x-personal"))


def _properties(service: Service, type_: str) -> dict[str, Any]:
    event = EVENTS[service].get(type_)
    properties: dict[str, Any] = {} if event is None else event_schema(event)["properties"]
    return properties
