"""The rules of the domain, put together in memory as the shell puts them together on the tables, and the reference
agree on who is called next, whatever is done to them.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from hypothesis import given, settings

from services.scheduler.domain.attempts import Fact
from services.scheduler.domain.calls import IN_ITS_PLACE, Call
from services.scheduler.domain.campaigns import Campaign, CampaignState, follow_campaign
from services.scheduler.domain.caps import Caps, capped_until
from services.scheduler.domain.clock import due
from services.scheduler.domain.evolving import CallEvent, OfMany, evolve
from services.scheduler.domain.following import follow
from services.scheduler.domain.lanes import LONGEST_REQUEST, window_of, zone_key
from services.scheduler.domain.limits import Limits, Live, free_slots
from services.scheduler.domain.pace import pace
from services.scheduler.domain.retrying import CONTACT_REMOVED, DO_NOT_CALL, Circumstances
from services.scheduler.domain.serving import LOOK
from services.scheduler.domain.shown import Head, Lane, User
from services.scheduler.domain.turns import Turns, take_turns
from shared.contracts import campaigns as c
from shared.contracts import ids
from shared.contracts.event import Event
from shared.contracts.scheduler import (
    CallsDeferred,
    CallsDue,
    CallSettled,
    CallSkipped,
    DialRequested,
    LaneClosed,
)
from shared.contracts.vocabulary import Outcome, Service
from tests.conformance.scheduler.world import OPERATIONS, START, Operation, new_world
from tests.integration.scheduler import tale

FEW = 2
"""So many heads of a lane are shown at first: as few as the shell ever shows."""


@dataclass
class InMemory:
    """A system under test: calls and campaigns in dictionaries, every decision the domain's."""

    now: datetime = START
    requests: list[DialRequested] = field(default_factory=list)
    _limit: int = 0
    _limits: dict[UUID, int] = field(default_factory=dict)
    _campaigns: dict[UUID, Campaign] = field(default_factory=dict)
    _calls: dict[UUID, Call] = field(default_factory=dict)
    _rows: dict[UUID, tuple[int, int]] = field(default_factory=dict)
    _removed: set[UUID] = field(default_factory=set)
    _blocked: set[str] = field(default_factory=set)
    _last_turn: Counter[object] = field(default_factory=Counter)
    _turn: int = 0
    _weights: dict[UUID, int] = field(default_factory=dict)
    _moments: Counter[UUID] = field(default_factory=Counter)
    _clock: int = 0

    def pass_time(self, passed: timedelta) -> None:
        self.now += passed

    async def crash(self) -> None:
        """There is no memory to lose."""

    async def slots(self) -> set[UUID]:
        return {one.attempt_id for call in self._calls.values() for one in call.attempts.values() if one.slot}

    async def outcomes(self) -> dict[UUID, Outcome | None]:
        return {call_id: call.outcome for call_id, call in self._calls.items()}

    async def queue(self, which: int, calls: Sequence[c.QueuedCall]) -> None:
        campaign = self._campaigns[tale.campaign(which)]
        for one in calls:
            known = Call(one.call_id, campaign.campaign_id, campaign.user_id, one.contact_id, one.phone_number)
            self._calls[one.call_id] = replace(known, zone=zone_key(one.zones))
            self._rows[one.call_id] = (one.priority, len(self._rows))

    async def tell(self, source: Service, *events: Event) -> None:  # noqa: ARG002 - the events say it all
        facts = [event for event in events if isinstance(event, Fact)]
        for fact in facts:
            self._apply(fact)
        for call_id in dict.fromkeys(event.call_id for event in facts):
            self._follow(self._calls[call_id])
        for event in events:
            self._take(event)

    def _take(self, event: Event) -> None:
        match event:
            case c.SystemLimitChanged():
                self._limit = event.system_concurrent_calls_limit
            case c.UserRegistered():
                self._limits[event.user_id] = event.concurrent_calls_limit
            case c.UserLimitChanged():
                self._limits[event.user_id] = event.concurrent_calls_limit
                self._weights[event.user_id] = event.weight or self._weights.get(event.user_id, 1)
            case c.CampaignCreated():
                made = Campaign(event.campaign_id, event.user_id, event.agent_id, event.settings)
                self._campaigns[event.campaign_id] = made
            case c.CampaignScheduled() | c.CampaignResumed():
                self._set(event.campaign_id, CampaignState.RUNNING)
            case c.CampaignPaused():
                self._set(event.campaign_id, CampaignState.PAUSED)
            case c.CampaignCancelled():
                self._set(event.campaign_id, CampaignState.CANCELLED)
            case c.NumberBlocked():
                self._blocked.add(event.phone_number)
            case c.ContactRemoved():
                self._removed.add(event.contact_id)
                gone = [call for call in self._calls.values() if call.contact_id == event.contact_id]
                self._skip([(call.call_id, CONTACT_REMOVED) for call in gone if call.status in IN_ITS_PLACE])
            case _:
                pass

    def _set(self, campaign_id: UUID, state: CampaignState) -> None:
        self._campaigns[campaign_id] = replace(self._campaigns[campaign_id], state=state)

    def _apply(self, event: CallEvent) -> None:
        for call_id in event.calls if isinstance(event, OfMany) else (event.call_id,):
            self._calls[call_id] = evolve(self._calls[call_id], event)

    def _follow(self, call: Call) -> None:
        campaign = self._campaigns[call.campaign_id]
        circumstances = Circumstances(
            retry=campaign.settings.retry,
            closed=campaign.closed,
            removed=call.contact_id in self._removed,
            blocked=call.phone_number in self._blocked,
            hours=campaign.settings,
        )
        for event in follow(call, circumstances, self.now):
            self._apply(event)
        assert follow(self._calls[call.call_id], circumstances, self.now) == [], "nothing follows twice"

    def _skip(self, calls: Sequence[tuple[UUID, str]]) -> None:
        for call_id, code in calls:
            call = self._calls[call_id]
            assert call.contact_id is not None
            whose = {"call_id": call_id, "campaign_id": call.campaign_id, "user_id": call.user_id}
            self._apply(CallSkipped(at=self.now, contact_id=call.contact_id, code=code, **whose))

    async def turns(self) -> None:
        for campaign in self._campaigns.values():
            self._close(campaign)
        for call in list(self._calls.values()):
            if call.waits_until is not None and call.waits_until <= self.now:
                whose = {"campaign_id": call.campaign_id, "user_id": call.user_id}
                self._apply(CallsDue(at=self.now, calls=(call.call_id,), **whose))
        again = True
        while again:
            turns = self._decide(FEW)
            turns = self._decide(LOOK) if turns.again else turns
            for call_id, self._clock in zip(turns.dial, turns.moments, strict=True):
                self._request(self._calls[call_id])
            self._skip(turns.skip)
            for call_id, until in turns.defer:
                call = self._calls[call_id]
                whose = {"campaign_id": call.campaign_id, "user_id": call.user_id}
                self._apply(CallsDeferred(at=self.now, code="", until=until, caps="-", calls=(call_id,), **whose))
            again = turns.again
            assert not again or turns.dial or turns.skip or turns.defer, "a step that is to go on has brought something"

    def _close(self, campaign: Campaign) -> None:
        calls = [call for call in self._calls.values() if call.campaign_id == campaign.campaign_id]
        left = [call for call in calls if call.status in IN_ITS_PLACE]
        settled = sum(call.outcome is not None for call in calls)
        counted = replace(campaign, total=len(calls), settled=settled, out=len(calls) - settled - len(left))
        for event in follow_campaign(counted, self.now, is_open=True, expires=None):
            if isinstance(event, LaneClosed):
                self._campaigns[campaign.campaign_id] = replace(campaign, closed=event.outcome)
                for call in left:
                    assert call.contact_id is not None
                    whose = {"campaign_id": call.campaign_id, "user_id": call.user_id, "contact_id": call.contact_id}
                    self._apply(
                        CallSettled(at=self.now, call_id=call.call_id, outcome=event.outcome, attempts=0, **whose)
                    )

    def _held(self) -> list[Call]:
        """The call of each slot."""
        return [call for call in self._calls.values() for one in call.attempts.values() if one.slot]

    def _decide(self, shown: int) -> Turns:
        held = self._held()
        free = free_slots(Limits(system=self._limit), Live(slots=len(held)))
        users = [user for user_id in self._limits if (user := self._user(user_id, free, shown, held)) is not None]
        users = sorted(users, key=lambda one: (due(one.moment, one.weight), one.last_turn, one.user_id))[:free]
        room = {
            one.campaign_id: left for one in self._campaigns.values() if (left := self._room(one, held)) is not None
        }
        return take_turns(users, free, room, turn=self._turn, clock=self._clock, more=len(users) == free)

    def _user(self, user_id: UUID, free: int, shown: int, held: Sequence[Call]) -> User | None:
        quota = min(free, self._limits[user_id] - sum(call.user_id == user_id for call in held))
        if quota <= 0:
            return None
        campaigns = [one for one in self._campaigns.values() if one.user_id == user_id and one.runs]
        lanes = [lane for one in campaigns if self._room(one, held) != 0 for lane in self._lanes(one, shown, held)]
        lanes.sort(key=lambda lane: (-lane.heads[0].priority, lane.last_turn, lane.campaign_id, lane.zone))
        more = len(lanes) > quota
        moment, weight = self._moments[user_id], self._weights.get(user_id, 1)
        known = User(user_id, self._last_turn[user_id], quota, tuple(lanes[:quota]), more, moment, weight)
        return known if lanes else None

    def _lanes(self, campaign: Campaign, shown: int, held: Sequence[Call]) -> list[Lane]:
        numbers = {call.phone_number for call in held}
        ready = sorted(
            (
                call
                for call in self._calls.values()
                if call.campaign_id == campaign.campaign_id
                and call.status == "queued"
                and call.waits_until is None
                and call.phone_number not in numbers
            ),
            key=lambda call: (-self._rows[call.call_id][0], self._rows[call.call_id][1]),
        )
        lanes = []
        for zone in sorted({self._zone(campaign, call) for call in ready}):
            first = [call for call in ready if self._zone(campaign, call) == zone][:shown]
            if window_of(campaign.settings, zone, self.now).open_until is not None:
                heads = tuple(self._head(campaign, call) for call in first)
                last_turn = self._last_turn[campaign.campaign_id, zone]
                lanes.append(Lane(campaign.campaign_id, zone, last_turn, heads, more=len(first) == shown))
        return lanes

    @staticmethod
    def _zone(campaign: Campaign, call: Call) -> str:
        return call.zone if campaign.settings.use_contact_timezone else "*"

    def _head(self, campaign: Campaign, call: Call) -> Head:
        blocked = DO_NOT_CALL if call.phone_number in self._blocked else None
        cap, until = campaign.settings.frequency_cap, None
        if cap is not None:
            made = sorted(at for one in self._calls.values() if one.user_id == call.user_id for at in _made(one, call))
            until = capped_until(Caps(cap), made[-cap.calls] if len(made) >= cap.calls else None, None, self.now)
        assert call.phone_number is not None
        return Head(call.call_id, call.phone_number, *self._rows[call.call_id], blocked, until)

    def _room(self, campaign: Campaign, held: Sequence[Call]) -> int | None:
        room = []
        if (limit := campaign.settings.max_concurrent_calls) is not None:
            room.append(max(0, limit - sum(call.campaign_id == campaign.campaign_id for call in held)))
        if (per_minute := campaign.settings.max_calls_per_minute) is not None:
            calls = [call for call in self._calls.values() if call.campaign_id == campaign.campaign_id]
            room.append(pace([at for call in calls for at in _made(call, call)], per_minute, self.now).room)
        return min(room, default=None)

    def _request(self, call: Call) -> None:
        campaign = self._campaigns[call.campaign_id]
        number = call.request_number + 1
        assert call.contact_id is not None
        assert call.phone_number is not None
        request = DialRequested(
            at=self.now,
            call_id=call.call_id,
            attempt_id=ids.attempt_id(call.call_id, number),
            request_number=number,
            campaign_id=call.campaign_id,
            user_id=call.user_id,
            contact_id=call.contact_id,
            agent_id=campaign.agent_id,
            phone_number=call.phone_number,
            timezone="UTC",
            as_of=0,
            dial_before=self.now + LONGEST_REQUEST,
        )
        self._turn += 1
        for served in (call.user_id, (call.campaign_id, "*"), (call.campaign_id, call.zone)):
            self._last_turn[served] = self._turn
        self._moments[call.user_id] = self._clock
        self.requests.append(request)
        self._apply(request)


def _made(one: Call, like: Call) -> list[datetime]:
    """When calls were made for a call, if it has the other's number."""
    if one.phone_number != like.phone_number:
        return []
    tries = MappingProxyType(one.attempts).values()
    return [a.placed_at or a.since + LONGEST_REQUEST for a in tries if a.failure is None and not a.stopped]


async def agree(operations: Sequence[Operation]) -> None:
    world = await new_world(InMemory())
    for operation in operations:
        await world.do(operation)
    await world.play_out()


@settings(max_examples=120)
@given(OPERATIONS)
def test_whatever_happens_the_same_calls_are_next(operations: list[Operation]) -> None:
    asyncio.run(agree(operations))
