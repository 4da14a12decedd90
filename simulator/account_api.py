"""Bolna's endpoints about agents, phone numbers and the account."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from aiohttp import web

from simulator.agents import Agent
from simulator.answers import json_answer, json_of
from simulator.domain.call import rfc3339
from simulator.domain.orders import Refused
from simulator.exchange import Exchange


class AccountApi:
    """Agents can be made, read, changed and deleted; numbers and account are as the profile says."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._since = exchange.clock.now()

    def routes(self) -> list[web.RouteDef]:
        """The endpoints of this module."""
        return [
            web.get("/v2/agent/all", self.agents),
            web.post("/v2/agent", self.create),
            web.get("/v2/agent/{agent_id}", self.agent),
            web.patch("/v2/agent/{agent_id}", self.change),
            web.delete("/v2/agent/{agent_id}", self.delete),
            web.get("/phone-numbers/all", self.phone_numbers),
            web.get("/user/me", self.account),
        ]

    async def agents(self, _: web.Request) -> web.StreamResponse:
        """GET /v2/agent/all → 200 a bare array of agents."""
        return json_answer([self._told(agent) for agent in self._exchange.agents.by_id.values()])

    async def create(self, request: web.Request) -> web.StreamResponse:
        """POST /v2/agent `{agent_config, agent_prompts?, id?}` → 201 `{agent_id, state: "created"}`; 400."""
        agent = self._exchange.agents.create(await json_of(request), self._exchange.clock.now())
        return json_answer({"agent_id": agent.id, "state": "created"}, 201)

    async def agent(self, request: web.Request) -> web.StreamResponse:
        """GET /v2/agent/{id} → 200 the agent; 404."""
        return json_answer(self._told(self._agent(request)))

    async def change(self, request: web.Request) -> web.StreamResponse:
        """PATCH /v2/agent/{id} → 200 `{message, state: "updated"}`; 400 naming what PATCH does not accept, 404."""
        agent = self._agent(request)
        self._exchange.agents.change(agent, await json_of(request), self._exchange.clock.now())
        return json_answer({"message": "success", "state": "updated"})

    async def delete(self, request: web.Request) -> web.StreamResponse:
        """DELETE /v2/agent/{id} → 200 `{message, state: "deleted"}`; 404. Its calls stay in the truth."""
        del self._exchange.agents.by_id[self._agent(request).id]
        return json_answer({"message": "success", "state": "deleted"})

    async def phone_numbers(self, _: web.Request) -> web.StreamResponse:
        """GET /phone-numbers/all → 200 a bare array of the numbers that the account owns."""
        return json_answer([self._number(number) for number in self._exchange.profile.phone_numbers])

    async def account(self, _: web.Request) -> web.StreamResponse:
        """GET /user/me → 200 `{id, name, email, wallet, concurrency: {max, current}}`; current: calls on the line."""
        profile = self._exchange.profile
        return json_answer(
            {
                "id": str(uuid5(NAMESPACE_URL, "simulated-account")),
                "name": "Simulated account",
                "email": "simulated@example.com",
                "wallet": 0.0 if profile.balance_low else 42.42,
                "concurrency": {
                    "max": profile.account_concurrency_max,
                    "current": self._exchange.truth.on_the_line.now,
                },
            }
        )

    def _agent(self, request: web.Request) -> Agent:
        agent_id = request.match_info["agent_id"]
        agent = self._exchange.agents.by_id.get(agent_id)
        if agent is None:
            raise Refused(404, f"Agent not found: {agent_id}")
        return agent

    def _told(self, agent: Agent) -> dict[str, Any]:
        return agent.told(self._exchange.agents.default_webhook_url)

    def _number(self, number: str) -> dict[str, Any]:
        since = rfc3339(self._since)
        return {
            "id": str(uuid5(NAMESPACE_URL, number)),
            "phone_number": number,
            "agent_id": None,
            "price": "$5.0",
            "telephony_provider": "plivo",
            "rented": True,
            "created_at": since,
            "updated_at": since,
            "renewal_at": None,
            "humanized_created_at": "just now",
            "humanized_updated_at": "just now",
            "humanized_renewal_at": None,
        }
