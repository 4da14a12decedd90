"""An upload from its form to an accepted import: checked as a whole, read, staged, accepted, and its first status."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

import structlog
from pydantic import ValidationError

from services.campaigns import commands
from services.campaigns.contact_files import FileRefused, ReadOptions
from services.campaigns.domain.refusals import AlreadyFinished, Refusal
from services.campaigns.http import answers, shown
from services.campaigns.http.authentication import Caller
from services.campaigns.http.bodies import FileFields, UploadFields
from services.campaigns.http.campaign_request import checked
from services.campaigns.http.form_fields import form_values
from services.campaigns.http.idempotency import Answer
from services.campaigns.http.parsing import SMALL_BYTES
from services.campaigns.http.parts import Parts
from services.campaigns.http.problems import FieldError, Problem, not_found, problem_body, wrong_fields
from services.campaigns.http.refused import field_of, file_errors, refusal_problem
from services.campaigns.http.staging import read_and_staged, stage_rejected
from services.campaigns.http.uploads import Form, missing_file
from services.campaigns.http.validation import errors_of
from shared.contracts.vocabulary import CampaignStatus
from shared.messaging import tracing

QUEUED_WITHIN_SECONDS = 1.0
"""So long a 201 waits for a small import to be queued."""
LOOK_SECONDS = 0.02
FINISHED = frozenset({CampaignStatus.COMPLETED, CampaignStatus.CANCELLED})
INTERRUPTED = Problem("import_interrupted", "The import broke off; upload the file again. The log has the cause")

log = structlog.get_logger(__name__)


class AddressBook(Enum):
    """Stands for no campaign: contacts alone are imported."""

    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Upload:
    """A form that was received, and who sent it; `into` a campaign that is there, a new one (None), or none at all."""

    who: Caller
    form: Form
    into: UUID | AddressBook | None = None

    def options(self, fields: FileFields | None) -> ReadOptions:
        """Return how the file is to be read."""
        country = fields.default_country if fields is not None else None
        mapping = fields.column_mapping if fields is not None else None
        return ReadOptions(
            default_country=country or self.who.default_country,
            allowed_countries=self.who.allowed_countries,
            column_mapping=mapping or {},
        )


@dataclass(frozen=True, slots=True)
class CheckedUpload:
    """The fields beside a file as far as they could be read, into what it goes, and everything that is wrong."""

    fields: FileFields | None
    campaign: commands.NewCampaign | UUID | AddressBook | None
    errors: Sequence[FieldError]


async def checked_fields(parts: Parts, upload: Upload) -> CheckedUpload:
    """Check the fields beside the file; a file that was not sent is one of the errors."""
    missing = [missing_file()] if upload.form.file is None else []
    if upload.into is not None:
        return await _checked_addition(parts, upload, upload.into, missing)
    values, errors = form_values(upload.form.fields, UploadFields)
    found = await checked(parts, upload.who, UploadFields, values)
    errors += [*missing, *found.errors]
    campaign = None if errors or found.fields is None else found.campaign(found.fields.campaign_name)
    return CheckedUpload(found.fields, campaign, errors)


async def _checked_addition(
    parts: Parts, upload: Upload, into: UUID | AddressBook, missing: Sequence[FieldError]
) -> CheckedUpload:
    """As `checked_fields`. Raises Problem not_found, and AlreadyFinished before a file is read in vain."""
    if isinstance(into, UUID):
        view = await parts.views(upload.who.user_id).campaign(into)
        if view is None:
            raise not_found("campaign", into)
        if view.status in FINISHED:
            raise AlreadyFinished(campaign_id=into, status=view.status)
    values, errors = form_values(upload.form.fields, FileFields)
    fields = None
    try:
        fields = FileFields.model_validate(values)
    except ValidationError as wrong:
        errors += errors_of(wrong)
    return CheckedUpload(fields, into, [*errors, *missing])


async def accept(
    parts: Parts, context: commands.Context, import_id: UUID, upload: Upload, found: CheckedUpload
) -> None:
    """Read the file in a child, stage its rows meanwhile, and accept them in one transaction.

    Raises the 422 that names every wrong field, the file among them; a large file is not read where a field is wrong.
    What is refused leaves nothing staged.
    """
    user_id, file = upload.who.user_id, upload.form.file
    if file is None or (found.errors and file.size > SMALL_BYTES):
        raise wrong_fields(found.errors)
    await commands.open_upload(context, user_id, import_id, file.name)
    try:
        await _read_and_accept(parts, context, import_id, upload, found)
    except (Problem, Refusal, FileRefused) as refused:
        problem = as_problem(refused, found.errors)
        rows = [_row_problem(error) for error in problem.errors if error.field.startswith("/file/")]
        await stage_rejected(parts, user_id, import_id, file.path.with_name("rejected"))
        await commands.fail_upload(context, user_id, import_id, failure(problem), rows)
        raise problem from None


async def _read_and_accept(
    parts: Parts, context: commands.Context, import_id: UUID, upload: Upload, found: CheckedUpload
) -> None:
    user_id, file = upload.who.user_id, upload.form.required_file()
    staged, first = await read_and_staged(parts, user_id, import_id, file, upload.options(found.fields))
    if found.errors or found.campaign is None:
        raise wrong_fields(found.errors)
    into = None if isinstance(found.campaign, AddressBook) else found.campaign
    await commands.accept_import(context, user_id, staged, into, problems=first.problems, warnings=first.warnings)


def as_problem(refused: Problem | Refusal | FileRefused, errors: Sequence[FieldError] = ()) -> Problem:
    """Return what was raised as what is answered, with what was wrong besides."""
    match refused:
        case Problem():
            return refused
        case FileRefused():
            return wrong_fields([*errors, *file_errors(refused)])
        case Refusal():
            error = field_of(refused)
            return wrong_fields([error]) if error is not None else refusal_problem(refused)


async def accept_in_background(parts: Parts, upload: Upload, import_id: UUID, found: CheckedUpload) -> None:
    """Read and accept a file whose import was answered with 202; what is refused becomes the import's failure.

    Trouble that is not the file's is raised: then somebody goes on with it later.
    """
    with tracing.within(tracing.current()):
        try:
            await accept(parts, parts.context, import_id, upload, found)
        except Problem as problem:
            log.info("an import was refused", import_id=str(import_id), code=problem.code)
        else:
            await parts.nudge()


def failure(problem: Problem) -> dict[str, Any]:
    """Return a problem as an import tells of it."""
    body = problem_body(problem, "")
    return {name: body[name] for name in ("code", "title", "detail")} | {"errors": body.get("errors", [])}


def _row_problem(error: FieldError) -> dict[str, Any]:
    _, _, row, column = error.field.split("/", 3)
    written = column.replace("~1", "/").replace("~0", "~")
    return {
        "row": int(row),
        "column": written,
        "value": str(error.value or ""),
        "code": error.code,
        "message": error.message,
    }


async def uploaded_answer(parts: Parts, who: Caller, import_id: UUID) -> Answer:
    """Answer with the campaign and its import, which is mostly `done` when it was small."""
    views = parts.views(who.user_id)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + QUEUED_WITHIN_SECONDS
    while True:
        found = await views.import_(import_id)
        if found is None:
            raise not_found("import", import_id)
        if found.status in {"done", "failed"} or loop.time() > deadline:
            break
        await asyncio.sleep(LOOK_SECONDS)
    if found.campaign_id is None:
        alone = answers.Uploaded.model_validate({"campaign": None, "import": shown.imported(found)})
        return Answer(201, answers.as_json(alone), shown.location("imports", import_id))
    campaign = await views.campaign(found.campaign_id)
    if campaign is None:
        raise not_found("campaign", found.campaign_id)
    body = answers.Uploaded.model_validate({"campaign": shown.campaign(campaign), "import": shown.imported(found)})
    return Answer(201, answers.as_json(body), shown.location("campaigns", campaign.id))
