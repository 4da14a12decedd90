"""Answers as Bolna words them, and what every request goes through: counting, being away, the API key."""

import hmac
import json
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from simulator.domain.orders import Refused
from simulator.exchange import Exchange

OWN_PREFIX = "/simulator"
UNPROCESSABLE = 422


def json_answer(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """A JSON response."""
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, status=status, content_type="application/json", headers=headers)


def refusal(status: int, message: str, headers: dict[str, str] | None = None) -> web.Response:
    """`{"error": status, "message": …}`, or `{"detail": …}` where Bolna is seen to answer so (403, 422)."""
    body = {"detail": message} if status in (403, UNPROCESSABLE) else {"error": status, "message": message}
    return json_answer(body, status, headers)


async def json_of(request: web.Request) -> Any:
    """The request's JSON body. Raises Refused with 400 if it cannot be read."""
    try:
        return json.loads(await request.read())
    except ValueError:
        raise Refused(400, "Malformed JSON body") from None


def cut_off(request: web.Request) -> web.Response:
    """Breaks the connection without an answer; the response returned never reaches anybody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def endpoint_of(request: web.Request) -> str:
    """`POST /call/{execution_id}/stop`; paths that do not exist count together, for they are unbounded."""
    resource = request.match_info.route.resource
    return f"{request.method} {resource.canonical if resource is not None else '(unknown)'}"


def gatekeeper(exchange: Exchange, api_key: str | None) -> Middleware:
    """Counts every request of Bolna's API, turns it away while `away`, checks its key, words refusals as Bolna does."""

    @web.middleware
    async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(OWN_PREFIX):
            return await _worded(request, handler)
        if exchange.profile.away:
            exchange.truth.faults[endpoint_of(request), "away"] += 1
            if exchange.profile.away_as == "reset":
                return cut_off(request)
            answer: web.StreamResponse = refusal(503, "Service unavailable")
        else:
            answer = _key_refused(request, exchange, api_key) or await _worded(request, handler)
        exchange.truth.answers[endpoint_of(request), answer.status] += 1
        return answer

    return gate


async def _worded(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refused as refused:
        return refusal(refused.status, refused.message)
    except web.HTTPException as error:
        return refusal(error.status, error.reason)


def _key_refused(request: web.Request, exchange: Exchange, api_key: str | None) -> web.Response | None:
    if exchange.profile.key_rejected:
        return refusal(exchange.profile.wrong_key_status, "Access denied: the API key is not valid")
    if api_key is None:
        return None
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not key:
        return refusal(401, "Access denied")
    if hmac.compare_digest(key.strip().encode(), api_key.encode()):
        return None
    return refusal(exchange.profile.wrong_key_status, "Access denied: the API key is not valid")
