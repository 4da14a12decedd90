"""What the fixtures promise to every other test."""

import nats
import psycopg
import pytest
from nats.js.api import StreamConfig

from shared.migrations import SERVICES, check
from tests.conftest import StartNats, StartPostgres


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_a_database_of_its_own_at_this_release(database: str, turn: int) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("create table mine (turn integer)")
        connection.execute("insert into mine values (%s)", [turn])
    for service in SERVICES:
        check(database, service)


@pytest.mark.parametrize("turn", [1, 2])
async def test_each_test_has_a_nats_account_of_its_own(nats_url: str, turn: int) -> None:
    connection = await nats.connect(nats_url)
    jetstream = connection.jetstream()
    assert await jetstream.streams_info() == []
    await jetstream.add_stream(StreamConfig(name=f"MINE{turn}", subjects=["mine.>"]))
    await connection.close()


async def test_a_killed_nats_server_comes_back_with_its_streams(start_nats: StartNats) -> None:
    server = start_nats()
    connection = await nats.connect(server.url)
    await connection.jetstream().add_stream(StreamConfig(name="CALLS", subjects=["calls.>"]))
    await connection.jetstream().publish("calls.placed", b"one")
    await connection.close()

    server.kill()
    server.restart()

    connection = await nats.connect(server.url)
    assert (await connection.jetstream().stream_info("CALLS")).state.messages == 1
    await connection.close()


async def test_a_nats_server_can_lose_its_store(start_nats: StartNats) -> None:
    server = start_nats()
    connection = await nats.connect(server.url)
    await connection.jetstream().add_stream(StreamConfig(name="CALLS", subjects=["calls.>"]))
    await connection.close()

    server.restart(without_store=True)

    connection = await nats.connect(server.url)
    assert await connection.jetstream().streams_info() == []
    await connection.close()


def test_a_killed_postgresql_comes_back_with_what_was_committed(start_postgres: StartPostgres) -> None:
    server = start_postgres()
    with psycopg.connect(server.dsn()) as connection:
        connection.execute("create table calls (placed integer)")
        connection.execute("insert into calls values (1)")

    server.kill()
    server.restart()

    with psycopg.connect(server.dsn()) as connection:
        assert connection.execute("select placed from calls").fetchall() == [(1,)]
        assert connection.execute("show fsync").fetchone() == ("on",)
