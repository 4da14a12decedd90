"""The floor: what the parts of a slot's turnaround cost bare, one after the other, on the servers of the stack.

A request in, a commit, a message to the next, its commit, a message to the next, its commit, a request out: three
commits, two JetStream hops, two HTTP requests, with nothing decided between them and nothing else going on.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import aiohttp
import nats
import psycopg
from nats.js import JetStreamContext

from bench.record import Percentiles

ROUNDS = 500
WARM_UP = 50
BODY = b"x" * 512
STREAM = "BENCH_FLOOR"
MAKE = "create schema bench_floor; create table bench_floor.log (id bigint generated always as identity, body bytea)"
COMMIT = "insert into bench_floor.log (body) values (%s)"
DROP = "drop schema if exists bench_floor cascade"

Session = psycopg.AsyncConnection[tuple[Any, ...]]


@dataclass(frozen=True)
class Floor:
    """Of the whole chain, and of each part."""

    chain: Percentiles
    http_request: Percentiles
    commit: Percentiles
    jetstream_hop: Percentiles


def floor(*, database: str, nats_url: str, http_url: str) -> Floor:
    """Measure it; leaves nothing behind."""
    return asyncio.run(_floor(database, nats_url, http_url))


async def _floor(database: str, nats_url: str, http_url: str) -> Floor:
    session = await psycopg.AsyncConnection.connect(database, autocommit=True)
    connection = await nats.connect(nats_url)
    stream = connection.jetstream()
    try:
        async with aiohttp.ClientSession() as http:
            await session.execute(DROP)
            await session.execute(MAKE)
            await stream.add_stream(name=STREAM, subjects=[f"{STREAM}.>"])
            return await _rounds(_Parts(http, http_url, session, stream))
    finally:
        await stream.delete_stream(STREAM)
        await session.execute(DROP)
        await connection.close()
        await session.close()


@dataclass
class _Parts:
    http: aiohttp.ClientSession
    http_url: str
    session: Session
    stream: JetStreamContext

    async def request(self) -> None:
        async with self.http.get(self.http_url) as answer:
            await answer.read()

    async def commit(self) -> None:
        await self.session.execute(COMMIT, (BODY,))


async def _rounds(parts: _Parts) -> Floor:
    taken: dict[str, list[float]] = {"chain": [], "http_request": [], "commit": [], "jetstream_hop": []}
    reader = await parts.stream.pull_subscribe(f"{STREAM}.>", durable="floor")

    async def hop() -> None:
        arriving = asyncio.create_task(reader.fetch(1, timeout=5))
        await parts.stream.publish(f"{STREAM}.one", BODY)
        for message in await arriving:
            await message.ack()

    steps = (parts.request, parts.commit, hop, parts.commit, hop, parts.commit, parts.request)
    names = ("http_request", "commit", "jetstream_hop", "commit", "jetstream_hop", "commit", "http_request")
    for position in range(WARM_UP + ROUNDS):
        began = before = time.perf_counter()
        for name, step in zip(names, steps, strict=True):
            await step()
            now = time.perf_counter()
            if position >= WARM_UP:
                taken[name].append(now - before)
            before = now
        if position >= WARM_UP:
            taken["chain"].append(before - began)
    return Floor(**{name: Percentiles.of(seconds) for name, seconds in taken.items()})
