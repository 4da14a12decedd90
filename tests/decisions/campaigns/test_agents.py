from services.campaigns.domain import agent
from services.campaigns.domain.agent import Agent, AgentEvent, DescribeAgent
from services.campaigns.domain.refusals import AgentInUse, BolnaAgentTaken, NoSuchAgent
from shared.contracts.campaigns import AgentRegistered, AgentRemoved, AgentUpdated
from shared.testing.examples import AGENT, BOLNA_AGENT, CAMPAIGN, NOW, USER
from shared.testing.spec import history

NOTHING: Agent = agent.Unknown()
given = history(NOTHING, agent.evolve)

COMMAND = DescribeAgent(agent_id=AGENT, user_id=USER, name="Renewals", bolna_agent_id=BOLNA_AGENT)
ANOTHER = COMMAND.model_copy(update={"bolna_agent_id": "another"})
registered = AgentRegistered(at=NOW, **COMMAND.model_dump())
updated = AgentUpdated(at=NOW, **ANOTHER.model_dump())
removed = AgentRemoved(at=NOW, agent_id=AGENT, user_id=USER)


def registering(known: Agent) -> list[AgentEvent]:
    return agent.register(COMMAND, known, NOW, taken=False)


def updating(known: Agent) -> list[AgentEvent]:
    return agent.update(ANOTHER, known, NOW, taken=False)


def removing(known: Agent) -> list[AgentEvent]:
    return agent.remove(AGENT, known, NOW, unfinished=[])


def test_an_agent_is_registered_once() -> None:
    given().when(registering).then(registered)
    given(registered).when(registering).then()
    given(registered, removed).when(registering).then()


def test_an_agent_of_bolnas_belongs_to_one_user() -> None:
    given().when(lambda known: agent.register(COMMAND, known, NOW, taken=True)).refused(BolnaAgentTaken)
    given(registered).when(lambda known: agent.update(ANOTHER, known, NOW, taken=True)).refused(BolnaAgentTaken)


def test_what_holds_of_an_agent_is_recorded_when_it_changes() -> None:
    given(registered).when(updating).then(updated)
    given(registered, updated).when(updating).then()


def test_an_agent_is_removed_once() -> None:
    given(registered).when(removing).then(removed)
    given(registered, removed).when(removing).then()


def test_an_agent_in_use_is_not_removed_and_its_campaigns_are_named() -> None:
    refusal = (
        given(registered)
        .when(lambda known: agent.remove(AGENT, known, NOW, unfinished=[str(CAMPAIGN)]))
        .refused(AgentInUse)
    )
    assert str(CAMPAIGN) in str(refusal)


def test_an_agent_that_is_not_there_is_missing() -> None:
    given().when(updating).refused(NoSuchAgent)
    given(registered, removed).when(updating).refused(NoSuchAgent)
    given().when(removing).refused(NoSuchAgent)
