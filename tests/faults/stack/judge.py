"""The judge of a run: what Bolna's side remembers and what the API says against what was promised.

Pure, and independent of our tables: it knows what the test asked for, the simulator's record and the API's answers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import accumulate
from zoneinfo import ZoneInfo

AS_FAILED = frozenset({"failed", "error", "canceled", "stopped"})
"""How a call may end at Bolna that is `failed` for people."""

KOLKATA = ZoneInfo("Asia/Kolkata")
NAMED_AT_MOST = 5


@dataclass(frozen=True)
class Hours:
    """When a campaign may call, day by day: `[first, last)` in `zone`; the same time twice is around the clock."""

    first: time = time(0)
    last: time = time(0)
    zone: ZoneInfo = KOLKATA

    def contain(self, at: datetime) -> bool:
        """Whether a call may be placed at `at`."""
        local = at.astimezone(self.zone).time()
        if self.first < self.last:
            return self.first <= local < self.last
        return self.first == self.last or local >= self.first or local < self.last


AROUND_THE_CLOCK = Hours()


@dataclass(frozen=True)
class Planned:
    """A campaign as the test made it. `ends_as` is the status that it must have in the end."""

    campaign_id: str
    bolna_agent_id: str
    numbers: tuple[str, ...]
    hours: Hours = AROUND_THE_CLOCK
    ends_as: str = "completed"


@dataclass(frozen=True)
class Placed:
    """A call as Bolna's side remembers it: `statuses` in their order, `voicemail` as it was answered."""

    execution_id: str
    number: str
    bolna_agent_id: str
    call_id: str | None
    attempt_id: str | None
    received: datetime
    line_ended: datetime | None
    statuses: tuple[str, ...]
    voicemail: bool = False

    @property
    def outcome(self) -> str | None:
        """What a person is told of it (interface.md, section 3); None while it lasts."""
        last = self.statuses[-1]
        if last == "completed":
            return "voicemail" if self.voicemail else "answered"
        if last in {"no-answer", "busy"}:
            return last
        if last in AS_FAILED:
            return "failed"
        if last == "call-disconnected":
            return "answered" if "in-progress" in self.statuses else "failed"
        return None


@dataclass(frozen=True)
class Told:
    """A call as the API tells of it."""

    call_id: str
    campaign_id: str
    number: str
    status: str
    outcome: str | None


@dataclass(frozen=True)
class ToldCampaign:
    """A campaign as the API tells of it."""

    status: str
    counters: Mapping[str, int]


@dataclass(frozen=True)
class Evidence:
    """A run that is over. `system_limit` and `agent_limits` (by Bolna agent, one a user) held throughout."""

    planned: Sequence[Planned]
    placed: Sequence[Placed]
    told: Sequence[Told]
    campaigns: Mapping[str, ToldCampaign]
    system_limit: int
    agent_limits: Mapping[str, int]
    system_peak: int
    agent_peaks: Mapping[str, int]
    live: int = 0
    slots_held: int = 0
    unsettled: Mapping[str, int] = field(default_factory=dict)
    """Calls that the queue's statistics still show, by status."""


def violations(evidence: Evidence) -> list[str]:
    """Return a sentence for each breach of a promise; empty where every promise was kept."""
    return [
        *_once(evidence),
        *_limits(evidence),
        *_hours(evidence),
        *_nothing_lost(evidence),
        *_told_right(evidence),
        *_no_slot_held(evidence),
    ]


def placed_after(placed: Iterable[Placed], bolna_agent_id: str, at: datetime) -> list[str]:
    """Return a sentence for each call of an agent that Bolna received after `at`."""
    return [
        f"{call.number} was called {(call.received - at).total_seconds():.3f} s after it was answered that none is"
        for call in placed
        if call.bolna_agent_id == bolna_agent_id and call.received > at
    ]


def placed_above(placed: Sequence[Placed], limit: int, since: datetime) -> list[str]:
    """Return a sentence for each call received after `since` while `limit` others were live, or more."""
    return [
        f"{call.number} was called at {call.received.isoformat()} while {others} calls were live, {limit} allowed"
        for call in placed
        if call.received > since and (others := _live_at(placed, call)) >= limit
    ]


def _live_at(placed: Sequence[Placed], call: Placed) -> int:
    return sum(
        other.received < call.received and (other.line_ended is None or other.line_ended > call.received)
        for other in placed
    )


def _once(evidence: Evidence) -> Iterator[str]:
    times = Counter(call.number for call in evidence.placed)
    planned = {number for campaign in evidence.planned for number in campaign.numbers}
    yield from _said((number for number in times if number not in planned), what="were called, and nobody asked for it")
    yield from _said((number for number in times if times[number] > 1), what="were called more than once")
    for name, ids in (
        ("call", Counter(call.call_id for call in evidence.placed)),
        ("attempt", Counter(call.attempt_id for call in evidence.placed)),
    ):
        if ids.pop(None, 0):
            yield f"a call was placed without its {name} id"
        yield from _said((one for one in ids if ids[one] > 1), what=f"({name} ids) were placed more than once")
    expected: dict[str, set[str]] = defaultdict(set)
    for campaign in evidence.planned:
        expected[campaign.bolna_agent_id].update(campaign.numbers)
    yield from _said(
        (call.number for call in evidence.placed if call.number not in expected[call.bolna_agent_id]),
        what="were called by an agent that was not theirs",
    )


def _limits(evidence: Evidence) -> Iterator[str]:
    if evidence.system_peak > evidence.system_limit:
        yield f"{evidence.system_peak} calls were live at once, {evidence.system_limit} are allowed"
    for agent, limit in evidence.agent_limits.items():
        of_agent = [call for call in evidence.placed if call.bolna_agent_id == agent]
        peak = max(evidence.agent_peaks.get(agent, 0), peak_of(of_agent))
        if peak > limit:
            yield f"{peak} calls of the agent {agent} were live at once, {limit} are allowed"
    if (peak := peak_of(evidence.placed)) > evidence.system_limit:
        yield f"by its times {peak} calls were live at once, {evidence.system_limit} are allowed"


def peak_of(placed: Iterable[Placed]) -> int:
    """Return how many calls were live at once at most, by their times; a line that ends frees its place first."""
    changes = [(call.received, 1) for call in placed]
    changes += [(call.line_ended, -1) for call in placed if call.line_ended is not None]
    return max(accumulate(step for _, step in sorted(changes)), default=0)


def _hours(evidence: Evidence) -> Iterator[str]:
    by_agent: dict[str, list[Planned]] = defaultdict(list)
    for campaign in evidence.planned:
        by_agent[campaign.bolna_agent_id].append(campaign)
    for call in evidence.placed:
        for campaign in by_agent[call.bolna_agent_id]:
            if call.number in campaign.numbers and not campaign.hours.contain(call.received):
                yield f"{call.number} was called at {call.received.isoformat()}, outside the hours of its campaign"


def _nothing_lost(evidence: Evidence) -> Iterator[str]:
    called = {call.number for call in evidence.placed}
    for campaign in evidence.planned:
        told = [call for call in evidence.told if call.campaign_id == campaign.campaign_id]
        numbers = Counter(call.number for call in told)
        missing = (number for number in campaign.numbers if number not in numbers)
        yield from _said(missing, what="were uploaded and are in no call of their campaign")
        yield from _said((n for n in numbers if numbers[n] > 1), what="stand in one campaign more than once")
        if campaign.ends_as == "completed":
            yield from _said((n for n in campaign.numbers if n not in called), what="were never called")
            yield from _said((c.number for c in told if c.status != "settled"), what="are not settled")
    expected = {campaign.campaign_id: {*campaign.numbers} for campaign in evidence.planned}
    strangers = (call.number for call in evidence.told if call.number not in expected.get(call.campaign_id, ()))
    yield from _said(strangers, what="stand in a campaign that they were not uploaded to")


def _told_right(evidence: Evidence) -> Iterator[str]:
    by_id = {call.call_id: call for call in evidence.told}
    for call in evidence.placed:
        told = by_id.get(call.call_id or "")
        if told is None:
            yield f"{call.number} was called for the call {call.call_id}, which the API does not have"
        elif told.number != call.number:
            yield f"{call.number} was called for the call {call.call_id}, which is to {told.number}"
        elif told.outcome != call.outcome:
            yield f"{call.number} is said to be {told.outcome}; at Bolna it was {call.outcome}"
    for campaign in evidence.planned:
        yield from _counted_right(campaign, evidence)


def _counted_right(campaign: Planned, evidence: Evidence) -> Iterator[str]:
    told = evidence.campaigns.get(campaign.campaign_id)
    if told is None:
        yield f"the campaign {campaign.campaign_id} is gone"
        return
    if told.status != campaign.ends_as:
        yield f"the campaign {campaign.campaign_id} is {told.status}, not {campaign.ends_as}"
    if campaign.ends_as != "completed":
        return
    numbers = {*campaign.numbers}
    outcomes = Counter(call.outcome for call in evidence.placed if call.number in numbers)
    right = {"total": len(numbers), "settled": len(numbers)} | {str(name): n for name, n in outcomes.items()}
    wrong = {
        name: (told.counters.get(name, 0), right.get(name, 0))
        for name in sorted({*told.counters, *right})
        if told.counters.get(name, 0) != right.get(name, 0)
    }
    for name, (said, was) in wrong.items():
        yield f"the campaign {campaign.campaign_id} counts {said} {name}; there were {was}"


def _no_slot_held(evidence: Evidence) -> Iterator[str]:
    if evidence.live:
        yield f"{evidence.live} calls are still live at Bolna"
    if evidence.slots_held:
        yield f"{evidence.slots_held} slots are still held"
    for status, count in evidence.unsettled.items():
        if count:
            yield f"the queue still shows {count} calls {status}"


def _said(numbers: Iterable[str | None], *, what: str) -> Iterator[str]:
    offenders = sorted({str(number) for number in numbers})
    if offenders:
        named = ", ".join(offenders[:NAMED_AT_MOST])
        more = f" and {len(offenders) - NAMED_AT_MOST} more" if len(offenders) > NAMED_AT_MOST else ""
        yield f"{named}{more} {what}"
