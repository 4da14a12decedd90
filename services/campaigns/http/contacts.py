"""Routes on contacts."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.campaigns import commands
from services.campaigns.domain.contact import Details
from services.campaigns.http import answers, shown
from services.campaigns.http.authentication import Called
from services.campaigns.http.bodies import FileFields
from services.campaigns.http.contact_bodies import ContactChangeBody, NewContactBody, contact_fields
from services.campaigns.http.creating import Creation, create_once
from services.campaigns.http.documents import form_document
from services.campaigns.http.fields import Name
from services.campaigns.http.idempotency import Answer, IdempotencyKey, fingerprint
from services.campaigns.http.idempotency import Request as Repeatable
from services.campaigns.http.imports import Prefer, uploaded
from services.campaigns.http.paging import Paged, cursors_checked
from services.campaigns.http.parts import Parted, Parts
from services.campaigns.http.preconditions import IfMatch, etag
from services.campaigns.http.problems import not_found
from services.campaigns.http.stopping import in_force_within
from services.campaigns.http.uploading import AddressBook
from services.campaigns.views_shapes import ContactView
from shared.contracts.contacts import ContactAdded
from shared.contracts.questions import AskApplied

router = APIRouter(tags=["contacts"])
NEW_CONTACT = Creation(ContactAdded, "contact_id")
STOPPING: dict[int | str, dict[str, Any]] = {
    202: {"model": answers.Stopping, "description": "Removed; a call that was about to start may still start"}
}


@router.get("/api/contacts", response_model=answers.Page[answers.Contact])
async def contacts(
    who: Called,
    parts: Parted,
    paging: Paged,
    search: Annotated[Name | None, Query(description="in name, number, e-mail and company")] = None,
    tag: Annotated[Name | None, Query()] = None,
) -> Response:
    """List the caller's contacts, newest first."""
    with cursors_checked(paging):
        views = parts.views(who.user_id)
        page = await views.contacts(search=search, tag=tag, cursor=paging.cursor, limit=paging.limit)
    items = [shown.contact(view) for view in page.items]
    return answers.answered(answers.Page[answers.Contact](items=items, next_cursor=page.next_cursor))


@router.post("/api/contacts", status_code=201, response_model=answers.Contact)
async def add_contact(
    request: Request, body: NewContactBody, who: Called, parts: Parted, key: IdempotencyKey = None
) -> Response:
    """Add a contact; 409 contact_exists names the one that has the number already."""

    async def make(context: commands.Context, _: UUID) -> None:
        details = Details(**await contact_fields(parts, who, body))
        await commands.add_contact(context, who.user_id, details)

    async def show(contact_id: UUID) -> Answer:
        view = await _contact(parts, who.user_id, contact_id)
        headers = {**shown.location("contacts", contact_id), "ETag": etag(view.revision)}
        return Answer(201, answers.as_json(shown.contact(view)), headers)

    repeatable = Repeatable(who.user_id, key, fingerprint("POST", request.url.path, body))
    return await create_once(parts, repeatable, NEW_CONTACT, make, show)


@router.post(
    "/api/contacts/import",
    status_code=201,
    response_model=answers.Uploaded,
    openapi_extra=form_document(FileFields),
)
async def import_contacts(
    request: Request,
    who: Called,
    parts: Parted,
    key: IdempotencyKey = None,
    prefer: Prefer = "",
) -> Response:
    """Take a file's contacts into the address book, without a campaign: a known number fills what is empty of it."""
    return await uploaded(request, who, parts, key, prefer, into=AddressBook.ALONE)


@router.get("/api/contacts/{contact_id}", response_model=answers.Contact)
async def contact(contact_id: UUID, who: Called, parts: Parted) -> Response:
    """Answer one contact."""
    return _answered(await _contact(parts, who.user_id, contact_id))


@router.patch("/api/contacts/{contact_id}", response_model=answers.Contact)
async def change_contact(
    contact_id: UUID, body: ContactChangeBody, who: Called, parts: Parted, expected: IfMatch
) -> Response:
    """Change a contact: absent stays, null clears. It reaches every call that is not yet dialled.

    412 changed_meanwhile where If-Match names another revision; 409 contact_exists.
    """
    changes = await contact_fields(parts, who, body)
    await commands.change_contact(parts.context, who.user_id, contact_id, changes, revisions=expected)
    await parts.nudge()
    return _answered(await _contact(parts, who.user_id, contact_id))


@router.delete("/api/contacts/{contact_id}", status_code=204, responses=STOPPING)
async def remove_contact(contact_id: UUID, who: Called, parts: Parted, expected: IfMatch) -> Response:
    """Remove a contact; its calls that are not yet dialled are skipped, one that is on the line goes on.

    204 when it is true that no call to it starts any more, after 5 s 202; said again, it answers how things stand.
    """
    position = await commands.remove_contact(parts.context, who.user_id, contact_id, revisions=expected)
    await parts.nudge()
    if await in_force_within(parts, AskApplied(position=position, contact_id=contact_id)):
        return Response(status_code=204)
    return answers.answered(answers.Stopping(), status=202)


async def _contact(parts: Parts, user_id: UUID, contact_id: UUID) -> ContactView:
    view = await parts.views(user_id).contact(contact_id)
    if view is None:
        raise not_found("contact", contact_id)
    return view


def _answered(view: ContactView) -> Response:
    return answers.answered(shown.contact(view), headers={"ETag": etag(view.revision)})
