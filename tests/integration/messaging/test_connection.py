"""The connection: patient with a server that is away, quick to say so, clean to close."""

import asyncio

import pytest

from callctl.nats import NatsServer
from shared.messaging.connection import Away, CredentialsRejected, Messaging, connect
from tests.infrastructure import server_folder
from tests.integration.messaging.owner import eventually
from tests.integration.messaging.server import Server


async def test_connecting_waits_for_the_server_and_says_so(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    await server.kill()

    async def connected() -> bool:
        async with connect(server.url, "early") as messaging:
            return messaging.connected

    connecting = asyncio.create_task(connected())
    async with asyncio.timeout(10):
        await eventually(lambda: "NATS is away; waiting for it" in caplog.text)
        await server.restart()
        assert await connecting


async def test_waiting_for_the_server_can_be_cancelled(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    await server.kill()

    async def connected() -> None:
        async with connect(server.url, "early"):
            raise AssertionError

    connecting = asyncio.create_task(connected())
    async with asyncio.timeout(10):
        await eventually(lambda: "NATS is away" in caplog.text)
        connecting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await connecting


async def test_waiting_for_a_server_that_does_not_greet_can_be_cancelled_at_any_moment(port: int) -> None:
    greeted = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        greeted.set()
        await reader.read()
        writer.close()

    async def connected() -> None:
        async with connect(f"nats://127.0.0.1:{port}", "early"):
            raise AssertionError

    async with await asyncio.start_server(silent, "127.0.0.1", port):
        for moments in range(6):
            greeted.clear()
            connecting = asyncio.create_task(connected())
            await greeted.wait()
            for _ in range(moments):
                await asyncio.sleep(0)
            connecting.cancel()
            finished, _ = await asyncio.wait([connecting], timeout=10)
            assert finished
            assert connecting.cancelled()


async def test_credentials_are_taken_from_the_url(port: int) -> None:
    with server_folder() as folder:
        server = NatsServer(folder / "nats", port=port, password="p@ss/w:ord", log=folder / "log")
        await asyncio.to_thread(server.start)
        try:
            async with connect(server.address.url, "known") as messaging:
                assert messaging.connected
            with pytest.raises(CredentialsRejected):
                async with connect(server.address.url.replace("p%40ss", "pass"), "unknown"):
                    raise AssertionError
        finally:
            await asyncio.to_thread(server.kill)


async def test_a_server_that_comes_back_is_found_and_callbacks_fire(server: Server, breakable: Messaging) -> None:
    fired: list[str] = []
    breakable.on_reconnect(lambda: fired.append("kept"))
    remove = breakable.on_reconnect(lambda: fired.append("taken back"))
    remove()
    remove()
    await server.kill()
    async with asyncio.timeout(10):
        await eventually(lambda: not breakable.connected)
        await server.restart()
        await breakable.until_connected()
        await eventually(lambda: fired == ["kept"])


async def test_a_callback_that_fails_keeps_no_other_from_firing(server: Server, breakable: Messaging) -> None:
    fired = asyncio.Event()

    def fail() -> None:
        raise OSError("no")

    breakable.on_reconnect(fail)
    breakable.on_reconnect(fired.set)
    await server.restart()
    async with asyncio.timeout(10):
        await fired.wait()


async def test_a_message_sent_while_the_server_is_away_is_refused_at_once(server: Server, breakable: Messaging) -> None:
    await server.kill()
    async with asyncio.timeout(10):
        await eventually(lambda: not breakable.connected)
        with pytest.raises(Away):
            await breakable.publish("head.dialer", b"{}")


async def test_a_server_that_is_frozen_is_given_up_and_found_again(server: Server, breakable: Messaging) -> None:
    again = asyncio.Event()
    breakable.on_reconnect(again.set)
    server.freeze()
    async with asyncio.timeout(20):
        await eventually(lambda: not breakable.connected)
        server.thaw()
        await again.wait()
        assert breakable.connected


async def test_closing_while_the_server_is_away_is_quick_and_clean(server: Server) -> None:
    async with (
        asyncio.timeout(10),
        connect(server.url, "leaving") as messaging,
        messaging.listen("head.>", lambda _: None),
    ):
        await server.kill()
        await eventually(lambda: not messaging.connected)


async def test_closing_while_the_server_is_frozen_ends(server: Server) -> None:
    async with asyncio.timeout(10), connect(server.url, "leaving"):
        server.freeze()
    server.thaw()


async def test_closing_ends_though_a_frozen_server_takes_nothing_of_what_was_sent(server: Server) -> None:
    async with asyncio.timeout(20), connect(server.url, "leaving") as messaging:
        server.freeze()
        for _ in range(20):
            await messaging.publish("head.dialer", b"x" * 500_000)
    server.thaw()


async def test_a_closed_connection_says_so_to_those_who_wait_for_it(server: Server) -> None:
    async with asyncio.timeout(10):
        async with connect(server.url, "leaving") as messaging:
            await server.kill()
            await eventually(lambda: not messaging.connected)
            waiting = asyncio.create_task(messaging.until_connected())
            await asyncio.sleep(0)
        with pytest.raises(Away):
            await waiting


async def test_a_server_that_refuses_for_a_while_after_its_restart_is_tried_on(
    server: Server,
    breakable: Messaging,
) -> None:
    again = asyncio.Event()
    breakable.on_reconnect(again.set)
    await server.kill()
    with server_folder() as folder:
        refusing = NatsServer(folder / "nats", port=server.port, password="another", log=folder / "log")
        await asyncio.to_thread(refusing.start)
        async with asyncio.timeout(10):
            await eventually(lambda: "Authorization Violation" in str(breakable.client.last_error))
        await asyncio.to_thread(refusing.kill)
    await server.restart()
    async with asyncio.timeout(10):
        await again.wait()
    assert breakable.connected


async def test_a_handler_that_fails_hears_the_next_message(messaging: Messaging) -> None:
    heard: list[bytes] = []

    def handle(message: object) -> None:
        data: bytes = message.data  # type: ignore[attr-defined]
        if data == b"bad":
            raise ValueError(data)
        heard.append(data)

    async with messaging.listen("head.dialer", handle), asyncio.timeout(5):
        for data in (b"one", b"bad", b"two"):
            await messaging.publish("head.dialer", data)
        await eventually(lambda: heard == [b"one", b"two"])
