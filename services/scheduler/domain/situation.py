"""What may stand in the way of a campaign's calls, or of a call."""

from dataclasses import dataclass
from datetime import datetime

from services.scheduler.domain.campaigns import CampaignState
from shared.contracts.vocabulary import CallStatus


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands in the way of a campaign's calls, or of those of one lane of it.

    `free_*` is how many more calls a limit leaves (None: no limit); `opens` when the next window opens, now while one
    is open; `ready` whether a call waits for nothing but its turn; `due` when the next wait ends, `capped` whether it
    is one for a frequency cap; `paced_until` when the campaign's pace lets it call again.
    """

    state: CampaignState
    opened: bool = False
    held: bool = False
    agent_missing: bool = False
    stopped: str | None = None
    suspended: bool = False
    hopeless: bool = False
    starts_later: bool = False
    is_open: bool = False
    opens: datetime | None = None
    ready: bool = False
    due: datetime | None = None
    capped: bool = False
    paced_until: datetime | None = None
    free_user: int = 0
    free_system: int = 0
    free_campaign: int | None = None


@dataclass(frozen=True, slots=True)
class CallSituation:
    """What stands in the way of one call besides what stands in the way of its lane."""

    status: CallStatus
    lane: Situation
    waits_until: datetime | None = None
    capped: bool = False
    report_by: datetime | None = None
    number_in_use: bool = False
    blocked: bool = False
    outcome_unknown: bool = False
