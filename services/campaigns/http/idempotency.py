"""`Idempotency-Key`: the same request twice is done once; that it was done is kept in the transaction of its effect."""

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
    """What a request is answered; the body can be written as JSON."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, **headers: str) -> Response:
        """Return the answer as it goes out."""
        return JSONResponse(self.body, self.status, {**self.headers, **headers})


Show = Callable[[UUID], Awaitable[Answer]]
"""Answers with what was made, by its id, as it stands now."""


class KeyLost(Exception):
    """Another request took the key, because this one was taken for dead: nothing of it may be committed."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request that may be sent again: whose, under which key (None: it may not), and what it asks.

    `fingerprint` is of its method, path and all that it sent, a file by its SHA-256.
    """

    user_id: UUID
    key: str | None
    fingerprint: str


class Hold:
    """A key, or none, held by a living request. `resource_id` is the same when the request is resumed."""

    def __init__(self, resource_id: UUID) -> None:
        self.resource_id = resource_id

    async def keep(self, connection: Connection, status: int, made: UUID) -> None:
        """Keep, in the transaction of the effect, that it happened. Raises KeyLost where another took the key."""

    async def answer(self, answer: Answer) -> None:
        """Keep the whole answer, once it is known."""


class _KeyHold(Hold):
    def __init__(self, parts: Parts, owner: Mapping[str, Any], resource_id: UUID, held_until: datetime) -> None:
        super().__init__(resource_id)
        self._parts = parts
        self._owner = owner
        self._held_until = held_until
        self._renewal: asyncio.Task[None] | None = None

    async def keep(self, connection: Connection, status: int, made: UUID) -> None:
        await self._stop_renewing()
        parameters = {**self._owner, "held_until": self._held_until, "status": status, "resource_id": made}
        cursor = await connection.execute(QUERIES["keep_idempotent_effect"], parameters)
        if await cursor.fetchone() is None:
            raise KeyLost

    async def answer(self, answer: Answer) -> None:
        await self._stop_renewing()
        async with self._parts.connection() as connection:
            await keep_answer(connection, self._owner, answer)

    @contextlib.asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Hold the key while the block runs; give it back if the block fails before its effect."""
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
        parameters = {**self._owner, "held_until": self._held_until}
        async with self._parts.connection() as connection:
            await connection.execute(QUERIES["release_idempotency_key"], parameters)

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


def fingerprint(method: str, path: str, *sent: BaseModel | str | Mapping[str, Any] | None) -> str:
    """Return what makes a request the same: its method, its path, what it sent."""
    plain = [part.model_dump(mode="json") if isinstance(part, BaseModel) else part for part in sent]
    return hashlib.sha256(json.dumps([method, path, plain], sort_keys=True).encode()).hexdigest()


async def once(parts: Parts, request: Request, work: Callable[[Hold], Awaitable[Answer]], again: Show) -> Response:
    """Do the work, or answer again what was answered under the key before; `again` answers where that was not kept.

    The work keeps its effect with `Hold.keep`, unless it may be done twice. A refused request leaves its key free.
    Raises Problem: idempotency_key_reused where the key stands for another request, idempotency_key_in_use while a
    living request holds it; after a crash it is free HOLD_SECONDS later at the latest.
    """
    if request.key is None:
        return (await work(Hold(uuid7()))).response()
    owner = {"user_id": request.user_id, "key": request.key}
    claimed = await _claim(parts, owner, request.fingerprint)
    if not isinstance(claimed, _KeyHold):
        return (await _replay(parts, owner, claimed, again)).response(**{REPLAYED: "true"})
    try:
        async with claimed.held():
            answer = await work(claimed)
    except KeyLost:
        raise _in_use() from None
    return answer.response()


async def keep_answer(connection: Connection, owner: Mapping[str, Any], answer: Answer) -> None:
    """Keep a whole answer under a key, unless one is kept."""
    parameters = {
        **owner,
        "status": answer.status,
        "headers": Jsonb(dict(answer.headers)),
        "body": json.dumps(answer.body, ensure_ascii=False),
    }
    await connection.execute(QUERIES["answer_idempotency_key"], parameters)


async def _claim(parts: Parts, owner: Mapping[str, Any], request_hash: str) -> "_KeyHold | Mapping[str, Any]":
    parameters = {**owner, "request_hash": request_hash, "resource_id": uuid7(), "seconds": HOLD_SECONDS}
    async with parts.connection() as connection:
        taken = await (await connection.execute(QUERIES["claim_idempotency_key"], parameters)).fetchone()
        if taken is not None:
            return _KeyHold(parts, owner, taken["resource_id"], taken["held_until"])
        row = await (await connection.execute(QUERIES["idempotency_key"], owner)).fetchone()
    if row is not None and row["request_hash"] != request_hash:
        detail = "The Idempotency-Key was used for another request within 24 h; take a new key for a new request"
        raise Problem("idempotency_key_reused", detail)
    if row is None or row["status"] is None:
        raise _in_use()
    return row


async def _replay(parts: Parts, owner: Mapping[str, Any], kept: Mapping[str, Any], again: Show) -> Answer:
    if kept["body"] is not None:
        return Answer(kept["status"], json.loads(kept["body"]), kept["headers"])
    answer = await again(kept["resource_id"])
    async with parts.connection() as connection:
        await keep_answer(connection, owner, answer)
    return answer


def _in_use() -> Problem:
    detail = "The first request with this Idempotency-Key is under way; ask again for its answer"
    return Problem("idempotency_key_in_use", detail, headers={"Retry-After": "1"})
