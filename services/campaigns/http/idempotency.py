"""`Idempotency-Key`: the same request twice is done once; its first answer is kept in the transaction of the effect."""

import asyncio
import contextlib
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Header
from psycopg.types.json import Jsonb
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response
from uuid_utils.compat import uuid7

from services.campaigns.http.authentication import Caller
from services.campaigns.http.parts import QUERIES, Parts
from services.campaigns.http.problems import Problem
from shared.runtime.worker import Connection

HOLD_SECONDS = 10.0
RENEW_SECONDS = 3.0
REPLAYED = "Idempotent-Replayed"

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="The same key and body again within 24 h give the first answer again, and do nothing",
    ),
]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered: a body that can be written as JSON; `secrets` are fields of it that are not kept."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()

    def response(self, **headers: str) -> Response:
        """Return the answer as it goes out."""
        return JSONResponse(self.body, self.status, {**self.headers, **headers})


class KeyLost(Exception):
    """Another request took the key, because this one was taken for dead: nothing of it may be committed."""


class Once:
    """A request that is to take effect once. `resource_id` is the id of what it makes: the same when it is resumed."""

    def __init__(self, resource_id: UUID) -> None:
        self.resource_id = resource_id

    async def keep(self, connection: Connection, answer: Answer) -> None:
        """Keep the answer in the transaction of the effect. Raises KeyLost where another request took the key."""

    async def mend(self, answer: Answer) -> None:
        """Put a better answer in the place of the one kept; nothing happens if that fails."""


class _Keyed(Once):
    def __init__(self, parts: Parts, owner: Mapping[str, Any], resource_id: UUID, held_until: datetime) -> None:
        super().__init__(resource_id)
        self._parts = parts
        self._owner = owner
        self._held_until = held_until
        self._renewal: asyncio.Task[None] | None = None
        self.kept = False

    async def keep(self, connection: Connection, answer: Answer) -> None:
        await self._stop_renewing()
        cursor = await connection.execute(QUERIES["answer_idempotency_key"], self._with(answer))
        if cursor.rowcount != 1:
            raise KeyLost
        self.kept = True

    async def mend(self, answer: Answer) -> None:
        if self.kept:
            async with self._parts.connection() as connection:
                await connection.execute(QUERIES["mend_idempotency_answer"], self._with(answer))

    @contextlib.asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Hold the key while the block runs; give it back if the block fails before an answer was kept."""
        self._renewal = asyncio.create_task(self._renew())
        try:
            yield
        except BaseException:
            await self._stop_renewing()
            with contextlib.suppress(Exception):  # the hold ends by itself
                await asyncio.shield(self._release())
            raise
        finally:
            await self._stop_renewing()

    async def _release(self) -> None:
        async with self._parts.connection() as connection:
            await connection.execute(QUERIES["release_idempotency_key"], {**self._owner, "held_until": self._held_until})

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            parameters = {**self._owner, "held_until": self._held_until, "seconds": HOLD_SECONDS}
            async with self._parts.connection() as connection:
                row = await (await connection.execute(QUERIES["hold_idempotency_key"], parameters)).fetchone()
            if row is None:
                return
            self._held_until = row["held_until"]

    async def _stop_renewing(self) -> None:
        if self._renewal is not None:
            self._renewal.cancel()
            await asyncio.gather(self._renewal, return_exceptions=True)
            self._renewal = None

    def _with(self, answer: Answer) -> dict[str, Any]:
        body = answer.body
        if answer.secrets:
            body = {name: value for name, value in body.items() if name not in answer.secrets}
        return {
            **self._owner,
            "held_until": self._held_until,
            "status": answer.status,
            "headers": Jsonb(dict(answer.headers)),
            "body": json.dumps(body, ensure_ascii=False),
        }


def fingerprint(method: str, path: str, *of: BaseModel | str | Mapping[str, Any]) -> str:
    """Return what makes a request the same: its method, path, and what it sent (a file by its SHA-256)."""
    sent = [part.model_dump(mode="json") if isinstance(part, BaseModel) else part for part in of]
    return hashlib.sha256(json.dumps([method, path, sent], sort_keys=True).encode()).hexdigest()


async def once(
    parts: Parts, who: Caller, key: str | None, request_hash: str, work: Callable[[Once], Awaitable[Answer]]
) -> Response:
    """Do the work, or answer again what was answered under the key before.

    A refused request leaves its key free. Raises Problem: idempotency_key_reused where the key stands for another
    request, idempotency_key_in_use while a living request holds it; after a crash it is free 10 s later at the latest.
    """
    if key is None:
        return (await work(Once(uuid7()))).response()
    owner = {"user_id": who.user_id, "key": key}
    claimed = await _claim(parts, owner, request_hash)
    if isinstance(claimed, Response):
        return claimed
    try:
        async with claimed.held():
            answer = await work(claimed)
            if not claimed.kept:
                async with parts.connection() as connection:
                    await claimed.keep(connection, answer)
    except KeyLost:
        raise _in_use() from None
    return answer.response()


async def _claim(parts: Parts, owner: Mapping[str, Any], request_hash: str) -> "_Keyed | Response":
    parameters = {**owner, "request_hash": request_hash, "resource_id": uuid7(), "seconds": HOLD_SECONDS}
    async with parts.connection() as connection:
        taken = await (await connection.execute(QUERIES["claim_idempotency_key"], parameters)).fetchone()
        if taken is not None:
            return _Keyed(parts, owner, taken["resource_id"], taken["held_until"])
        row = await (await connection.execute(QUERIES["idempotency_key"], owner)).fetchone()
    if row is not None and row["request_hash"] != request_hash:
        detail = "The Idempotency-Key was used for another request within 24 h; take a new key for a new request"
        raise Problem("idempotency_key_reused", detail)
    if row is None or row["status"] is None:
        raise _in_use()
    return Answer(row["status"], json.loads(row["body"]), row["headers"]).response(**{REPLAYED: "true"})


def _in_use() -> Problem:
    detail = "The first request with this Idempotency-Key is under way; ask again for its answer"
    return Problem("idempotency_key_in_use", detail, headers={"Retry-After": "1"})
