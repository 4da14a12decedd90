"""Rows of `call_campaigns` as states of the domain, and back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.campaigns.domain.campaign import (
    Active,
    Campaign,
    Cancelled,
    Completed,
    Deleted,
    Draft,
    Known,
    LifeEvent,
    Made,
    Paused,
    Scheduled,
    Unknown,
    become,
    evolve,
)
from services.campaigns.domain.campaign_life import status_of
from services.campaigns.domain.campaign_parts import Details, Upload
from services.campaigns.projections_sql import QUERIES
from shared.contracts.campaigns import CampaignSettings
from shared.messaging.envelope import Envelope
from shared.runtime.worker import Connection

STATES: Mapping[str, type[Made]] = {
    "draft": Draft,
    "scheduled": Scheduled,
    "active": Active,
    "paused": Paused,
    "completed": Completed,
    "cancelled": Cancelled,
}


async def locked_campaign(connection: Connection, campaign_id: UUID, user_id: UUID | None = None) -> Campaign:
    """Return a campaign as it stands, its row locked until the transaction ends; Unknown if there is none.

    With a user, somebody else's campaign is Unknown too.
    """
    whose = {"campaign_id": campaign_id, "user_id": user_id}
    locked = await (await connection.execute(QUERIES["lock_campaign"], whose)).fetchone()
    if locked is None:
        return Unknown()
    row = await (await connection.execute(QUERIES["campaign"], whose)).fetchone()
    assert row is not None
    return _restored(row)


def _restored(row: Mapping[str, Any]) -> Campaign:
    known = Known(
        campaign_id=row["campaign_id"],
        user_id=row["user_id"],
        details=Details(
            row["name"], row["agent_id"], row["next_action"], CampaignSettings.model_validate(row["settings"])
        ),
        started=row["started_at"] is not None,
        hidden=row["hidden"],
        upload=Upload(
            chunks=row["chunks"],
            calls=row["calls"],
            closed=row["upload_closed"],
            pending=row["pending"],
            drained=row["drained"],
        ),
    )
    return become(STATES[row["status"]] if row["deleted_at"] is None else Deleted, known)


async def project_life(connection: Connection, envelope: Envelope, event: LifeEvent) -> None:
    """Write the state to which an event leads."""
    campaign = evolve(await locked_campaign(connection, event.campaign_id), event)
    if isinstance(campaign, Unknown | Deleted):
        return
    parameters = {
        "campaign_id": event.campaign_id,
        "status": status_of(campaign),
        "reason": getattr(event, "reason", None),
        "type": envelope.type,
        "at": event.at,
    }
    await connection.execute(QUERIES["campaign_moved"], parameters)
