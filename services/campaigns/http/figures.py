"""Routes on what a campaign came to: its analytics, and the file of its calls."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from services.campaigns.http import answers
from services.campaigns.http.answers_figures import Analytics, analytics
from services.campaigns.http.authentication import Called
from services.campaigns.http.parts import Parted
from services.campaigns.http.problems import not_found

router = APIRouter(tags=["campaigns"])
CSV = "text/csv; charset=utf-8"
FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "Every call, a line each", "content": {"text/csv": {"schema": {"type": "string"}}}}
}


@router.get("/api/campaigns/{campaign_id}/analytics", response_model=Analytics)
async def campaign_analytics(campaign_id: UUID, who: Called, parts: Parted) -> Response:
    """Answer a campaign's figures: outcomes, answer rate, attempts, talk time, cost, and calls by hour and by day."""
    view = await parts.views(who.user_id).analytics(campaign_id)
    if view is None:
        raise not_found("campaign", campaign_id)
    return answers.answered(analytics(campaign_id, view))


@router.get("/api/campaigns/{campaign_id}/export.csv", response_class=StreamingResponse, responses=FILE)
async def export(campaign_id: UUID, who: Called, parts: Parted) -> Response:
    """Answer every call of a campaign as a file: contact, outcome, attempts, duration, cost.

    It is safe to open in a spreadsheet: a cell that one would compute has an apostrophe before it, numbers among them.
    It is read page by page; a call that moves meanwhile stands there as it was when its page was read.
    """
    views = parts.views(who.user_id)
    if await views.campaign(campaign_id) is None:
        raise not_found("campaign", campaign_id)

    async def pieces() -> AsyncIterator[bytes]:
        async for piece in views.export(campaign_id):
            yield piece.encode()

    headers = {"Content-Disposition": f'attachment; filename="campaign-{campaign_id}.csv"'}
    return StreamingResponse(pieces(), media_type=CSV, headers=headers)
