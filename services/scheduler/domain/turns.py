"""Whose call is next: users take turns, lanes of a user take turns, within a lane priority and then first come.

A turn goes to the user served longest ago, of those with quota and a call that may go; where users have weights, to the
one whose turn is due first (`clock.py`). Of that user's lanes it is the one whose head has the highest priority; among
equals the one served longest ago (`serving.py`). Last turns are kept for ever, so that leaving and coming back gains
nothing. Costs O(log n) a turn in the users shown, whatever the backlog.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heapify, heappop, heappush
from uuid import UUID

from services.scheduler.domain.clock import due, moment_of
from services.scheduler.domain.serving import Open, Serving
from services.scheduler.domain.shown import User


@dataclass(frozen=True, slots=True)
class Turns:
    """What was decided: calls to dial in the order of their turns, to skip with the reason, to defer until a time.

    `moments` is where the clock of the turns stood at each turn. `again` says that there may be turns left: only what
    was shown has come to an end. `clogged` are lanes, by campaign and zone, that are not to be shown again before their
    way is clear.
    """

    dial: tuple[UUID, ...]
    skip: tuple[tuple[UUID, str], ...]
    again: bool
    defer: tuple[tuple[UUID, datetime], ...] = ()
    clogged: tuple[tuple[UUID, str], ...] = ()
    moments: tuple[int, ...] = ()


@dataclass(order=True, slots=True)
class _Waiting:
    """A user in the order in which turns are due, with what is left to them."""

    due: int
    last_turn: int
    user_id: UUID
    user: User = field(compare=False)
    quota: int = field(compare=False)
    lanes: list[Open] = field(compare=False)

    @classmethod
    def at_first(cls, user: User) -> "_Waiting":
        """Return a user as shown."""
        lanes = [Open(lane, lane.last_turn) for lane in user.lanes]
        return cls(due(user.moment, user.weight), user.last_turn, user.user_id, user, user.free, lanes)

    def served(self, number: int, clock: int) -> "_Waiting":
        """Return the user after a turn."""
        return replace(self, due=due(clock, self.user.weight), last_turn=number, quota=self.quota - 1)


def take_turns(
    users: Iterable[User], free: int, room: Mapping[UUID, int], *, turn: int, clock: int = 0, more: bool = False
) -> Turns:
    """Give up to `free` turns, the last one ever given being number `turn` at `clock`; none with nobody to call.

    `room` is how many more calls a campaign may have live, where it has a limit. The users shown must be those due
    first: all, or where there are `more`, at least `free` of them. Where what is shown does not suffice to say
    whose turn it is, it stops with `again`: nobody is passed over for want of a look.
    """
    serving = Serving(dict(room))
    moments: list[int] = []
    waiting = [_Waiting.at_first(user) for user in users if user.free > 0]
    heapify(waiting)
    while waiting and len(serving.dial) < free:
        first = heappop(waiting)
        number = turn + len(serving.dial) + 1
        if serving.turn(first.lanes, number, more=first.user.more):
            clock = moment_of(clock, first.due)
            moments.append(clock)
            if first.quota > 1:
                heappush(waiting, first.served(number, clock))
        elif serving.again or (more and first.quota == first.user.free):
            serving.again = True
            break
    return Turns(
        dial=tuple(serving.dial),
        skip=tuple(serving.aside.skip),
        again=serving.again,
        defer=tuple(serving.aside.defer),
        clogged=tuple(serving.clogged),
        moments=tuple(moments),
    )
