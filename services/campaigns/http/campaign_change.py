"""A request to change a campaign, checked field by field; together with what stays it is checked by the command."""

from collections.abc import Mapping
from typing import Any

from services.campaigns.commands import CampaignChange
from services.campaigns.http.authentication import Caller
from services.campaigns.http.bodies import CampaignChangeBody
from services.campaigns.http.campaign_request import agent_errors
from services.campaigns.http.parts import Parts
from services.campaigns.http.problems import FieldError, wrong_fields
from services.campaigns.http.validation import validated
from shared.contracts.campaigns import CampaignSettings

NEEDED = ("name", "agent_id", "first_call_time", "last_call_time", "start_date")
"""What has no default that null could take again."""


async def change_of(parts: Parts, who: Caller, given: Mapping[str, Any]) -> CampaignChange:
    """Return the change that a body asks for. Raises the 422 that names every wrong field."""
    body = validated(CampaignChangeBody, given)
    cleared = [name for name in NEEDED if name in given and given[name] is None]
    errors = [FieldError(f"/{name}", "required", "cannot be cleared: give another value") for name in cleared]
    if body.agent_id is not None:
        errors += await agent_errors(parts, who, body.agent_id)
    if errors:
        raise wrong_fields(errors)
    return CampaignChange(
        default_timezone=who.timezone,
        name=body.name,
        agent_id=body.agent_id,
        next_action="" if "next_action" in given and body.next_action is None else body.next_action,
        settings={name: value for name, value in given.items() if name in CampaignSettings.model_fields},
    )
