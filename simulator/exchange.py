"""The telephone exchange: places calls, leads each through its life, and tells of every change."""

import json
from collections import deque
from uuid import uuid4

from simulator.agents import Agents
from simulator.clock import Clock, Timetable
from simulator.domain.call import Call
from simulator.domain.draws import draws_of
from simulator.domain.execution import execution_of
from simulator.domain.life import Step, life_of, plan_of
from simulator.domain.mishaps import NONE, mishap_of
from simulator.domain.orders import Order
from simulator.domain.profile import Profile
from simulator.domain.statuses import ON_THE_LINE, STOPPABLE, Status
from simulator.truth import Truth
from simulator.webhooks import Courier


class Exchange:
    """All calls and the present profile. Nothing here waits: every change is made and announced at once."""

    def __init__(self, profile: Profile, clock: Clock, agents: Agents, courier_secret: str | None) -> None:
        self.profile = profile
        self.clock = clock
        self.agents = agents
        self.truth = Truth()
        self.courier = Courier(clock, lambda: self.profile, courier_secret)
        self.origin = ""
        self._timetable = Timetable(clock, self._due)
        self._held_back: deque[Call] = deque()
        self._stoppable: dict[str, Call] = {}
        self._releasing = False

    def take(self, profile: Profile) -> None:
        """Another profile holds from now on; a raised `queue_above` lets held calls go."""
        self.profile = profile
        self._release()

    def reset(self) -> None:
        """Forget all calls, webhooks and peaks; agents and profile stay."""
        self._timetable.clear()
        self._held_back.clear()
        self._stoppable.clear()
        self.truth.reset()
        self.courier.reset()

    def place(self, order: Order, received: float) -> Call:
        """A new call, accepted now; `received` is when its request arrived."""
        now = self.clock.now()
        dialled = self.truth.numbers.get(order.number)
        nth = 1 if dialled is None else dialled.placed + 1
        draw = draws_of(self.profile.seed, order.number, nth)
        life = life_of(order.number, nth, self.profile, draw)
        plan = plan_of(life, self.profile, draw)
        steps = plan.steps
        if order.scheduled_at is not None:
            steps = (Step(order.scheduled_at - now, Status.QUEUED), *steps)
        call = Call(
            execution_id=str(uuid4()),
            agent_id=self.agents.ensure(order.agent_id, now).id,
            number=order.number,
            sender=order.sender or next(iter(self.profile.phone_numbers), ""),
            user_data=order.user_data,
            nth=nth,
            life=life,
            steps=steps,
            talk_seconds=plan.talk_seconds,
            received=received,
            created=now,
            scheduled_at=order.scheduled_at,
            user_id=order.user_id,
            due=now,
        )
        self.truth.placed(call, (json.loads(order.user_data) or {}).get("attempt_id"))
        self._enter(call, Status.QUEUED if order.scheduled_at is None else Status.SCHEDULED)
        self._go_on(call)
        return call

    def stop(self, call: Call) -> bool:
        """Stop the call if Bolna still holds it (queued, scheduled, rescheduled); false if it is too late."""
        if call.status not in STOPPABLE:
            return False
        call.steps, call.done = (), 0
        call.version += 1
        self._enter(call, Status.STOPPED)
        return True

    def stop_all(self, agent_id: str) -> list[str]:
        """Stop every call of the agent that Bolna still holds; their execution ids."""
        held = [call for call in self._stoppable.values() if call.agent_id == agent_id]
        return [call.execution_id for call in held if self.stop(call)]

    def body(self, call: Call) -> bytes:
        """The execution object as JSON, as webhooks and GET both carry it."""
        execution = execution_of(call, self.origin, echo_user_data=self.profile.echo_user_data)
        return json.dumps(execution, ensure_ascii=False).encode()

    def _due(self, call: Call) -> None:
        if self._step(call):
            self._go_on(call)

    def _go_on(self, call: Call) -> None:
        """Take the steps that are due, put the next one on the timetable."""
        while call.done < len(call.steps):
            call.due += call.steps[call.done].after
            if call.due > self.clock.now():
                self._timetable.add(call)
                return
            if not self._step(call):
                return
        call.steps, call.done = (), 0

    def _step(self, call: Call) -> bool:
        """Take the next step; false if the call is held back for want of a free line."""
        status = call.steps[call.done].status
        limit = self.profile.queue_above
        if status is Status.INITIATED and limit is not None and self.truth.on_the_line.now >= limit:
            self._held_back.append(call)
            return False
        call.done += 1
        self._enter(call, status)
        return True

    def _enter(self, call: Call, status: Status) -> None:
        last = call.done == len(call.steps)
        if status is Status.RESCHEDULED and not last:
            call.rescheduled_at = call.due + call.steps[call.done].after
        self.truth.entered(call, status, self.clock.now())
        if status in STOPPABLE:
            self._stoppable[call.execution_id] = call
        else:
            self._stoppable.pop(call.execution_id, None)
        url = self.agents.webhook_url(call.agent_id) if status in self.profile.webhooks else None
        draw = draws_of(self.profile.seed, call.number, call.nth)
        mishap = NONE if url is None else mishap_of(call.number, status, self.profile, draw)
        self.courier.announce(call, None if url is None else (url, self.body(call)), mishap, last=last)
        self._line(call, taken=status in ON_THE_LINE)

    def _line(self, call: Call, *, taken: bool) -> None:
        if taken and not call.on_the_line:
            call.on_the_line = True
            self.truth.on_the_line.up()
        elif call.on_the_line and not call.live:
            call.on_the_line = False
            self.truth.on_the_line.down()
            self._release()

    def _release(self) -> None:
        """Dial calls that were held back, first come first served, while lines are free."""
        if self._releasing:
            return
        self._releasing = True
        try:
            while self._held_back and self._line_is_free():
                call = self._held_back.popleft()
                if call.status is Status.QUEUED or call.status is Status.RESCHEDULED:
                    call.due = self.clock.now()
                    self._due(call)
        finally:
            self._releasing = False

    def _line_is_free(self) -> bool:
        limit = self.profile.queue_above
        return limit is None or self.truth.on_the_line.now < limit
