"""What calls wait for besides their turn: the frequency cap of a number, the pace of their campaign."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.scheduler.domain.caps import Caps
from services.scheduler.domain.lanes import LONGEST_REQUEST
from services.scheduler.domain.pace import MINUTE, Pace, pace
from services.scheduler.memory import KnownCampaign, Memory
from services.scheduler.rows import READS
from shared.contracts import ids
from shared.contracts.campaigns import FrequencyCap
from shared.contracts.scheduler import CallsDeferred, CallsDue
from shared.runtime.worker import Connection, Step

FREQUENCY_CAP = "frequency_cap"
BATCH = 500
"""So many calls at most are looked at anew in one step."""
_LATELY = LONGEST_REQUEST + MINUTE + timedelta(minutes=1)
"""What was requested longer ago was made more than a minute ago, if at all."""


def caps_of(known: KnownCampaign, system: FrequencyCap | None) -> Caps:
    """Return the caps that bind a campaign's calls."""
    return Caps(known.campaign.settings.frequency_cap, system)


async def paces(
    connection: Connection, memory: Memory, campaigns: Iterable[KnownCampaign], now: datetime
) -> dict[UUID, Pace]:
    """Return the pace left to those of these campaigns that have one; one with none left pauses until it has."""
    limits = {known.campaign.campaign_id: limit for known in campaigns if (limit := known.calls_per_minute) is not None}
    if not limits:
        return {}
    parameters = {"campaigns": list(limits), "since": now - _LATELY, "longest_request": LONGEST_REQUEST}
    made: defaultdict[UUID, list[datetime]] = defaultdict(list)
    for row in await (await connection.execute(READS["calls_made_lately"], parameters)).fetchall():
        made[row["campaign_id"]].append(row["at"])
    found = {campaign_id: pace(made[campaign_id], limit, now) for campaign_id, limit in limits.items()}
    for campaign_id, left in found.items():
        if left.again_at is not None:
            memory.pause(campaign_id, left.again_at)
    return found


async def defer(
    step: Step, memory: Memory, system: FrequencyCap | None, now: datetime, calls: Sequence[tuple[UUID, datetime]]
) -> None:
    """Record that calls wait for a cap: one event for those of a campaign that wait for the same time."""
    if not calls:
        return
    wanted = {"calls": [call_id for call_id, _ in calls]}
    rows = await (await step.connection.execute(READS["calls_to_skip"], wanted)).fetchall()
    campaign_of = {row["call_id"]: row["campaign_id"] for row in rows}
    together: defaultdict[tuple[UUID, datetime], list[UUID]] = defaultdict(list)
    for call_id, until in calls:
        together[campaign_of[call_id], until].append(call_id)
    for (campaign_id, until), waiting in together.items():
        known = memory.campaigns[campaign_id]
        event = CallsDeferred(
            at=now,
            campaign_id=campaign_id,
            user_id=known.campaign.user_id,
            code=FREQUENCY_CAP,
            until=until,
            caps=caps_of(known, system).name,
            calls=tuple(waiting),
        )
        step.append(ids.campaign_stream(campaign_id), event, user_id=event.user_id)


async def release_from_other_caps(step: Step, memory: Memory, system: FrequencyCap | None, now: datetime) -> bool:
    """Put calls back in their place that wait for caps that were changed since; return whether there were any."""
    changed = memory.caps_changed()
    if not changed:
        return False
    parameters = {
        "campaigns": [known.campaign.campaign_id for known in changed],
        "caps": [caps_of(known, system).name for known in changed],
        "at_most": BATCH,
    }
    rows = await (await step.connection.execute(READS["calls_under_other_caps"], parameters)).fetchall()
    calls_due(step, rows, now)
    if len(rows) < BATCH:
        memory.caps_seen_to()
    return bool(rows)


def calls_due(step: Step, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Record that calls wait no longer, one event a campaign."""
    together: defaultdict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        together[row["campaign_id"]].append(row)
    for campaign_id, due in sorted(together.items()):
        calls = tuple(row["call_id"] for row in due)
        event = CallsDue(at=now, campaign_id=campaign_id, user_id=due[0]["user_id"], calls=calls)
        step.append(ids.campaign_stream(campaign_id), event, user_id=event.user_id)
