"""Routes on single calls, the queue, and why something is, or is not, being called now."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime

from services.campaigns.http import answers, shown
from services.campaigns.http.authentication import Called
from services.campaigns.http.contact_bodies import Number, read_number
from services.campaigns.http.paging import Paged, cursors_checked
from services.campaigns.http.parts import Parted, Parts
from services.campaigns.http.problems import Problem, not_found
from shared.contracts.questions import AskWhyCall, AskWhyCampaign, Why
from shared.contracts.vocabulary import CallStatus, CampaignStatus, Service
from shared.messaging.ask import Refused, Unanswered

router = APIRouter(tags=["calls"])
PATIENCE_SECONDS = 2.0
DRAFT = answers.Reason(code="draft", message="The campaign is a draft: start it")


@router.get("/api/calls", response_model=answers.Page[answers.Call])
async def found_calls(
    who: Called,
    parts: Parted,
    paging: Paged,
    *,
    phone_number: Annotated[Number | None, Query()] = None,
    contact_id: Annotated[UUID | None, Query()] = None,
    since: Annotated[AwareDatetime | None, Query(alias="from", description="queued then or later")] = None,
    until: Annotated[AwareDatetime | None, Query(alias="to", description="queued before")] = None,
) -> Response:
    """List the caller's calls over all campaigns, newest first: of a number, of a contact, of a time."""
    number = None if phone_number is None else (await read_number(parts, who, phone_number, "phone_number")).e164
    with cursors_checked(paging):
        page = await parts.views(who.user_id).calls_of_number(
            phone_number=number,
            contact_id=contact_id,
            since=since,
            until=until,
            cursor=paging.cursor,
            limit=paging.limit,
        )
    items = [shown.call(view) for view in page.items]
    return answers.answered(answers.Page[answers.Call](items=items, next_cursor=page.next_cursor))


@router.get("/api/queue", response_model=answers.Page[answers.Call])
async def queue(
    who: Called,
    parts: Parted,
    paging: Paged,
    status: Annotated[CallStatus | None, Query(description="one of those that are not settled")] = None,
) -> Response:
    """List the caller's calls that are not settled, over all campaigns: those out first, then queued, then waiting."""
    with cursors_checked(paging):
        views = parts.views(who.user_id)
        page = await views.calls_in_queue(status=status, cursor=paging.cursor, limit=paging.limit)
    items = [shown.call(view) for view in page.items]
    return answers.answered(answers.Page[answers.Call](items=items, next_cursor=page.next_cursor))


@router.get("/api/queue/statistics", response_model=answers.QueueStatistics)
async def queue_statistics(who: Called, parts: Parted) -> Response:
    """Answer how many of the caller's calls stand where, with the slots."""
    return answers.answered(shown.queue(await parts.views(who.user_id).queue()))


@router.get("/api/campaigns/{campaign_id}/why", response_model=answers.Why)
async def why_campaign(campaign_id: UUID, who: Called, parts: Parted) -> Response:
    """Answer why a campaign is, or is not, being called now; 503 scheduler_away where the scheduler does not answer."""
    view = await parts.views(who.user_id).campaign(campaign_id)
    if view is None:
        raise not_found("campaign", campaign_id)
    if view.status is CampaignStatus.DRAFT:
        return answers.answered(answers.Why(state=view.status, reasons=[DRAFT]))
    if view.status in {CampaignStatus.COMPLETED, CampaignStatus.CANCELLED}:
        return answers.answered(answers.Why(state=view.status, reasons=[]))
    told = await _asked(parts, "why_campaign", AskWhyCampaign(campaign_id=campaign_id))
    return answers.answered(_why(told, view.status))


@router.get("/api/calls/{call_id}/why", response_model=answers.Why)
async def why_call(call_id: UUID, who: Called, parts: Parted) -> Response:
    """Answer why a call is, or is not, being made now; as for a campaign."""
    view = await parts.views(who.user_id).call(call_id)
    if view is None:
        raise not_found("call", call_id)
    if view.status is CallStatus.SETTLED:
        return answers.answered(answers.Why(state=view.status, reasons=[]))
    told = await _asked(parts, "why_call", AskWhyCall(call_id=call_id))
    return answers.answered(_why(told, view.status))


async def _asked(parts: Parts, question: str, request: AskWhyCall | AskWhyCampaign) -> Why:
    try:
        return await parts.asker.ask(Service.SCHEDULER, question, request, Why, timeout=PATIENCE_SECONDS)
    except (Unanswered, Refused) as error:
        detail = f"The scheduler, which decides who is called, gave no answer ({error}); try again"
        raise Problem("scheduler_away", detail, headers={"Retry-After": "2"}) from None


def _why(told: Why, state: str) -> answers.Why:
    return answers.Why.model_validate(
        {
            "state": told.state or state,
            "reasons": [reason.model_dump() for reason in told.reasons],
            "next_dial_at": told.next_dial_at,
        }
    )
