"""One turn of a user: to which of their lanes and which call it goes; what may not go on the way there is put aside."""

from dataclasses import dataclass, field
from uuid import UUID

from services.scheduler.domain.shown import Aside, Head, Lane

LOOK = 20
"""A turn looks at no more calls than this; what it found not to be called is put aside, and it goes on afterwards.

A lane whose first so many calls were all put aside is clogged: turns go on without it until its way is clear.
"""


@dataclass(slots=True)
class Open:
    """A lane while turns are decided: how far its heads are used up, how many since it was last served, and when."""

    lane: Lane
    last_turn: int
    used: int = 0
    in_vain: int = 0


@dataclass(slots=True)
class Serving:
    """Turns given one after another to a user each; `again`: what is shown does not suffice to say who has the next.

    `room` is how many more calls a campaign may have live, where it has a limit.
    """

    room: dict[UUID, int]
    dial: list[UUID] = field(default_factory=list)
    aside: Aside = field(default_factory=Aside)
    numbers: set[str] = field(default_factory=set)
    clogged: list[tuple[UUID, str]] = field(default_factory=list)
    again: bool = False

    def _head(self, lane: Open, looks: list[int]) -> Head | None:
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

    def _run_out(self, lane: Open) -> None:
        """The turn has looked at all it may: the step ends, and the next one goes on."""
        self.again = True
        if lane.in_vain >= LOOK:
            self.clogged.append((lane.lane.campaign_id, lane.lane.zone))

    def turn(self, lanes: list[Open], number: int, *, more: bool) -> bool:
        """Give one turn to a user's best lane; False where none has a call, or not all could be looked at.

        With `more` lanes than these, they are known to be the best only while no head of them is put aside.
        """
        best: tuple[tuple[int, int, UUID, str], Open, Head] | None = None
        looks = [0]
        for lane in lanes:
            head = self._head(lane, looks) if self.room.get(lane.lane.campaign_id, 1) > 0 else None
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

    def _give(self, lane: Open, head: Head, number: int) -> None:
        lane.used += 1
        lane.in_vain = 0
        lane.last_turn = number
        self.dial.append(head.call_id)
        self.numbers.add(head.phone_number)
        if (campaign_id := lane.lane.campaign_id) in self.room:
            self.room[campaign_id] -= 1
