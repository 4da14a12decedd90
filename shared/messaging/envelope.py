"""The envelope: an event as it stands in a log and travels on the wire, with what orders and traces it."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.registry import EVENTS
from shared.contracts.vocabulary import Service


@dataclass(frozen=True, slots=True)
class Actor:
    """Who had something done: a user, and by what they came in, `key:<id>` or `session:<id>`."""

    user_id: UUID
    credential: str


@dataclass(frozen=True)
class Envelope:
    """One event of one log.

    `position` counts from 1 without gaps within the log's `epoch`; `previous_id` is the id of the event before it
    (None at position 1). `stream` and `version` name its aggregate. `data` is the event's JSON body, None where a
    private event of another service travels bare. An event that is being appended has position 0 until committed.
    `actor` is the person who had it recorded, None where the service did so by itself; it stands in the log and does
    not travel.
    """

    source: Service
    position: int
    epoch: UUID
    event_id: UUID
    previous_id: UUID | None
    stream: str
    version: int
    type: str
    user_id: UUID | None
    at: datetime
    data: dict[str, Any] | None = field(repr=False)
    correlation_id: UUID | None = None
    causation_id: UUID | None = None
    traceparent: str | None = None
    actor: Actor | None = None

    @cached_property
    def event(self) -> Event | None:
        """The contract's model of the body; None where the body is absent or this release knows no such event.

        Raises pydantic.ValidationError when the body does not fit its contract.
        """
        contract = EVENTS[self.source].get(self.type)
        if contract is None or self.data is None:
            return None
        return contract.model_validate(self.data)
