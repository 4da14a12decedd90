"""Commands on API keys. A key is shown once; what is kept of it is its SHA-256 and its first characters."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.campaigns.commands_context import QUERIES, Context, carry_out, row
from services.campaigns.domain.refusals import NoSuchKey, NoSuchUser
from shared.contracts.campaigns import KeyIssued, KeyRevoked
from shared.contracts.ids import user_stream
from shared.runtime.worker import Step

MARK = "cc_"
PREFIX = 10
"""So many first characters of a key are kept to know it by; the rest has more than 200 bits."""


@dataclass(frozen=True)
class IssuedKey:
    """A key as it is shown once: only its hash is kept."""

    key_id: UUID
    key: str = field(repr=False)
    prefix: str
    name: str
    read_only: bool
    expires_at: datetime | None


def hash_key(key: str) -> str:
    """Return the SHA-256 of a key in hex: keys are random, so a slow hash would add nothing."""
    return hashlib.sha256(key.encode()).hexdigest()


async def issue_key(
    context: Context, user_id: UUID, name: str, *, read_only: bool = False, expires_at: datetime | None = None
) -> IssuedKey:
    """Make an API key; the answer alone holds it in full. Raises NoSuchUser."""

    async def work(step: Step) -> IssuedKey:
        if await row(step.connection, "user_relied_on", user_id=user_id) is None:
            raise NoSuchUser(user_id=user_id)
        key = new_key(context, name, read_only=read_only, expires_at=expires_at)
        await add_key(step, user_id, key, context.now())
        return key

    return await carry_out(context, work)


async def revoke_key(context: Context, user_id: UUID, key_id: UUID) -> None:
    """Revoke a key of the user's; once revoked it stays so. Raises NoSuchKey."""

    async def work(step: Step) -> None:
        found = await row(step.connection, "key_for_update", user_id=user_id, key_id=key_id)
        if found is None:
            raise NoSuchKey(key_id=key_id)
        if found["revoked_at"] is None:
            await revoke(step, user_id, key_id, context.now())

    await carry_out(context, work)


def new_key(context: Context, name: str, *, read_only: bool = False, expires_at: datetime | None = None) -> IssuedKey:
    """Return a key that is not kept yet."""
    key = MARK + context.new_secret()
    return IssuedKey(context.new_id(), key, key[:PREFIX], name, read_only, expires_at)


async def add_key(step: Step, user_id: UUID, key: IssuedKey, now: datetime) -> None:
    """Keep a key and record that there is one."""
    parameters = {
        "key_id": key.key_id,
        "user_id": user_id,
        "name": key.name,
        "key_hash": hash_key(key.key),
        "prefix": key.prefix,
        "read_only": key.read_only,
        "at": now,
        "expires_at": key.expires_at,
    }
    await step.connection.execute(QUERIES["add_key"], parameters)
    event = KeyIssued(at=now, key_id=key.key_id, user_id=user_id, name=key.name, read_only=key.read_only)
    step.append(user_stream(user_id), event, user_id=user_id)


async def revoke(step: Step, user_id: UUID, key_id: UUID, now: datetime) -> None:
    """Let a key open nothing any more, and record it."""
    await step.connection.execute(QUERIES["revoke_key"], {"key_id": key_id, "at": now})
    step.append(user_stream(user_id), KeyRevoked(at=now, key_id=key_id, user_id=user_id), user_id=user_id)
