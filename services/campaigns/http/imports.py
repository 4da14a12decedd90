"""Routes on files: upload, what became of an import, its rejected rows, preview, templates."""

from contextlib import AsyncExitStack
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from services.campaigns import commands
from services.campaigns.contact_files import ReadOptions, TemplateKind, preview, template, template_file_name
from services.campaigns.http import answers, receipts, shown
from services.campaigns.http.authentication import Called, Caller
from services.campaigns.http.bodies import PreviewFields, UploadFields
from services.campaigns.http.creating import Creation, create_once
from services.campaigns.http.documents import A_FILE, form_document
from services.campaigns.http.form_fields import form_values
from services.campaigns.http.idempotency import Answer, Hold, IdempotencyKey, fingerprint, once
from services.campaigns.http.idempotency import Request as Repeatable
from services.campaigns.http.paging import Paged, cursors_checked
from services.campaigns.http.parts import Parted, Parts
from services.campaigns.http.problems import not_found, wrong_fields
from services.campaigns.http.uploading import (
    AddressBook,
    Upload,
    accept,
    checked_fields,
    uploaded_answer,
)
from services.campaigns.http.uploads import received_form
from services.campaigns.http.validation import validated
from shared.contracts.campaigns import ImportAccepted

router = APIRouter(tags=["imports"])
ACCEPTED_IMPORT = Creation(ImportAccepted, "import_id")
CSV = "text/csv; charset=utf-8"
Prefer = Annotated[str, Header(description="`respond-async`: 202, then GET the import")]


@router.post(
    "/api/campaigns/upload-csv",
    status_code=201,
    response_model=answers.Uploaded,
    openapi_extra=form_document(UploadFields),
)
async def upload_csv(
    request: Request,
    who: Called,
    parts: Parted,
    key: IdempotencyKey = None,
    prefer: Prefer = "",
) -> Response:
    """Make a campaign of a file. Bad rows never spoil good ones; 422 where the file or a field is wrong as a whole."""
    return await uploaded(request, who, parts, key, prefer)


async def uploaded(
    request: Request, who: Caller, parts: Parts, key: str | None, prefer: str, *, into: UUID | AddressBook | None = None
) -> Response:
    """Receive a file into a campaign that is there, a new one, or the address book alone; answer as was preferred."""
    async with AsyncExitStack() as stack:
        form = await stack.enter_async_context(received_form(request, parts.spool))
        upload = Upload(who, form, into)
        sha256 = form.file.sha256 if form.file is not None else None
        repeatable = Repeatable(who.user_id, key, fingerprint("POST", request.url.path, form.fields, sha256))
        if "respond-async" in {part.strip().lower() for part in prefer.split(",")}:
            return await _answer_at_once(parts, upload, repeatable, stack)

        async def make(context: commands.Context, import_id: UUID) -> None:
            found = await checked_fields(parts, upload)
            await accept(parts, context, import_id, upload, found)

        async def show(import_id: UUID) -> Answer:
            return await uploaded_answer(parts, who, import_id)

        return await create_once(parts, repeatable, ACCEPTED_IMPORT, make, show)


async def _answer_at_once(parts: Parts, upload: Upload, repeatable: Repeatable, stack: AsyncExitStack) -> Response:
    """Answer 202 once the file has arrived and is kept, and its fields are right; its folder goes to who reads it."""

    async def show(import_id: UUID) -> Answer:
        view = await parts.views(upload.who.user_id).import_(import_id)
        if view is None:
            raise not_found("import", import_id)
        body = {"campaign": None, "import": answers.as_json(shown.imported(view))}
        return Answer(202, body, {**shown.location("imports", import_id), "Preference-Applied": "respond-async"})

    async def begin(hold: Hold) -> Answer:
        found = await checked_fields(parts, upload)
        if found.errors:
            raise wrong_fields(found.errors)
        assert upload.form.file is not None
        user_id, import_id = upload.who.user_id, hold.resource_id
        await commands.open_upload(parts.context, user_id, import_id, upload.form.file.name)
        await receipts.keep(parts, upload, import_id)
        answer = await show(import_id)
        await hold.answer(answer)
        folder = stack.pop_all()

        async def work() -> None:
            async with folder:
                await receipts.see_to(parts, upload, import_id)

        parts.in_background(work())
        return answer

    return await once(parts, repeatable, begin, show)


@router.get("/api/imports", response_model=answers.Page[answers.Import])
async def imports(who: Called, parts: Parted, paging: Paged) -> Response:
    """List what became of the caller's files, newest first."""
    with cursors_checked(paging):
        page = await parts.views(who.user_id).imports(cursor=paging.cursor, limit=paging.limit)
    items = [shown.imported(view) for view in page.items]
    return answers.answered(answers.Page[answers.Import](items=items, next_cursor=page.next_cursor))


@router.get("/api/imports/{import_id}", response_model=answers.Import)
async def import_status(import_id: UUID, who: Called, parts: Parted) -> Response:
    """Answer what became of a file, or how far it has come."""
    view = await parts.views(who.user_id).import_(import_id)
    if view is None:
        raise not_found("import", import_id)
    return answers.answered(shown.imported(view))


@router.get("/api/imports/{import_id}/errors.csv", response_class=StreamingResponse, responses=A_FILE)
async def rejected_rows(import_id: UUID, who: Called, parts: Parted) -> Response:
    """Answer the rejected rows as a file, with reasons, to be mended and uploaded again; 404 where there is none."""
    pieces = await parts.views(who.user_id).rejects(import_id)
    if pieces is None:
        raise not_found("file of rejected rows of import", import_id)
    return StreamingResponse(iter(pieces), media_type=CSV, headers=_as_file(f"import-{import_id}-errors.csv"))


@router.get("/api/campaigns/csv-template", response_class=Response, responses=A_FILE)
async def csv_template(_: Called, kind: Annotated[TemplateKind, Query()] = "basic") -> Response:
    """Answer a CSV to start from."""
    return Response(template(kind), media_type=CSV, headers=_as_file(template_file_name(kind)))


@router.post("/api/imports/preview", response_model=answers.Preview, openapi_extra=form_document(PreviewFields))
async def preview_file(request: Request, who: Called, parts: Parted) -> Response:
    """Answer what a file seems to hold; a missing phone column is said, not refused."""
    async with received_form(request, parts.spool) as form:
        values, errors = form_values(form.fields, PreviewFields)
        if errors:
            raise wrong_fields(errors)
        fields = validated(PreviewFields, values)
        file = form.required_file()
        options = ReadOptions(
            default_country=fields.default_country or who.default_country, column_mapping=fields.column_mapping or {}
        )
        found = await parts.parsers.of(0).run(who.user_id, preview, file.path, options)
    shown_fields: dict[str, Any] = {
        **asdict(found),
        "column_mapping": dict(zip(found.headers, found.mapping, strict=True)),
    }
    return answers.answered(answers.Preview.model_validate(shown_fields))


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
