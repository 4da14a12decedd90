"""Bolna's agents: their names, where they send webhooks, and which of their settings would dial without us."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from shared.bolna import reading
from shared.bolna.reading import Unreadable


class DialsOnItsOwn(StrEnum):
    """A setting of an agent at Bolna by which a call is dialled at a time that we did not choose."""

    AUTO_RETRY = "auto_retry"
    """Bolna repeats calls that failed."""
    AUTO_RESCHEDULE = "auto_reschedule"
    """Bolna calls back when the person asks for it."""
    CALLING_GUARDRAILS = "calling_guardrails"
    """Bolna holds a call until its own calling hours, then dials."""


class Agent(BaseModel):
    """One agent as Bolna has it. `webhook_url` is None where none is set or shown."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str | None = None
    status: str | None = None
    """`seeding` or `processed`."""
    webhook_url: str | None = None
    dials_on_its_own: tuple[DialsOnItsOwn, ...] = ()


def read_agent(found: Any) -> Agent:
    """Read `GET /v2/agent/{id}` or one row of `GET /v2/agent/all`. Raises Unreadable without an object and its id."""
    if not isinstance(found, Mapping):
        raise Unreadable("the agent is no JSON object")
    agent_id = reading.text(found.get("id")) or reading.text(found.get("agent_id"))
    if agent_id is None:
        raise Unreadable("the agent has no id")
    return Agent(
        id=agent_id,
        name=reading.text(found.get("agent_name")) or _somewhere(found, "agent_name"),
        status=reading.text(found.get("agent_status")),
        webhook_url=_somewhere(found, "webhook_url"),
        dials_on_its_own=tuple(sorted({setting for key, value in _pairs(found) for setting in _flags(key, value)})),
    )


def _flags(key: str, value: Any) -> Iterator[DialsOnItsOwn]:
    match key:
        case "retry_config" | "auto_retry" if _enabled(value):
            yield DialsOnItsOwn.AUTO_RETRY
        case "auto_reschedule" if _enabled(value):
            yield DialsOnItsOwn.AUTO_RESCHEDULE
        case "calling_guardrails" if (
            isinstance(value, Mapping) and reading.whole(value.get("call_start_hour")) is not None
        ):
            yield DialsOnItsOwn.CALLING_GUARDRAILS
        case _:
            return


def _enabled(value: Any) -> bool:
    return bool(reading.flag(value.get("enabled") if isinstance(value, Mapping) else value))


def _somewhere(found: Mapping[str, Any], name: str) -> str | None:
    """Where a setting sits (top, agent_config) differs between Bolna's pages; a tool's own URL has another name."""
    return reading.text(found.get(name)) or reading.text(reading.at(found, ("agent_config", name)))


def _pairs(found: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value, at any depth."""
    waiting = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            yield from value.items()
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
