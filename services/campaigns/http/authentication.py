"""Who asks: an API key in `Authorization: Bearer cc_…`, looked up by its SHA-256, and what its user may do."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from services.campaigns.http.parts import QUERIES, Parted
from services.campaigns.http.problems import Problem
from shared.contracts.vocabulary import Role

CHALLENGE: Mapping[str, str] = {"WWW-Authenticate": 'Bearer realm="call-campaigns"'}
READING = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_KEY = 512

BEARER = HTTPBearer(auto_error=False, description="An API key, `cc_…`", scheme_name="api_key")


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
    key_id: UUID


def key_hash(key: str) -> str:
    """Return the SHA-256 under which a key is kept; keys are random, so that no slower hash is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


async def caller(
    request: Request, parts: Parted, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]
) -> Caller:
    """Return who asks.

    Raises Problem: unauthenticated without a key or with an unknown or revoked one, key_expired, user_suspended, and
    key_read_only where a key that only reads is to change something.
    """
    key = credentials.credentials if credentials is not None else ""
    if not key or len(key) > LONGEST_KEY:
        detail = "Send an API key in the header Authorization: Bearer cc_…"
        raise Problem("unauthenticated", detail, headers=CHALLENGE)
    async with parts.connection() as connection:
        cursor = await connection.execute(QUERIES["caller_by_key"], {"key_hash": key_hash(key)})
        row = await cursor.fetchone()
        if row is not None and row["use_is_news"]:
            await connection.execute(QUERIES["key_was_used"], {"key_id": row["key_id"]})
    if row is None:
        raise Problem("unauthenticated", "The API key is unknown or was revoked; ask for another", headers=CHALLENGE)
    _refuse(request, expired=row["expired"], suspended=row["suspended"], read_only=row["read_only"])
    structlog.contextvars.bind_contextvars(user_id=str(row["user_id"]))
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
        key_id=row["key_id"],
    )


async def recheck(
    request: Request, parts: Parted, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]
) -> Callable[[], Awaitable[bool]]:
    """Return what tells, during a long answer, whether who asked for it may still come in."""

    async def allowed() -> bool:
        try:
            await caller(request, parts, credentials)
        except Problem:
            return False
        return True

    return allowed


Rechecked = Annotated[Callable[[], Awaitable[bool]], Depends(recheck)]


def _refuse(request: Request, *, expired: bool, suspended: bool, read_only: bool) -> None:
    if expired:
        raise Problem("key_expired", "The API key has expired; issue another", headers=CHALLENGE)
    if suspended:
        raise Problem("user_suspended", "The user was suspended; an administrator can lift that")
    if read_only and request.method not in READING:
        raise Problem("key_read_only", f"The key may only read, not {request.method}; use another")


Called = Annotated[Caller, Depends(caller)]


async def administrator(who: Called) -> Caller:
    """Return who asks, if it is an administrator; else Problem admin_only."""
    if who.role is not Role.ADMIN:
        raise Problem("admin_only", "Ask an administrator to do this")
    return who


Administrator = Annotated[Caller, Depends(administrator)]
