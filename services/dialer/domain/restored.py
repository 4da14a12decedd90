"""After a restore: the calls that Bolna was given and that our records, gone back to a backup, no longer know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.dialer.domain.attempt import Attempt
from services.dialer.domain.looking import CLOCK_DIFFERENCE
from services.dialer.domain.verdict import attempted, placed
from shared.contracts.event import Event

BEFORE_THE_FIRST_RECORD = timedelta(days=7)
"""So far back is read where the backup has no record that could tell from when on it forgets."""


@dataclass(frozen=True, slots=True)
class History:
    """The history that the log belongs to, and what is known of it."""

    epoch: UUID
    restored_at: datetime | None
    """When it began by a restore; None: it is the first."""
    restored_epoch: UUID | None
    """The history of the last restore that is recorded."""
    executions_since: datetime | None
    """From when on that restore forgets."""
    last_at: datetime | None
    """When anything was recorded last."""

    @property
    def unheard_of(self) -> bool:
        """Whether it began by a restore that is not recorded yet."""
        return self.restored_at is not None and self.restored_epoch != self.epoch

    def forgets_since(self) -> datetime:
        """Return from when on, by Bolna's clock, a restore that is not recorded yet forgets."""
        assert self.restored_at is not None, "there was a restore"
        return (self.last_at or self.restored_at - BEFORE_THE_FIRST_RECORD) - CLOCK_DIFFERENCE


@dataclass(frozen=True, slots=True)
class Forgotten:
    """An execution at Bolna that no attempt has."""

    execution_id: str
    bolna_agent_id: str
    call_id: UUID | None
    phone_number: str | None
    created_at: datetime | None


def claims(requests: Sequence[Attempt], forgotten: Sequence[Forgotten]) -> Mapping[UUID, Forgotten]:
    """Return which request (attempt id) was dialled already, as which execution: each is of one request at most.

    It is the earliest of the request's call, whichever of its requests it was; else the earliest to its number that
    names no call. `forgotten` comes in the order of creation.
    """
    free = list(forgotten)
    claimed: dict[UUID, Forgotten] = {}
    for request in requests:
        of_call = (one for one in free if one.call_id == request.call_id)
        of_number = (one for one in free if one.call_id is None and one.phone_number == request.phone_number)
        found = next(of_call, None) or next(of_number, None)
        if found is not None:
            free.remove(found)
            claimed[request.attempt_id] = found
    return claimed


def turned_up(attempt: Attempt, found: Forgotten, now: datetime) -> list[Event]:
    """Return the records that an attempt was placed before the restore."""
    sent = replace(attempt, bolna_agent_id=found.bolna_agent_id, attempted_at=found.created_at or now, send_by=now)
    began = [] if attempt.attempted_at is not None else [attempted(sent, now)]
    return [*began, placed(sent, found.execution_id, now)]
