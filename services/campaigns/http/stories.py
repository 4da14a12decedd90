"""Routes on one call: its whole story, and its recording, which goes through us."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse

from services.campaigns.http import answers
from services.campaigns.http.answers_story import CallStory
from services.campaigns.http.asking_story import report_of, told_of
from services.campaigns.http.authentication import Called
from services.campaigns.http.parts import Parted, Parts
from services.campaigns.http.problems import Problem, not_found
from services.campaigns.http.shown_story import story
from services.campaigns.views_shapes import CallStoryView
from shared.bolna.provider import NotFound, Unavailable
from shared.bolna.recordings import Recording
from shared.messaging.ask import Refused, Unanswered

router = APIRouter(tags=["calls"])
SOUND: dict[int | str, dict[str, Any]] = {
    status: {"description": said, "content": {"audio/*": {"schema": {"type": "string", "format": "binary"}}}}
    for status, said in ((200, "The recording"), (206, "The part of it that was asked for"))
}

log = structlog.get_logger(__name__)


@router.get("/api/calls/{call_id}", response_model=CallStory)
async def call(call_id: UUID, who: Called, parts: Parted) -> Response:
    """Answer a call with its whole story: what happened and was decided in order, what was said, what it cost."""
    view = await _call(parts, who.user_id, call_id)
    return answers.answered(story(view, await told_of(parts.asker, who.user_id, view)))


@router.get("/api/calls/{call_id}/recording", response_class=StreamingResponse, responses=SOUND)
async def recording(
    call_id: UUID,
    who: Called,
    parts: Parted,
    attempt_id: Annotated[UUID | None, Query(description="which attempt's; the last that has one if absent")] = None,
    wanted: Annotated[str | None, Header(alias="Range", max_length=100, description="`bytes=0-1023`")] = None,
) -> Response:
    """Answer a call's recording, fetched from Bolna as it is listened to; 404 no_recording while there is none."""
    view = await _call(parts, who.user_id, call_id)
    attempt = _recorded(view, attempt_id)
    url = await _address(parts, who.user_id, attempt)
    found = await parts.recordings.open(url, wanted)
    if not isinstance(found, Recording):
        raise _not_to_be_had(found, attempt)
    return _Sounding(found)


def _recorded(view: CallStoryView, attempt_id: UUID | None) -> UUID:
    made = [one.id for one in view.attempts_made if one.has_recording and attempt_id in {None, one.id}]
    if not made:
        which = f"call {view.id}" if attempt_id is None else f"attempt {attempt_id} of call {view.id}"
        raise Problem("no_recording", f"There is no recording of {which} yet; a call has one some time after it ended")
    return made[-1]


async def _address(parts: Parts, user_id: UUID, attempt_id: UUID) -> str:
    try:
        report = await report_of(parts.asker, user_id, attempt_id)
    except (Unanswered, Refused) as error:
        detail = f"The service that knows where recordings are gave no answer ({error}); try again"
        raise Problem("webhooks_away", detail, headers={"Retry-After": "2"}) from None
    if not report.recording_url:
        raise Problem("no_recording", f"There is no recording of attempt {attempt_id}")
    return report.recording_url


def _not_to_be_had(found: NotFound | Unavailable, attempt_id: UUID) -> Problem:
    if isinstance(found, NotFound):
        return Problem("no_recording", f"Bolna has no recording of attempt {attempt_id} (any more)")
    log.warning("a recording is not to be had", attempt_id=str(attempt_id), reason=found.error)
    detail = f"Bolna did not hand the recording out ({found.error}); try again"
    return Problem("provider_away", detail, headers={"Retry-After": "5"})


async def _call(parts: Parts, user_id: UUID, call_id: UUID) -> CallStoryView:
    view = await parts.views(user_id).call(call_id)
    if view is None:
        raise not_found("call", call_id)
    return view


class _Sounding(StreamingResponse):
    """A recording on its way through; the connection to where it lies is given back whatever happens."""

    def __init__(self, found: Recording) -> None:
        super().__init__(self._pieces(), status_code=found.status, media_type=found.media_type, headers=found.headers)
        self._found = found

    async def _pieces(self) -> AsyncIterator[bytes]:
        async for piece in self._found.pieces():
            yield piece

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._found.aclose()
