"""How a service's process starts, waits, says what is wrong, and ends."""

import asyncio
import signal
import socket

import pytest

from tests.conftest import StartNats
from tests.infrastructure import free_port
from tests.integration.runtime.processes import Stack, until


async def test_told_to_end_a_worker_drains_gives_the_lease_back_and_exits_with_zero(stack: Stack) -> None:
    worker = await stack.leading("scheduler")

    assert await worker.kill(signal.SIGTERM) == 0

    assert "drained" in worker.events()
    assert stack.rows("select leader, lease_until = '-infinity' from head") == [(None, True)]


async def test_interrupted_from_the_keyboard_a_worker_ends_as_well(stack: Stack) -> None:
    worker = await stack.leading("scheduler")

    assert await worker.kill(signal.SIGINT) == 0
    assert stack.rows("select leader from head") == [(None,)]


async def test_a_standby_that_is_told_to_end_leaves_the_leader_alone(stack: Stack) -> None:
    await stack.leading("scheduler")
    standby = await stack.start("scheduler")
    await standby.until_said("made")
    before = stack.rows("select fence, leader from head")

    assert await standby.kill(signal.SIGTERM) == 0
    assert stack.rows("select fence, leader from head") == before


@pytest.mark.parametrize("role", ["scheduler", "face"])
@pytest.mark.parametrize("away", ["DATABASE_URL", "NATS_URL"])
async def test_a_process_that_waits_for_its_servers_says_so_and_can_be_ended(
    stack: Stack, role: str, away: str
) -> None:
    nowhere = f"127.0.0.1:{free_port()}"
    url = f"postgresql://a:b@{nowhere}/c" if away == "DATABASE_URL" else f"nats://{nowhere}"
    process = await stack.start(role, **{away: url})

    ready = await process.get("/health/ready")

    what = "database" if away == "DATABASE_URL" else "nats"

    async def named() -> bool:
        return f"{what}: not reached yet" in (await process.get("/health/ready")).json()["missing"]

    assert ready.status_code == 503
    await until(named, f"{what} is named as missing")
    assert (await process.get("/anything")).status_code == 503
    assert await process.kill(signal.SIGTERM) == 0
    assert "Traceback" not in process.log.read_text()


async def test_a_process_that_waited_for_nats_goes_on_when_it_comes(stack: Stack, start_nats: StartNats) -> None:
    server = start_nats()
    server.kill()
    worker = await stack.start("scheduler", NATS_URL=server.url)
    assert not await worker.leads()

    server.restart()

    await until(worker.leads, "the worker leads")


async def test_credentials_that_nats_rejects_end_a_process_with_a_plain_message(stack: Stack) -> None:
    host = stack.nats.rpartition("@")[2]
    process = await stack.start("scheduler", NATS_URL=f"nats://nobody:wrong@{host}")

    assert await process.ended() == 2
    assert "NATS rejects the credentials; mend NATS_URL" in process.events()


async def test_a_schema_of_another_release_ends_a_process_with_its_name(stack: Stack) -> None:
    stack.rows("delete from schema_migrations")
    process = await stack.start("scheduler")

    assert await process.ended() == 3
    [line] = [line for line in process.said() if line["event"] == "the database has another schema"]
    assert "schema 'scheduler' is not at this release" in line["error"]
    assert "callctl migrate" in line["error"]


async def test_missing_settings_end_a_process_naming_them(stack: Stack) -> None:
    process = await stack.start("scheduler", NATS_URL="", DATABASE_URL="")

    assert await process.ended() == 2
    said = process.log.read_text()
    assert "DATABASE_URL is not set" in said
    assert "NATS_URL is not set" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("role", ["scheduler", "face"])
async def test_a_taken_port_ends_a_process_with_a_plain_message_before_it_leads(stack: Stack, role: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = await stack.start(role, HTTP_PORT=str(port))
        code = await process.ended()

    assert code == 4
    [line] = process.said()
    assert (line["event"], line["address"]) == ("the port is taken; set HTTP_PORT to another", f"127.0.0.1:{port}")
    assert stack.rows("select fence from head") == [(0,)]


async def test_an_address_that_is_not_this_machine_s_is_a_wrong_setting(stack: Stack) -> None:
    process = await stack.start("scheduler", HTTP_HOST="192.0.2.1")

    assert await process.ended() == 2
    assert process.events() == ["cannot listen; mend HTTP_HOST or HTTP_PORT"]


async def test_logs_are_json_of_our_own_with_ids_and_masked_numbers(stack: Stack) -> None:
    worker = await stack.leading("scheduler", LOG_LEVEL="INFO")
    await worker.get("/health/live")
    await worker.kill(signal.SIGTERM)

    said = worker.said()
    assert {(line["service"], line["role"]) for line in said} == {("scheduler", "worker")}
    assert all(line["timestamp"] and line["level"] for line in said)
    assert not [line for line in said if line.get("logger", "").startswith("uvicorn")]
    [drained] = [line for line in said if line["event"] == "drained"]
    assert drained["of"] == "+***678"
    assert "9812345" not in worker.log.read_text()


async def test_a_worker_runs_on_uvloop(stack: Stack) -> None:
    worker = await stack.leading("scheduler")

    assert (await worker.until_said("made"))["loop"].startswith("uvloop")


async def test_a_request_under_way_is_finished_while_the_database_is_still_there(stack: Stack) -> None:
    face = await stack.start("face")
    await face.until_ready()
    asked = asyncio.create_task(face.get("/slow"))
    await face.until_said("a request is under way")

    assert await face.kill(signal.SIGTERM) == 0
    assert (await asked).text == "answered at 0"


async def test_a_rebuild_that_cannot_be_made_says_why_and_exits_with_an_error(stack: Stack) -> None:
    stack.rows("drop view busy_streams; drop function forget; drop table seen, tallies, told")
    process = await stack.start("check")

    assert await process.ended() == 1
    assert "no table remarks, which is declared as a record" in process.log.read_text()
