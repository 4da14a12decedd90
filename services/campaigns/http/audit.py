"""The route on who changed what."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AwareDatetime

from services.campaigns.http import answers, answers_access, shown
from services.campaigns.http.authentication import Administrator
from services.campaigns.http.paging import Paged, cursors_checked
from services.campaigns.http.parts import Parted
from services.campaigns.views_audit import Audit, Period

router = APIRouter(tags=["audit"])


def period(
    since: Annotated[AwareDatetime | None, Query(alias="from", description="with this moment")] = None,
    until: Annotated[AwareDatetime | None, Query(alias="to", description="without this moment")] = None,
) -> Period:
    """Return which time is asked about."""
    return Period(since, until)


@router.get("/api/audit", response_model=answers.Page[answers_access.Act])
async def audit(
    _: Administrator,
    parts: Parted,
    paging: Paged,
    wanted: Annotated[Period, Depends(period)],
    user_id: Annotated[UUID | None, Query(description="what was done to this user, and what is theirs")] = None,
    actor_id: Annotated[UUID | None, Query(description="what this user did")] = None,
) -> Response:
    """List who changed what and when, newest first: every event that a key or a session had recorded."""
    with cursors_checked(paging):
        page = await Audit(parts.pool).acts(
            user_id=user_id,
            actor_id=actor_id,
            period=wanted,
            cursor=paging.cursor,
            limit=paging.limit,
        )
    items = [shown.act(view) for view in page.items]
    return answers.answered(answers.Page[answers_access.Act](items=items, next_cursor=page.next_cursor))
