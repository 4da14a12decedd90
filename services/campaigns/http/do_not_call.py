"""Routes on the do-not-call lists: the caller's own, and for administrators the one that binds everybody."""

import asyncio
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.campaigns import commands
from services.campaigns.contact_files import ParsedChunk, ReadOptions, Summary, parse_file, read_chunks
from services.campaigns.domain.do_not_call import MOST_AT_ONCE
from services.campaigns.http import answers
from services.campaigns.http.authentication import Called, Caller
from services.campaigns.http.contact_bodies import Number, read_number
from services.campaigns.http.do_not_call_bodies import DoNotCallFields, NewEntryBody
from services.campaigns.http.documents import form_document
from services.campaigns.http.fields import E164
from services.campaigns.http.form_fields import form_values
from services.campaigns.http.idempotency import Answer, Hold, IdempotencyKey, fingerprint, once
from services.campaigns.http.idempotency import Request as Repeatable
from services.campaigns.http.paging import Paged, cursors_checked
from services.campaigns.http.parts import Parted, Parts
from services.campaigns.http.problems import Problem, not_found, wrong_fields
from services.campaigns.http.stopping import in_force_within
from services.campaigns.http.uploads import received_form
from services.campaigns.http.validation import validated
from services.campaigns.views import Everyone
from services.campaigns.views_shapes import BlockedNumberView
from shared.contracts.questions import AskApplied
from shared.contracts.vocabulary import BlockScope, Role

router = APIRouter(tags=["do not call"])
FILE_PATIENCE_SECONDS = 20.0
"""A file of numbers takes its time until scheduler and dialer have applied it."""
SHOWN_PROBLEMS = 100

Scope = Annotated[BlockScope, Query(description="whose list: the caller's, or (administrators) everybody's")]


@router.get("/api/do-not-call", response_model=answers.Page[answers.BlockedNumber])
async def blocked_numbers(
    who: Called,
    parts: Parted,
    paging: Paged,
    *,
    scope: Scope = BlockScope.USER,
    phone_number: Annotated[Number | None, Query()] = None,
) -> Response:
    """List the numbers that are not to be called, newest first."""
    user_id = _list_of(who, scope)
    number = None if phone_number is None else (await read_number(parts, who, phone_number, "phone_number")).e164
    with cursors_checked(paging):
        everyone = Everyone(parts.pool)
        page = await everyone.do_not_call(user_id, number=number, cursor=paging.cursor, limit=paging.limit)
    items = [_shown(view) for view in page.items]
    return answers.answered(answers.Page[answers.BlockedNumber](items=items, next_cursor=page.next_cursor))


@router.post(
    "/api/do-not-call",
    status_code=201,
    response_model=answers.BlockedNumber,
    responses={
        200: {"model": answers.BlockedNumber, "description": "It was on the list already, and is as it was"},
        202: {"model": answers.BlockedNumber, "description": "On the list; a call that was about to start still may"},
    },
)
async def block_number(
    request: Request, body: NewEntryBody, who: Called, parts: Parted, key: IdempotencyKey = None
) -> Response:
    """Put a number on a list, effective for calls that are queued: 201 when none starts any more, after 5 s 202."""
    user_id = _list_of(who, body.scope)

    async def show(_: UUID) -> Answer:
        number = await read_number(parts, who, body.phone_number, "/phone_number")
        return await _entry(parts, user_id, number.e164, 201)

    async def work(hold: Hold) -> Answer:
        number = await read_number(parts, who, body.phone_number, "/phone_number")
        blocked = await commands.block_numbers(parts.context, user_id, {number.e164: body.reason})
        await parts.nudge()
        stop = AskApplied(position=blocked.position, phone_number=number.e164)
        stopped = await in_force_within(parts, stop)
        status = 201 if blocked.new else 200
        answer = await _entry(parts, user_id, number.e164, status if stopped else 202)
        await hold.answer(answer)
        return answer

    return await once(parts, Repeatable(who.user_id, key, fingerprint("POST", request.url.path, body)), work, show)


@router.delete("/api/do-not-call/{e164}", status_code=204)
async def unblock_number(e164: E164, who: Called, parts: Parted, scope: Scope = BlockScope.USER) -> Response:
    """Take a number off a list; said twice is the same as once."""
    await commands.unblock_number(parts.context, _list_of(who, scope), e164)
    await parts.nudge()
    return Response(status_code=204)


@router.post(
    "/api/do-not-call/upload-csv",
    response_model=answers.BlockedNumbers,
    openapi_extra=form_document(DoNotCallFields),
    responses={202: {"model": answers.BlockedNumbers, "description": "On the list; calls about to start still may"}},
)
async def upload_numbers(request: Request, who: Called, parts: Parted, key: IdempotencyKey = None) -> Response:
    """Put a file of numbers on a list; of the columns the number's is read, and `reason`. Answered as one number is.

    A file sent again, also after it broke off, ends in the same list.
    """
    async with received_form(request, parts.spool) as form:
        sha256 = form.file.sha256 if form.file is not None else None

        async def show(_: UUID) -> Answer:
            raise Problem("idempotency_key_in_use", "The file is being read; ask again for its answer")

        async def work(hold: Hold) -> Answer:
            values, errors = form_values(form.fields, DoNotCallFields)
            if errors:
                raise wrong_fields(errors)
            fields = validated(DoNotCallFields, values)
            options = ReadOptions(
                default_country=fields.default_country or who.default_country,
                column_mapping=fields.column_mapping or {},
            )
            user_id = _list_of(who, fields.scope)
            file = form.required_file()
            child = parts.parsers.of(file.size)
            chunks, rejected = file.path.with_name("chunks"), file.path.with_name("rejected")
            summary = await child.run(who.user_id, parse_file, file.path, options, chunks, rejected)
            answer = await _blocked(parts, user_id, chunks, summary, fields.reason)
            await hold.answer(answer)
            return answer

        repeatable = Repeatable(who.user_id, key, fingerprint("POST", request.url.path, form.fields, sha256))
        return await once(parts, repeatable, work, show)


async def _blocked(parts: Parts, user_id: UUID | None, chunks: Path, summary: Summary, reason: str | None) -> Answer:
    """Block the numbers of a file, some a transaction; others' commands come in between."""
    new = position = 0
    problems: list[dict[str, Any]] = []
    warnings: list[dict[str, Any]] = []
    written = read_chunks(chunks)
    while (chunk := await asyncio.to_thread(_next, written)) is not None:
        problems += [problem.as_json() for problem in chunk.problems[: SHOWN_PROBLEMS - len(problems)]]
        warnings += [warning.as_json() for warning in chunk.warnings[: SHOWN_PROBLEMS - len(warnings)]]
        numbers = {row.phone_number: row.variables.get("reason") or reason for row in chunk.contacts}
        for first in range(0, len(numbers), MOST_AT_ONCE):
            some = dict(islice(numbers.items(), first, first + MOST_AT_ONCE))
            blocked = await commands.block_numbers(parts.context, user_id, some)
            await parts.nudge()
            new, position = new + blocked.new, blocked.position
    stopped = await in_force_within(parts, AskApplied(position=position), FILE_PATIENCE_SECONDS)
    body = answers.BlockedNumbers.model_validate(
        {
            "total_rows": summary.total_rows,
            "accepted": summary.accepted,
            "rejected": summary.rejected,
            "duplicates": summary.duplicates,
            "already_blocked": summary.accepted - new,
            "errors": problems,
            "warnings": warnings,
            "stopping": not stopped,
        }
    )
    return Answer(200 if stopped else 202, answers.as_json(body))


def _list_of(who: Caller, scope: BlockScope) -> UUID | None:
    """Return whose list a scope means, None for everybody's; Problem admin_only where that is not the caller's."""
    if scope is BlockScope.USER:
        return who.user_id
    if who.role is not Role.ADMIN:
        raise Problem("admin_only", "Ask an administrator to change, or show, the list that binds everybody")
    return None


def _next(written: Iterator[ParsedChunk]) -> ParsedChunk | None:
    return next(written, None)


async def _entry(parts: Parts, user_id: UUID | None, number: str, status: int) -> Answer:
    page = await Everyone(parts.pool).do_not_call(user_id, number=number)
    if not page.items:
        raise not_found("entry for", number)
    body = _shown(page.items[0], stopping=status == 202)  # noqa: PLR2004 - accepted, not yet sure
    return Answer(status, answers.as_json(body), {"Location": f"/api/do-not-call/{number}"})


def _shown(view: BlockedNumberView, *, stopping: bool = False) -> answers.BlockedNumber:
    return answers.BlockedNumber.model_validate({**view.model_dump(), "stopping": stopping})
