"""Bolna's endpoints that place, stop and show calls."""

import asyncio
import io
import wave
from collections import deque
from datetime import datetime
from typing import assert_never

from aiohttp import web

from simulator.answers import cut_off, json_answer, json_of, refusal
from simulator.domain.call import Call
from simulator.domain.draws import draws_of
from simulator.domain.orders import Order, Refused, order_of
from simulator.domain.placing import PLACES, Placing, placing_of
from simulator.domain.statuses import Life, Status
from simulator.exchange import Exchange
from simulator.truth import MINUTE_SECONDS

LARGEST_PAGE = 50
LONGEST_SPAN_SECONDS = 7 * 86_400
_ENDPOINT = "POST /call"


class CallApi:
    """`closing` is set when the server stops: connections held on purpose are then broken."""

    def __init__(self, exchange: Exchange, closing: asyncio.Event) -> None:
        self._exchange = exchange
        self._closing = closing
        self._admitted: deque[float] = deque()

    def routes(self) -> list[web.RouteDef]:
        """The endpoints of this module."""
        return [
            web.post("/call", self.place),
            web.post("/call/{execution_id}/stop", self.stop),
            web.post("/v2/agent/{agent_id}/stop", self.stop_agent),
            web.get("/executions/{execution_id}", self.show),
            web.get("/v2/agent/{agent_id}/executions", self.list_of_agent),
            web.get("/recordings/call/{execution_id}", self.recording),
        ]

    async def place(self, request: web.Request) -> web.StreamResponse:
        """POST /call → 200 `{message, status, execution_id}`; 400, 404, 422, 429, 500 as bolna.md section 1.4."""
        exchange = self._exchange
        received = exchange.clock.now()
        exchange.truth.arrived(received)
        if not self._admit(received):
            return self._slow_down()
        order = order_of(await json_of(request), exchange.profile, received)
        if exchange.profile.unknown_agents == "refuse" and order.agent_id not in exchange.agents.by_id:
            raise Refused(404, f"Agent not found: {order.agent_id}")
        nth = exchange.truth.requested(order.number).requests
        draw = draws_of(exchange.profile.seed, order.number, nth)
        placing = placing_of(order.number, nth, exchange.profile, draw)
        if placing is not Placing.PLACED:
            exchange.truth.faults[_ENDPOINT, placing.value] += 1
        return await self._answer(request, placing, order, received)

    async def stop(self, request: web.Request) -> web.StreamResponse:
        """POST /call/{id}/stop → 200 `{message, status, execution_id}`; 404 unknown, 400 when it is too late."""
        call = self._call(request)
        if not self._exchange.stop(call):
            raise Refused(400, f"Call cannot be stopped: it is {call.status}")
        return json_answer({"message": "done", "status": "stopped", "execution_id": call.execution_id})

    async def stop_agent(self, request: web.Request) -> web.StreamResponse:
        """POST /v2/agent/{id}/stop → 200 `{stopped_executions: [id, …]}`; 404 unknown agent."""
        agent_id = self._agent(request)
        return json_answer({"stopped_executions": self._exchange.stop_all(agent_id)})

    async def show(self, request: web.Request) -> web.StreamResponse:
        """GET /executions/{id} → 200 the execution, byte for byte what the webhook carries; 404 unknown."""
        return web.Response(body=self._exchange.body(self._call(request)), content_type="application/json")

    async def list_of_agent(self, request: web.Request) -> web.StreamResponse:
        """GET /v2/agent/{id}/executions → 200 `{page_number, page_size, total, has_more, data}`, newest first.

        400: only one of from and to, more than 7 days, or a page size above 50. Calls show after the profile's lag.
        """
        exchange = self._exchange
        agent_id = self._agent(request)
        since, until = _span_of(request)
        number, size = _whole(request, "page_number", 1), _whole(request, "page_size", 20)
        if size > LARGEST_PAGE:
            raise Refused(400, f"page_size must be {LARGEST_PAGE} at most: {size}")
        until = min(until, exchange.clock.now() - exchange.profile.list_lag_seconds)
        calls = exchange.truth.of_agent_between(agent_id, since, until)
        calls = [call for call in reversed(calls) if _matches(call, request)]
        start = (number - 1) * size
        bodies = [exchange.body(call).decode() for call in calls[start : start + size]]
        has_more = "true" if start + size < len(calls) else "false"
        head = f'{{"page_number": {number}, "page_size": {size}, "total": {len(calls)}, "has_more": {has_more}'
        return web.Response(text=f'{head}, "data": [{", ".join(bodies)}]}}', content_type="application/json")

    async def recording(self, request: web.Request) -> web.StreamResponse:
        """GET /recordings/call/{id} → 200 audio/wav, 0.1 s of silence; 404 until an answered call is completed."""
        call = self._call(request)
        if call.status is not Status.COMPLETED:
            raise Refused(404, "Recording not found")
        return web.Response(body=_silence(), content_type="audio/wav")

    async def _answer(
        self, request: web.Request, placing: Placing, order: Order, received: float
    ) -> web.StreamResponse:
        execution_id = self._exchange.place(order, received).execution_id if placing in PLACES else ""
        match placing:
            case Placing.PLACED:
                answer = json_answer({"message": "done", "status": "queued", "execution_id": execution_id})
            case Placing.NO_EXECUTION_ID:
                answer = json_answer({"message": "done", "status": "queued"})
            case Placing.TIMEOUT_BEFORE | Placing.TIMEOUT_AFTER:
                await self._closing.wait()
                answer = cut_off(request)
            case Placing.HTTP_500_BEFORE | Placing.HTTP_500_AFTER:
                answer = refusal(500, "Internal server error")
            case Placing.HTTP_429:
                answer = self._slow_down()
            case Placing.INVALID_NUMBER:
                answer = refusal(400, f"Invalid recipient_phone_number: invalid number {order.number}")
            case _:
                assert_never(placing)
        return answer

    def _admit(self, now: float) -> bool:
        """Whether the rate limit lets a request through: no more than the limit in any 60 s."""
        limit = self._exchange.profile.rate_limit_per_minute
        if limit is None:
            return True
        while self._admitted and self._admitted[0] <= now - MINUTE_SECONDS:
            self._admitted.popleft()
        if len(self._admitted) >= limit:
            self._exchange.truth.faults[_ENDPOINT, "rate_limited"] += 1
            return False
        self._admitted.append(now)
        return True

    def _slow_down(self) -> web.Response:
        seconds = self._exchange.profile.retry_after_seconds
        headers = None if seconds is None else {"Retry-After": f"{seconds:g}"}
        return refusal(429, "Rate limit exceeded", headers)

    def _call(self, request: web.Request) -> Call:
        execution_id = request.match_info["execution_id"]
        call = self._exchange.truth.calls.get(execution_id)
        if call is None:
            raise Refused(404, f"Execution not found: {execution_id}")
        return call

    def _agent(self, request: web.Request) -> str:
        agent_id = request.match_info["agent_id"]
        if agent_id not in self._exchange.agents.by_id:
            raise Refused(404, f"Agent not found: {agent_id}")
        return agent_id


def _span_of(request: web.Request) -> tuple[float, float]:
    since, until = request.query.get("from"), request.query.get("to")
    if since is None and until is None:
        return float("-inf"), float("inf")
    if since is None or until is None:
        raise Refused(400, "from and to are required together")
    first, last = _time(since, "from"), _time(until, "to")
    if not 0 <= last - first <= LONGEST_SPAN_SECONDS:
        raise Refused(400, "from must be before to, 7 days apart at most")
    return first, last


def _time(text: str, name: str) -> float:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(400, f"{name} must be an ISO 8601 time in UTC: {text!r}") from None
    if at.tzinfo is None:
        raise Refused(400, f"{name} must carry its offset (Z or +00:00): {text!r}")
    return at.timestamp()


def _whole(request: web.Request, name: str, default: int) -> int:
    text = request.query.get(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise Refused(400, f"{name} must be a whole number from 1: {text!r}")
    return int(text)


def _matches(call: Call, request: web.Request) -> bool:
    query = request.query
    told = {
        "status": call.status.value,
        "call_type": "outbound",
        "provider": "plivo",
        "answered_by_voice_mail": str(call.outcome == Life.VOICEMAIL.value).lower(),
        "batch_id": "",
    }
    return all(query.get(name, value).lower() == value for name, value in told.items())


def _silence() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    return file.getvalue()
