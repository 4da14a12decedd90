"""Giving turns: in one step, what campaigns tell of themselves, whose calls are next, and the requests to dial them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil
from typing import Any
from uuid import UUID

from psycopg import AsyncCursor

from services.scheduler.domain.calls import Call
from services.scheduler.domain.campaigns import follow_campaign
from services.scheduler.domain.caps import capped_until
from services.scheduler.domain.lanes import LONGEST_REQUEST, zones_of
from services.scheduler.domain.limits import Limits, Live, free_slots
from services.scheduler.domain.pace import Pace
from services.scheduler.domain.retrying import CONTACT_REMOVED, DO_NOT_CALL, NO_COMMON_HOURS, NUMBER_NOT_ALLOWED
from services.scheduler.domain.serving import LOOK
from services.scheduler.domain.shown import Aside, Head, Lane, User
from services.scheduler.domain.turns import Turns, take_turns
from services.scheduler.holding_back import caps_of, defer, paces, release_from_other_caps
from services.scheduler.holds import Held
from services.scheduler.memory import KnownCampaign, KnownLane, KnownUser, Memory
from services.scheduler.rows import READS
from shared.contracts import ids
from shared.contracts.campaigns import FrequencyCap
from shared.contracts.scheduler import CallsExpired, CallSkipped, DialRequested
from shared.contracts.windows import zones_that_apply
from shared.runtime.worker import Connection, Step

BATCH = 100
"""So many turns at most are decided in one step."""


@dataclass(frozen=True)
class Slots:
    """The slots held now, counted: in all, by user, by campaign; and the number of the last turn.

    `clock`: where the clock of the turns stands. `pace`: what is left of it to campaigns that have one.
    """

    live: Live
    turn: int
    clock: int
    of_user: Mapping[UUID, int]
    of_campaign: Mapping[UUID, int]
    pace: Mapping[UUID, Pace] = field(default_factory=dict)


@dataclass(frozen=True)
class _Cleared:
    """A clogged lane, and whether its first call may go now."""

    lane: KnownLane
    is_clear: bool


@dataclass(frozen=True)
class Turning:
    """One step's work. `as_of` is the campaigns position that it rests on, `held` what is not to be dialled."""

    step: Step
    memory: Memory
    held: Held
    now: datetime
    as_of: int
    calls_per_minute: int
    system_cap: FrequencyCap | None = None
    rows: dict[UUID, Mapping[str, Any]] = field(default_factory=dict)
    """The calls looked at, with all that a request to dial one says."""

    async def run(self) -> bool:
        """Give all turns there are, up to BATCH; return whether there may be more right away."""
        standing = await ask_limits_and_slots(self.step.connection)
        await self.memory.refresh(self.step.connection, self.now)
        self._follow_campaigns()
        again = await self._skip_hopeless()
        again |= await self._expire()
        again |= await release_from_other_caps(self.step, self.memory, self.system_cap, self.now)
        cleared = await self._clear_the_way()
        again |= await self._give_turns(standing) or cleared is not None
        if cleared is not None and cleared.is_clear:
            self.memory.clear(cleared.lane)
        return again

    async def _give_turns(self, standing: "Standing") -> bool:
        if self.held.everything:
            return False
        limits, slots = await limits_and_slots(standing, self.calls_per_minute)
        free = min(free_slots(limits, slots.live), BATCH)
        if free == 0:
            return False
        users, slots = await self._whose_turn(free, slots)
        if not users:
            return False
        turns = await self._decide(users, free, slots)
        self._request(turns)
        await self._put_aside(turns.skip, turns.defer)
        self.memory.clog(turns.clogged)
        return turns.again or len(turns.dial) == BATCH

    def _follow_campaigns(self) -> None:
        for known in self.memory.take_changed():
            campaign = known.campaign
            held = campaign.campaign_id in self.held.campaigns or campaign.user_id in self.held.users
            events = follow_campaign(
                campaign,
                self.now,
                is_open=known.is_open,
                expires=known.expires,
                held=held or self.held.everything,
            )
            for event in events:
                self.step.append(ids.campaign_stream(campaign.campaign_id), event, user_id=campaign.user_id)

    async def _skip_hopeless(self) -> bool:
        """Skip calls that could never be made, a few at a time; return whether there were any."""
        lane = self.memory.hopeless()
        if lane is None:
            return False
        heads = await self._heads([lane], BATCH)
        await skip(self.step, self.now, [(head.call_id, NO_COMMON_HOURS) for _, head in heads])
        return bool(heads)

    async def _expire(self) -> bool:
        """Settle calls of a lane whose last window is past, a few at a time; return whether there were any."""
        lane = self.memory.over(self.now)
        if lane is None:
            return False
        campaign_id = lane.campaign_id
        calls = tuple(head.call_id for _, head in await self._heads([lane], BATCH))
        if calls:
            user_id = self.memory.campaigns[campaign_id].campaign.user_id
            event = CallsExpired(at=self.now, campaign_id=campaign_id, user_id=user_id, calls=calls)
            self.step.append(ids.campaign_stream(campaign_id), event, user_id=user_id)
        return bool(calls)

    async def _clear_the_way(self) -> "_Cleared | None":
        """Put aside, of a clogged lane, the first calls that may not go; None where nothing is clogged.

        What is put aside here is seen by turns of the next step: until then the lane stays out of them.
        """
        lane = self.memory.next_clogged()
        if lane is None or not may_be_served(self.memory.campaigns[lane.campaign_id], lane):
            return None
        aside = Aside()
        heads = [head for _, head in await self._heads([lane], BATCH)]
        is_clear = not heads or any(not aside.put(head) for head in heads)
        await self._put_aside(aside.skip, aside.defer)
        return _Cleared(lane, is_clear)

    async def _put_aside(self, skipped: Sequence[tuple[UUID, str]], deferred: Sequence[tuple[UUID, datetime]]) -> None:
        await skip(self.step, self.now, skipped)
        await defer(self.step, self.memory, self.system_cap, self.now, deferred)

    async def _whose_turn(self, free: int, slots: Slots) -> tuple[list[KnownUser], Slots]:
        """Return the users whose turn it is, and the slots with the pace left to the campaigns that may be served.

        Only of these campaigns is it asked; where it turns out that one has none left, the choice is made anew.
        """
        while True:
            users = self._users(free, slots)
            shown = {lane.campaign_id for user in users for lane in self._lanes(user, free + 1, slots)}
            asked = [self.memory.campaigns[campaign_id] for campaign_id in sorted(shown - slots.pace.keys())]
            found = await paces(self.step.connection, self.memory, asked, self.now)
            if not found:
                return users, slots
            slots = replace(slots, pace={**slots.pace, **found})

    def _users(self, free: int, slots: Slots) -> list[KnownUser]:
        def eligible(user: KnownUser) -> bool:
            quota = user.limit - slots.of_user.get(user.user_id, 0)
            if user.suspended or quota <= 0 or user.user_id in self.held.users:
                return False
            return bool(self._lanes(user, 1, slots))

        return self.memory.take_users(free, eligible)

    def _lanes(self, user: KnownUser, at_most: int, slots: Slots) -> list[KnownLane]:
        def serves(lane: KnownLane) -> bool:
            known = self.memory.campaigns[lane.campaign_id]
            held = lane.campaign_id in self.held.campaigns or self.memory.is_clogged(lane)
            pauses = known.paced_until is not None and known.paced_until > self.now
            return may_be_served(known, lane) and not held and not pauses and _room(known, slots) != 0

        return self.memory.best_lanes(user, at_most, serves)

    async def _decide(self, users: Sequence[KnownUser], free: int, slots: Slots) -> Turns:
        """Decide on the few calls that suffice as a rule; where they do not, on all that a turn may look at."""
        few = min(LOOK, 1 + ceil(free / len(users)))
        turns = await self._decide_on(few, users, free, slots)
        return await self._decide_on(LOOK, users, free, slots) if turns.again and few < LOOK else turns

    async def _decide_on(self, at_most: int, users: Sequence[KnownUser], free: int, slots: Slots) -> Turns:
        quotas = [min(user.limit - slots.of_user.get(user.user_id, 0), free) for user in users]
        shown = [self._lanes(user, quota + 1, slots) for user, quota in zip(users, quotas, strict=True)]
        lanes = [lane for quota, of_user in zip(quotas, shown, strict=True) for lane in of_user[:quota]]
        heads: dict[tuple[UUID, str], list[Head]] = {}
        for lane, head in await self._heads(lanes, at_most):
            heads.setdefault((lane.campaign_id, lane.zone), []).append(head)
        empty = [lane for lane in lanes if (lane.campaign_id, lane.zone) not in heads]
        for lane in empty:
            lane.head = None
        candidates = [
            User(
                user.user_id,
                user.last_turn,
                quota,
                tuple(self._shown(lane, heads, at_most) for lane in of_user[:quota]),
                more=len(of_user) > quota,
                moment=user.moment,
                weight=user.weight,
            )
            for user, quota, of_user in zip(users, quotas, shown, strict=True)
        ]
        campaigns = {lane.campaign_id: self.memory.campaigns[lane.campaign_id] for lane in lanes}
        room = {key: left for key, known in campaigns.items() if (left := _room(known, slots)) is not None}
        turns = take_turns(candidates, free, room, turn=slots.turn, clock=slots.clock, more=len(users) == free)
        return replace(turns, again=turns.again or bool(empty))

    @staticmethod
    def _shown(lane: KnownLane, heads: Mapping[tuple[UUID, str], Sequence[Head]], limit: int) -> Lane:
        first = tuple(heads.get((lane.campaign_id, lane.zone), ()))
        return Lane(lane.campaign_id, lane.zone, lane.last_turn, first, more=len(first) == limit)

    async def _heads(self, lanes: Sequence[KnownLane], at_most: int) -> list[tuple[KnownLane, Head]]:
        caps = [self.memory.campaigns[lane.campaign_id].campaign.settings.frequency_cap for lane in lanes]
        parameters = {
            "campaigns": [lane.campaign_id for lane in lanes],
            "zones": [lane.zone for lane in lanes],
            "at_most": at_most,
            "held": list(self.held.ids),
            "caps": [cap.calls if cap else None for cap in caps],
            "system_cap": self.system_cap.calls if self.system_cap else None,
            "longest_request": LONGEST_REQUEST,
        }
        rows = await (await self.step.connection.execute(READS["heads"], parameters)).fetchall()
        self.rows.update((row["call_id"], row) for row in rows)
        return [(lane := lanes[row["n"] - 1], self._head(row, lane)) for row in rows]

    def _head(self, row: Mapping[str, Any], lane: KnownLane) -> Head:
        hinders = {CONTACT_REMOVED: row["removed"], DO_NOT_CALL: row["blocked"], NUMBER_NOT_ALLOWED: row["not_allowed"]}
        blocked = next((code for code, found in hinders.items() if found), None)
        caps = caps_of(self.memory.campaigns[lane.campaign_id], self.system_cap)
        until = capped_until(caps, row["called_by_user"], row["called_by_anybody"], self.now)
        return Head(row["call_id"], row["phone_number"], row["priority"], row["place"], blocked, until)

    def _request(self, turns: Turns) -> None:
        rows = [self.rows[call_id] for call_id in turns.dial]
        self.memory.calls.put({row["call_id"]: _untried(row) for row in rows if not row["attempts"]})
        for row, moment in zip(rows, turns.moments, strict=True):
            known = self.memory.campaigns[row["campaign_id"]]
            request = dial_request(row, known, self.now, self.as_of, moment)
            self.step.append(ids.call_stream(request.call_id), request, user_id=row["user_id"])


@dataclass(frozen=True)
class Standing:
    """What was asked of limits and slots: sent along with the next question, read when needed."""

    system: AsyncCursor[dict[str, Any]]
    live: AsyncCursor[dict[str, Any]]


async def ask_limits_and_slots(connection: Connection) -> Standing:
    """Ask for the limits in force and the slots held."""
    return Standing(await connection.execute(READS["system"]), await connection.execute(READS["live"]))


async def limits_and_slots(standing: Standing, calls_per_minute: int) -> tuple[Limits, Slots]:
    """Return the limits in force and the slots held."""
    row = await standing.system.fetchone()
    assert row is not None, "the migration makes the one row"
    limits = Limits(
        system=row["concurrent_calls_limit"],
        provider=row["provider_limit"],
        bound=row["dialling_bound"],
        stopped=row["dialling_stopped"],
        calls_per_minute=calls_per_minute,
    )
    of_user: Counter[UUID] = Counter()
    of_campaign: Counter[UUID] = Counter()
    live = Counter[str]()
    for held in await standing.live.fetchall():
        of_user[held["user_id"]] += held["slots"]
        of_campaign[held["campaign_id"]] += held["slots"]
        live.update(slots=held["slots"], requested=held["requested"], since_resumed=held["since_resumed"])
    counted = Live(live["slots"], live["requested"], live["since_resumed"])
    return limits, Slots(counted, row["turn"], row["moment"], of_user, of_campaign)


async def skip(step: Step, now: datetime, calls: Sequence[tuple[UUID, str]]) -> None:
    """Record that calls are not made, each with its reason."""
    wanted = {"calls": [call_id for call_id, _ in calls]}
    rows = await (await step.connection.execute(READS["calls_to_skip"], wanted)).fetchall() if calls else []
    found = {row["call_id"]: row for row in rows}
    for call_id, code in calls:
        event = CallSkipped(at=now, code=code, **found[call_id])
        step.append(ids.call_stream(call_id), event, user_id=event.user_id)


def may_be_served(known: KnownCampaign, lane: KnownLane) -> bool:
    """Return whether a lane is open in a campaign that runs, with an agent to call with."""
    return lane.window.open_until is not None and known.campaign.runs and not known.agent_missing


def _untried(row: Mapping[str, Any]) -> Call:
    """The call of a head of which no attempt is known: queued, and waiting for nothing."""
    return Call(
        call_id=row["call_id"],
        campaign_id=row["campaign_id"],
        user_id=row["user_id"],
        contact_id=row["contact_id"],
        phone_number=row["phone_number"],
        zone=row["zone"],
        reason=row["reason"],
        attempt_id=row["attempt_id"],
        request_number=row["request_number"],
        setbacks=row["setbacks"],
    )


def dial_request(row: Mapping[str, Any], known: KnownCampaign, now: datetime, as_of: int, moment: int) -> DialRequested:
    """Return the next request to dial a call. Its number passes over those under which an attempt is known already."""
    campaign = known.campaign
    number = row["request_number"] + 1
    while ids.attempt_id(row["call_id"], number) in row["attempts"]:
        number += 1
    zone = row["zone"] if campaign.settings.use_contact_timezone else "*"
    return DialRequested(
        at=now,
        call_id=row["call_id"],
        attempt_id=ids.attempt_id(row["call_id"], number),
        request_number=number,
        campaign_id=campaign.campaign_id,
        user_id=campaign.user_id,
        contact_id=row["contact_id"],
        agent_id=campaign.agent_id,
        phone_number=row["phone_number"],
        from_phone_numbers=known.from_phone_numbers,
        next_action=campaign.next_action,
        timezone=zones_that_apply(campaign.settings, zones_of(row["zone"]))[0],
        user_data=row["user_data"],
        as_of=as_of,
        dial_before=known.lanes[zone].window.dial_before(now),
        moment=moment,
    )


def _room(known: KnownCampaign, slots: Slots) -> int | None:
    """How many more calls a campaign's own limits leave it; None: it has none."""
    limit, pace = known.campaign.settings.max_concurrent_calls, slots.pace.get(known.campaign.campaign_id)
    left = [] if pace is None else [pace.room]
    if limit is not None:
        left.append(max(0, limit - slots.of_campaign.get(known.campaign.campaign_id, 0)))
    return min(left, default=None)
