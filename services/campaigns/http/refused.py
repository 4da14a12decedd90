"""The tables from what is raised below to what is answered: refusals, trouble with the store, files refused."""

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from psycopg import InterfaceError, OperationalError
from psycopg.errors import UniqueViolation
from psycopg_pool import PoolTimeout, TooManyRequests
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.campaigns.contact_files import FileRefused
from services.campaigns.domain import refusals
from services.campaigns.http.problems import FieldError, Problem, problem_response, wrong_fields
from services.campaigns.http.validation import pointer, request_problem
from shared.eventstore.protocol import StreamMoved

NOT_FOUND, CONFLICT, PRECONDITION_FAILED, UNPROCESSABLE = 404, 409, 412, 422

STATUS_OF_REFUSALS: Mapping[type[refusals.Refusal], int] = MappingProxyType(
    {
        refusals.Missing: NOT_FOUND,
        refusals.ChangedMeanwhile: PRECONDITION_FAILED,
        refusals.WrongFields: UNPROCESSABLE,
        refusals.ImportTooLarge: UNPROCESSABLE,
    }
)
"""What the business says no to is 409, save these and what derives from them."""

FIELD_OF_REFUSALS: Mapping[type[refusals.Refusal], tuple[str, str]] = MappingProxyType(
    {
        refusals.ContactExists: ("/phone_number", "contact_id"),
        refusals.NoSuchAgent: ("/agent_id", "agent_id"),
        refusals.AgentIsRemoved: ("/agent_id", "agent_id"),
    }
)
"""Refusals that are a wrong field where a body named the thing: the field, and which of their values stood there."""

TITLE_OF_REFUSALS = "This cannot be done as things stand"

PROBLEM_OF_TROUBLE: Mapping[type[Exception], tuple[str, str, str]] = MappingProxyType(
    {
        StreamMoved: ("too_busy", "Others changed the same thing at the same time, three times over; try again", "1"),
        OperationalError: (
            "database_away",
            "The database cannot be reached; nothing was changed, or it is safe to ask",
            "2",
        ),
        InterfaceError: ("database_away", "The connection to the database broke; try again", "2"),
        PoolTimeout: ("database_away", "The database gave no connection in time; try again", "2"),
        UniqueViolation: ("too_busy", "Others made the same thing at the same time, three times over; try again", "1"),
        TooManyRequests: ("too_busy", "Too many requests wait for the database; try again", "1"),
    }
)
"""Trouble with the store: code, what to do, and after how many seconds."""


def refusal_problem(refused: refusals.Refusal) -> Problem:
    """Return the problem of a refusal: 404, 409, 412, or 422 that names the fields."""
    if isinstance(refused, refusals.WrongFields):
        return wrong_fields([FieldError(one.field, one.code, one.message, one.value) for one in refused.problems])
    status = next((status for kind, status in STATUS_OF_REFUSALS.items() if isinstance(refused, kind)), CONFLICT)
    if status == NOT_FOUND:
        return Problem("not_found", str(refused))
    errors = [error] if (error := field_of(refused)) is not None else []
    return Problem(refused.code, str(refused), status=status, title=TITLE_OF_REFUSALS, errors=errors)


def field_of(refused: refusals.Refusal) -> FieldError | None:
    """Return a refusal as the wrong field of a body that named the thing, None where it is no field's fault."""
    known = FIELD_OF_REFUSALS.get(type(refused))
    if known is None:
        return None
    field, value = known
    return FieldError(field, refused.code, str(refused), str(refused.values.get(value)))


def file_errors(refused: FileRefused) -> list[FieldError]:
    """Return what is wrong with a file: the file as a whole, then its rows where they are the cause."""
    whole = FieldError(pointer(refused.field), refused.code.value, refused.message, refused.value or None)
    rows = [
        FieldError(pointer("file", one.row, one.column), one.code, one.message, one.value) for one in refused.problems
    ]
    return [whole, *rows]


def trouble_problem(trouble: Exception) -> Problem:
    """Return the 503 of a trouble with the store."""
    code, detail, seconds = next(known for kind, known in PROBLEM_OF_TROUBLE.items() if isinstance(trouble, kind))
    return Problem(code, detail, headers={"Retry-After": seconds})


def _http_problem(error: HTTPException) -> Problem:
    known = {404: "not_found", 405: "method_not_allowed"}
    code = known.get(error.status_code, "unreadable")
    status = error.status_code if error.status_code in known else 400
    return Problem(code, str(error.detail), status=status, headers=error.headers)


def answer_problems(app: FastAPI) -> None:
    """Have the application answer everything that is raised as a problem."""

    async def problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return problem_response(request, error if isinstance(error, Problem) else _http_problem(error))

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return problem_response(request, request_problem(error.errors()))

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, refusals.Refusal)
        return problem_response(request, refusal_problem(error))

    async def file_refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, FileRefused)
        return problem_response(request, wrong_fields(file_errors(error)))

    async def trouble(request: Request, error: Exception) -> Response:
        return problem_response(request, trouble_problem(error))

    async def mistake(request: Request, _: Exception) -> Response:
        detail = "The log has the cause under this request id; with an Idempotency-Key it is safe to send it again"
        return problem_response(request, Problem("internal_error", detail))

    app.add_exception_handler(Exception, mistake)
    app.add_exception_handler(HTTPException, problem)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(refusals.Refusal, refused)
    app.add_exception_handler(FileRefused, file_refused)
    for kind in PROBLEM_OF_TROUBLE:
        app.add_exception_handler(kind, trouble)
