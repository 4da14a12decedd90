"""A request to make a campaign, checked as a whole: every wrong field is named at once, agent and window too."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import ValidationError
from starlette.requests import Request

from services.campaigns.commands import NewCampaign
from services.campaigns.domain.calling_settings import calling_settings
from services.campaigns.domain.refusals import WrongFields
from services.campaigns.http.authentication import Caller
from services.campaigns.http.bodies import CampaignFields
from services.campaigns.http.parts import Parts
from services.campaigns.http.problems import FieldError, Problem
from services.campaigns.http.validation import errors_of
from shared.contracts.campaigns import CampaignSettings

F = TypeVar("F", bound=CampaignFields)
STAND_IN = {"first_call_time": "00:00", "last_call_time": "24:00", "start_date": "2000-01-01"}
"""Takes the place of a required field that is wrong already, so that the others can be checked together."""


@dataclass(frozen=True, slots=True)
class Checked(Generic[F]):
    """A request's fields and settings as far as they could be read, and everything that is wrong with it."""

    fields: F | None
    settings: CampaignSettings | None
    errors: Sequence[FieldError]

    def campaign(self, name: str) -> NewCampaign:
        """Return the campaign to be made; only where nothing was wrong."""
        assert self.fields is not None
        assert self.settings is not None
        return NewCampaign(
            name=name,
            agent_id=self.fields.agent_id,
            next_action=self.fields.next_action,
            settings=self.settings,
            draft=self.fields.draft,
        )


async def checked(parts: Parts, who: Caller, model: type[F], given: Mapping[str, Any]) -> Checked[F]:
    """Check the fields one by one, then together, then whether the agent is the caller's."""
    fields: F | None = None
    errors: list[FieldError] = []
    try:
        fields = model.model_validate(given)
    except ValidationError as wrong:
        errors = errors_of(wrong)
    settings, further = _settings(given, errors, who)
    errors += further
    if not any(error.field == "/agent_id" for error in errors):
        errors += await agent_errors(parts, who, UUID(str(given["agent_id"])))
    return Checked(fields, settings, errors)


async def json_object(request: Request) -> Mapping[str, Any]:
    """Return a body that is a JSON object; raises Problem unreadable for anything else."""
    try:
        body = json.loads(await request.body(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        detail = f"The body is not JSON: {error}" if isinstance(error, json.JSONDecodeError) else "The body is not JSON"
        raise Problem("unreadable", detail) from None
    if not isinstance(body, dict):
        raise Problem("unreadable", "The body is JSON, but no object; send one with the fields of this request")
    return body


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _settings(
    given: Mapping[str, Any], errors: Sequence[FieldError], who: Caller
) -> tuple[CampaignSettings | None, list[FieldError]]:
    """The settings as applied, and what is wrong with fields that are right each by itself."""
    wrong = {error.field.split("/")[1] for error in errors}
    good = {name: value for name, value in given.items() if name not in wrong}
    good |= {name: STAND_IN[name] for name in wrong & STAND_IN.keys()}
    try:
        return calling_settings(good, default_timezone=who.timezone), []
    except WrongFields as refused:
        found = [FieldError(one.field, one.code, one.message, one.value) for one in refused.problems]
        return None, [error for error in found if error.field.split("/")[1] not in wrong]


async def agent_errors(parts: Parts, who: Caller, agent_id: UUID) -> list[FieldError]:
    """Return what is wrong with naming this agent: it is not the caller's."""
    if await parts.views(who.user_id).agent(agent_id) is not None:
        return []
    message = f"there is no agent {agent_id}; list yours with GET /api/agents"
    return [FieldError("/agent_id", "no_such_agent", message, str(agent_id))]
