"""A call: one contact in one campaign, with its attempts, from queued to its one outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from services.scheduler.domain.attempts import Attempt
from shared.contracts.vocabulary import CallStatus, Outcome

IN_ITS_PLACE = (CallStatus.QUEUED, CallStatus.WAITING_RETRY)
"""Where a call stands that has no attempt out."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call as its events have made it.

    `attempt_id` is the attempt on which its fate hangs. `known` is false while only facts about attempts were heard of
    it: the row is still to be fetched. `setbacks` counts the times in a row that trouble kept it from being placed.
    `waits_under` names the frequency caps for which it waits until a time, None where it waits for something else.
    """

    call_id: UUID
    campaign_id: UUID
    user_id: UUID
    contact_id: UUID | None = None
    phone_number: str | None = None
    zone: str = ""
    known: bool = True
    status: CallStatus = CallStatus.QUEUED
    outcome: Outcome | None = None
    reason: str | None = None
    attempt_id: UUID | None = None
    request_number: int = 0
    setbacks: int = 0
    waits_until: datetime | None = None
    waits_under: str | None = None
    settled_at: datetime | None = None
    attempts: Mapping[UUID, Attempt] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def current(self) -> Attempt | None:
        """The attempt on which its fate hangs."""
        return self.attempts[self.attempt_id] if self.attempt_id is not None else None

    @property
    def placed(self) -> int:
        """How many calls were placed for it so far."""
        return sum(attempt.counted for attempt in self.attempts.values())

    @property
    def awaiting_since(self) -> datetime | None:
        """Since when its result is awaited."""
        if self.status is not CallStatus.AWAITING_RESULT or self.current is None:
            return None
        return self.current.ended_at

    def with_attempt(self, attempt: Attempt) -> "Call":
        """Return the call with this attempt in the place of what was known of it."""
        return replace(self, attempts=MappingProxyType({**self.attempts, attempt.attempt_id: attempt}))


def adopted(call: Call) -> Call:
    """Return the call with its fate hanging on an attempt that tells, where it hangs on none or on one not placed.

    So a call whose requests were forgotten, or presumed not placed, is not dialled anew while one of them may be live
    or has an outcome.
    """
    current = call.current
    hangs = call.status not in IN_ITS_PLACE and current is not None and current.not_placed is None
    telling = (attempt for attempt in call.attempts.values() if attempt.tells)
    tells = min(telling, key=lambda attempt: (attempt.since, attempt.attempt_id), default=None)
    if not call.known or call.status is CallStatus.SETTLED or hangs or tells is None:
        return call
    return replace(out_on(call, tells), attempt_id=tells.attempt_id)


def out_on(call: Call, attempt: Attempt) -> Call:
    """Return the call standing where this attempt stands, waiting for no time."""
    return waiting(replace(call, status=standing(attempt)), None)


def waiting(call: Call, until: datetime | None, under: str | None = None) -> Call:
    """Return the call waiting until a time, `under` frequency caps if it is for them; None: it waits no longer."""
    return replace(call, waits_until=until, waits_under=under)


def standing(attempt: Attempt) -> CallStatus:
    """Where a call stands whose fate hangs on this attempt, while nothing was decided about it."""
    if attempt.ended_at is not None:
        return CallStatus.AWAITING_RESULT
    return CallStatus.IN_CALL if attempt.answered else CallStatus.DIALLING
