"""What turns are decided on: the users served longest ago, their best lanes, and the first calls of these."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Head:
    """A call at the head of its lane. `blocked` says why it is not to be called at all, `capped_until` until when."""

    call_id: UUID
    phone_number: str
    priority: int
    place: int
    blocked: str | None = None
    capped_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """An open lane: its first calls in order, and whether there are `more` behind them."""

    campaign_id: UUID
    zone: str
    last_turn: int
    heads: tuple[Head, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class User:
    """A user with quota for `free` more calls, and their best lanes; whether there are `more` lanes than these.

    `last_turn` is the number of their last turn, `moment` where the clock of the turns stood then.
    """

    user_id: UUID
    last_turn: int
    free: int
    lanes: tuple[Lane, ...]
    more: bool = False
    moment: int = 0
    weight: int = 1


@dataclass(slots=True)
class Aside:
    """Calls found not to be called now: to `skip` with the reason, to `defer` until a time."""

    skip: list[tuple[UUID, str]] = field(default_factory=list)
    defer: list[tuple[UUID, datetime]] = field(default_factory=list)

    def put(self, head: Head) -> bool:
        """Put a call aside if it is not to be called now; return whether it was."""
        if head.blocked is not None:
            self.skip.append((head.call_id, head.blocked))
        elif head.capped_until is not None:
            self.defer.append((head.call_id, head.capped_until))
        else:
            return False
        return True
