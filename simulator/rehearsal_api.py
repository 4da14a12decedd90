"""The simulator's own endpoints: its profile, and the truth of what happened. They need no key."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from aiohttp import web

from simulator.answers import UNPROCESSABLE, json_answer, json_of
from simulator.domain.call import Call, rfc3339
from simulator.domain.merging import UnusableProfile, merged
from simulator.domain.orders import Refused
from simulator.domain.profile import Profile
from simulator.domain.statuses import TERMINAL
from simulator.exchange import Exchange

_WRITTEN_AT_ONCE = 500


class RehearsalApi:
    """`at_start` is the profile that DELETE /simulator/profile goes back to."""

    def __init__(self, exchange: Exchange, at_start: Profile) -> None:
        self._exchange = exchange
        self._at_start = at_start

    def routes(self) -> list[web.RouteDef]:
        """The endpoints of this module."""
        return [
            web.get("/simulator/profile", self.profile),
            web.put("/simulator/profile", self.change),
            web.delete("/simulator/profile", self.restore),
            web.get("/simulator/calls", self.calls),
            web.delete("/simulator/calls", self.forget),
            web.get("/simulator/peaks", self.peaks),
            web.get("/simulator/summary", self.summary),
            web.get("/simulator/requests", self.requests),
            web.get("/simulator/webhooks", self.webhooks),
        ]

    async def profile(self, _: web.Request) -> web.StreamResponse:
        """GET /simulator/profile → 200 the whole profile in force."""
        return json_answer(self._exchange.profile.model_dump(mode="json"))

    async def change(self, request: web.Request) -> web.StreamResponse:
        """PUT /simulator/profile, whole or in part → 200 the profile in force; 422 naming every wrong field."""
        try:
            profile = merged(self._exchange.profile, await json_of(request))
        except UnusableProfile as unusable:
            return json_answer(_problem(unusable), UNPROCESSABLE)
        self._exchange.take(profile)
        return await self.profile(request)

    async def restore(self, request: web.Request) -> web.StreamResponse:
        """DELETE /simulator/profile → 200 the profile the simulator started with, in force again."""
        self._exchange.take(self._at_start)
        return await self.profile(request)

    async def calls(self, request: web.Request) -> web.StreamResponse:
        """GET /simulator/calls?agent_id=&number=&since=&limit= → 200 `{"total": n, "calls": […]}`, oldest first.

        `since` (RFC 3339) and later by `received`; `total` counts all that match, `limit` cuts the list. Streamed.
        """
        calls = self._chosen(request)
        limit = request.query.get("limit", str(len(calls)))
        if not limit.isdigit():
            raise Refused(400, f"limit must be a whole number: {limit!r}")
        answer = web.StreamResponse(headers={"Content-Type": "application/json; charset=utf-8"})
        await answer.prepare(request)
        await answer.write(f'{{"total": {len(calls)}, "calls": ['.encode())
        for chunk in _chunks(calls[: int(limit)]):
            await answer.write(chunk)
        await answer.write(b"]}")
        await answer.write_eof()
        return answer

    async def forget(self, _: web.Request) -> web.StreamResponse:
        """DELETE /simulator/calls → 204. Calls, peaks, counts and waiting webhooks are gone; agents, profile stay."""
        self._exchange.reset()
        return web.Response(status=204)

    async def peaks(self, _: web.Request) -> web.StreamResponse:
        """GET /simulator/peaks → 200 `{all, live, agents: {id: n}, users: {id: n}, on_the_line, calls_in_a_minute}`."""
        return json_answer(self._exchange.truth.peaks())

    async def summary(self, _: web.Request) -> web.StreamResponse:
        """GET /simulator/summary → 200 counts, bounded lists of what should not be, and the webhooks' counts."""
        return json_answer(self._exchange.truth.summary() | {"webhooks": self._exchange.courier.summary()})

    async def requests(self, _: web.Request) -> web.StreamResponse:
        """GET /simulator/requests → 200 `{endpoint: {answers: {status: n}, faults: {fault: n}}}`."""
        return json_answer(self._exchange.truth.requests())

    async def webhooks(self, request: web.Request) -> web.StreamResponse:
        """GET /simulator/webhooks?execution_id=&number= → 200 `{sent, delivered, given_up, lost, waiting, webhooks}`.

        `webhooks` are the last 20,000 attempts, oldest first.
        """
        wanted = {name: request.query[name] for name in ("execution_id", "number") if name in request.query}
        attempts = [
            attempt.told()
            for attempt in self._exchange.courier.log
            if all(getattr(attempt, name) == value for name, value in wanted.items())
        ]
        return json_answer(self._exchange.courier.summary() | {"webhooks": attempts})

    def _chosen(self, request: web.Request) -> list[Call]:
        truth, query = self._exchange.truth, request.query
        calls = truth.agents.get(query["agent_id"], []) if "agent_id" in query else truth.calls.values()
        since = _since(query.get("since"))
        number = query.get("number")
        return [call for call in calls if call.received >= since and number in (None, call.number)]


def _since(text: str | None) -> float:
    if text is None:
        return 0.0
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        raise Refused(400, f"since must be an RFC 3339 time: {text!r}") from None


def _chunks(calls: list[Call]) -> Iterator[bytes]:
    for start in range(0, len(calls), _WRITTEN_AT_ONCE):
        told = (json.dumps(_told(call), ensure_ascii=False) for call in calls[start : start + _WRITTEN_AT_ONCE])
        yield (("," if start else "") + ",".join(told)).encode()


def _told(call: Call) -> dict[str, Any]:
    return {
        "execution_id": call.execution_id,
        "number": call.number,
        "agent_id": call.agent_id,
        "from": call.sender,
        "user_data": json.loads(call.user_data),
        "nth": call.nth,
        "life": call.life.value,
        "status": call.status.value,
        "outcome": call.outcome,
        "live": call.live,
        "received": rfc3339(call.received),
        "started": rfc3339(call.started),
        "line_ended": rfc3339(call.line_ended),
        "ended": rfc3339(call.history.last(*TERMINAL)),
        "history": [{"status": status.value, "at": rfc3339(at)} for status, at in call.history],
    }


def _problem(unusable: UnusableProfile) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": "The profile cannot be used",
        "status": UNPROCESSABLE,
        "detail": str(unusable),
        "errors": [{"field": one.field, "value": one.value, "message": one.message} for one in unusable.wrong],
    }
