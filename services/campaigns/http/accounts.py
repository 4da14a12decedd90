"""Routes on the caller, API keys, users and the limits of calls."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import SecretStr

from services.campaigns import commands
from services.campaigns.http import answers, shown
from services.campaigns.http.authentication import Administrator, Called, Caller
from services.campaigns.http.bodies import NewKeyBody, NewUserBody, OwnChangeBody, SystemLimitBody, UserChangeBody
from services.campaigns.http.browsers import source_of
from services.campaigns.http.creating import Creation, create_once
from services.campaigns.http.fields import Name
from services.campaigns.http.idempotency import Answer, IdempotencyKey, fingerprint
from services.campaigns.http.idempotency import Request as Repeatable
from services.campaigns.http.paging import Paged, cursors_checked
from services.campaigns.http.parts import Parted, Parts
from services.campaigns.http.problems import FieldError, not_found, wrong_fields
from services.campaigns.http.stopping import PATIENCE_SECONDS, in_force_within
from services.campaigns.views import Everyone
from shared.contracts.campaigns import KeyIssued, UserRegistered
from shared.contracts.questions import AskApplied

router = APIRouter(tags=["accounts"])
STOP_PATIENCE_SECONDS = PATIENCE_SECONDS
"""So long a stop of everything waits before it answers 202."""
NEW_USER = Creation(UserRegistered, "user_id")
NEW_KEY = Creation(KeyIssued, "key_id")


@router.get("/api/me", response_model=answers.Me)
async def me(who: Called, parts: Parted) -> Response:
    """Answer who asks, with limits and slots in use."""
    view = await parts.views(who.user_id).me()
    if view is None:
        raise not_found("user", who.user_id)
    return answers.answered(shown.me(view, who.credential))


@router.patch("/api/me", response_model=answers.Me)
async def change_me(request: Request, body: OwnChangeBody, who: Called, parts: Parted) -> Response:
    """Change one's own name or password, all of it or nothing: what is absent stays.

    Another password needs the present one, where there is one: 422 wrong_password, 429 too_many_attempts. It ends every
    session but the one that asks.
    """
    if body.password is not None:
        await _prove(request, parts, who, body.current_password)
    change = commands.UserChange(name=body.name, password_hash=await _hashed(parts, body.password))
    staying = who.credential.id if who.credential.kind == "session" else None
    await commands.update_user(parts.context, who.user_id, change, staying=staying)
    await parts.nudge()
    return await me(who, parts)


@router.get("/api/keys", response_model=answers.Page[answers.Key])
async def keys(who: Called, parts: Parted, paging: Paged) -> Response:
    """List the caller's keys that are not revoked, newest first."""
    with cursors_checked(paging):
        page = await parts.views(who.user_id).keys(cursor=paging.cursor, limit=paging.limit)
    items = [shown.key(view) for view in page.items]
    return answers.answered(answers.Page[answers.Key](items=items, next_cursor=page.next_cursor))


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
        view = await parts.views(who.user_id).key(key_id)
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
async def users(
    _: Administrator,
    parts: Parted,
    paging: Paged,
    email: Annotated[Name | None, Query(description="the one who has this address, whatever its case")] = None,
) -> Response:
    """List all users, newest first."""
    with cursors_checked(paging):
        page = await Everyone(parts.pool).users(email=email, cursor=paging.cursor, limit=paging.limit)
    items = [shown.user(view) for view in page.items]
    return answers.answered(answers.Page[answers.User](items=items, next_cursor=page.next_cursor))


@router.post("/api/users", status_code=201, response_model=answers.RegisteredUser)
async def register_user(
    request: Request, body: NewUserBody, who: Administrator, parts: Parted, key: IdempotencyKey = None
) -> Response:
    """Register a user; the answer shows their first key, this once. 409 email_taken."""

    async def make(context: commands.Context, _: UUID) -> Mapping[str, Any]:
        registered = await commands.register_user(context, await _new_user(parts, body))
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
    """Change a user, all of it or nothing: what is absent stays.

    409 email_taken; 409 last_administrator where nobody would be left to administer. Lowering the limit drains.
    Suspending, or another password, ends the user's sessions.
    """
    fields = body.model_dump(exclude={"password"}, exclude_none=True)
    every_country = "allowed_countries" in body.model_fields_set and body.allowed_countries is None
    password_hash = await _hashed(parts, body.password)
    change = commands.UserChange(**fields, every_country=every_country, password_hash=password_hash)
    await commands.update_user(parts.context, user_id, change)
    await parts.nudge()
    return answers.answered(await _user(parts, user_id))


@router.get("/api/settings/concurrency", response_model=answers.Concurrency)
async def concurrency(who: Called, parts: Parted) -> Response:
    """Answer limits and slots in use, the caller's and the system's."""
    return answers.answered(await _concurrency(parts, who.user_id))


@router.patch(
    "/api/settings/concurrency",
    response_model=answers.Concurrency,
    responses={202: {"model": answers.Concurrency, "description": "Calls about to start still may"}},
)
async def change_concurrency(body: SystemLimitBody, who: Administrator, parts: Parted) -> Response:
    """Set how many calls may be live in all; 0 stops all new calls, lowering drains.

    0 is answered with 200 when it is true that no call starts any more, after 5 s with 202.
    """
    position = await commands.change_system_limit(parts.context, body.system_limit)
    await parts.nudge()
    stopped = body.system_limit > 0 or await in_force_within(
        parts, AskApplied(position=position), STOP_PATIENCE_SECONDS
    )
    return answers.answered(await _concurrency(parts, who.user_id), status=200 if stopped else 202)


async def _concurrency(parts: Parts, user_id: UUID) -> answers.Concurrency:
    slots = await parts.views(user_id).slots()
    before = await Everyone(parts.pool).limit_before_stop() if slots.system_limit == 0 else None
    return answers.Concurrency.model_validate({**slots.model_dump(), "system_limit_before_stop": before})


async def _new_user(parts: Parts, body: NewUserBody) -> commands.NewUser:
    settings, limit = parts.settings, body.concurrent_calls_limit
    return commands.NewUser(
        name=body.name,
        email=body.email,
        role=body.role,
        concurrent_calls_limit=settings.default_user_concurrent_calls_limit if limit is None else limit,
        timezone=body.timezone or settings.default_timezone,
        default_country=body.default_country or settings.default_country,
        allowed_countries=body.allowed_countries,
        password_hash=await _hashed(parts, body.password),
    )


async def _prove(request: Request, parts: Parts, who: Caller, password: SecretStr | None) -> None:
    """Let nobody set a password on a session or key that was left to them: guesses count as those of signing in do."""
    _, kept = await Everyone(parts.pool).password(who.email) or (None, None)
    if kept is None:
        return
    source = source_of(request, parts)
    parts.limits.sign_in(source, who.email)
    if password is None or not await parts.passwords.verify(kept, password.get_secret_value()):
        message = "is not the password that holds now: give that one beside the new one"
        raise wrong_fields([FieldError("/current_password", "wrong_password", message)])
    parts.limits.signed_in(source, who.email)


async def _hashed(parts: Parts, password: SecretStr | None) -> str | None:
    return None if password is None else await parts.passwords.hash(password.get_secret_value())


async def _user(parts: Parts, user_id: UUID) -> answers.User:
    view = await Everyone(parts.pool).user(user_id)
    if view is None:
        raise not_found("user", user_id)
    return shown.user(view)


def _without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {field: value for field, value in body.items() if field != name}
