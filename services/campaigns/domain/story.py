"""A call's whole story: what its attempts' rows say and what the four logs tell, as moments in order.

A log that was asked tells more (what was decided, and why) than the rows do; where its service gave no answer, the rows
speak for it, so that a story is never empty because somebody is away.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.contracts.vocabulary import Service

NAMES: Mapping[str, str] = {
    "DialRequested": "requested",
    "DialAttempted": "sending",
    "DialDeferred": "put_off",
    "CallPlaced": "placed",
    "DialFailed": "not_placed",
    "DialOutcomeUnknown": "outcome_unknown",
    "CallStopped": "stopped",
    "CallEnded": "ended",
    "CallReported": "reported",
    "CallRequeued": "requeued",
    "RetryScheduled": "retry_scheduled",
    "CallSkipped": "skipped",
    "CallSettled": "settled",
}
"""What is told of a call, by its event; others by the event's own name, spelt alike."""

DETAILS = (
    "request_number",
    "attempts",
    "outcome",
    "reason",
    "code",
    "scope",
    "message",
    "provider_status",
    "retry_at",
    "not_before",
    "dial_before",
    "timezone",
    "execution_id",
    "duration_seconds",
    "hangup_by",
    "hangup_reason",
    "error_message",
)
"""The fields of events that are told along; never what goes to the provider, nor who did something by hand."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to a call, or was decided about it, as a service recorded it."""

    at: datetime
    event: str
    by: Service
    attempt_id: UUID | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def moment_of(
    service: Service, type_: str, at: datetime, data: Mapping[str, Any] | None, attempt: UUID | None
) -> Moment:
    """Return an event of a log as a moment. `attempt`: whose stream it stands in, for those that do not say."""
    fields = data or {}
    name = str(fields.get("progress") or NAMES.get(type_) or re.sub(r"(?<!^)(?=[A-Z])", "_", type_).lower())
    told = {name: fields[name] for name in DETAILS if fields.get(name) is not None}
    named = fields.get("attempt_id")
    return Moment(at, name, service, UUID(named) if named else attempt, told)


def in_order(known: Iterable[Moment], told: Mapping[Service, Sequence[Moment]]) -> list[Moment]:
    """Return all moments by their time: of services that told, theirs; of all others what is known from the rows.

    What campaigns knows of itself counts always; so does the end of a call that was settled with its whole campaign.
    """
    moments = [moment for moments in told.values() for moment in moments]
    settled = any(moment.event in {"settled", "skipped"} for moment in moments)
    moments += [moment for moment in known if moment.by not in told or (moment.event == "settled" and not settled)]
    return sorted(moments, key=lambda moment: moment.at)
