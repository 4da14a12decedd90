"""The account's agents, as the API made or changed them."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from simulator.domain.call import rfc3339
from simulator.domain.orders import Refused

PATCHABLE = frozenset(
    {
        "agent_name",
        "agent_welcome_message",
        "webhook_url",
        "synthesizer",
        "ingest_source_config",
        "telephony_provider",
        "calling_guardrails",
    }
)
"""What PATCH accepts within `agent_config` (bolna.md section 3); beside it only `agent_prompts`."""

_AGENT_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")


@dataclass(slots=True)
class Agent:
    """One agent: its configuration as given, times in UNIX seconds."""

    id: str
    created: float
    updated: float
    config: dict[str, Any] = field(default_factory=dict)
    prompts: dict[str, Any] = field(default_factory=dict)

    def told(self, default_webhook_url: str | None) -> dict[str, Any]:
        """The agent as GET answers: Bolna's fields, the configuration flat and under `agent_config`."""
        config = {"webhook_url": default_webhook_url} | self.config
        return config | {
            "id": self.id,
            "agent_name": self.config.get("agent_name", f"Agent {self.id[:8]}"),
            "agent_type": self.config.get("agent_type", "other"),
            "agent_status": "processed",
            "created_at": rfc3339(self.created),
            "updated_at": rfc3339(self.updated),
            "tasks": self.config.get("tasks", []),
            "agent_prompts": self.prompts,
            "agent_config": config,
        }


class Agents:
    """All agents by id. An agent whose configuration names no webhook_url has the server's default; null means none."""

    def __init__(self, default_webhook_url: str | None) -> None:
        self.default_webhook_url = default_webhook_url
        self.by_id: dict[str, Agent] = {}

    def create(self, body: object, now: float) -> Agent:
        """A new agent from `{agent_config, agent_prompts?, id?}`. Raises Refused with 400."""
        if not isinstance(body, dict) or not isinstance(body.get("agent_config"), dict):
            raise Refused(400, "agent_config is required")
        prompts = _prompts(body)
        agent_id = body.get("id", str(uuid4()))
        if not isinstance(agent_id, str) or not _AGENT_ID.fullmatch(agent_id):
            raise Refused(400, f"id must be 1 to 100 letters, digits, - or _: {agent_id!r}")
        if agent_id in self.by_id:
            raise Refused(400, f"there is already an agent {agent_id}")
        agent = self.ensure(agent_id, now)
        agent.config, agent.prompts = dict(body["agent_config"]), prompts
        return agent

    def ensure(self, agent_id: str, now: float) -> Agent:
        """The agent of this id, made with the server's defaults if there is none."""
        if agent_id not in self.by_id:
            self.by_id[agent_id] = Agent(agent_id, now, now)
        return self.by_id[agent_id]

    def change(self, agent: Agent, body: object, now: float) -> None:
        """PATCH: lays the given fields over the agent. Raises Refused with 400 naming what PATCH does not accept."""
        if not isinstance(body, dict) or not isinstance(body.get("agent_config", {}), dict):
            raise Refused(400, "The body must be an object with agent_config and/or agent_prompts")
        config = body.get("agent_config", {})
        foreign = sorted({f"agent_config.{name}" for name in config.keys() - PATCHABLE})
        foreign += sorted(body.keys() - {"agent_config", "agent_prompts"})
        if foreign:
            raise Refused(400, f"PATCH does not accept {', '.join(foreign)}")
        agent.prompts |= _prompts(body)
        agent.config |= config
        agent.updated = now

    def webhook_url(self, agent_id: str) -> str | None:
        """Where the agent's webhooks go; None sends none."""
        agent = self.by_id.get(agent_id)
        url = self.default_webhook_url if agent is None else agent.config.get("webhook_url", self.default_webhook_url)
        return url if isinstance(url, str) and url else None


def _prompts(body: dict[str, Any]) -> dict[str, Any]:
    prompts = body.get("agent_prompts")
    if prompts is None:
        return {}
    if not isinstance(prompts, dict):
        raise Refused(400, "agent_prompts must be an object")
    return dict(prompts)
