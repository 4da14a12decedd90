"""Saying no over HTTP: RFC 9457 problem details, and the table of every code with its status."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

PROBLEM_JSON = "application/problem+json"
SHOWN_CHARACTERS = 200
"""Of a value that was refused, so much is repeated."""
SHOWN_ERRORS = 100

TITLES: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "unreadable": (400, "The request cannot be read"),
        "bad_cursor": (400, "The cursor is not one of ours"),
        "unauthenticated": (401, "An API key is needed"),
        "wrong_credentials": (401, "That signs nobody in"),
        "key_expired": (401, "The API key has expired"),
        "user_suspended": (403, "The user is suspended"),
        "admin_only": (403, "Only an administrator may do this"),
        "key_read_only": (403, "The API key only reads"),
        "origin_refused": (403, "Another site asked for this"),
        "not_found": (404, "There is no such thing"),
        "method_not_allowed": (405, "The method is not allowed here"),
        "request_timeout": (408, "The request took too long to arrive"),
        "idempotency_key_in_use": (409, "A request with this Idempotency-Key is under way"),
        "body_too_large": (413, "The body is too large"),
        "unsupported_media_type": (415, "The content type is not one that is read here"),
        "invalid_fields": (422, "Fields are wrong"),
        "idempotency_key_reused": (422, "The Idempotency-Key was used for another request"),
        "rate_limited": (429, "Too many requests"),
        "too_many_attempts": (429, "Too many attempts"),
        "headers_too_large": (431, "The headers are too large"),
        "internal_error": (500, "Something went wrong on our side"),
        "too_busy": (503, "Another writer came first"),
        "import_interrupted": (503, "The import broke off"),
        "database_away": (503, "The database is away"),
        "parser_unavailable": (503, "Files cannot be read at the moment"),
        "provider_rejects_key": (503, "Bolna rejects our key"),
        "too_many_listeners": (503, "As many listen here as can be served"),
        "no_recording": (404, "There is no recording"),
        "webhooks_away": (503, "The service that knows what was said does not answer"),
        "provider_away": (503, "Bolna does not answer"),
        "scheduler_away": (503, "The scheduler does not answer"),
    }
)
"""Every code of a problem that this face says of itself: its status and title. Refusals have a table of their own."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: `field` a JSON pointer into the body (`/retry/delays_minutes/0`), or a parameter's name.

    `message` says what was wrong and what to do; `value` is what was sent, None where nothing was.
    """

    field: str
    code: str
    message: str
    value: Any = None


class Problem(HTTPException):
    """A request refused. `detail` says what was wrong and what to do; `errors` every wrong field.

    It is an HTTPException so that FastAPI lets it pass while it reads a body.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        status: int | None = None,
        title: str | None = None,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        known_status, known_title = TITLES.get(code, (status, title))
        chosen = status or known_status
        assert chosen is not None, f"{code} has no status"
        super().__init__(chosen, detail, dict(headers or {}))
        self.code = code
        self.title = title or known_title or code
        self.errors = tuple(errors)


def wrong_fields(errors: Sequence[FieldError]) -> Problem:
    """Return the 422 that names every wrong field."""
    names = ", ".join(dict.fromkeys(error.field for error in errors))
    return Problem("invalid_fields", f"Nothing was changed. Mend: {names}", errors=errors)


def not_found(what: str, identity: object) -> Problem:
    """Return the 404 for what is not there, or is somebody else's."""
    return Problem("not_found", f"There is no {what} {identity}")


class ProblemField(BaseModel):
    """One wrong field of a request."""

    field: str = Field(examples=["/retry/delays_minutes/0"])
    code: str
    message: str
    value: Any = None


class ProblemDetails(BaseModel):
    """What every error answers (RFC 9457, application/problem+json)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[ProblemField] | None = None


def problem_body(problem: Problem, request_id: str) -> dict[str, Any]:
    """Return a problem's body; at most SHOWN_ERRORS of its fields, their values cut and made safe to write as JSON."""
    body: dict[str, Any] = {
        "type": f"urn:call-campaigns:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status_code,
        "detail": writable(problem.detail),
        "code": problem.code,
        "request_id": request_id,
    }
    if problem.errors:
        body["errors"] = [
            {
                "field": writable(error.field),
                "code": error.code,
                "message": writable(error.message),
                "value": shown(error.value),
            }
            for error in problem.errors[:SHOWN_ERRORS]
        ]
    return body


def problem_response(request: Request, problem: Problem) -> JSONResponse:
    """Return a problem as an answer."""
    request_id = str(request.scope.get("request_id", ""))
    return JSONResponse(
        problem_body(problem, request_id),
        status_code=problem.status_code,
        headers=problem.headers,
        media_type=PROBLEM_JSON,
    )


def shown(value: Any) -> Any:
    """Return a refused value as it may be repeated: short, and writable as JSON."""
    match value:
        case None | bool():
            return value
        case int():
            return value if abs(value) < 2**53 else "a number with too many digits"
        case float():
            return value if math.isfinite(value) else str(value)
        case str():
            return writable(value)
        case _:
            return writable(repr(value))


def writable(text: str) -> str:
    """Return a text cut to SHOWN_CHARACTERS times five, without what UTF-8 or a terminal cannot show."""
    cut = text if len(text) <= SHOWN_CHARACTERS * 5 else text[: SHOWN_CHARACTERS * 5] + "…"
    return _UNWRITABLE.sub("\ufffd", cut)


_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
