"""Routes by which contacts are added to a campaign that is not finished: known ones, and those of a file."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.campaigns import commands
from services.campaigns.http import answers, shown
from services.campaigns.http.authentication import Called
from services.campaigns.http.bodies import ContactSelection, FileFields
from services.campaigns.http.campaigns import campaign_view
from services.campaigns.http.documents import form_document
from services.campaigns.http.idempotency import Answer, Hold, IdempotencyKey, fingerprint, once
from services.campaigns.http.idempotency import Request as Repeatable
from services.campaigns.http.imports import Prefer, uploaded
from services.campaigns.http.parts import Parted
from services.campaigns.http.problems import wrong_fields
from services.campaigns.http.selection import selected, selection_errors

router = APIRouter(tags=["campaigns"])


@router.post("/api/campaigns/{campaign_id}/contacts", response_model=answers.AddedContacts)
async def add_contacts(
    campaign_id: UUID,
    request: Request,
    body: ContactSelection,
    *,
    who: Called,
    parts: Parted,
    key: IdempotencyKey = None,
) -> Response:
    """Queue further contacts in an unfinished campaign; those that are in it already are counted, not queued again.

    Where one is unknown, 422 names it and nobody is queued. 409 already_finished.
    """
    if errors := selection_errors(body):
        raise wrong_fields(errors)

    async def answer(added: commands.Added) -> Answer:
        view = await campaign_view(parts, who.user_id, campaign_id)
        told = answers.AddedContacts(
            queued=added.queued, already_in_campaign=added.already_in_campaign, campaign=shown.campaign(view)
        )
        return Answer(200, answers.as_json(told))

    async def work(hold: Hold) -> Answer:
        await campaign_view(parts, who.user_id, campaign_id)
        contact_ids = await selected(parts, who, body)
        added = await commands.add_contacts(parts.context, who.user_id, campaign_id, contact_ids)
        await parts.nudge()
        told = await answer(added)
        await hold.answer(told)
        return told

    async def again(_: UUID) -> Answer:
        return await answer(commands.Added(0, 0))

    repeatable = Repeatable(who.user_id, key, fingerprint("POST", request.url.path, body))
    return await once(parts, repeatable, work, again)


@router.post(
    "/api/campaigns/{campaign_id}/upload-csv",
    status_code=201,
    response_model=answers.Uploaded,
    openapi_extra=form_document(FileFields),
)
async def add_file(
    campaign_id: UUID,
    request: Request,
    who: Called,
    parts: Parted,
    *,
    key: IdempotencyKey = None,
    prefer: Prefer = "",
) -> Response:
    """Add a file's contacts to an unfinished campaign; `already_in_campaign` of the import counts those it had.

    So a mended file imports just what was missing. 409 already_finished.
    """
    return await uploaded(request, who, parts, key, prefer, into=campaign_id)
