"""Routes on signing in and out, sessions, and links to sign in."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import SecretStr

from services.campaigns import commands
from services.campaigns.domain.refusals import NoSuchSession, UserIsSuspended
from services.campaigns.http import answers, answers_access, shown
from services.campaigns.http.authentication import CHALLENGE, Administrator, Called
from services.campaigns.http.bodies import SignInBody
from services.campaigns.http.browsers import (
    COOKIE,
    browser_of,
    no_cookie,
    require_own_origin,
    session_cookie,
    source_of,
)
from services.campaigns.http.creating import Creation, create_once
from services.campaigns.http.idempotency import Answer, IdempotencyKey, fingerprint
from services.campaigns.http.idempotency import Request as Repeatable
from services.campaigns.http.paging import Paged, cursors_checked
from services.campaigns.http.parts import QUERIES, Parted, Parts
from services.campaigns.http.problems import FieldError, Problem, not_found, wrong_fields
from services.campaigns.views import Everyone
from shared.contracts.access import SignInLinkIssued
from shared.eventstore.acting import acting
from shared.messaging.envelope import Actor

router = APIRouter(tags=["sessions"])
OPEN: dict[str, Any] = {"security": []}
"""Who signs in has neither key nor session yet."""
NEW_LINK = Creation(SignInLinkIssued, "link_id")


@router.post("/api/session", status_code=201, response_model=answers_access.SignedIn, openapi_extra=OPEN)
async def sign_in(request: Request, body: SignInBody, parts: Parted) -> Response:
    """Sign in with e-mail address and password, or with the token of a sign-in link, and get a session's cookie.

    401 wrong_credentials, whatever of them is wrong; 429 too_many_attempts. A session is over after 7 days, or when it
    was not used for 12 hours.
    """
    require_own_origin(request, parts, absent_is_fine=True)
    try:
        opened = await _opened(request, parts, body)
    except UserIsSuspended as refused:
        raise Problem("user_suspended", str(refused)) from None
    if opened is None:
        detail = "No user has this e-mail address and password, or the link was used or is older than 15 minutes"
        raise Problem("wrong_credentials", detail, headers=CHALLENGE)
    await parts.nudge()
    user = await Everyone(parts.pool).user(opened.user_id)
    assert user is not None
    signed_in = answers_access.SignedIn(
        session_id=opened.session_id, expires_at=opened.expires_at, user=shown.user(user)
    )
    headers = {
        **shown.location("sessions", opened.session_id),
        "Set-Cookie": session_cookie(parts, opened.secret, opened.expires_at),
    }
    return answers.answered(signed_in, status=201, headers=headers)


@router.delete("/api/session", status_code=204, openapi_extra=OPEN)
async def sign_out(request: Request, parts: Parted) -> Response:
    """Sign out: the session of the cookie ends, and the cookie goes. Said twice is the same as once."""
    if cookie := request.cookies.get(COOKIE):
        require_own_origin(request, parts)
        await _end_of_cookie(parts, cookie)
    return Response(status_code=204, headers={"Set-Cookie": no_cookie(parts)})


@router.get("/api/sessions", response_model=answers.Page[answers_access.Session])
async def sessions(who: Called, parts: Parted, paging: Paged) -> Response:
    """List the caller's sessions that are not over, newest first."""
    with cursors_checked(paging):
        page = await parts.views(who.user_id).sessions(cursor=paging.cursor, limit=paging.limit)
    items = [shown.session(view, current=view.id == who.credential.id) for view in page.items]
    return answers.answered(answers.Page[answers_access.Session](items=items, next_cursor=page.next_cursor))


@router.delete("/api/sessions/{session_id}", status_code=204)
async def end_session(session_id: Annotated[UUID, Path()], who: Called, parts: Parted) -> Response:
    """End a session of the caller's: it opens nothing any more. 404 where there is none, or it has ended."""
    await commands.end_session(parts.context, who.user_id, session_id)
    await parts.nudge()
    return Response(status_code=204)


@router.post("/api/users/{user_id}/sign-in-links", status_code=201, response_model=answers_access.SignInLink)
async def issue_link(
    request: Request, user_id: Annotated[UUID, Path()], who: Administrator, parts: Parted, key: IdempotencyKey = None
) -> Response:
    """Make a link by which a user signs in once, within 15 minutes; the answer shows its token, this once."""

    async def make(context: commands.Context, _: UUID) -> Mapping[str, Any]:
        return {"token": (await commands.issue_sign_in_link(context, user_id)).token}

    async def show(link_id: UUID) -> Answer:
        link = answers_access.SignInLink(id=link_id, user_id=user_id, expires_at=await _expiry(parts, link_id))
        location = {"Location": f"/api/users/{user_id}/sign-in-links/{link_id}"}
        return Answer(201, {name: value for name, value in answers.as_json(link).items() if name != "token"}, location)

    repeatable = Repeatable(who.user_id, key, fingerprint("POST", request.url.path))
    return await create_once(parts, repeatable, NEW_LINK, make, show)


async def _opened(request: Request, parts: Parts, body: SignInBody) -> commands.OpenedSession | None:
    """Open the session that is asked for; None where something of it is wrong."""
    match body:
        case SignInBody(token=SecretStr() as token, email=None, password=None):
            return await _by_link(request, parts, token.get_secret_value())
        case SignInBody(token=None, email=str() as email, password=SecretStr() as password):
            return await _by_password(request, parts, email, password.get_secret_value())
        case _:
            raise wrong_fields([FieldError("/token", "one_of", "give email and password, or token: one of the two")])


async def _by_link(request: Request, parts: Parts, token: str) -> commands.OpenedSession | None:
    source = source_of(request, parts)
    parts.limits.sign_in(source)
    opened = await commands.open_session_by_link(parts.context, token, browser_of(request, parts))
    if opened is not None:
        parts.limits.signed_in(source)
    return opened


async def _by_password(request: Request, parts: Parts, email: str, password: str) -> commands.OpenedSession | None:
    source = source_of(request, parts)
    parts.limits.sign_in(source, email)
    user_id, kept = await Everyone(parts.pool).password(email) or (None, None)
    if not await parts.passwords.verify(kept, password) or user_id is None or kept is None:
        return None
    parts.limits.signed_in(source, email)
    return await commands.open_session(parts.context, user_id, kept, browser_of(request, parts))


async def _end_of_cookie(parts: Parts, cookie: str) -> None:
    row = await _row(parts, "session_of_cookie", session_hash=commands.hash_key(cookie))
    if row is not None:
        with acting(Actor(row["user_id"], f"session:{row['session_id']}")), suppress(NoSuchSession):
            await commands.end_session(parts.context, row["user_id"], row["session_id"])
        await parts.nudge()


async def _expiry(parts: Parts, link_id: UUID) -> datetime:
    row = await _row(parts, "sign_in_link", link_id=link_id)
    if row is None:
        raise not_found("sign-in link", link_id)
    expires_at: datetime = row["expires_at"]
    return expires_at


async def _row(parts: Parts, query: str, **parameters: object) -> dict[str, Any] | None:
    async with parts.connection() as connection:
        return await (await connection.execute(QUERIES[query], parameters)).fetchone()
