"""What a campaign is made of: what its owner says of it, and what was queued in it."""

from dataclasses import dataclass
from uuid import UUID

from shared.contracts.campaigns import CampaignCreated, CampaignSettings, CampaignUpdated


@dataclass(frozen=True, slots=True)
class Details:
    """What its owner says of a campaign: its name, with which agent it calls, what comes next, when and how."""

    name: str
    agent_id: UUID
    next_action: str
    settings: CampaignSettings

    @classmethod
    def of(cls, event: CampaignCreated | CampaignUpdated) -> "Details":
        """Return what holds from an event on."""
        return cls(event.name, event.agent_id, event.next_action, event.settings)


@dataclass(frozen=True, slots=True)
class Upload:
    """What was queued: so many `chunks`, so many `calls` ever; `closed` if nothing more is to come.

    `pending` counts imports that were accepted and are not wholly queued. `drained` is how many calls were settled when
    the scheduler last told that none was left.
    """

    chunks: int = 0
    calls: int = 0
    closed: bool = False
    pending: int = 0
    drained: int | None = None
