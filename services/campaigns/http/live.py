"""Routes on the live feed: server-sent events of everything that is the caller's, or of one campaign."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Response

from services.campaigns.http.authentication import Called, Rechecked
from services.campaigns.http.event_stream import EventStream
from services.campaigns.http.feed import Crowded
from services.campaigns.http.parts import Parted, Parts
from services.campaigns.http.problems import Problem, not_found

router = APIRouter(tags=["live feed"])
LONGEST_ID = 200

LastEventId = Annotated[
    str | None,
    Header(
        alias="Last-Event-ID",
        max_length=LONGEST_ID,
        description="the `id` read last: what came behind it is sent first. One that is no longer kept is answered"
        " by a `reset`",
    ),
]
EXAMPLE = (
    "event: call\nid: 1041\n"
    'data: {"campaign_id":"0198c0de-0000-7000-8000-000000000001","complete":true,'
    '"calls":[{"id":"0198c0de-0000-7000-8000-000000000002","status":"settled","outcome":"answered","reason":null,'
    '"attempts":1,"next_attempt_at":null,"settled_at":"2025-10-09T04:00:00Z"}],'
    '"counters":{"total":10,"queued":8,"dialling":1,"settled":1,"answered":1}}\n\n'
)
STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "`text/event-stream`. `event` is `campaign` (as it stands), `call` (those of a campaign that"
        " moved, with its counters; where more than 100 moved at once they are not `complete`), `slots`, `import`, or"
        " `reset`: read anew what you show. What is told may be told again; more kinds may come: ignore them",
        "content": {"text/event-stream": {"schema": {"type": "string"}, "example": EXAMPLE}},
    }
}


@router.get("/api/events", response_class=Response, responses=STREAM)
async def events(who: Called, parts: Parted, rechecked: Rechecked, last_event_id: LastEventId = None) -> Response:
    """Tell the caller what happens, as it happens, from now on or from behind `Last-Event-ID`."""
    return await _listening(parts, who.user_id, None, rechecked, last_event_id)


@router.get("/api/campaigns/{campaign_id}/events", response_class=Response, responses=STREAM)
async def campaign_events(
    campaign_id: UUID, who: Called, parts: Parted, rechecked: Rechecked, last_event_id: LastEventId = None
) -> Response:
    """Tell what happens to one campaign and to the slots; else as `/api/events`."""
    if await parts.views(who.user_id).campaign(campaign_id) is None:
        raise not_found("campaign", campaign_id)
    return await _listening(parts, who.user_id, campaign_id, rechecked, last_event_id)


async def _listening(
    parts: Parts, user_id: UUID, campaign_id: UUID | None, rechecked: Rechecked, last_event_id: str | None
) -> Response:
    try:
        listener = await parts.feed.join(user_id, campaign_id, last_event_id)
    except Crowded:
        detail = "As many listen to the live feed here as can be served; listen once and share what you hear"
        raise Problem("too_many_listeners", detail, headers={"Retry-After": "5"}) from None
    return EventStream(parts.feed, listener, rechecked)
