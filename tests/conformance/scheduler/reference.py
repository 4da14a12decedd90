"""A scheduler that is slow and obviously right: for each turn it looks at everything. Written from the design alone.

It is told what people, the dialer and the provider do, and says whom it calls next, one turn at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.contracts.campaigns import CampaignSettings
from shared.contracts.vocabulary import Outcome

MINUTE = timedelta(minutes=1)
FIRST_WAIT, LONGEST_WAIT, AFTER_WITHDRAWAL = timedelta(seconds=5), timedelta(minutes=10), timedelta(seconds=1)


@dataclass(eq=False)
class Try:
    """One request to call a number."""

    call: "Call"
    since: datetime
    placed_at: datetime | None = None
    open: bool = True
    counts: bool = True

    @property
    def made_at(self) -> datetime:
        """When the call was made: while nobody knows, the latest that it may be."""
        return self.placed_at or self.since + MINUTE


@dataclass(eq=False)
class Call:
    """One contact in one campaign."""

    call_id: UUID
    campaign: "Campaign"
    number: str
    zone: str
    priority: int
    place: int
    waits_until: datetime | None = None
    current: Try | None = None
    tries: list[Try] = field(default_factory=list)
    setbacks: int = 0
    removed: bool = False
    outcome: Outcome | None = None


@dataclass(eq=False)
class Campaign:
    """A campaign with its calls, and when each of its lanes had its last turn."""

    campaign_id: UUID
    user: "User"
    settings: CampaignSettings
    running: bool = True
    cancelled: bool = False
    calls: list[Call] = field(default_factory=list)
    last_turn: dict[str, int] = field(default_factory=dict)

    def lane(self, call: Call) -> str:
        return call.zone if self.settings.use_contact_timezone else "*"


@dataclass(eq=False)
class User:
    """A user; `moment` is where the clock of the turns stood at their last one."""

    user_id: UUID
    limit: int
    last_turn: int = 0
    weight: int = 1
    moment: Fraction = Fraction(0)

    @property
    def due(self) -> Fraction:
        """A user of weight 1 has one turn a round, one of weight 2 two."""
        return self.moment + Fraction(1, self.weight)


@dataclass
class Reference:
    """The state of everything, and the rules one after the other."""

    limit: int
    users: list[User]
    campaigns: list[Campaign]
    now: datetime
    blocked: set[str] = field(default_factory=set)
    turn: int = 0
    clock: Fraction = Fraction(0)

    @property
    def calls(self) -> list[Call]:
        return [call for campaign in self.campaigns for call in campaign.calls]

    @property
    def tries(self) -> Iterator[Try]:
        return (one for call in self.calls for one in call.tries)

    @property
    def live(self) -> list[Try]:
        return [one for one in self.tries if one.open]

    def next_calls(self) -> list[Call]:
        """Every call that is requested now, in the order of its turn."""
        requested = []
        while (call := self._next_call()) is not None:
            self.turn += 1
            user = call.campaign.user
            self.clock = max(self.clock, user.due)
            user.last_turn, user.moment = self.turn, self.clock
            call.campaign.last_turn[call.campaign.lane(call)] = self.turn
            call.current = Try(call, self.now)
            call.tries.append(call.current)
            requested.append(call)
        return requested

    def _next_call(self) -> Call | None:
        if len(self.live) >= self.limit:
            return None
        able = {call.campaign.user: call for call in self.calls if self._may_be_called(call)}
        if not able:
            return None
        user = min(able, key=lambda one: (one.due, one.last_turn, one.user_id))
        heads: dict[tuple[UUID, str], Call] = {}
        for call in (one for one in self.calls if one.campaign.user is user and self._may_be_called(one)):
            lane = (call.campaign.campaign_id, call.campaign.lane(call))
            if lane not in heads or (-call.priority, call.place) < (-heads[lane].priority, heads[lane].place):
                heads[lane] = call
        served = {lane: call.campaign.last_turn.get(lane[1], 0) for lane, call in heads.items()}
        return heads[min(heads, key=lambda lane: (-heads[lane].priority, served[lane], lane))]

    def _may_be_called(self, call: Call) -> bool:
        campaign = call.campaign
        return (
            call.outcome is None
            and call.current is None
            and not call.removed
            and call.number not in self.blocked
            and (call.waits_until is None or call.waits_until <= self.now)
            and not any(one.call.number == call.number for one in self.live)
            and campaign.running
            and not campaign.cancelled
            and self._window_is_open(call)
            and self._has_room(campaign)
            and not self._is_capped(call)
            and sum(one.call.campaign.user is campaign.user for one in self.live) < campaign.user.limit
        )

    def _window_is_open(self, call: Call) -> bool:
        settings = call.campaign.settings
        zone = call.zone if settings.use_contact_timezone and call.zone else settings.timezone
        clock = f"{self.now.astimezone(ZoneInfo(zone)):%H:%M}"
        return settings.first_call_time <= clock < settings.last_call_time

    def _has_room(self, campaign: Campaign) -> bool:
        settings = campaign.settings
        live = sum(one.call.campaign is campaign for one in self.live)
        made = [one for one in self.tries if one.call.campaign is campaign and one.counts]
        lately = sum(one.made_at + MINUTE > self.now for one in made)
        return (settings.max_concurrent_calls is None or live < settings.max_concurrent_calls) and (
            settings.max_calls_per_minute is None or lately < settings.max_calls_per_minute
        )

    def _is_capped(self, call: Call) -> bool:
        cap = call.campaign.settings.frequency_cap
        if cap is None:
            return False
        ours = [one for one in self.tries if one.call.campaign.user is call.campaign.user and one.counts]
        made = [one for one in ours if one.call.number == call.number]
        return sum(one.made_at + timedelta(hours=cap.hours) > self.now for one in made) >= cap.calls

    def placed(self, one: Try) -> None:
        one.placed_at = one.placed_at or self.now

    def not_placed(self, one: Try, *, withdrawn: bool) -> None:
        """Nobody was called: the call is back in its place, a moment later, or ever longer after trouble of ours."""
        one.open = one.counts = False
        call = one.call
        call.current = None
        if call.campaign.cancelled:
            call.outcome = Outcome.CANCELLED
        elif call.removed:
            call.outcome = Outcome.SKIPPED
        elif withdrawn:
            call.waits_until = self.now + AFTER_WITHDRAWAL
        else:
            call.waits_until = self.now + min(FIRST_WAIT * 2**call.setbacks, LONGEST_WAIT)
            call.setbacks += 1

    def ended(self, one: Try) -> None:
        self.placed(one)
        one.open = False

    def live_after_all(self, one: Try) -> None:
        one.open = True

    def reported(self, one: Try, outcome: Outcome, ended_at: datetime) -> None:
        """The result settles the call, unless its campaign's rule would try again and nothing stands against it."""
        call, rule = one.call, one.call.campaign.settings.retry
        if call.outcome is not None or call.current is not one:
            return
        call.current, call.setbacks = None, 0
        placed = sum(other.counts and other.placed_at is not None for other in call.tries)
        hindered = call.campaign.cancelled or call.removed or call.number in self.blocked
        if outcome in rule.outcomes and placed < rule.max_attempts and not hindered:
            delay = rule.delays_minutes[min(placed, len(rule.delays_minutes)) - 1]
            call.waits_until = ended_at + delay * MINUTE
        else:
            call.outcome = outcome

    def cancelled(self, campaign: Campaign) -> None:
        campaign.cancelled = True
        for call in campaign.calls:
            if call.current is None:
                call.outcome = call.outcome or Outcome.CANCELLED

    def contact_removed(self, call: Call) -> None:
        call.removed = True
        if call.current is None:
            call.outcome = call.outcome or Outcome.SKIPPED

    def may_end_as(self, call: Call) -> set[Outcome | None]:
        """Its outcome; one on a do-not-call list is skipped at some time before its turn, it does not matter when."""
        if call.number in self.blocked and call.outcome in (None, Outcome.SKIPPED, Outcome.CANCELLED):
            return {Outcome.SKIPPED, call.outcome or Outcome.SKIPPED}
        return {call.outcome}
