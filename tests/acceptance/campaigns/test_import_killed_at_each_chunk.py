"""Whatever is killed at whichever chunk of an upload: said again, it is in exactly once, to the last row."""

import asyncio
import contextlib
from contextlib import AsyncExitStack

import httpx
import psycopg

from tests.acceptance.campaigns.processes import Running, csv_of, environment, face, number, started, until_number
from tests.acceptance.campaigns.test_import import an_agent, campaigns, uploaded
from tests.infrastructure import free_port

CHUNKS = 5
ROWS = CHUNKS * 1_000
SLOWLY = """
create function campaigns.a_moment() returns trigger language plpgsql as $$
    begin perform pg_sleep(0.25); return null; end
$$;
create trigger a_moment after insert on campaigns.{table} for each statement execute function campaigns.a_moment();
"""
"""So that the moment at which a chunk is in is long enough to be met."""

LONG_AGO = "update campaigns.idempotency set held_until = clock_timestamp()"
"""The request that held the key is dead: it is free now, and not only ten seconds from now."""
STAGED = "select count(*) from campaigns.import_chunks"
IN_CAMPAIGNS = "select count(*) / 1000 from campaigns.calls"
IN_THE_QUEUE = "select count(*) from scheduler.call_queue where status = 'queued'"
CALLED_OFTEN = "select count(*) from (select 1 from scheduler.calls group by phone_number having count(*) > 1) as twice"


async def test_a_face_killed_at_each_chunk_that_it_stages(database: str, nats_url: str) -> None:
    take_time(database, "import_chunks")
    content, agent = csv_of(ROWS), ""
    for chunk in range(1, CHUNKS + 1):
        async with face(database, nats_url) as (running, client):
            agent = agent or await an_agent(client)
            upload = asyncio.create_task(uploaded(client, agent, content, "k"))
            await until_number(database, STAGED, chunk)
            await running.kill()
            with contextlib.suppress(httpx.TransportError):
                await upload
        change(database, LONG_AGO)
    assert campaigns(database) == 0

    async with face(database, nats_url) as (_, client):
        answer = await uploaded(client, agent, content, "k")

    assert (answer.status_code, answer.json()["import"]["accepted"]) == (201, ROWS)
    assert campaigns(database) == 1


async def test_workers_killed_at_each_chunk_that_they_queue(database: str, nats_url: str) -> None:
    take_time(database, "calls")
    async with face(database, nats_url) as (_, client):
        answer = await uploaded(client, await an_agent(client), csv_of(ROWS), "k")
        assert answer.status_code == httpx.codes.CREATED, answer.text
    for chunk in range(1, CHUNKS + 1):
        async with AsyncExitStack() as processes:
            running = [await processes.enter_async_context(one) for one in workers(database, nats_url)]
            await until_number(database, IN_CAMPAIGNS, chunk)
            for worker in running:
                await worker.kill()

    async with AsyncExitStack() as processes:
        for one in workers(database, nats_url):
            await (
                await processes.enter_async_context(one)
            ).until_alive()  # not ended before it hears that it is to end
        await until_number(database, IN_THE_QUEUE, ROWS)

    assert number(database, IN_THE_QUEUE) == ROWS
    assert number(database, CALLED_OFTEN) == 0


def workers(database: str, nats_url: str) -> list[contextlib.AbstractAsyncContextManager[Running]]:
    return [
        started(f"services.{name}.main", "worker", environment(database, nats_url, free_port()))
        for name in ("campaigns", "scheduler")
    ]


def take_time(database: str, table: str) -> None:
    change(database, SLOWLY.format(table=table))


def change(database: str, statements: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(statements.encode())
