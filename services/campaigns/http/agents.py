"""Routes on agents."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.campaigns import commands
from services.campaigns.http import answers, shown
from services.campaigns.http.authentication import Called
from services.campaigns.http.bodies import AgentChangeBody, NewAgentBody
from services.campaigns.http.creating import Creation, create_once
from services.campaigns.http.idempotency import Answer, IdempotencyKey, fingerprint
from services.campaigns.http.idempotency import Request as Repeatable
from services.campaigns.http.paging import Paged, cursors_checked
from services.campaigns.http.parts import Parted, Parts
from services.campaigns.http.preconditions import IfMatch, etag
from services.campaigns.http.problems import FieldError, not_found, wrong_fields
from services.campaigns.views_shapes import AgentView
from shared.contracts.campaigns import AgentRegistered

router = APIRouter(tags=["agents"])
NEW_AGENT = Creation(AgentRegistered, "agent_id")


@router.get("/api/agents", response_model=answers.Page[answers.Agent])
async def agents(who: Called, parts: Parted, paging: Paged) -> Response:
    """List the caller's agents, newest first."""
    with cursors_checked(paging):
        page = await parts.views(who.user_id).agents(cursor=paging.cursor, limit=paging.limit)
    items = [shown.agent(view) for view in page.items]
    return answers.answered(answers.Page[answers.Agent](items=items, next_cursor=page.next_cursor))


@router.post("/api/agents", status_code=201, response_model=answers.Agent)
async def register_agent(
    request: Request, body: NewAgentBody, who: Called, parts: Parted, key: IdempotencyKey = None
) -> Response:
    """Connect an agent of Bolna's; 409 bolna_agent_taken where it is connected already, whosever it is."""

    async def make(context: commands.Context, _: UUID) -> None:
        new = commands.NewAgent(body.name, body.bolna_agent_id, body.from_phone_numbers)
        await commands.register_agent(context, who.user_id, new)

    async def show(agent_id: UUID) -> Answer:
        view = await agent_view(parts, who.user_id, agent_id)
        headers = {**shown.location("agents", agent_id), "ETag": etag(view.revision)}
        return Answer(201, answers.as_json(shown.agent(view)), headers)

    repeatable = Repeatable(who.user_id, key, fingerprint("POST", request.url.path, body))
    return await create_once(parts, repeatable, NEW_AGENT, make, show)


@router.get("/api/agents/{agent_id}", response_model=answers.Agent)
async def agent(agent_id: UUID, who: Called, parts: Parted) -> Response:
    """Answer one agent."""
    view = await agent_view(parts, who.user_id, agent_id)
    return answers.answered(shown.agent(view), headers={"ETag": etag(view.revision)})


@router.patch("/api/agents/{agent_id}", response_model=answers.Agent)
async def change_agent(
    agent_id: UUID, body: AgentChangeBody, *, who: Called, parts: Parted, revisions: IfMatch
) -> Response:
    """Change an agent: what is absent stays. Calls that are not yet placed go by it. 409 bolna_agent_taken."""
    cleared = body.model_fields_set & {name for name, value in body if value is None}
    if wrong := sorted(cleared - {"from_phone_numbers"}):
        raise wrong_fields(
            [FieldError(f"/{one}", "required", "cannot be cleared: give another value") for one in wrong]
        )
    numbers = () if "from_phone_numbers" in cleared else body.from_phone_numbers
    change = commands.AgentChange(body.name, body.bolna_agent_id, numbers)
    await commands.update_agent(parts.context, who.user_id, agent_id, change, revisions)
    await parts.nudge()
    return await agent(agent_id, who, parts)


@router.delete("/api/agents/{agent_id}", status_code=204)
async def remove_agent(agent_id: UUID, *, who: Called, parts: Parted, revisions: IfMatch) -> Response:
    """Remove an agent; 409 agent_in_use names the campaigns while one is unfinished. Said twice is the same as once."""
    await commands.remove_agent(parts.context, who.user_id, agent_id, revisions)
    await parts.nudge()
    return Response(status_code=204)


async def agent_view(parts: Parts, user_id: UUID, agent_id: UUID) -> AgentView:
    """Return an agent of the user's; raises Problem not_found."""
    view = await parts.views(user_id).agent(agent_id)
    if view is None:
        raise not_found("agent", agent_id)
    return view
