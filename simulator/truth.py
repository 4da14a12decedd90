"""The truth: every call that was placed, what was live when, and how requests were answered.

Peaks are counted at each change, not sampled. About 1.4 kB a call are kept until `reset`.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator.domain.call import Call
from simulator.domain.statuses import LINE_ENDED, LIVE, Status

MINUTE_SECONDS = 60.0
NAMED_AT_MOST = 100
"""How many offenders a summary names; it counts them all."""


class Level:
    """How many there are of something now, and how many there were at most."""

    __slots__ = ("most", "now")

    def __init__(self) -> None:
        self.now = 0
        self.most = 0

    def up(self) -> None:
        """One more."""
        self.now += 1
        self.most = max(self.most, self.now)

    def down(self) -> None:
        """One less."""
        self.now -= 1


@dataclass(slots=True)
class Dialled:
    """What happened to one number: valid requests for it, calls placed, calls live now."""

    requests: int = 0
    placed: int = 0
    live: int = 0


class Offenders:
    """Names the first few of what should not have happened, counts all of them."""

    __slots__ = ("count", "first")

    def __init__(self) -> None:
        self.count = 0
        self.first: list[str] = []

    def add(self, name: str) -> None:
        """One more; the same name may come again."""
        self.count += 1
        if len(self.first) < NAMED_AT_MOST and name not in self.first:
            self.first.append(name)


class Truth:
    """Everything remembered; nothing here decides how a call goes."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget all calls, peaks and counts."""
        self.calls: dict[str, Call] = {}
        self.agents: dict[str, list[Call]] = {}
        self.all = Level()
        self.of_agent: dict[str, Level] = {}
        self.of_user: dict[str, Level] = {}
        self.on_the_line = Level()
        self.numbers: dict[str, Dialled] = {}
        self.called_twice = Offenders()
        self.live_twice = Offenders()
        self.attempts_twice = Offenders()
        self.ended = 0
        self.answers: Counter[tuple[str, int]] = Counter()
        self.faults: Counter[tuple[str, str]] = Counter()
        self.most_in_a_minute = 0
        self._arrivals: deque[float] = deque()
        self._attempts: set[int] = set()

    def arrived(self, at: float) -> None:
        """A POST /call came in, whatever becomes of it."""
        self._arrivals.append(at)
        while self._arrivals[0] <= at - MINUTE_SECONDS:
            self._arrivals.popleft()
        self.most_in_a_minute = max(self.most_in_a_minute, len(self._arrivals))

    def requested(self, number: str) -> Dialled:
        """A valid POST /call for the number; the answer counts it already."""
        dialled = self.numbers.setdefault(number, Dialled())
        dialled.requests += 1
        return dialled

    def placed(self, call: Call, attempt_id: object) -> None:
        """A new call exists."""
        self.calls[call.execution_id] = call
        self.agents.setdefault(call.agent_id, []).append(call)
        dialled = self.numbers.setdefault(call.number, Dialled())
        dialled.placed += 1
        if dialled.placed > 1:
            self.called_twice.add(call.number)
        if isinstance(attempt_id, str):
            if hash(attempt_id) in self._attempts:
                self.attempts_twice.add(attempt_id)
            self._attempts.add(hash(attempt_id))

    def entered(self, call: Call, status: Status, at: float) -> None:
        """The call took a status: live from acceptance until its line ends, and again if it comes back."""
        call.status = status
        call.history.add(status, at)
        if status in LIVE and not call.live:
            call.live, call.line_ended = True, None
            call.started = at if call.started is None else call.started
            for level in self._levels(call):
                level.up()
            self._number_live(call)
        elif status in LINE_ENDED and call.line_ended is None:
            call.line_ended = at
            if call.live:
                call.live = False
                for level in self._levels(call):
                    level.down()
                self.numbers[call.number].live -= 1
        if not call.steps[call.done :] and not call.live:
            self.ended += 1

    def of_agent_between(self, agent_id: str, since: float, until: float) -> Sequence[Call]:
        """The agent's calls created within [since, until], oldest first."""
        calls = self.agents.get(agent_id, [])
        first = bisect_left(calls, since, key=_created)
        return calls[first : bisect_right(calls, until, key=_created)]

    def peaks(self) -> dict[str, Any]:
        """Most calls live at once in all, per agent and per `user_data.user_id`, and most POST /call in any 60 s."""
        return {
            "all": self.all.most,
            "live": self.all.now,
            "agents": {agent: level.most for agent, level in self.of_agent.items()},
            "users": {user: level.most for user, level in self.of_user.items()},
            "on_the_line": self.on_the_line.most,
            "calls_in_a_minute": self.most_in_a_minute,
        }

    def summary(self) -> dict[str, Any]:
        """Counts of calls, and what should not have happened: up to 100 named, all counted."""
        return {
            "placed": len(self.calls),
            "live": self.all.now,
            "ended": self.ended,
            "on_the_line": self.on_the_line.now,
            "numbers_called_twice": self.called_twice.first,
            "numbers_called_twice_count": self.called_twice.count,
            "numbers_live_twice": self.live_twice.first,
            "numbers_live_twice_count": self.live_twice.count,
            "attempts_placed_twice": self.attempts_twice.first,
            "attempts_placed_twice_count": self.attempts_twice.count,
        }

    def requests(self) -> dict[str, Any]:
        """`{endpoint: {"answers": {status: n}, "faults": {fault: n}}}`; a request held for ever has no answer."""
        result: dict[str, dict[str, dict[str, int]]] = {}
        for (endpoint, status), times in self.answers.items():
            result.setdefault(endpoint, {"answers": {}, "faults": {}})["answers"][str(status)] = times
        for (endpoint, fault), times in self.faults.items():
            result.setdefault(endpoint, {"answers": {}, "faults": {}})["faults"][fault] = times
        return result

    def _levels(self, call: Call) -> list[Level]:
        levels = [self.all, self.of_agent.setdefault(call.agent_id, Level())]
        if call.user_id is not None:
            levels.append(self.of_user.setdefault(call.user_id, Level()))
        return levels

    def _number_live(self, call: Call) -> None:
        dialled = self.numbers[call.number]
        dialled.live += 1
        if dialled.live > 1:
            self.live_twice.add(call.number)


def _created(call: Call) -> float:
    return call.created
