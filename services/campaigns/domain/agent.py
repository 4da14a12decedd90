"""Agents of Bolna's, each connected to one user's account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

from services.campaigns.domain.command import Command
from services.campaigns.domain.refusals import AgentInUse, BolnaAgentTaken, NoSuchAgent
from shared.contracts.campaigns import AgentRegistered, AgentRemoved, AgentUpdated
from shared.contracts.event import PhoneNumber

AgentEvent = AgentRegistered | AgentUpdated | AgentRemoved


class DescribeAgent(Command):
    """A user connects an agent, or says what holds of it from now on."""

    agent_id: UUID
    user_id: UUID
    name: str
    bolna_agent_id: str
    from_phone_numbers: tuple[PhoneNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """No agent yet."""


@dataclass(frozen=True, slots=True)
class Registered:
    """An agent that campaigns may call with."""

    agent_id: UUID
    user_id: UUID
    name: str
    bolna_agent_id: str
    from_phone_numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """An agent that is no more."""


Agent = Unknown | Registered | Removed


def register(command: DescribeAgent, agent: Agent, now: datetime, *, taken: bool) -> list[AgentEvent]:
    """Connect an agent, once. Raises BolnaAgentTaken where Bolna's agent is registered already."""
    match agent:
        case Registered() | Removed():
            return []
        case Unknown():
            if taken:
                raise BolnaAgentTaken(bolna_agent_id=command.bolna_agent_id)
            return [AgentRegistered(at=now, **command.model_dump())]
        case _:
            assert_never(agent)


def update(command: DescribeAgent, agent: Agent, now: datetime, *, taken: bool) -> list[AgentEvent]:
    """Record what holds from now on; nothing where nothing changes. Raises NoSuchAgent, BolnaAgentTaken."""
    match agent:
        case Unknown() | Removed():
            raise NoSuchAgent(agent_id=command.agent_id)
        case Registered():
            if agent == Registered(**command.model_dump()):
                return []
            if taken and command.bolna_agent_id != agent.bolna_agent_id:
                raise BolnaAgentTaken(bolna_agent_id=command.bolna_agent_id)
            return [AgentUpdated(at=now, **command.model_dump())]
        case _:
            assert_never(agent)


def remove(agent_id: UUID, agent: Agent, now: datetime, *, unfinished: Sequence[str]) -> list[AgentEvent]:
    """Remove an agent; removed already, nothing changes. Raises NoSuchAgent, AgentInUse naming unfinished campaigns."""
    match agent:
        case Unknown():
            raise NoSuchAgent(agent_id=agent_id)
        case Removed():
            return []
        case Registered():
            if unfinished:
                raise AgentInUse(agent_id=agent_id, campaigns=", ".join(unfinished))
            return [AgentRemoved(at=now, agent_id=agent_id, user_id=agent.user_id)]
        case _:
            assert_never(agent)


def evolve(agent: Agent, event: AgentEvent) -> Agent:
    """The agent once this has happened; nothing brings a removed one back."""
    match event, agent:
        case _, Removed():
            return agent
        case ((AgentRegistered() | AgentUpdated()), _):
            return Registered(**event.model_dump(exclude={"at"}))
        case AgentRemoved(), _:
            return Removed()
        case _ as never:
            assert_never(never)
