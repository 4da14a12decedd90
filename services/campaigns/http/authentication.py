"""Who asks, by an API key (`Authorization: Bearer cc_…`) or a session's cookie, and what they may do."""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from services.campaigns.commands import hash_key
from services.campaigns.domain.session import IDLE
from services.campaigns.http.browsers import COOKIE, require_own_origin, source_of
from services.campaigns.http.parts import QUERIES, Parted, Parts
from services.campaigns.http.problems import Problem
from shared.contracts.vocabulary import Role
from shared.eventstore.acting import act_as
from shared.messaging.envelope import Actor

CHALLENGE: Mapping[str, str] = {"WWW-Authenticate": 'Bearer realm="call-campaigns"'}
READING = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_KEY = 512
SESSION = "session"

BEARER = HTTPBearer(auto_error=False, description="An API key, `cc_…`", scheme_name="api_key")
IN_COOKIE = APIKeyCookie(
    name=COOKIE, auto_error=False, description="The console's session: `POST /api/session`", scheme_name=SESSION
)


@dataclass(frozen=True, slots=True)
class Credential:
    """By what somebody came in: `kind` is key or session."""

    kind: str
    id: UUID
    read_only: bool
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Caller:
    """The user who asks, as recorded at the time of asking."""

    user_id: UUID
    name: str
    email: str
    role: Role
    timezone: str
    default_country: str
    allowed_countries: frozenset[str] | None
    concurrent_calls_limit: int
    credential: Credential


async def caller(
    request: Request,
    parts: Parted,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    cookie: Annotated[str | None, Depends(IN_COOKIE)],
) -> Caller:
    """Return who asks; what is recorded from here on says that they had it done. A key goes before a cookie.

    Raises Problem: unauthenticated without a good key or session, too_many_attempts where many such came from the
    same address, rate_limited, key_expired, user_suspended, key_read_only where a key that only reads is to change
    something, origin_refused where another site has a browser change something.
    """
    row = await _known(request, parts, credentials.credentials if credentials is not None else "", cookie or "")
    parts.limits.request(row["user_id"])
    _refuse(request, parts, row)
    structlog.contextvars.bind_contextvars(user_id=str(row["user_id"]))
    act_as(Actor(row["user_id"], f"{row['kind']}:{row['id']}"))
    allowed = row["allowed_countries"]
    return Caller(
        user_id=row["user_id"],
        name=row["name"],
        email=row["email"],
        role=Role(row["role"]),
        timezone=row["timezone"],
        default_country=row["default_country"],
        allowed_countries=None if allowed is None else frozenset(allowed),
        concurrent_calls_limit=row["concurrent_calls_limit"],
        credential=Credential(row["kind"], row["id"], row["read_only"], row["expires_at"]),
    )


async def recheck(
    request: Request,
    parts: Parted,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    cookie: Annotated[str | None, Depends(IN_COOKIE)],
) -> Callable[[], Awaitable[bool]]:
    """Return what tells, during a long answer, whether who asked for it may still come in."""

    async def allowed() -> bool:
        try:
            await caller(request, parts, credentials, cookie)
        except Problem as problem:
            return problem.status_code not in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
        return True

    return allowed


Rechecked = Annotated[Callable[[], Awaitable[bool]], Depends(recheck)]


async def _known(request: Request, parts: Parts, key: str, cookie: str) -> dict[str, Any]:
    """Return whose key or session this is. Raises Problem unauthenticated, too_many_attempts."""
    secret = key or cookie
    if not secret or len(secret) > LONGEST_KEY:
        detail = "Send an API key in the header Authorization: Bearer cc_…, or sign in"
        raise Problem("unauthenticated", detail, headers=CHALLENGE)
    hashed = hash_key(secret)
    row = await (_by_key(parts, hashed) if key else _by_session(parts, hashed))
    if row is None or not hmac.compare_digest(row["hash"], hashed):
        parts.limits.failed_key(source_of(request, parts))
        detail = (
            "The API key is unknown or was revoked; ask for another" if key else "The session is over; sign in again"
        )
        raise Problem("unauthenticated", detail, headers=CHALLENGE)
    return row


async def _by_key(parts: Parts, hashed: str) -> dict[str, Any] | None:
    return await _looked_up(parts, "caller_by_key", "key_was_used", key_hash=hashed)


async def _by_session(parts: Parts, hashed: str) -> dict[str, Any] | None:
    idle = IDLE.total_seconds()
    return await _looked_up(parts, "caller_by_session", "session_was_used", session_hash=hashed, idle=idle)


async def _looked_up(parts: Parts, query: str, was_used: str, **parameters: object) -> dict[str, Any] | None:
    async with parts.connection() as connection:
        row = await (await connection.execute(QUERIES[query], parameters)).fetchone()
        if row is not None and row["use_is_news"]:
            await connection.execute(QUERIES[was_used], {"id": row["id"]})
    return row


def _refuse(request: Request, parts: Parts, row: Mapping[str, Any]) -> None:
    if row["expired"]:
        raise Problem("key_expired", "The API key has expired; issue another", headers=CHALLENGE)
    if row["suspended"]:
        raise Problem("user_suspended", "The user was suspended; an administrator can lift that")
    if request.method in READING:
        return
    if row["read_only"]:
        raise Problem("key_read_only", f"The key may only read, not {request.method}; use another")
    if row["kind"] == SESSION:
        require_own_origin(request, parts)


Called = Annotated[Caller, Depends(caller)]


async def administrator(who: Called) -> Caller:
    """Return who asks, if it is an administrator; else Problem admin_only."""
    if who.role is not Role.ADMIN:
        raise Problem("admin_only", "Ask an administrator to do this")
    return who


Administrator = Annotated[Caller, Depends(administrator)]
