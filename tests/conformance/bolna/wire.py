"""A server of raw sockets on 127.0.0.1 that does to each request exactly what a test says, and keeps what it saw."""

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from pydantic import SecretStr

from shared.bolna.client import BolnaClient
from shared.bolna.provider import PlaceCall

KEY = "bn-0123456789abcdef-invented"
NOW = datetime(2026, 10, 1, 5, 0, tzinfo=UTC)
CALL = PlaceCall("11111111-2222-4333-8444-555555555555", "+919800000001", "+918000000002", {"attempt_id": "a-1"})
PLACED = {"message": "done", "status": "queued", "execution_id": "b7140255-0000-4608-8e97-000000000001"}

Behaviour = Callable[["Connection"], Awaitable[None]]


class Connection:
    """One connection to the server, after a whole request was read from it."""

    def __init__(self, writer: asyncio.StreamWriter, request: bytes, over: asyncio.Event) -> None:
        self.writer = writer
        self.request = request
        self.over = over

    @property
    def socket(self) -> Any:
        return self.writer.get_extra_info("socket")

    async def send(self, sent: bytes) -> None:
        self.writer.write(sent)
        with suppress(ConnectionError):
            await self.writer.drain()


class Wire:
    """Serves `behaviours` in turn, one a request; the last one serves all further requests."""

    def __init__(self, *behaviours: Behaviour) -> None:
        self._behaviours = behaviours
        self._handlers: set[asyncio.Task[None]] = set()
        self._over = asyncio.Event()
        self.asked = asyncio.Event()
        self.requests: list[bytes] = []
        self.connections: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._server.close()
        for writer in self.connections:
            writer.close()
        await asyncio.gather(*self._handlers)
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        self.connections.append(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while not writer.is_closing():
                request = await _request(reader)
                turn = min(len(self.requests), len(self._behaviours) - 1)
                self.requests.append(request)
                self.asked.set()
                await self._behaviours[turn](Connection(writer, request, self._over))
        writer.close()


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return head + await reader.readexactly(int(lengths[0].split(b":")[1]) if lengths else 0)


def answer(status: int, body: object = None, *headers: str) -> Behaviour:
    """An HTTP answer; `body` bytes as they are, anything else as JSON."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    kind = "text/html" if isinstance(body, bytes) else "application/json"
    head = [f"HTTP/1.1 {status} X", f"Content-Length: {len(content)}", f"Content-Type: {kind}", *headers]

    async def behave(connection: Connection) -> None:
        await connection.send("\r\n".join([*head, "", ""]).encode() + content)

    return behave


def raw(sent: bytes) -> Behaviour:
    """These bytes, then the connection closed."""

    async def behave(connection: Connection) -> None:
        await connection.send(sent)
        connection.writer.close()

    return behave


close = raw(b"")


async def reset(connection: Connection) -> None:
    """An RST instead of an answer."""
    connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.writer.transport.abort()


async def silence(connection: Connection) -> None:
    """No answer, until the test is over."""
    await connection.over.wait()


async def echo_as_garbage(connection: Connection) -> None:
    """The request itself, headers and all, instead of an answer."""
    await connection.send(connection.request)
    connection.writer.close()


async def drip(connection: Connection) -> None:
    """An answer that never ends and never pauses for long."""
    await connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not connection.over.is_set() and not connection.writer.is_closing():
        await connection.send(b" ")
        with suppress(TimeoutError):
            await asyncio.wait_for(connection.over.wait(), 0.02)


def bolna(url: str, *, timeout: float = 5.0, max_connections: int = 400, key: str = KEY) -> BolnaClient:
    """The adapter under test, pointed at a server of the test's own."""
    return BolnaClient(
        base_url=url,
        api_key=SecretStr(key),
        request_timeout=timeout,
        clock=lambda: NOW,
        max_connections=max_connections,
    )
