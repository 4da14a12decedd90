"""The connection: patient with a server that is away, quick to say so, clean to close."""

import asyncio
from pathlib import Path

import pytest

from shared.messaging.connection import Away, CredentialsRejected, Messaging, connect
from tests.integration.messaging.owner import eventually
from tests.integration.messaging.server import Server


async def test_connecting_waits_for_the_server_and_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    server = Server(tmp_path)

    async def connected() -> bool:
        async with connect(server.url, "early") as messaging:
            return messaging.connected

    connecting = asyncio.create_task(connected())
    async with asyncio.timeout(10):
        await eventually(lambda: "NATS is away; waiting for it" in caplog.text)
        await server.start()
        assert await connecting
    await server.kill()


async def test_waiting_for_the_server_can_be_cancelled(tmp_path: Path) -> None:
    server = Server(tmp_path)

    async def connected() -> None:
        async with connect(server.url, "early"):
            raise AssertionError

    connecting = asyncio.create_task(connected())
    for _ in range(20):
        await asyncio.sleep(0)
    connecting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await connecting


@pytest.mark.parametrize(
    ("authorization", "credentials"),
    [
        ('authorization: {user: cc, password: "p@ss/word"}', "cc:p%40ss%2Fword"),
        ('authorization: {token: "s3cret"}', "s3cret"),
    ],
)
async def test_credentials_are_taken_from_the_url(tmp_path: Path, authorization: str, credentials: str) -> None:
    server = Server(tmp_path, config=authorization)
    await server.start()
    async with connect(f"nats://{credentials}@127.0.0.1:{server.port}", "known") as messaging:
        assert messaging.connected
    with pytest.raises(CredentialsRejected):
        async with connect(server.url, "unknown"):
            raise AssertionError
    await server.kill()


async def test_a_server_that_comes_back_is_found_and_callbacks_fire(server: Server, messaging: Messaging) -> None:
    fired: list[str] = []
    messaging.on_reconnect(lambda: fired.append("kept"))
    remove = messaging.on_reconnect(lambda: fired.append("taken back"))
    remove()
    remove()
    await server.kill()
    async with asyncio.timeout(10):
        await eventually(lambda: not messaging.connected)
        await server.start()
        await messaging.until_connected()
        await eventually(lambda: fired == ["kept"])


async def test_a_callback_that_fails_keeps_no_other_from_firing(server: Server, messaging: Messaging) -> None:
    fired = asyncio.Event()

    def fail() -> None:
        raise OSError("no")

    messaging.on_reconnect(fail)
    messaging.on_reconnect(fired.set)
    await server.kill()
    await server.start()
    async with asyncio.timeout(10):
        await fired.wait()


async def test_a_message_sent_while_the_server_is_away_is_refused_at_once(server: Server, messaging: Messaging) -> None:
    await server.kill()
    async with asyncio.timeout(10):
        await eventually(lambda: not messaging.connected)
        with pytest.raises(Away):
            await messaging.publish("head.dialer", b"{}")


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


async def test_a_server_that_refuses_for_a_while_after_its_restart_is_tried_on(
    server: Server,
    messaging: Messaging,
    tmp_path: Path,
) -> None:
    again = asyncio.Event()
    messaging.on_reconnect(again.set)
    await server.kill()
    refusing = Server(tmp_path, port=server.port, config="authorization: {user: other, password: other}")
    await refusing.start()
    async with asyncio.timeout(10):
        await eventually(lambda: "Authorization Violation" in str(messaging.client.last_error))
        await refusing.kill()
        Server(tmp_path, port=server.port)
        await server.start()
        await again.wait()
        assert messaging.connected


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
