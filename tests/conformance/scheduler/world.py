"""What people, the dialer and the provider may do, done to a scheduler and to the reference: the two must agree."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from hypothesis import strategies as st

from shared.contracts import campaigns as c
from shared.contracts.event import Event
from shared.contracts.scheduler import DialRequested
from shared.contracts.vocabulary import BlockScope, DialFailure, FailureScope, Outcome, Service
from tests.conformance.scheduler.reference import Call, Campaign, Reference, Try, User
from tests.integration.scheduler import tale

START = datetime.fromisoformat("2025-10-09T09:00:00+00:00")
"""Thursday, 10:00 in London and 11:00 in Berlin."""
LONDON, BERLIN = "Europe/London", "Europe/Berlin"
NUMBERS = 12
USERS = (2, 3, 2)
"""The users' limits, from user 1 on."""
SYSTEM = 4

_AGAIN = c.RetryRule(max_attempts=2, outcomes=(Outcome.BUSY,), delays_minutes=(10,))
CAMPAIGNS: Sequence[tuple[int, c.CampaignSettings]] = (
    (1, tale.ALWAYS.model_copy(update={"retry": _AGAIN})),
    (
        1,
        tale.ALWAYS.model_copy(
            update={"max_concurrent_calls": 1, "frequency_cap": c.FrequencyCap(calls=1, hours=1), "retry": _AGAIN}
        ),
    ),
    (
        2,
        tale.ALWAYS.model_copy(
            update={"max_calls_per_minute": 2, "first_call_time": "09:30", "last_call_time": "12:00"}
        ),
    ),
    (
        3,
        tale.ALWAYS.model_copy(
            update={
                "use_contact_timezone": True,
                "first_call_time": "10:30",
                "last_call_time": "12:30",
                "frequency_cap": c.FrequencyCap(calls=2, hours=1),
            }
        ),
    ),
    (3, tale.ALWAYS),
    (1, tale.ALWAYS),
)
"""Whose each campaign is, from campaign 1 on, and its settings."""

_small = st.integers(0, 11)
_queue = st.tuples(
    st.just("queue"), st.integers(1, len(CAMPAIGNS)), st.lists(st.tuples(_small, _small), min_size=1, max_size=6)
)
_end = st.tuples(st.just("end"), _small, st.sampled_from([Outcome.ANSWERED, Outcome.BUSY]))
_pass = st.tuples(st.just("pass_minutes"), st.sampled_from([1, 1, 2, 10, 30, 61]), st.none())
_OPERATION = st.one_of(
    *[_queue, _end, _pass] * 3,
    st.tuples(st.just("end_without_result"), _small, st.none()),
    st.tuples(st.just("report"), _small, st.sampled_from([Outcome.ANSWERED, Outcome.BUSY])),
    st.tuples(st.just("place"), _small, st.none()),
    st.tuples(st.just("fail"), _small, st.booleans()),
    st.tuples(st.just("live_after_all"), _small, st.none()),
    st.tuples(st.sampled_from(["pause", "resume", "cancel"]), st.integers(1, len(CAMPAIGNS)), st.none()),
    st.tuples(st.just("limit_user"), st.integers(1, len(USERS)), st.integers(0, 3)),
    st.tuples(st.just("weigh_user"), st.integers(1, len(USERS)), st.integers(1, 3)),
    st.tuples(st.just("limit_system"), st.integers(0, 6), st.none()),
    st.tuples(st.just("block"), st.integers(0, NUMBERS - 1), st.none()),
    st.tuples(st.just("remove"), _small, st.none()),
    st.tuples(st.just("crash"), st.none(), st.none()),
    st.tuples(st.just("repeat"), st.none(), st.none()),
)
OPERATIONS = st.lists(_OPERATION, min_size=20, max_size=60)
"""What happens, one thing after another; calls queued, lines ended and time passed more often than the rest."""
Operation = tuple[str, object, object]


class System(Protocol):
    """The scheduler that is held against the reference."""

    requests: list[DialRequested]
    """All it has ever requested."""

    async def tell(self, source: Service, *events: Event) -> None: ...

    async def queue(self, which: int, calls: Sequence[c.QueuedCall]) -> None: ...

    async def turns(self) -> None: ...

    async def crash(self) -> None: ...

    def pass_time(self, passed: timedelta) -> None: ...

    async def slots(self) -> set[UUID]: ...

    async def outcomes(self) -> dict[UUID, Outcome | None]: ...


@dataclass
class World:
    """Both of them, and which try of the reference is which request of the scheduler."""

    system: System
    reference: Reference
    request_of: dict[int, DialRequested] = field(default_factory=dict)
    ended_at: dict[int, datetime] = field(default_factory=dict)
    told: tuple[Service, Sequence[Event]] = (Service.DIALER, ())

    async def do(self, operation: Operation) -> None:
        """Do it to both, if it can be done at all, and see that they agree."""
        name, first, second = operation
        await getattr(self, name)(first, second)
        await self.agree()

    async def agree(self) -> None:
        """The scheduler requests the calls that the reference does, in that order; slots and outcomes are the same."""
        before = len(self.request_of)
        await self.system.turns()
        fresh = self.system.requests[before:]
        expected = self.reference.next_calls()
        assert [one.call_id for one in fresh] == [call.call_id for call in expected]
        for call, request in zip(expected, fresh, strict=True):
            assert call.current is not None
            self.request_of[id(call.current)] = request
        assert await self.system.slots() == {self._request(one).attempt_id for one in self.reference.live}
        outcomes = await self.system.outcomes()
        for call in self.reference.calls:
            if call.number not in self.reference.blocked:
                assert outcomes[call.call_id] == call.outcome, call

    def _request(self, one: Try) -> DialRequested:
        return self.request_of[id(one)]

    async def _tell(self, source: Service, *events: Event) -> None:
        self.told = (source, events)
        await self.system.tell(source, *events)

    def _campaign(self, which: object) -> Campaign:
        assert isinstance(which, int)
        return self.reference.campaigns[which - 1]

    def _one_of(self, tries: Sequence[Try], index: object) -> Try | None:
        assert isinstance(index, int)
        return tries[index % len(tries)] if tries else None

    async def queue(self, which: int, rows: Sequence[tuple[int, int]]) -> None:
        campaign = self._campaign(which)
        if campaign.cancelled or not rows:
            return
        queued = []
        for number, kind in rows:
            row = len(campaign.calls) + 1
            zone = (LONDON, BERLIN)[kind % 2]
            call = Call(tale.call(which, row), campaign, tale.number(9, number % NUMBERS), zone, kind // 2 % 2, row)
            campaign.calls.append(call)
            queued.append(tale.queued_call(which, row, phone_number=call.number, zones=(zone,), priority=call.priority))
        await self.system.queue(which, queued)

    async def end(self, index: int, outcome: Outcome) -> None:
        one = self._one_of(self.reference.live, index)
        if one is None:
            return
        request, now = self._request(one), self.reference.now
        self.reference.ended(one)
        self.ended_at.setdefault(id(one), now)
        self.reference.reported(one, outcome, self.ended_at[id(one)])
        await self._tell(Service.WEBHOOKS, tale.ended(request, now), tale.reported(request, outcome, now))

    async def end_without_result(self, index: int, _: None) -> None:
        one = self._one_of(self.reference.live, index)
        if one is not None:
            self.reference.ended(one)
            self.ended_at.setdefault(id(one), self.reference.now)
            await self._tell(Service.WEBHOOKS, tale.ended(self._request(one), self.reference.now))

    async def report(self, index: int, outcome: Outcome) -> None:
        waiting = [
            one for one in self.reference.tries if id(one) in self.ended_at and one.call.current is one and not one.open
        ]
        one = self._one_of(waiting, index)
        if one is not None:
            self.reference.reported(one, outcome, self.ended_at[id(one)])
            await self._tell(Service.WEBHOOKS, tale.reported(self._request(one), outcome, self.reference.now))

    async def place(self, index: int, _: None) -> None:
        one = self._one_of([one for one in self.reference.live if one.placed_at is None], index)
        if one is not None:
            self.reference.placed(one)
            await self._tell(Service.DIALER, tale.placed(self._request(one), self.reference.now))

    async def fail(self, index: int, withdrawn: bool) -> None:  # noqa: FBT001 - drawn
        one = self._one_of([one for one in self.reference.live if one.placed_at is None], index)
        if one is None:
            return
        self.reference.not_placed(one, withdrawn=withdrawn)
        reason = DialFailure.WITHDRAWN if withdrawn else DialFailure.UNREACHABLE
        scope = FailureScope.CAMPAIGN if withdrawn else FailureScope.OURS
        await self._tell(Service.DIALER, tale.failed(self._request(one), reason, scope, self.reference.now))

    async def live_after_all(self, index: int, _: None) -> None:
        """The line of a call that is settled long ago proves to be open."""
        over = [
            one
            for one in self.reference.tries
            if id(one) in self.ended_at and not one.open and one.call.outcome and one.call.current is None
        ]
        one = self._one_of([one for one in over if one is one.call.tries[-1]], index)
        if one is not None:
            self.reference.live_after_all(one)
            await self._tell(Service.WEBHOOKS, tale.answered(self._request(one), self.reference.now))

    async def pause(self, which: int, _: None) -> None:
        campaign = self._campaign(which)
        if campaign.running and not campaign.cancelled:
            campaign.running = False
            await self._campaign_event(c.CampaignPaused, which)

    async def resume(self, which: int, _: None) -> None:
        campaign = self._campaign(which)
        if not campaign.running and not campaign.cancelled:
            campaign.running = True
            await self._campaign_event(c.CampaignResumed, which)

    async def cancel(self, which: int, _: None) -> None:
        if not self._campaign(which).cancelled:
            self.reference.cancelled(self._campaign(which))
            await self._campaign_event(c.CampaignCancelled, which)

    async def _campaign_event(self, kind: type[Event], which: int) -> None:
        await self._tell(Service.CAMPAIGNS, tale.of_campaign(kind, which, CAMPAIGNS[which - 1][0]))

    async def limit_user(self, who: int, limit: int) -> None:
        self.reference.users[who - 1].limit = limit
        changed = c.UserLimitChanged(at=self.reference.now, user_id=tale.user(who), concurrent_calls_limit=limit)
        await self._tell(Service.CAMPAIGNS, changed)

    async def weigh_user(self, who: int, weight: int) -> None:
        user = self.reference.users[who - 1]
        user.weight = weight
        weighed = {"user_id": user.user_id, "concurrent_calls_limit": user.limit, "weight": weight}
        await self._tell(Service.CAMPAIGNS, c.UserLimitChanged(at=self.reference.now, **weighed))

    async def limit_system(self, limit: int, _: None) -> None:
        self.reference.limit = limit
        await self._tell(Service.CAMPAIGNS, tale.system_limit(limit))

    async def pass_minutes(self, minutes: int, _: None) -> None:
        self.reference.now += timedelta(minutes=minutes)
        self.system.pass_time(timedelta(minutes=minutes))

    async def block(self, number: int, _: None) -> None:
        phone = tale.number(9, number)
        self.reference.blocked.add(phone)
        await self._tell(
            Service.CAMPAIGNS,
            c.NumberBlocked(at=self.reference.now, phone_number=phone, scope=BlockScope.SYSTEM),
        )

    async def remove(self, index: int, _: None) -> None:
        calls = self.reference.calls
        if not calls:
            return
        call = calls[index % len(calls)]
        self.reference.contact_removed(call)
        which = self.reference.campaigns.index(call.campaign) + 1
        contact, owner = tale.contact(which, call.place), tale.user(CAMPAIGNS[which - 1][0])
        await self._tell(Service.CAMPAIGNS, c.ContactRemoved(at=self.reference.now, contact_id=contact, user_id=owner))

    async def crash(self, _: None, __: None) -> None:
        await self.system.crash()

    async def repeat(self, _: None, __: None) -> None:
        """The same facts are told again, as new events."""
        source, events = self.told
        if source is not Service.CAMPAIGNS:
            await self.system.tell(source, *events)

    async def play_out(self) -> None:
        """Everything stopped goes on, and every call comes to its end: then each has one outcome, the same in both."""
        for which, campaign in enumerate(self.reference.campaigns, 1):
            if not campaign.running:
                await self.resume(which, None)
        for who in range(1, len(USERS) + 1):
            await self.limit_user(who, 20)
        await self.limit_system(50, None)
        await self.agree()
        for _ in range(200):
            if None not in (await self.system.outcomes()).values():
                break
            for one in [*self.reference.tries]:
                if one.open:
                    await self.end(self.reference.live.index(one), Outcome.ANSWERED)
                elif one.call.current is one:
                    self.reference.reported(one, Outcome.ANSWERED, self.ended_at[id(one)])
                    await self._tell(Service.WEBHOOKS, tale.reported(self._request(one), at=self.reference.now))
            await self.pass_minutes(61, None)
            await self.agree()
        outcomes = await self.system.outcomes()
        assert None not in outcomes.values()
        for call in self.reference.calls:
            assert outcomes[call.call_id] in self.reference.may_end_as(call), call


async def new_world(system: System) -> World:
    """A world in which nothing has happened but that users and campaigns are there and run."""
    users = [User(tale.user(who), limit) for who, limit in enumerate(USERS, 1)]
    campaigns = [
        Campaign(tale.campaign(which), users[who - 1], settings) for which, (who, settings) in enumerate(CAMPAIGNS, 1)
    ]
    await system.tell(Service.CAMPAIGNS, tale.system_limit(SYSTEM))
    for who, limit in enumerate(USERS, 1):
        await system.tell(Service.CAMPAIGNS, *tale.registered(who, limit))
    for which, (who, settings) in enumerate(CAMPAIGNS, 1):
        await system.tell(
            Service.CAMPAIGNS, tale.created(which, who, settings), tale.of_campaign(c.CampaignScheduled, which, who)
        )
    return World(system, Reference(SYSTEM, users, campaigns, START))
