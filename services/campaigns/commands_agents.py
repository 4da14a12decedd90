"""Commands on agents."""

from dataclasses import asdict, dataclass
from uuid import UUID

from services.campaigns.commands_context import Context, Row, carry_out, row, rows
from services.campaigns.domain import agent
from shared.contracts.ids import agent_stream
from shared.runtime.worker import Step


@dataclass(frozen=True)
class NewAgent:
    """An agent of Bolna's to be connected, or what holds of it from now on."""

    name: str
    bolna_agent_id: str
    from_phone_numbers: tuple[str, ...] = ()


async def register_agent(context: Context, user_id: UUID, new: NewAgent) -> UUID:
    """Connect an agent of Bolna's; return its id. Raises BolnaAgentTaken."""
    command = agent.DescribeAgent(agent_id=context.new_id(), user_id=user_id, **asdict(new))

    async def work(step: Step) -> None:
        taken = await _taken(step, command)
        _append(step, command, agent.register(command, agent.Unknown(), context.now(), taken=taken))

    await carry_out(context, work)
    return command.agent_id


async def update_agent(context: Context, user_id: UUID, agent_id: UUID, new: NewAgent) -> None:
    """Change an agent. Raises NoSuchAgent, BolnaAgentTaken."""
    command = agent.DescribeAgent(agent_id=agent_id, user_id=user_id, **asdict(new))

    async def work(step: Step) -> None:
        known = _restored(await row(step.connection, "agent_for_update", agent_id=agent_id, user_id=user_id))
        taken = await _taken(step, command)
        _append(step, command, agent.update(command, known, context.now(), taken=taken))

    await carry_out(context, work)


async def remove_agent(context: Context, user_id: UUID, agent_id: UUID) -> None:
    """Remove an agent. Raises NoSuchAgent, AgentInUse naming the unfinished campaigns."""

    async def work(step: Step) -> None:
        known = _restored(await row(step.connection, "agent_for_update", agent_id=agent_id, user_id=user_id))
        using = await rows(step.connection, "unfinished_campaigns_of_agent", agent_id=agent_id)
        unfinished = [found["campaign_id"] for found in using]
        for event in agent.remove(agent_id, known, context.now(), unfinished=unfinished):
            step.append(agent_stream(agent_id), event, user_id=user_id)

    await carry_out(context, work)


def _restored(found: Row | None) -> agent.Agent:
    if found is None:
        return agent.Unknown()
    if found["removed_at"] is not None:
        return agent.Removed()
    return agent.Registered(
        found["agent_id"],
        found["user_id"],
        found["name"],
        found["bolna_agent_id"],
        tuple(found["from_phone_numbers"]),
    )


async def _taken(step: Step, command: agent.DescribeAgent) -> bool:
    whose = {"bolna_agent_id": command.bolna_agent_id, "agent_id": command.agent_id}
    return await row(step.connection, "bolna_agent_taken", **whose) is not None


def _append(step: Step, command: agent.DescribeAgent, events: list[agent.AgentEvent]) -> None:
    for event in events:
        step.append(agent_stream(command.agent_id), event, user_id=command.user_id)
