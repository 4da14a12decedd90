"""Dry runs: what would come of a campaign before there is one. Nothing is made."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.campaigns.commands import NewCampaign
from services.campaigns.contact_files import parse_file
from services.campaigns.domain.dry_run import FIRST, Candidate, DryRun, Lane
from services.campaigns.domain.refused_contacts import unknown_contacts
from services.campaigns.http import answers
from services.campaigns.http.answers_dry_run import Assumed, FirstCall
from services.campaigns.http.answers_dry_run import DryRun as Answer
from services.campaigns.http.authentication import Called, Caller
from services.campaigns.http.bodies import BulkCallBody, UploadFields
from services.campaigns.http.campaign_request import checked, json_object
from services.campaigns.http.documents import body_document, form_document
from services.campaigns.http.parts import Parted, Parts
from services.campaigns.http.problems import Problem, wrong_fields
from services.campaigns.http.selection import selected, selection_errors
from services.campaigns.http.uploading import Upload, checked_fields
from services.campaigns.http.uploads import received_form
from services.campaigns.views_dry_run import History
from shared.contracts.campaigns import CampaignSettings
from shared.contracts.forecasts import (
    MOST_LANES,
    AskBlocked,
    AskForecast,
    Blocked,
    Forecast,
    ForecastLane,
)
from shared.contracts.vocabulary import Service
from shared.messaging.ask import Refused, Unanswered

router = APIRouter(tags=["campaigns"])
PATIENCE_SECONDS = 10.0
BATCH = 4_000

A = TypeVar("A", bound=BaseModel)
_DOCUMENTS = (body_document(BulkCallBody)["requestBody"], form_document(UploadFields)["requestBody"])
DOCUMENT = {"requestBody": {"required": True, "content": {**_DOCUMENTS[0]["content"], **_DOCUMENTS[1]["content"]}}}


@router.post("/api/campaigns/dry-run", response_model=Answer, openapi_extra=DOCUMENT)
async def dry_run(request: Request, who: Called, parts: Parted) -> Response:
    """Answer who would be called when, who would be skipped and why, and the expected end; nothing is made.

    The body is that of `bulk-call` or the form of `upload-csv`, and is refused as there.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    of = _of_file if kind == "multipart/form-data" else _of_contacts
    settings, found = await of(request, who, parts)
    return answers.answered(await _forecast(parts, who, settings, found))


async def _of_contacts(request: Request, who: Caller, parts: Parts) -> tuple[CampaignSettings, DryRun]:
    checked_body = await checked(parts, who, BulkCallBody, await json_object(request))
    errors = [*checked_body.errors, *selection_errors(checked_body.fields)]
    if errors or checked_body.fields is None or checked_body.settings is None:
        raise wrong_fields(errors)
    wanted = list(dict.fromkeys(await selected(parts, who, checked_body.fields)))
    candidates = await parts.views(who.user_id).dry_run.candidates(wanted)
    known = {candidate.contact_id for candidate in candidates}
    if unknown := [contact_id for contact_id in wanted if contact_id not in known]:
        raise unknown_contacts(unknown)
    found = DryRun(checked_body.settings.use_contact_timezone, who.allowed_countries)
    await _take_in(parts, who, found, candidates)
    return checked_body.settings, found


async def _of_file(request: Request, who: Caller, parts: Parts) -> tuple[CampaignSettings, DryRun]:
    async with received_form(request, parts.spool) as form:
        upload = Upload(who, form)
        checked_form = await checked_fields(parts, upload)
        if checked_form.errors or not isinstance(checked_form.campaign, NewCampaign):
            raise wrong_fields(checked_form.errors)
        settings = checked_form.campaign.settings
        file = form.required_file()
        chunks = file.path.with_name("chunks")
        options = upload.options(checked_form.fields)
        child = parts.parsers.of(file.size)
        await child.run(who.user_id, parse_file, file.path, options, chunks, file.path.with_name("rejected"))
        found = DryRun(settings.use_contact_timezone, who.allowed_countries)
        async for rows, codes in _read(chunks):
            found.reject(codes)
            await _take_in(parts, who, found, await parts.views(who.user_id).dry_run.of_rows(rows))
    return settings, found


async def _read(chunks: Path) -> AsyncIterator[tuple[Sequence[Mapping[str, Any]], Sequence[str]]]:
    """The rows of each chunk that a child wrote, and the first code of each row that it rejected."""
    with chunks.open(encoding="utf-8") as stream:
        while contacts := await asyncio.to_thread(stream.readline):
            told = json.loads(stream.readline())
            by_row = groupby(told["problems"], key=itemgetter("row"))
            yield json.loads(contacts), [next(problems)["code"] for _, problems in by_row]


async def _take_in(parts: Parts, who: Caller, found: DryRun, candidates: Sequence[Candidate]) -> None:
    for first in range(0, len(candidates), BATCH):
        batch = candidates[first : first + BATCH]
        numbers = tuple(candidate.phone_number for candidate in batch)
        question = AskBlocked(user_id=who.user_id, phone_numbers=numbers)
        blocked = await _asked(parts, "blocked", question, Blocked)
        found.add(batch, frozenset(blocked.phone_numbers))


async def _forecast(parts: Parts, who: Caller, settings: CampaignSettings, found: DryRun) -> Answer:
    history = await parts.views(who.user_id).dry_run.history([one.value for one in settings.retry.outcomes])
    lanes = found.ordered_lanes()
    question = AskForecast(
        user_id=who.user_id,
        settings=settings,
        lanes=tuple(ForecastLane(zones=lane.zones, count=lane.count) for lane in lanes[:MOST_LANES]),
        call_seconds=history.call_seconds,
        retried=history.retried if settings.retry.max_attempts > 1 else 0.0,
        first=FIRST,
    )
    told = await _asked(parts, "forecast", question, Forecast)
    found.skip_lanes([lanes[nth] for nth in told.no_common_hours], "no_common_hours")
    return _answer(found, lanes, told, history, question)


def _answer(found: DryRun, lanes: Sequence[Lane], told: Forecast, history: History, asked: AskForecast) -> Answer:
    in_order = [iter(lane.in_order()) for lane in lanes]
    first = [(start.at, next(in_order[start.lane], None)) for start in told.starts]
    return Answer(
        total=found.total,
        callable=found.callable,
        skipped=dict(found.skipped),
        unreached=told.left,
        first_calls=[
            FirstCall(at=at, phone_number=one.phone_number, name=one.name, contact_id=one.contact_id)
            for at, one in first
            if one is not None
        ],
        expected_end_at=told.ends_at,
        assumed=Assumed(
            call_seconds=round(history.call_seconds, 3),
            retried_share=round(asked.retried, 3),
            slots=told.slots,
            based_on_calls=history.calls,
        ),
    )


async def _asked(parts: Parts, question: str, request: BaseModel, answer: type[A]) -> A:
    try:
        return await parts.asker.ask(Service.SCHEDULER, question, request, answer, timeout=PATIENCE_SECONDS)
    except (Unanswered, Refused) as error:
        detail = f"The scheduler, which knows when calls may be made, gave no answer ({error}); try again"
        raise Problem("scheduler_away", detail, headers={"Retry-After": "2"}) from None
