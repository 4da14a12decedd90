"""Lanes and turns in memory: who may be served next, which lanes are open, when that changes.

All of it is read from the tables, at the start and wherever a step has changed them: it is kept, never computed twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush, nsmallest
from typing import Any
from uuid import UUID

from services.scheduler.domain.campaigns import Campaign, CampaignState, expiry
from services.scheduler.domain.clock import due
from services.scheduler.domain.lanes import Window, window_of, zones_of
from services.scheduler.known_calls import KnownCalls
from services.scheduler.projected_calls import Touched
from services.scheduler.rows import Rows, rows_of, settings_of
from services.scheduler.turn_order import Place, TurnOrder
from shared.contracts.vocabulary import Outcome
from shared.contracts.windows import zones_that_apply
from shared.runtime.worker import Connection

PAGE = 200
"""So many users or campaigns at most are read at once: no session seems frozen while they are put in their places."""
LaneKey = tuple[UUID, str]


@dataclass(slots=True)
class KnownUser:
    """A user's limit and weight; the number of their last turn, and where the clock of the turns stood then."""

    user_id: UUID
    limit: int
    suspended: bool
    last_turn: int
    moment: int = 0
    weight: int = 1

    @property
    def place(self) -> Place:
        """Where they stand among those who wait for a turn."""
        return (due(self.moment, self.weight), self.last_turn)


@dataclass(slots=True)
class KnownLane:
    """A lane: its window, and the rank of its first call that may go (None: it has none)."""

    campaign_id: UUID
    zone: str
    last_turn: int
    head: tuple[int, int] | None
    window: Window

    @property
    def rank(self) -> tuple[int, int, UUID, str]:
        """Before which other lanes of its user it is served."""
        assert self.head is not None, "a lane without a call is not served"
        return (-self.head[0], self.last_turn, self.campaign_id, self.zone)


@dataclass(slots=True)
class KnownCampaign:
    """A campaign, its lanes, and whom it calls with.

    `next_wait` is when the first of its waiting calls is due, `paced_until` when it may call again, had it to pause: as
    far as is known, until something of it changes.
    """

    campaign: Campaign
    from_phone_numbers: tuple[str, ...]
    agent_missing: bool
    lanes: dict[str, KnownLane] = field(default_factory=dict)
    next_wait: datetime | None = None
    expires: datetime | None = None
    paced_until: datetime | None = None

    @property
    def calls_per_minute(self) -> int | None:
        """How many of its calls may be made in any 60 s; None: it has no limit."""
        return self.campaign.settings.max_calls_per_minute

    @property
    def is_open(self) -> bool:
        """Whether one of its lanes is open."""
        return any(lane.window.open_until is not None for lane in self.lanes.values())

    def goes_on_elsewhere(self, now: datetime) -> bool:
        """Whether it has not expired, and in one of its lanes a window is open or ahead."""
        goes_on = self.campaign.goes_on and self.expires is not None and self.expires > now
        return goes_on and any(lane.window.open_until or lane.window.changes_at for lane in self.lanes.values())

    def like(self, before: "KnownCampaign | None") -> bool:
        """Whether settings and lanes are those it had `before`."""
        return (
            before is not None
            and before.campaign.settings == self.campaign.settings
            and before.lanes.keys() == self.lanes.keys()
        )


@dataclass
class Memory:
    """What the leader keeps of users, campaigns and lanes that are not finished."""

    users: dict[UUID, KnownUser] = field(default_factory=dict)
    campaigns: dict[UUID, KnownCampaign] = field(default_factory=dict)
    stale: Touched = field(default_factory=Touched)
    calls: KnownCalls = field(default_factory=KnownCalls)
    _of_user: dict[UUID, set[UUID]] = field(default_factory=dict)
    _changes: list[tuple[datetime, UUID, str]] = field(default_factory=list)
    _waits: list[tuple[datetime, UUID]] = field(default_factory=list)
    _order: TurnOrder = field(default_factory=TurnOrder)
    _changed: set[UUID] = field(default_factory=set)
    _hopeless: dict[LaneKey, None] = field(default_factory=dict)
    _over: dict[LaneKey, None] = field(default_factory=dict)
    _clogged: dict[LaneKey, None] = field(default_factory=dict)
    _caps_changed: set[UUID] = field(default_factory=set)

    @classmethod
    async def load(cls, connection: Connection, now: datetime) -> "Memory":
        """Read everything that is not finished."""
        memory = cls()
        users, campaigns = await rows_of(connection, ("all_users", {}), ("unfinished_campaigns", {}))
        await memory._read(
            connection, [row["user_id"] for row in users], [row["campaign_id"] for row in campaigns], now
        )
        return memory

    async def refresh(self, connection: Connection, now: datetime) -> None:
        """Read again what steps have changed since, and see which windows have opened or closed by now."""
        stale, self.stale = self.stale, Touched()
        await self._read(connection, list(stale.users), list(stale.campaigns), now)
        await self._read(connection, [], list(await stale.further()), now)
        while self._changes and self._changes[0][0] <= now:
            _, campaign_id, zone = heappop(self._changes)
            self._look_at_clock(campaign_id, zone, now)

    async def _read(self, connection: Connection, users: list[UUID], campaigns: list[UUID], now: datetime) -> None:
        while users or campaigns:
            of_these = {"campaigns": campaigns[:PAGE]}
            rows, of_campaigns, lanes = await rows_of(
                connection, ("users", {"users": users[:PAGE]}), ("campaigns", of_these), ("lanes", of_these)
            )
            for row in rows:
                self._put_user(row)
            self._put_campaigns(of_campaigns, lanes, now)
            users, campaigns = users[PAGE:], campaigns[PAGE:]

    def take_changed(self) -> list[KnownCampaign]:
        """Return the campaigns in which something changed since this was last asked, in a fixed order."""
        changed, self._changed = sorted(self._changed), set()
        return [self.campaigns[campaign_id] for campaign_id in changed if campaign_id in self.campaigns]

    def next_change(self) -> datetime | None:
        """Return when the next window opens or closes, or a campaign expires."""
        return self._changes[0][0] if self._changes else None

    def read_all_again(self) -> None:
        """Consider everything anew: what kept calls from being served may be over without a trace in the tables."""
        self.stale.users.update(self.users)
        self.stale.campaigns.update(self.campaigns)

    def next_wait(self) -> datetime | None:
        """Return when the next waiting call is due, as far as was read; None: none waits."""
        while self._waits and not self._still_waits(*self._waits[0]):
            heappop(self._waits)
        return self._waits[0][0] if self._waits else None

    def take_waits_over(self, now: datetime, at_most: int) -> list[UUID]:
        """Return campaigns in which calls are due by now, the first of them first; they are read again afterwards."""
        due: list[UUID] = []
        while len(due) < at_most and (at := self.next_wait()) is not None and at <= now:
            _, campaign_id = heappop(self._waits)
            self.campaigns[campaign_id].next_wait = None
            due.append(campaign_id)
        self.stale.campaigns.update(due)
        return due

    def _still_waits(self, at: datetime, campaign_id: UUID) -> bool:
        known = self.campaigns.get(campaign_id)
        return known is not None and known.next_wait == at

    def take_users(self, at_most: int, eligible: Callable[[KnownUser], bool]) -> list[KnownUser]:
        """Return up to `at_most` eligible users, those due first first; they keep their place.

        A user who is not eligible leaves the order until something of theirs changes.
        """
        found = self._order.first(at_most, lambda user_id: eligible(self.users[user_id]))
        return [self.users[user_id] for user_id in found]

    def best_lanes(self, user: KnownUser, at_most: int, serves: Callable[[KnownLane], bool]) -> list[KnownLane]:
        """Return a user's `at_most` best lanes that have a call and that `serves` allows."""
        lanes = (lane for lane in self._lanes_of(user) if lane.head is not None and serves(lane))
        return nsmallest(at_most, lanes, key=lambda lane: lane.rank)

    def _lanes_of(self, user: KnownUser) -> Iterator[KnownLane]:
        for campaign_id in self._of_user.get(user.user_id, ()):
            yield from self.campaigns[campaign_id].lanes.values()

    def clog(self, lanes: Iterable[LaneKey]) -> None:
        """Leave lanes out of all turns, as long as none of their first calls may go."""
        self._clogged.update(dict.fromkeys(lanes))

    def is_clogged(self, lane: KnownLane) -> bool:
        """Return whether a lane is left out until its way is clear."""
        return (lane.campaign_id, lane.zone) in self._clogged

    def next_clogged(self) -> KnownLane | None:
        """Return a clogged lane that turns would otherwise serve, a different one each time; None: there is none."""
        for campaign_id, zone in list(self._clogged):
            del self._clogged[campaign_id, zone]
            known = self.campaigns.get(campaign_id)
            lane = known.lanes.get(zone) if known else None
            if lane is not None and lane.head is not None:
                self._clogged[campaign_id, zone] = None
                return lane
        return None

    def clear(self, lane: KnownLane) -> None:
        """Let turns serve a clogged lane again."""
        self._clogged.pop((lane.campaign_id, lane.zone), None)
        self._wait_in_turn(self.users[self.campaigns[lane.campaign_id].campaign.user_id])

    def caps_changed(self) -> list[KnownCampaign]:
        """Return the campaigns whose calls may wait for caps that are not theirs any more."""
        self._caps_changed &= self.campaigns.keys()
        return [self.campaigns[campaign_id] for campaign_id in sorted(self._caps_changed)]

    def caps_seen_to(self) -> None:
        """Forget these campaigns: no call of theirs waits for other caps than theirs."""
        self._caps_changed.clear()

    def pause(self, campaign_id: UUID, until: datetime) -> None:
        """Leave a campaign out until its pace lets it call, or until something of it changes."""
        known = self.campaigns[campaign_id]
        if known.paced_until != until:
            known.paced_until = until
            self._note_change(until, campaign_id, "")

    def hopeless(self) -> KnownLane | None:
        """Return a lane whose zones have no common hours and that still has calls, in a campaign that runs."""
        return self._first(self._hopeless, lambda known, lane: lane.window.hopeless and known.campaign.runs)

    def over(self, now: datetime) -> KnownLane | None:
        """Return a lane that has calls and whose last window is past, while another of its campaign has one ahead.

        What is left where that is so of all lanes is settled at once when the campaign's end date is past.
        """
        return self._first(self._over, lambda known, lane: lane.window.over and known.goes_on_elsewhere(now))

    def _first(self, noted: dict[LaneKey, None], holds: Callable[[KnownCampaign, KnownLane], bool]) -> KnownLane | None:
        """Return the first lane with calls of which it still holds; those before it are noted anew when they change."""
        while noted:
            campaign_id, zone = next(iter(noted))
            known = self.campaigns.get(campaign_id)
            lane = known.lanes.get(zone) if known else None
            if known is not None and lane is not None and lane.head is not None and holds(known, lane):
                return lane
            del noted[campaign_id, zone]
        return None

    def _put_user(self, row: Mapping[str, Any]) -> None:
        user = KnownUser(
            user_id=row["user_id"],
            limit=row["concurrent_calls_limit"],
            suspended=row["suspended"],
            last_turn=row["last_turn"],
            moment=row["moment"],
            weight=row["weight"],
        )
        self.users[user.user_id] = user
        self._wait_in_turn(user)

    def _wait_in_turn(self, user: KnownUser) -> None:
        self._order.put(user.user_id, user.place)

    def _put_campaigns(self, rows: Rows, lanes: Rows, now: datetime) -> None:
        before = {row["campaign_id"]: self.campaigns.pop(row["campaign_id"], None) for row in rows}
        for row in rows:
            campaign = _campaign(row)
            self._changed.add(campaign.campaign_id)
            of_user = self._of_user.setdefault(campaign.user_id, set())
            of_user.discard(campaign.campaign_id)
            if not campaign.finished:
                of_user.add(campaign.campaign_id)
                numbers = campaign.settings.from_phone_numbers or tuple(row["from_phone_numbers"] or ())
                self.campaigns[campaign.campaign_id] = KnownCampaign(
                    campaign, numbers, row["agent_missing"], next_wait=row["next_wait"]
                )
        for row in lanes:
            if row["campaign_id"] in self.campaigns:
                self._put_lane(row, before[row["campaign_id"]], now)
        for campaign_id, known in before.items():
            self._settle_changes(campaign_id, known)

    def _put_lane(self, row: Mapping[str, Any], before: KnownCampaign | None, now: datetime) -> None:
        known, zone = self.campaigns[row["campaign_id"]], row["zone"]
        lane = before.lanes.get(zone) if before and before.campaign.settings == known.campaign.settings else None
        window = lane.window if lane else window_of(known.campaign.settings, zone, now)
        head = None if row["priority"] is None else (row["priority"], row["place"])
        known.lanes[zone] = KnownLane(row["campaign_id"], zone, row["last_turn"], head, window)
        self._note_ends(known.lanes[zone])
        if lane is None:
            self._note_change(window.changes_at, row["campaign_id"], zone)

    def _settle_changes(self, campaign_id: UUID, before: KnownCampaign | None) -> None:
        """Put the owner in turn again, and note when the campaign expires and when a call of it is due."""
        known = self.campaigns.get(campaign_id)
        if known is None:
            return
        if known.next_wait is not None and (before is None or before.next_wait != known.next_wait):
            heappush(self._waits, (known.next_wait, campaign_id))
        if before is None or before.campaign.settings.frequency_cap != known.campaign.settings.frequency_cap:
            self._caps_changed.add(campaign_id)
        if (user := self.users.get(known.campaign.user_id)) is not None:
            self._wait_in_turn(user)
        if known.like(before):
            assert before is not None
            known.expires = before.expires
        else:
            settings = known.campaign.settings
            known.expires = expiry(settings, [zones_that_apply(settings, zones_of(zone)) for zone in known.lanes])
            self._note_change(known.expires, campaign_id, "")

    def _note_ends(self, lane: KnownLane) -> None:
        """Note a lane whose calls are to be settled without being made."""
        if lane.head is not None and lane.window.hopeless:
            self._hopeless[lane.campaign_id, lane.zone] = None
        if lane.head is not None and lane.window.over:
            self._over[lane.campaign_id, lane.zone] = None

    def _note_change(self, at: datetime | None, campaign_id: UUID, zone: str) -> None:
        if at is not None:
            heappush(self._changes, (at, campaign_id, zone))

    def _look_at_clock(self, campaign_id: UUID, zone: str, now: datetime) -> None:
        known = self.campaigns.get(campaign_id)
        if known is None:
            return
        self._changed.add(campaign_id)
        lane = known.lanes.get(zone)
        if lane is not None and lane.window.changes_at is not None and lane.window.changes_at <= now:
            lane.window = window_of(known.campaign.settings, zone, now)
            self._note_change(lane.window.changes_at, campaign_id, zone)
            self._note_ends(lane)
        if (user := self.users.get(known.campaign.user_id)) is not None:
            self._wait_in_turn(user)


def _campaign(row: Mapping[str, Any]) -> Campaign:
    return Campaign(
        campaign_id=row["campaign_id"],
        user_id=row["user_id"],
        agent_id=row["agent_id"],
        settings=settings_of(row["settings"]),
        next_action=row["next_action"],
        state=CampaignState(row["state"]),
        trouble=row["trouble"],
        opened=row["opened"],
        upload_closed=row["upload_closed"],
        total=row["total"],
        out=row["out"],
        settled=row["settled"],
        closed=Outcome(row["closed"]) if row["closed"] else None,
        drained=row["drained"],
    )
