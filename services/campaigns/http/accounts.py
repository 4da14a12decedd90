"""Routes on the caller, API keys, users and the limits of calls."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from services.campaigns import commands
from services.campaigns.http import answers, shown
from services.campaigns.http.authentication import Administrator, Called
from services.campaigns.http.bodies import NewKeyBody, NewUserBody, SystemLimitBody, UserChangeBody
from services.campaigns.http.creating import Creation, create_once
from services.campaigns.http.idempotency import Answer, IdempotencyKey, fingerprint
from services.campaigns.http.idempotency import Request as Repeatable
from services.campaigns.http.paging import Paged, cursors_checked
from services.campaigns.http.parts import Parted, Parts
from services.campaigns.http.problems import FieldError, not_found, wrong_fields
from services.campaigns.views import Everyone
from shared.contracts.campaigns import KeyIssued, UserRegistered

router = APIRouter(tags=["accounts"])
NEW_USER = Creation(UserRegistered, "user_id")
NEW_KEY = Creation(KeyIssued, "key_id")


@router.get("/api/me", response_model=answers.Me)
async def me(who: Called, parts: Parted) -> Response:
    """Answer who asks, with limits and slots in use."""
    view = await parts.views(who.user_id).me()
    if view is None:
        raise not_found("user", who.user_id)
    return answers.answered(shown.me(view))


@router.get("/api/keys", response_model=answers.Page[answers.Key])
async def keys(who: Called, parts: Parted) -> Response:
    """List the caller's keys that are not revoked, newest first, all on one page."""
    views = await parts.views(who.user_id).keys()
    return answers.answered(answers.Page[answers.Key](items=[shown.key(view) for view in views]))


@router.post("/api/keys", status_code=201, response_model=answers.IssuedKey)
async def issue_key(
    request: Request, body: NewKeyBody, who: Called, parts: Parted, key: IdempotencyKey = None
) -> Response:
    """Issue a key to the caller; the answer shows it in full, this once."""
    if body.expires_at is not None and body.expires_at <= datetime.now(UTC):
        message = "has passed: give a later moment, or leave it out for a key that does not expire"
        raise wrong_fields([FieldError("/expires_at", "moment_passed", message, body.expires_at.isoformat())])

    async def make(context: commands.Context, _: UUID) -> Mapping[str, Any]:
        issued = await commands.issue_key(
            context, who.user_id, body.name, read_only=body.read_only, expires_at=body.expires_at
        )
        return {"key": issued.key}

    async def show(key_id: UUID) -> Answer:
        views = await parts.views(who.user_id).keys()
        view = next((view for view in views if view.id == key_id), None)
        if view is None:
            raise not_found("API key", key_id)
        issued = answers.IssuedKey.model_validate(view.model_dump())
        return Answer(201, _without(answers.as_json(issued), "key"), shown.location("keys", key_id))

    repeatable = Repeatable(who.user_id, key, fingerprint("POST", request.url.path, body))
    return await create_once(parts, repeatable, NEW_KEY, make, show)


@router.delete("/api/keys/{key_id}", status_code=204)
async def revoke_key(key_id: UUID, who: Called, parts: Parted) -> Response:
    """Revoke a key of the caller's; said twice is the same as once."""
    await commands.revoke_key(parts.context, who.user_id, key_id)
    await parts.nudge()
    return Response(status_code=204)


@router.get("/api/users", response_model=answers.Page[answers.User])
async def users(_: Administrator, parts: Parted, paging: Paged) -> Response:
    """List all users, newest first."""
    with cursors_checked(paging):
        page = await Everyone(parts.pool).users(cursor=paging.cursor, limit=paging.limit)
    items = [shown.user(view) for view in page.items]
    return answers.answered(answers.Page[answers.User](items=items, next_cursor=page.next_cursor))


@router.post("/api/users", status_code=201, response_model=answers.RegisteredUser)
async def register_user(
    request: Request, body: NewUserBody, who: Administrator, parts: Parted, key: IdempotencyKey = None
) -> Response:
    """Register a user; the answer shows their first key, this once. 409 email_taken."""

    async def make(context: commands.Context, _: UUID) -> Mapping[str, Any]:
        registered = await commands.register_user(context, _new_user(parts, body))
        return {"api_key": registered.key.key}

    async def show(user_id: UUID) -> Answer:
        user = answers.RegisteredUser.model_validate((await _user(parts, user_id)).model_dump())
        return Answer(201, _without(answers.as_json(user), "api_key"), shown.location("users", user_id))

    repeatable = Repeatable(who.user_id, key, fingerprint("POST", request.url.path, body))
    return await create_once(parts, repeatable, NEW_USER, make, show)


@router.patch("/api/users/{user_id}", response_model=answers.User)
async def change_user(
    user_id: Annotated[UUID, Path()], body: UserChangeBody, _: Administrator, parts: Parted
) -> Response:
    """Change a user: what is absent stays. 409 email_taken; lowering the limit drains."""
    profile = body.model_dump(exclude={"concurrent_calls_limit", "suspended"}, exclude_none=True)
    context = parts.context
    if profile:
        await commands.update_user(context, user_id, commands.UserChange(**profile))
    if body.concurrent_calls_limit is not None:
        await commands.change_user_limit(context, user_id, body.concurrent_calls_limit)
    if body.suspended is not None:
        await (commands.suspend_user if body.suspended else commands.restore_user)(context, user_id)
    await parts.nudge()
    return answers.answered(await _user(parts, user_id))


@router.get("/api/settings/concurrency", response_model=answers.Slots)
async def concurrency(who: Called, parts: Parted) -> Response:
    """Answer limits and slots in use, the caller's and the system's."""
    return answers.answered(shown.slots(await parts.views(who.user_id).slots()))


@router.patch("/api/settings/concurrency", response_model=answers.Slots)
async def change_concurrency(body: SystemLimitBody, who: Administrator, parts: Parted) -> Response:
    """Set how many calls may be live in all; 0 stops all new calls, lowering drains."""
    await commands.change_system_limit(parts.context, body.system_limit)
    await parts.nudge()
    return answers.answered(shown.slots(await parts.views(who.user_id).slots()))


def _new_user(parts: Parts, body: NewUserBody) -> commands.NewUser:
    settings, limit = parts.settings, body.concurrent_calls_limit
    return commands.NewUser(
        name=body.name,
        email=body.email,
        role=body.role,
        concurrent_calls_limit=settings.default_user_concurrent_calls_limit if limit is None else limit,
        timezone=body.timezone or settings.default_timezone,
        default_country=body.default_country or settings.default_country,
        allowed_countries=body.allowed_countries,
    )


async def _user(parts: Parts, user_id: UUID) -> answers.User:
    view = await Everyone(parts.pool).user(user_id)
    if view is None:
        raise not_found("user", user_id)
    return shown.user(view)


def _without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {field: value for field, value in body.items() if field != name}
