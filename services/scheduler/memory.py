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
from services.scheduler.domain.lanes import Window, window_of, zones_of
from services.scheduler.known_calls import KnownCalls
from services.scheduler.projected_calls import Touched
from services.scheduler.rows import Rows, rows_of
from shared.contracts.campaigns import CampaignSettings
from shared.contracts.vocabulary import Outcome
from shared.contracts.windows import zones_that_apply
from shared.runtime.worker import Connection


@dataclass(slots=True)
class KnownUser:
    """A user's limit and last turn."""

    user_id: UUID
    limit: int
    suspended: bool
    last_turn: int


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
    """A campaign, its lanes, and whom it calls with. `paced_until` is when it may call again, had it to pause."""

    campaign: Campaign
    from_phone_numbers: tuple[str, ...]
    agent_missing: bool
    lanes: dict[str, KnownLane] = field(default_factory=dict)
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
    _turns: list[tuple[int, UUID]] = field(default_factory=list)
    _in_turn: dict[UUID, int] = field(default_factory=dict)
    _changed: set[UUID] = field(default_factory=set)
    _hopeless: set[tuple[UUID, str]] = field(default_factory=set)
    _over: set[tuple[UUID, str]] = field(default_factory=set)
    _clogged: dict[tuple[UUID, str], None] = field(default_factory=dict)
    _caps_changed: set[UUID] = field(default_factory=set)
    _paced: set[UUID] = field(default_factory=set)

    @classmethod
    async def load(cls, connection: Connection, now: datetime) -> "Memory":
        """Read everything that is not finished."""
        memory = cls()
        users, campaigns = await rows_of(connection, ("users", {"users": None}), ("campaigns", {"campaigns": None}))
        (lanes,) = await rows_of(connection, ("lanes", {"campaigns": [row["campaign_id"] for row in campaigns]}))
        for row in users:
            memory._put_user(row)
        memory._put_campaigns(campaigns, lanes, now)
        return memory

    async def refresh(self, connection: Connection, now: datetime) -> None:
        """Read again what steps have changed since, and see which windows have opened or closed by now."""
        stale, self.stale = self.stale, Touched()
        if stale.users or stale.campaigns:
            of_these = {"campaigns": list(stale.campaigns)}
            users, campaigns, lanes = await rows_of(
                connection, ("users", {"users": list(stale.users)}), ("campaigns", of_these), ("lanes", of_these)
            )
            for row in users:
                self._put_user(row)
            self._put_campaigns(campaigns, lanes, now)
        further = await stale.further()
        if further:
            of_those = {"campaigns": list(further)}
            campaigns, lanes = await rows_of(connection, ("campaigns", of_those), ("lanes", of_those))
            self._put_campaigns(campaigns, lanes, now)
        while self._changes and self._changes[0][0] <= now:
            _, campaign_id, zone = heappop(self._changes)
            self._look_at_clock(campaign_id, zone, now)

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

    def take_users(self, at_most: int, eligible: Callable[[KnownUser], bool]) -> list[KnownUser]:
        """Return up to `at_most` eligible users, served longest ago first; they keep their place.

        A user who is not eligible leaves the order until something of theirs changes.
        """
        found: list[KnownUser] = []
        while self._turns and len(found) < at_most:
            last_turn, user_id = heappop(self._turns)
            if self._in_turn.get(user_id) != last_turn:
                continue
            del self._in_turn[user_id]
            if eligible(self.users[user_id]):
                found.append(self.users[user_id])
        for user in found:
            self._wait_in_turn(user)
        return found

    def best_lanes(self, user: KnownUser, at_most: int, serves: Callable[[KnownLane], bool]) -> list[KnownLane]:
        """Return a user's `at_most` best lanes that have a call and that `serves` allows."""
        lanes = (lane for lane in self._lanes_of(user) if lane.head is not None and serves(lane))
        return nsmallest(at_most, lanes, key=lambda lane: lane.rank)

    def _lanes_of(self, user: KnownUser) -> Iterator[KnownLane]:
        for campaign_id in self._of_user.get(user.user_id, ()):
            yield from self.campaigns[campaign_id].lanes.values()

    def clog(self, lanes: Iterable[tuple[UUID, str]]) -> None:
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

    def calls_per_minute(self) -> dict[UUID, int]:
        """Return the pace of the running campaigns that have one."""
        running = ((key, self.campaigns[key]) for key in sorted(self._paced & self.campaigns.keys()))
        return {key: limit for key, known in running if known.campaign.runs and (limit := known.calls_per_minute)}

    def caps_seen_to(self) -> None:
        """Forget these campaigns: no call of theirs waits for other caps than theirs."""
        self._caps_changed.clear()

    def pause(self, campaign_id: UUID, until: datetime) -> None:
        """Look at a campaign again when its pace lets it call."""
        known = self.campaigns[campaign_id]
        if known.paced_until != until:
            known.paced_until = until
            self._note_change(until, campaign_id, "")

    def hopeless(self) -> KnownLane | None:
        """Return a lane whose zones have no common hours and that still has calls, in a campaign that runs."""
        for campaign_id, zone in sorted(self._hopeless):
            known = self.campaigns.get(campaign_id)
            lane = known.lanes.get(zone) if known else None
            if known is None or lane is None or not lane.window.hopeless:
                self._hopeless.discard((campaign_id, zone))
            elif lane.head is not None and known.campaign.runs:
                return lane
        return None

    def over(self, now: datetime) -> KnownLane | None:
        """Return a lane that has calls and whose last window is past, while another of its campaign has one ahead.

        What is left where that is so of all lanes is settled at once when the campaign's end date is past.
        """
        for campaign_id, zone in sorted(self._over):
            known = self.campaigns.get(campaign_id)
            lane = known.lanes.get(zone) if known else None
            if known is None or lane is None or not lane.window.over:
                self._over.discard((campaign_id, zone))
            elif lane.head is not None and known.goes_on_elsewhere(now):
                return lane
        return None

    def _put_user(self, row: Mapping[str, Any]) -> None:
        user = KnownUser(row["user_id"], row["concurrent_calls_limit"], row["suspended"], row["last_turn"])
        self.users[user.user_id] = user
        self._wait_in_turn(user)

    def _wait_in_turn(self, user: KnownUser) -> None:
        if self._in_turn.get(user.user_id) != user.last_turn:
            self._in_turn[user.user_id] = user.last_turn
            heappush(self._turns, (user.last_turn, user.user_id))

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
                self.campaigns[campaign.campaign_id] = KnownCampaign(campaign, numbers, row["agent_missing"])
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
        if lane is None:
            self._note_window(known.lanes[zone])

    def _settle_changes(self, campaign_id: UUID, before: KnownCampaign | None) -> None:
        """Put the owner in turn again, and note when the campaign expires."""
        known = self.campaigns.get(campaign_id)
        if known is None:
            return
        known.paced_until = before.paced_until if before else None
        if before is None or before.campaign.settings.frequency_cap != known.campaign.settings.frequency_cap:
            self._caps_changed.add(campaign_id)
        if known.calls_per_minute is not None:
            self._paced.add(campaign_id)
        if (user := self.users.get(known.campaign.user_id)) is not None:
            self._wait_in_turn(user)
        if known.like(before):
            assert before is not None
            known.expires = before.expires
        else:
            settings = known.campaign.settings
            known.expires = expiry(settings, [zones_that_apply(settings, zones_of(zone)) for zone in known.lanes])
            self._note_change(known.expires, campaign_id, "")

    def _note_window(self, lane: KnownLane) -> None:
        self._note_change(lane.window.changes_at, lane.campaign_id, lane.zone)
        if lane.window.hopeless:
            self._hopeless.add((lane.campaign_id, lane.zone))
        if lane.window.over:
            self._over.add((lane.campaign_id, lane.zone))

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
            self._note_window(lane)
        if (user := self.users.get(known.campaign.user_id)) is not None:
            self._wait_in_turn(user)


def _campaign(row: Mapping[str, Any]) -> Campaign:
    return Campaign(
        campaign_id=row["campaign_id"],
        user_id=row["user_id"],
        agent_id=row["agent_id"],
        settings=CampaignSettings.model_validate(row["settings"]),
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
