"""Commands on agents."""

from dataclasses import asdict, dataclass
from uuid import UUID

from services.campaigns.commands_context import Context, Revisions, Row, carry_out, row, rows
from services.campaigns.domain import agent
from services.campaigns.domain.refusals import ChangedMeanwhile, NoSuchAgent
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


@dataclass(frozen=True)
class AgentChange:
    """What of an agent is to change; None leaves it as it is."""

    name: str | None = None
    bolna_agent_id: str | None = None
    from_phone_numbers: tuple[str, ...] | None = None


async def update_agent(
    context: Context, user_id: UUID, agent_id: UUID, change: AgentChange, revisions: Revisions = None
) -> None:
    """Change an agent; what is not yet placed goes by it. Raises NoSuchAgent, ChangedMeanwhile, BolnaAgentTaken."""

    async def work(step: Step) -> None:
        known = await _locked(step, user_id, agent_id, revisions)
        if not isinstance(known, agent.Registered):
            raise NoSuchAgent(agent_id=agent_id)
        changed = {name: value for name, value in asdict(change).items() if value is not None}
        command = agent.DescribeAgent(**asdict(known) | changed)
        taken = await _taken(step, command)
        _append(step, command, agent.update(command, known, context.now(), taken=taken))

    await carry_out(context, work)


async def remove_agent(context: Context, user_id: UUID, agent_id: UUID, revisions: Revisions = None) -> None:
    """Remove an agent. Raises NoSuchAgent, ChangedMeanwhile, AgentInUse naming the unfinished campaigns.

    Its row is locked first, so that a campaign that relies on it is either there to be named, or finds no agent.
    """

    async def work(step: Step) -> None:
        known = await _locked(step, user_id, agent_id, revisions)
        using = await rows(step.connection, "unfinished_campaigns_of_agent", agent_id=agent_id)
        unfinished = [f"{found['name']} ({found['campaign_id']})" for found in using]
        for event in agent.remove(agent_id, known, context.now(), unfinished=unfinished):
            step.append(agent_stream(agent_id), event, user_id=user_id)

    await carry_out(context, work)


async def _locked(step: Step, user_id: UUID, agent_id: UUID, revisions: Revisions) -> agent.Agent:
    found = await row(step.connection, "agent_for_update", agent_id=agent_id, user_id=user_id)
    known = _restored(found)
    if revisions is not None and found and isinstance(known, agent.Registered) and found["revision"] not in revisions:
        raise ChangedMeanwhile(what=f"Agent {agent_id}")
    return known


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
