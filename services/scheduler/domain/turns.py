"""Whose call is next: users take turns, lanes of a user take turns, within a lane priority and then first come.

A turn goes to the user served longest ago, of those with quota and a call that may go; where users have weights, to the
one whose turn is due first (`clock.py`). Of that user's lanes it is the
one whose head has the highest priority; among equals the one served longest ago. Last turns are kept for ever, so that
leaving and coming back gains nothing. Costs O(log n) a turn in the users and lanes shown, whatever the backlog.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heapify, heappop, heappush
from uuid import UUID

from services.scheduler.domain.clock import due, moment_of
from services.scheduler.domain.shown import Aside, Head, Lane, User

LOOK = 20
"""A turn looks at no more calls than this; what it found not to be called is put aside, and it goes on afterwards.

A lane whose first so many calls were all put aside is clogged: turns go on without it until its way is clear.
"""


@dataclass(frozen=True, slots=True)
class Turns:
    """What was decided: calls to dial in the order of their turns, to skip with the reason, to defer until a time.

    `moments` is where the clock of the turns stood at each.

    `again` says that there may be turns left: only what was shown has come to an end. `clogged` are lanes, by campaign
    and zone, that are not to be shown again before their way is clear.
    """

    dial: tuple[UUID, ...]
    skip: tuple[tuple[UUID, str], ...]
    again: bool
    defer: tuple[tuple[UUID, datetime], ...] = ()
    clogged: tuple[tuple[UUID, str], ...] = ()
    moments: tuple[int, ...] = ()


@dataclass(slots=True)
class _Open:
    """A lane while turns are decided: how far its heads are used up, how many since it was last served, and when."""

    lane: Lane
    last_turn: int
    used: int = 0
    in_vain: int = 0


@dataclass(slots=True)
class _Round:
    """Many turns decided together; each is decided as if it were alone."""

    room: dict[UUID, int]
    clock: int
    moments: list[int] = field(default_factory=list)
    dial: list[UUID] = field(default_factory=list)
    aside: Aside = field(default_factory=Aside)
    numbers: set[str] = field(default_factory=set)
    clogged: list[tuple[UUID, str]] = field(default_factory=list)
    again: bool = False

    def head(self, lane: _Open, looks: list[int]) -> Head | None:
        """The lane's next call that may go; those before it are put aside. None: nothing is left to look at."""
        while lane.used < len(lane.lane.heads):
            head = lane.lane.heads[lane.used]
            if not self.aside.put(head) and head.phone_number not in self.numbers:
                return head
            lane.used += 1
            lane.in_vain += 1
            looks[0] += 1
            if looks[0] >= LOOK:
                self._run_out(lane)
                return None
        self.again |= lane.lane.more
        return None

    def _run_out(self, lane: _Open) -> None:
        """The turn has looked at all it may: the step ends, and the next one goes on."""
        self.again = True
        if lane.in_vain >= LOOK:
            self.clogged.append((lane.lane.campaign_id, lane.lane.zone))

    def turn(self, lanes: list[_Open], number: int, *, more: bool) -> bool:
        """Give one turn to a user's best lane; False where none has a call, or not all could be looked at.

        With `more` lanes than these, they are known to be the best only while no head of them is put aside.
        """
        best: tuple[tuple[int, int, UUID, str], _Open, Head] | None = None
        looks = [0]
        for lane in lanes:
            head = self.head(lane, looks) if self.room.get(lane.lane.campaign_id, 1) > 0 else None
            if self.again:
                return False
            if head is not None:
                rank = (-head.priority, lane.last_turn, lane.lane.campaign_id, lane.lane.zone)
                if best is None or rank < best[0]:
                    best = (rank, lane, head)
        self.again |= more and (best is None or looks[0] > 0)
        if best is None or self.again:
            return False
        self._give(best[1], best[2], number)
        return True

    def pass_to(self, is_due: int) -> int:
        """Note where the clock stands with this turn, and return it."""
        self.clock = moment_of(self.clock, is_due)
        self.moments.append(self.clock)
        return self.clock

    def decided(self) -> Turns:
        """Return what was decided until now."""
        return Turns(
            dial=tuple(self.dial),
            skip=tuple(self.aside.skip),
            again=self.again,
            defer=tuple(self.aside.defer),
            clogged=tuple(self.clogged),
            moments=tuple(self.moments),
        )

    def _give(self, lane: _Open, head: Head, number: int) -> None:
        lane.used += 1
        lane.in_vain = 0
        lane.last_turn = number
        self.dial.append(head.call_id)
        self.numbers.add(head.phone_number)
        if (campaign_id := lane.lane.campaign_id) in self.room:
            self.room[campaign_id] -= 1


def take_turns(
    users: Iterable[User], free: int, room: Mapping[UUID, int], *, turn: int, clock: int = 0, more: bool = False
) -> Turns:
    """Give up to `free` turns, the last one ever given being number `turn` at `clock`; none with nobody to call.

    `room` is how many more calls a campaign may have live, where it has a limit. The users shown must be those due
    first: all, or where there are `more`, at least `free` of them. Where what is shown does not suffice to say
    whose turn it is, it stops with `again`: nobody is passed over for want of a look.
    """
    a_round = _Round(dict(room), clock)
    waiting = [
        (
            due(user.moment, user.weight),
            user.last_turn,
            user.user_id,
            user.free,
            user,
            [_Open(lane, lane.last_turn) for lane in user.lanes],
        )
        for user in users
        if user.free > 0
    ]
    heapify(waiting)
    while waiting and len(a_round.dial) < free:
        is_due, _, user_id, quota, user, lanes = heappop(waiting)
        number = turn + len(a_round.dial) + 1
        if a_round.turn(lanes, number, more=user.more):
            moment = a_round.pass_to(is_due)
            if quota > 1:
                heappush(waiting, (due(moment, user.weight), number, user_id, quota - 1, user, lanes))
        elif a_round.again or (more and quota == user.free):
            a_round.again = True
            break
    return a_round.decided()
