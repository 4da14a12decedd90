"""Routes on agents that have to do with Bolna: synchronise, connect, and a test call."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.campaigns import commands
from services.campaigns.domain.agents_at_bolna import MESSAGES, Compared
from services.campaigns.http import answers, shown
from services.campaigns.http.agents import agent_view
from services.campaigns.http.authentication import Administrator, Called, Caller
from services.campaigns.http.bodies import TestCallBody
from services.campaigns.http.bolna import connect, shown_webhook_url, synchronised
from services.campaigns.http.campaigns import Repeated
from services.campaigns.http.creating import Creation, create_once
from services.campaigns.http.idempotency import Answer, Hold, IdempotencyKey, fingerprint, once
from services.campaigns.http.idempotency import Request as Repeatable
from services.campaigns.http.parts import Parted, Parts
from services.campaigns.http.preconditions import etag
from services.campaigns.http.problems import FieldError, not_found, wrong_fields
from services.campaigns.phone_numbers import PhoneNumber, PhoneNumberRefused, normalise
from services.campaigns.views import Everyone
from shared.contracts.campaigns import CampaignCreated

router = APIRouter(tags=["agents"])
TEST_CALL = Creation(CampaignCreated, "campaign_id")


@router.post("/api/agents/sync", response_model=answers.SyncedAgents)
async def sync(_: Administrator, parts: Parted, repeated: Repeated) -> Response:
    """Read all agents from Bolna, say which are whose, and warn of settings that would dial on their own.

    Nothing is changed, here or there. 503 provider_away, provider_rejects_key; 409 public_url_missing.
    """

    async def tell() -> Answer:
        registered = await Everyone(parts.pool).agents()
        found, numbers, unreadable = await synchronised(parts, registered)
        items = [_synced(one) for one in found]
        own = None if numbers is None else list(numbers)
        told = answers.SyncedAgents(items=items, phone_numbers=own, unreadable=unreadable)
        return Answer(200, answers.as_json(told))

    return await _told_once(parts, repeated, tell)


@router.post("/api/agents/{agent_id}/connect", response_model=answers.ConnectedAgent)
async def connect_agent(agent_id: UUID, parts: Parted, repeated: Repeated) -> Response:
    """Have the agent send its webhooks to us, and warn of settings that would dial on their own.

    Said twice is the same as once. 409 agent_missing, webhook_refused, public_url_missing; 503 provider_away,
    provider_rejects_key.
    """

    async def tell() -> Answer:
        view = await agent_view(parts, repeated.user_id, agent_id)
        found = await connect(parts, view.bolna_agent_id)
        told = answers.ConnectedAgent(
            **shown.agent(view).model_dump(),
            webhook_url=shown_webhook_url(parts.settings),
            warnings=_warnings(found),
        )
        return Answer(200, answers.as_json(told), {"ETag": etag(view.revision)})

    return await _told_once(parts, repeated, tell)


@router.post("/api/agents/{agent_id}/test-call", status_code=201, response_model=answers.Call)
async def call_to_test(
    agent_id: UUID, request: Request, body: TestCallBody, *, who: Called, parts: Parted, key: IdempotencyKey = None
) -> Response:
    """Have the agent call a number, at any hour of today: slots, the last look and do-not-call apply as to any call.

    The answer is the call, to be followed at its Location. A number that is no contact yet becomes one.
    """

    async def make(context: commands.Context, _: UUID) -> None:
        number = _normalised(body, who)
        wanted = commands.CallToTest(number.e164, number.zones, body.next_action, who.timezone, body.name)
        await commands.call_to_test(context, who.user_id, agent_id, wanted)

    async def show(campaign_id: UUID) -> Answer:
        page = await parts.views(who.user_id).calls(campaign_id, limit=1)
        if not page.items:
            raise not_found("test call of campaign", campaign_id)
        call = shown.call(page.items[0])
        return Answer(201, answers.as_json(call), shown.location("calls", call.id))

    repeatable = Repeatable(who.user_id, key, fingerprint("POST", request.url.path, body))
    return await create_once(parts, repeatable, TEST_CALL, make, show)


async def _told_once(parts: Parts, repeated: Repeatable, tell: Callable[[], Awaitable[Answer]]) -> Response:
    """Answer what may be done twice; under the same key the first answer again."""

    async def work(hold: Hold) -> Answer:
        answer = await tell()
        await hold.answer(answer)
        return answer

    async def again(_: UUID) -> Answer:
        return await tell()

    return await once(parts, repeated, work, again)


def _normalised(body: TestCallBody, who: Caller) -> PhoneNumber:
    try:
        return normalise(body.phone_number, who.default_country, who.allowed_countries)
    except PhoneNumberRefused as refused:
        raise wrong_fields([FieldError("/phone_number", refused.code.value, str(refused), body.phone_number)]) from None


def _synced(one: Compared) -> answers.SyncedAgent:
    seen, registered = one.seen, one.registered
    owner = None if registered is None else answers.AgentOwner(id=registered.user_id, name=registered.user_name)
    bolna_agent_id = seen.bolna_agent_id if seen is not None else registered.bolna_agent_id if registered else ""
    return answers.SyncedAgent(
        bolna_agent_id=bolna_agent_id,
        name=seen.name if seen is not None else registered.name if registered else None,
        at_bolna=seen is not None,
        id=None if registered is None else registered.agent_id,
        owner=owner,
        warnings=_warnings(one),
    )


def _warnings(one: Compared) -> list[answers.AgentWarning]:
    return [answers.AgentWarning(code=code, message=MESSAGES[code]) for code in one.warnings]
