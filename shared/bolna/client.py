"""Speaks to Bolna over HTTP: one request per question, no redirects, and under `POST /call` no repetition anywhere.

The transport is httpx-aiohttp: plain httpx collapses at a hundred requests in flight. aiohttp repeats a GET once when a
kept-alive connection turns out dead; a POST never. What an answer to `POST /call` proves is judged in `evidence`.
"""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from pydantic import SecretStr

from shared.bolna import reading
from shared.bolna.agents import Agent, read_agent
from shared.bolna.evidence import describe, error_words, judge_answer, judge_failure, retry_after_seconds
from shared.bolna.execution import Execution, Status, read_execution, read_status
from shared.bolna.paging import Page, Window, read_page, search
from shared.bolna.provider import (
    Account,
    Agents,
    NotFound,
    NotPlaced,
    NotPlacedReason,
    NotStopped,
    OwnNumbers,
    PlaceCall,
    Placed,
    SearchResult,
    Stopped,
    Unavailable,
    Unknown,
    WebhookRefused,
    WebhookSet,
)
from shared.bolna.reading import Unreadable

_KEEPALIVE_SECONDS = 5.0  # far below what servers close at, so that a POST seldom meets a dying connection
_LARGEST_BODY = 64 * 1024 * 1024  # bytes; 50 executions with their transcripts are far less
_VISIBLE = re.compile(r"[!-~]+")
_REFUSALS = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    retry_after: float | None
    body: bytes

    @property
    def fine(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


class BodyTooLarge(Exception):
    """Bolna's answer is longer than 64 MiB; the rest was not read."""


class BolnaClient:
    """Bolna, as a `Provider`. Used in one event loop; closed by `async with` or `aclose()`.

    `request_timeout` bounds one request in seconds, from the wait for a connection to the last byte of the answer; a
    connection must be there within a third of it, at most 10 s. `clock` tells the aware time, for a Retry-After date.
    The key is in no log, repr or error; were Bolna to repeat it in an answer, it is cut out.
    Raises ValueError for a key or URL that cannot be used, without quoting the key.
    """

    def __init__(
        self,
        *,
        base_url: str,
        api_key: SecretStr,
        request_timeout: float,
        clock: Callable[[], datetime],
        max_connections: int = 400,
    ) -> None:
        if not _VISIBLE.fullmatch(api_key.get_secret_value()):
            raise ValueError("the Bolna API key is empty or has spaces or characters that no header can carry")
        address = httpx.URL(base_url)
        if address.scheme not in {"http", "https"} or not address.host:
            raise ValueError(f"the Bolna API URL is no http(s) URL: {base_url}")
        self._api_key = api_key
        self._clock = clock
        self._request_timeout = request_timeout
        connect = min(10.0, request_timeout / 3)
        self._http = httpx.AsyncClient(
            base_url=address,
            transport=transport(max_connections),
            timeout=httpx.Timeout(request_timeout, connect=connect, pool=connect),
            follow_redirects=False,
            trust_env=False,
            headers={"Accept": "application/json", "User-Agent": "call-campaigns"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection. Requests still in flight fail; a second call does nothing."""
        await self._http.aclose()

    async def place(self, call: PlaceCall) -> Placed | NotPlaced | Unknown:
        """`POST /call`, once. Only CancelledError is raised."""
        try:
            content = json.dumps(_call_body(call), allow_nan=False).encode()
        except (TypeError, ValueError, RecursionError) as error:
            message = f"user_data is no JSON ({type(error).__name__}); nothing was sent"
            return NotPlaced(NotPlacedReason.REQUEST_REJECTED, message=message)
        answer = await self._exchange("POST", "/call", content=content)
        if isinstance(answer, BaseException):
            return judge_failure(answer)
        return judge_answer(answer.status, answer.body, answer.retry_after)

    async def look_up(self, execution_id: str) -> Execution | NotFound | Unavailable:
        """`GET /executions/{id}`. NotFound only in Bolna's own words; an answer about another call is Unavailable."""
        answer = await self._ask("GET", f"/executions/{_segment(execution_id)}")
        if not isinstance(answer, _Answer):
            return answer
        try:
            execution = read_execution(answer.body)
        except Unreadable as error:
            return Unavailable(error.reason, answer.status)
        if execution.id.lower() != execution_id.lower():
            return Unavailable("Bolna answered about another execution", answer.status)
        return execution

    async def search(self, agent_id: str, start: datetime, end: datetime) -> SearchResult:
        """`GET /v2/agent/{id}/executions`, all pages. An agent that Bolna does not know gives an incomplete result."""
        path = f"/v2/agent/{_segment(agent_id)}/executions"

        async def fetch(window: Window, number: int) -> Page | Unavailable:
            answer = await self._ask("GET", path, params=window.query(number))
            if isinstance(answer, NotFound):
                return Unavailable(f"Bolna does not know the agent: {answer.message}", HTTPStatus.NOT_FOUND)
            if isinstance(answer, Unavailable):
                return answer
            try:
                return read_page(answer.body, number)
            except Unreadable as error:
                return Unavailable(error.reason, answer.status)

        return await search(fetch, start, end)

    async def stop(self, execution_id: str) -> Stopped | NotStopped | Unavailable:
        """`POST /call/{id}/stop`. Refused (400, 404, 409, 422 in Bolna's words) is NotStopped, all else Unavailable."""
        answer = await self._exchange("POST", f"/call/{_segment(execution_id)}/stop")
        if isinstance(answer, BaseException):
            return Unavailable(describe(answer))
        words = error_words(answer.body)
        if answer.status in _REFUSALS and words is not None:
            return NotStopped(words, answer.status)
        if answer.fine and read_status(_member(answer.body, "status")) == Status.STOPPED:
            return Stopped()
        return _unavailable(answer)

    async def account(self) -> Account | Unavailable:
        """`GET /user/me`, without name and e-mail. Status 401 or 403: the key."""
        answer = await self._ask("GET", "/user/me")
        if isinstance(answer, NotFound):
            return Unavailable(answer.message, HTTPStatus.NOT_FOUND)
        if isinstance(answer, Unavailable):
            return answer
        concurrency = _member(answer.body, "concurrency")
        wallet = _member(answer.body, "wallet")
        if concurrency is None and wallet is None:
            return Unavailable("the answer tells neither concurrency nor wallet", answer.status)
        return Account(
            concurrency_max=reading.whole(reading.at(concurrency, ("max",))),
            concurrency_current=reading.whole(reading.at(concurrency, ("current",))),
            wallet=reading.decimal(wallet),
        )

    async def agent(self, agent_id: str) -> Agent | NotFound | Unavailable:
        """`GET /v2/agent/{id}`."""
        answer = await self._ask("GET", f"/v2/agent/{_segment(agent_id)}")
        if not isinstance(answer, _Answer):
            return answer
        try:
            return read_agent(reading.document(answer.body))
        except Unreadable as error:
            return Unavailable(error.reason, answer.status)

    async def agents(self) -> Agents | Unavailable:
        """`GET /v2/agent/all`: a bare list, without pages."""
        answer = await self._ask("GET", "/v2/agent/all")
        if isinstance(answer, NotFound):
            return Unavailable(answer.message, HTTPStatus.NOT_FOUND)
        if isinstance(answer, Unavailable):
            return answer
        return _agents(answer)

    async def phone_numbers(self) -> OwnNumbers | Unavailable:
        """`GET /phone-numbers/all`: a bare list, without pages. A row without a number is left out."""
        answer = await self._ask("GET", "/phone-numbers/all")
        if isinstance(answer, NotFound):
            return Unavailable(answer.message, HTTPStatus.NOT_FOUND)
        if isinstance(answer, Unavailable):
            return answer
        try:
            rows = reading.document(answer.body)
        except Unreadable as error:
            return Unavailable(error.reason, answer.status)
        if not isinstance(rows, list):
            return Unavailable("the answer is no list of numbers", answer.status)
        written = (reading.text(reading.at(row, ("phone_number",))) for row in rows)
        numbers = (reading.phone_number(one) for one in written if one is not None)
        return OwnNumbers(tuple(dict.fromkeys(number for number in numbers if number is not None)))

    async def set_webhook(self, agent_id: str, url: str) -> WebhookSet | WebhookRefused | NotFound | Unavailable:
        """`PATCH /v2/agent/{id}` with `agent_config.webhook_url`, and nothing else of the agent."""
        content = json.dumps({"agent_config": {"webhook_url": url}}).encode()
        answer = await self._exchange("PATCH", f"/v2/agent/{_segment(agent_id)}", content=content)
        if isinstance(answer, BaseException):
            return Unavailable(describe(answer))
        words = error_words(answer.body)
        if answer.fine:
            return WebhookSet()
        if answer.status == HTTPStatus.NOT_FOUND and words is not None:
            return NotFound(words)
        if answer.status in _REFUSALS and words is not None:
            return WebhookRefused(words, answer.status)
        return _unavailable(answer)

    async def _ask(
        self, method: str, path: str, params: Mapping[str, str] | None = None
    ) -> _Answer | NotFound | Unavailable:
        """A 2xx answer, or why there is none."""
        answer = await self._exchange(method, path, params=params)
        if isinstance(answer, BaseException):
            return Unavailable(describe(answer))
        if answer.fine:
            return answer
        words = error_words(answer.body)
        if answer.status == HTTPStatus.NOT_FOUND and words is not None:
            return NotFound(words)
        return _unavailable(answer)

    async def _exchange(
        self, method: str, path: str, *, params: Mapping[str, str] | None = None, content: bytes | None = None
    ) -> _Answer | BaseException:
        """One request and its whole answer, or the failure itself, so that nothing is raised past what was proved.

        An answer read to its end counts, even if closing the connection fails after it. aiohttp may let the
        cancellation of its own inner tasks through: only a cancellation of ours is passed on.
        """
        answer: _Answer | None = None
        try:
            async with asyncio.timeout(self._request_timeout), self._stream(method, path, params, content) as response:
                answer = await self._read(response)
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            return answer or error
        except Exception as error:  # noqa: BLE001 - the transport raises many kinds, and each is judged, not handled
            return answer or error
        return answer

    def _stream(
        self, method: str, path: str, params: Mapping[str, str] | None, content: bytes | None
    ) -> AbstractAsyncContextManager[httpx.Response]:
        headers = {"Authorization": f"Bearer {self._api_key.get_secret_value()}"}
        if content is not None:
            headers["Content-Type"] = "application/json"
        return self._http.stream(method, path, params=params, content=content, headers=headers)

    async def _read(self, response: httpx.Response) -> _Answer:
        body = bytearray()
        async for part in response.aiter_bytes():
            body += part
            if len(body) > _LARGEST_BODY:
                raise BodyTooLarge
        safe = bytes(body).replace(self._api_key.get_secret_value().encode(), b"[key]")
        waited = retry_after_seconds(response.headers.get("Retry-After"), self._clock())
        return _Answer(response.status_code, waited, safe)


def transport(max_connections: int) -> AiohttpTransport:
    """Return a transport of its own pool of connections, without cookies; to be used in one event loop."""
    tls = httpx.create_ssl_context()

    def session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(limit=max_connections, keepalive_timeout=_KEEPALIVE_SECONDS, ssl=tls)
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    return AiohttpTransport(verify=tls, client=session)


def _call_body(call: PlaceCall) -> dict[str, Any]:
    body: dict[str, Any] = {
        "agent_id": call.agent_id,
        "recipient_phone_number": reading.phone_number(call.recipient_phone_number),
        "user_data": dict(call.user_data),
    }
    if call.from_phone_number is not None:
        body["from_phone_number"] = reading.phone_number(call.from_phone_number)
    return body


def _segment(value: str) -> str:
    """An id as one segment of a path, whatever it holds."""
    return quote(value, safe="")


def _member(body: bytes, name: str) -> Any:
    try:
        return reading.at(reading.document(body), (name,))
    except Unreadable:
        return None


def _agents(answer: _Answer) -> Agents | Unavailable:
    try:
        rows = reading.document(answer.body)
    except Unreadable as error:
        return Unavailable(error.reason, answer.status)
    if not isinstance(rows, list):
        return Unavailable("the answer is no list of agents", answer.status)
    found = []
    for row in rows:
        try:
            found.append(read_agent(row))
        except Unreadable:
            continue
    return Agents(tuple(found), unreadable=len(rows) - len(found))


def _unavailable(answer: _Answer) -> Unavailable:
    words = error_words(answer.body) or "without words of Bolna"
    return Unavailable(f"HTTP {answer.status}: {words}", answer.status, answer.retry_after)
