"""A file goes all the way to the scheduler's queue, and survives the end of any process."""

import asyncio
import contextlib
import os
import sys

import httpx
import psycopg

from shared.contracts.questions import AskQueueStatistics, QueueStatistics
from shared.contracts.vocabulary import Service
from shared.messaging.ask import Asker
from shared.messaging.connection import connect
from tests.acceptance.campaigns.processes import WINDOW, csv_of, environment, face, number, started, until_number
from tests.infrastructure import free_port
from tests.integration.runtime.processes import until


async def an_agent(client: httpx.AsyncClient) -> str:
    answer = await client.post("/api/agents", json={"name": "Anna", "bolna_agent_id": "bolna-1"})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def uploaded(client: httpx.AsyncClient, agent: str, content: bytes, key: str, **headers: str) -> httpx.Response:
    return await client.post(
        "/api/campaigns/upload-csv",
        data={**WINDOW, "agent_id": agent},
        files={"file": ("contacts.csv", content, "text/csv")},
        headers={"Idempotency-Key": key, **headers},
    )


async def test_every_row_of_a_file_is_queued_at_the_scheduler(database: str, nats_url: str) -> None:
    worker = environment(database, nats_url, free_port())
    scheduler = environment(database, nats_url, free_port())
    async with (
        started("services.campaigns.main", "worker", worker),
        started("services.scheduler.main", "worker", scheduler),
        face(database, nats_url) as (_, client),
        connect(nats_url, name="test") as messaging,
    ):
        answer = await uploaded(client, await an_agent(client), csv_of(1_000), "first")
        assert answer.status_code == 201, answer.text
        user_id = (await client.get("/api/me")).json()["id"]
        asker, of_user = Asker(messaging), AskQueueStatistics(user_id=user_id)

        async def all_are_queued() -> bool:
            found = await asker.ask(Service.SCHEDULER, "queue_statistics", of_user, QueueStatistics, timeout=30)
            return found.queued == 1_000

        await until(all_are_queued, "every row is queued at the scheduler", seconds=60)
        why = await client.get(f"/api/campaigns/{answer.json()['campaign']['id']}/why")
        assert why.json()["reasons"][0]["code"] == "before_start"
        assert (await client.get("/api/queue/statistics")).json()["queued"] == 1_000


async def test_after_a_crash_the_same_key_finishes_the_same_upload(database: str, nats_url: str) -> None:
    content = csv_of(20_000)
    async with face(database, nats_url) as (first, client):
        agent = await an_agent(client)
        upload = asyncio.create_task(uploaded(client, agent, content, "k"))
        await until_number(database, "select count(*) from campaigns.import_chunks", 1)
        await first.kill()
        with contextlib.suppress(httpx.TransportError):
            await upload
    assert campaigns(database) == 0
    async with face(database, nats_url) as (_, client), asyncio.timeout(120):
        while (answer := await uploaded(client, agent, content, "k")).status_code == 409:
            assert answer.json()["code"] == "idempotency_key_in_use"
            await asyncio.sleep(float(answer.headers["retry-after"]))
        again = await uploaded(client, agent, content, "k")
    assert answer.status_code == 201, answer.text
    assert answer.json()["import"]["accepted"] == 20_000
    assert (again.json(), again.headers["idempotent-replayed"]) == (answer.json(), "true")
    assert campaigns(database) == 1


async def test_a_file_answered_with_202_is_imported_whatever_dies(database: str, nats_url: str) -> None:
    content = csv_of(20_000)
    async with face(database, nats_url) as (first, client):
        agent = await an_agent(client)
        accepted = await uploaded(client, agent, content, "k", Prefer="respond-async")
        await first.kill()
    assert accepted.status_code == 202, accepted.text
    assert campaigns(database) == 0
    long_ago = "update campaigns.uploads set held_until = clock_timestamp()"
    with psycopg.connect(database) as connection:
        connection.execute(long_ago)
    async with face(database, nats_url) as (_, client):
        path = f"/api/imports/{accepted.json()['import']['id']}"

        async def is_validated() -> bool:
            return (await client.get(path)).json()["status"] != "validating"  # type: ignore[no-any-return]

        async def is_kept_no_more() -> bool:
            return number(database, "select count(*) from campaigns.upload_files") == 0

        await until(is_validated, "the file is validated", seconds=60)
        told = (await client.get(path)).json()
        again = await uploaded(client, agent, content, "k", Prefer="respond-async")
        await until(is_kept_no_more, "the file is kept no more", seconds=60)
    assert (told["status"], told["accepted"]) == ("queueing", 20_000)
    assert (again.json(), again.headers["idempotent-replayed"]) == (accepted.json(), "true")
    assert campaigns(database) == 1


def campaigns(database: str) -> int:
    return number(database, "select count(*) from campaigns.call_campaigns")


async def test_a_face_that_is_stopped_takes_its_children_along(database: str, nats_url: str) -> None:
    async with face(database, nats_url) as (running, client):

        async def children_are_ready() -> bool:
            return "children" not in (await client.get("/health/ready")).text

        await until(children_are_ready, "the children are ready", seconds=60)
        missing = (await client.get("/health/ready")).json()["missing"]
        assert missing in ([], ["database: fsync is off: what was accepted could be lost"])
        children = await children_of(running.process.pid)
        assert len(children) >= 2
        await running.kill()

        async def all_have_ended() -> bool:
            return not any(is_alive(child) for child in children)

        await until(all_have_ended, "the children have ended", seconds=20)


async def children_of(pid: int) -> list[int]:
    """Return the processes whose parent is this one."""
    listing = await asyncio.create_subprocess_exec("ps", "-A", "-o", "pid=,ppid=", stdout=asyncio.subprocess.PIPE)
    output, _ = await listing.communicate()
    pairs = (line.split() for line in output.decode().splitlines())
    return [int(child) for child, parent in pairs if int(parent) == pid]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_every_missing_setting_is_named_at_start() -> None:
    bare = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "SYSTEMROOT"}}
    for role in ("http", "worker"):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.campaigns.main", role, env=bare, stderr=asyncio.subprocess.PIPE
        )
        _, said = await process.communicate()
        assert process.returncode == 2
        for name in ("DATABASE_URL", "NATS_URL", "ADMIN_API_KEY", "BOLNA_API_KEY"):
            assert name in said.decode()
