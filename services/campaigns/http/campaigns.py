"""Routes on campaigns, their calls and their life."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from services.campaigns import commands
from services.campaigns.domain.refusals import NoSuchAgent, Refusal
from services.campaigns.http import answers, shown
from services.campaigns.http.authentication import Called
from services.campaigns.http.bodies import BulkCallBody, CampaignChangeBody
from services.campaigns.http.campaign_change import change_of
from services.campaigns.http.campaign_request import checked, json_object
from services.campaigns.http.creating import Creation, create_once
from services.campaigns.http.documents import body_document
from services.campaigns.http.fields import Name
from services.campaigns.http.idempotency import Answer, Hold, IdempotencyKey, fingerprint, once
from services.campaigns.http.idempotency import Request as Repeatable
from services.campaigns.http.paging import USUAL_PAGE, Cursor, Limit, Paged, Paging, cursors_checked
from services.campaigns.http.parts import Parted, Parts
from services.campaigns.http.preconditions import IfMatch, etag
from services.campaigns.http.problems import not_found, wrong_fields
from services.campaigns.http.refused import field_of
from services.campaigns.http.selection import selected, selection_errors
from services.campaigns.http.stopping import stopped_within, stopping_among
from services.campaigns.views import CampaignOrder
from services.campaigns.views_shapes import CampaignView
from shared.contracts.campaigns import CampaignCreated
from shared.contracts.vocabulary import CallStatus, CampaignStatus, Outcome

router = APIRouter(tags=["campaigns"])
NEW_CAMPAIGN = Creation(CampaignCreated, "campaign_id")


def repeated(request: Request, who: Called, key: IdempotencyKey = None) -> Repeatable:
    """Return a request without a body as one that may be sent again."""
    return Repeatable(who.user_id, key, fingerprint(request.method, request.url.path))


Repeated = Annotated[Repeatable, Depends(repeated)]
Command = Callable[[commands.Context, UUID, UUID], Awaitable[int]]


@router.post(
    "/api/campaigns/bulk-call",
    status_code=201,
    response_model=answers.Campaign,
    openapi_extra=body_document(BulkCallBody),
)
async def bulk_call(request: Request, who: Called, parts: Parted, key: IdempotencyKey = None) -> Response:
    """Make a campaign of contacts that are known already; where one is not, 422 names it and nothing is made."""
    given = await json_object(request)

    async def make(context: commands.Context, _: UUID) -> None:
        found = await checked(parts, who, BulkCallBody, given)
        errors = [*found.errors, *selection_errors(found.fields)]
        if errors or found.fields is None:
            raise wrong_fields(errors)
        contact_ids = await selected(parts, who, found.fields)
        campaign = found.campaign(found.fields.campaign_name or f"Campaign of {found.fields.start_date.isoformat()}")
        try:
            await commands.create_campaign(context, who.user_id, campaign, contact_ids)
        except Refusal as refused:
            error = field_of(refused)
            if error is None:
                raise
            raise wrong_fields([error]) from None

    async def show(campaign_id: UUID) -> Answer:
        view = await campaign_view(parts, who.user_id, campaign_id)
        headers = {**shown.location("campaigns", campaign_id), "ETag": _etag(view)}
        return Answer(201, answers.as_json(shown.campaign(view)), headers)

    repeatable = Repeatable(who.user_id, key, fingerprint("POST", request.url.path, given))
    return await create_once(parts, repeatable, NEW_CAMPAIGN, make, show)


@router.get("/api/campaigns", response_model=answers.Page[answers.Campaign])
async def campaigns(
    who: Called,
    parts: Parted,
    *,
    cursor: Cursor = None,
    limit: Limit = USUAL_PAGE,
    sort: Annotated[
        CampaignOrder, Query(description="`-`: the greatest first; `progress` may move meanwhile")
    ] = "-created_at",
    status: Annotated[CampaignStatus | None, Query()] = None,
    search: Annotated[Name | None, Query(description="in the name")] = None,
) -> Response:
    """List the caller's campaigns, newest first unless `sort` says otherwise."""
    with cursors_checked(Paging(cursor, limit)):
        views = parts.views(who.user_id)
        page = await views.campaigns(status=status, search=search, sort=sort, cursor=cursor, limit=limit)
    stopping = await stopping_among(parts, page.items)
    items = [shown.campaign(view, stopping=view.id in stopping) for view in page.items]
    return answers.answered(answers.Page[answers.Campaign](items=items, next_cursor=page.next_cursor))


@router.get("/api/campaigns/{campaign_id}", response_model=answers.Campaign)
async def campaign(campaign_id: UUID, who: Called, parts: Parted) -> Response:
    """Answer one campaign."""
    view = await campaign_view(parts, who.user_id, campaign_id)
    stopping = await stopping_among(parts, [view])
    return _answered(view, stopping=bool(stopping))


@router.patch(
    "/api/campaigns/{campaign_id}",
    response_model=answers.Campaign,
    openapi_extra=body_document(CampaignChangeBody),
)
async def change(campaign_id: UUID, request: Request, who: Called, parts: Parted, revisions: IfMatch) -> Response:
    """Change a campaign: what is absent stays, null takes the default again.

    Once its first window has opened, `start_date` is fixed (409 fixed_once_started); the agent is while a call is out
    (409 calls_are_out). What was placed stays as it was, all else goes by the change. Refused, nothing has changed.
    """
    given = await json_object(request)
    await campaign_view(parts, who.user_id, campaign_id)
    wanted = await change_of(parts, who, given)
    try:
        await commands.change_campaign(parts.context, who.user_id, campaign_id, wanted, revisions)
    except NoSuchAgent as refused:
        raise wrong_fields([error] if (error := field_of(refused)) else []) from None
    await parts.nudge()
    return await campaign(campaign_id, who, parts)


@router.delete("/api/campaigns/{campaign_id}", status_code=204)
async def delete(campaign_id: UUID, who: Called, parts: Parted, revisions: IfMatch) -> Response:
    """Hide a draft, completed or cancelled campaign, else 409 not_finished. Said twice is the same as once."""
    await commands.delete(parts.context, who.user_id, campaign_id, revisions)
    await parts.nudge()
    return Response(status_code=204)


@router.post("/api/campaigns/{campaign_id}/duplicate", response_model=answers.Campaign)
async def duplicate(campaign_id: UUID, parts: Parted, repeated: Repeated) -> Response:
    """Make a draft with the settings and contacts of a campaign, whatever its state; contacts removed stay out.

    Of more than 10,000 contacts the draft is filled after the answer, as `importing` says. 409 still_importing,
    agent_is_removed.
    """

    async def make(context: commands.Context, _: UUID) -> None:
        await commands.duplicate(context, repeated.user_id, campaign_id)

    async def show(new_id: UUID) -> Answer:
        view = await campaign_view(parts, repeated.user_id, new_id)
        headers = {**shown.location("campaigns", new_id), "ETag": _etag(view)}
        return Answer(200, answers.as_json(shown.campaign(view)), headers)

    return await create_once(parts, repeated, NEW_CAMPAIGN, make, show)


@router.get("/api/campaigns/{campaign_id}/calls", response_model=answers.Page[answers.Call])
async def calls(
    campaign_id: UUID,
    who: Called,
    parts: Parted,
    paging: Paged,
    *,
    status: Annotated[CallStatus | None, Query()] = None,
    outcome: Annotated[Outcome | None, Query()] = None,
) -> Response:
    """List a campaign's calls in the order in which they were queued."""
    await campaign_view(parts, who.user_id, campaign_id)
    with cursors_checked(paging):
        page = await parts.views(who.user_id).calls(
            campaign_id, status=status, outcome=outcome, cursor=paging.cursor, limit=paging.limit
        )
    items = [shown.call(view) for view in page.items]
    return answers.answered(answers.Page[answers.Call](items=items, next_cursor=page.next_cursor))


@router.post("/api/campaigns/{campaign_id}/start", response_model=answers.Campaign)
async def start(campaign_id: UUID, parts: Parted, repeated: Repeated) -> Response:
    """Launch a draft; said twice is the same as once."""
    return await _change(parts, repeated, campaign_id, commands.start, stops=False)


@router.post("/api/campaigns/{campaign_id}/resume", response_model=answers.Campaign)
async def resume(campaign_id: UUID, parts: Parted, repeated: Repeated) -> Response:
    """Resume a paused campaign; said twice is the same as once."""
    return await _change(parts, repeated, campaign_id, commands.resume, stops=False)


@router.post("/api/campaigns/{campaign_id}/pause", response_model=answers.Campaign)
async def pause(campaign_id: UUID, parts: Parted, repeated: Repeated) -> Response:
    """Pause: 200 when it is true that nothing more starts, after 5 s 202 with `stopping`."""
    return await _change(parts, repeated, campaign_id, commands.pause, stops=True)


@router.post("/api/campaigns/{campaign_id}/cancel", response_model=answers.Campaign)
async def cancel(campaign_id: UUID, parts: Parted, repeated: Repeated) -> Response:
    """Cancel, answered as pause is."""
    return await _change(parts, repeated, campaign_id, commands.cancel, stops=True)


async def _change(parts: Parts, repeated: Repeatable, campaign_id: UUID, command: Command, *, stops: bool) -> Response:
    async def show(_: UUID) -> Answer:
        view = await campaign_view(parts, repeated.user_id, campaign_id)
        return Answer(200, answers.as_json(shown.campaign(view)), {"ETag": _etag(view)})

    async def work(hold: Hold) -> Answer:
        position = await command(parts.context, repeated.user_id, campaign_id)
        await parts.nudge()
        stopped = not stops or await stopped_within(parts, campaign_id, position)
        view = await campaign_view(parts, repeated.user_id, campaign_id)
        body = answers.as_json(shown.campaign(view, stopping=not stopped))
        answer = Answer(200 if stopped else 202, body, {"ETag": _etag(view)})
        await hold.answer(answer)
        return answer

    return await once(parts, repeated, work, show)


async def campaign_view(parts: Parts, user_id: UUID, campaign_id: UUID) -> CampaignView:
    """Return a campaign of the user's; raises Problem not_found."""
    view = await parts.views(user_id).campaign(campaign_id)
    if view is None:
        raise not_found("campaign", campaign_id)
    return view


def _etag(view: CampaignView) -> str:
    return etag(view.revision)


def _answered(view: CampaignView, *, stopping: bool) -> Response:
    return answers.answered(shown.campaign(view, stopping=stopping), headers={"ETag": _etag(view)})
