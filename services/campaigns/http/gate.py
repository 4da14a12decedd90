"""The gate before the application: request ids, bounds of headers and bodies, security headers, metrics, the trace."""

import asyncio
import contextlib
import re
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from types import MappingProxyType
from uuid import UUID

import structlog
from opentelemetry.trace import INVALID_SPAN, Span
from prometheus_client import Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uuid_utils.compat import uuid7

from services.campaigns.http.problems import Problem, problem_response
from shared.eventstore.acting import acting
from shared.messaging import tracing

MEGABYTE = 1024 * 1024
JSON_BYTES = MEGABYTE
FILE_BYTES = 200 * MEGABYTE
FORM_BYTES = FILE_BYTES + MEGABYTE
"""The file, and 1 MiB for the fields beside it."""
HEADER_BYTES = 32 * 1024
DISCARDED_BYTES = 16 * MEGABYTE
DISCARD_SECONDS = 2.0
IDLE_SECONDS = 30.0
"""A body that brings nothing for so long is given up."""

SECURITY_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)

_TAKES_A_FILE = re.compile(r"/(upload-csv|preview|import)/?$")
_TAKES_EITHER = re.compile(r"/dry-run/?$")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_SECONDS = Histogram("http_request_seconds", "Requests by route and answer", ["method", "route", "status"])

log = structlog.get_logger(__name__)


class Gate:
    """Stands around the application and sees every request and every answer, also those of errors.

    `X-Request-Id` is accepted where it is 1 to 128 letters, digits and `._:-`, else made; it is answered, logged, and
    where it is a UUID the correlation id of what the request brings about. Bodies above 1 MiB (with a file: 201 MiB)
    are refused with 413 as soon as that is known, other types than the path reads with 415, headers above 32 KiB with
    431.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request pass."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _request_id(headers)
        scope["request_id"] = request_id
        answer = _Answer(send, request_id)
        began = time.perf_counter()
        with (
            _told(scope, headers) as span,
            tracing.within(_trace(headers)),
            structlog.contextvars.bound_contextvars(request_id=request_id, trace_id=tracing.current().trace_id),
            acting(None),
        ):
            await self._pass(scope, receive, answer)
            route = getattr(scope.get("route"), "path", "unknown")
            span.update_name(f"{scope['method']} {route}")
            span.set_attributes({"http.route": route, "http.response.status_code": answer.status})
        _SECONDS.labels(scope["method"], route, answer.status).observe(time.perf_counter() - began)

    async def _pass(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        problem = _refused_at_once(scope)
        if problem is not None:
            await _let_arrive(receive)
            await problem_response(Request(scope), problem)(scope, receive, answer.send)
            return
        try:
            await self._app(scope, _Bounded(receive, _bound(scope)).receive, answer.send)
        except Exception:
            log.exception("a request failed", path=scope["path"], method=scope["method"])


class _Answer:
    """What is sent back, with the headers that every answer has."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-Id"] = self._request_id
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


class _Bounded:
    """A body that may not grow beyond a bound, nor stand still."""

    def __init__(self, receive: Receive, bound: int) -> None:
        self._receive = receive
        self._bound = bound
        self._received = 0
        self._complete = False

    async def receive(self) -> Message:
        if self._complete:
            return await self._receive()
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                message = await self._receive()
        except TimeoutError:
            detail = f"The body brought nothing for {IDLE_SECONDS:.0f} s; send it again"
            raise Problem("request_timeout", detail, headers={"Connection": "close"}) from None
        if message["type"] == "http.request":
            self._received += len(message.get("body", b""))
            self._complete = not message.get("more_body", False)
            if self._received > self._bound:
                if not self._complete:
                    await _let_arrive(self._receive)
                raise _too_large(self._bound)
        return message


async def _let_arrive(receive: Receive) -> None:
    """Throw away more of a body that was refused, so that its sender comes to read why, within bounds."""
    left = DISCARDED_BYTES
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DISCARD_SECONDS):
            while left > 0:
                message = await receive()
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return
                left -= len(message.get("body", b""))


def _refused_at_once(scope: Scope) -> Problem | None:
    """Return what is wrong with a request before its body is read, if anything is."""
    size = sum(len(name) + len(value) for name, value in scope["headers"])
    if size > HEADER_BYTES:
        detail = f"The headers have {size} bytes; at most {HEADER_BYTES} are read"
        return Problem("headers_too_large", detail, headers={"Connection": "close"})
    headers = Headers(scope=scope)
    declared = headers.get("content-length", "0")
    bound = _bound(scope)
    if not declared.isdecimal() or len(declared) > len(str(bound)) or int(declared) > bound:
        return _too_large(bound)
    return _of_another_type(scope, headers)


def _bound(scope: Scope) -> int:
    takes_a_file = _TAKES_A_FILE.search(scope["path"]) or (_TAKES_EITHER.search(scope["path"]) and _is_form(scope))
    return FORM_BYTES if takes_a_file else JSON_BYTES


def _is_form(scope: Scope) -> bool:
    return Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower() == "multipart/form-data"


def _of_another_type(scope: Scope, headers: Headers) -> Problem | None:
    """Return the 415 of a body that is not what its path reads; a request without a body may say anything."""
    if headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
        return None
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if _TAKES_A_FILE.search(scope["path"]) or (_TAKES_EITHER.search(scope["path"]) and _is_form(scope)):
        expected, fits = "multipart/form-data", kind == "multipart/form-data"
    else:
        expected, fits = "application/json", re.fullmatch(r"application/(.+\+)?json", kind) is not None
    if fits:
        return None
    detail = f"The body is {kind[:100] or 'of no said type'}; send {expected}"
    return Problem("unsupported_media_type", detail, headers={"Accept": expected})


def _too_large(bound: int) -> Problem:
    return Problem("body_too_large", f"At most {bound} bytes are read here", headers={"Connection": "close"})


def _request_id(headers: Headers) -> str:
    given = headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else str(uuid7())


def _told(scope: Scope, headers: Headers) -> AbstractContextManager[Span]:
    """A span of a request to the API; what supervisors and Prometheus ask is not told of."""
    if not scope["path"].startswith("/api/"):
        return nullcontext(INVALID_SPAN)
    return tracing.serving(scope["method"], headers.get("traceparent"))


def _trace(headers: Headers) -> tracing.Trace:
    parent = headers.get("traceparent")
    try:
        correlation = UUID(headers.get("x-request-id", ""))
    except ValueError:
        correlation = uuid7()
    accepted = parent if parent is not None and tracing.is_traceparent(parent) else tracing.new_traceparent()
    return tracing.Trace(correlation_id=correlation, causation_id=None, traceparent=accepted)
