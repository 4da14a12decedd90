"""What each thing that can happen to `POST /call` proves, and that Bolna sees one request of a call, ever."""

import asyncio
import json
import logging
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from shared.bolna.provider import NotPlaced, NotPlacedReason, PlaceCall, Placed, Unknown
from tests.conformance.bolna import wire
from tests.conformance.bolna.wire import CALL, KEY, PLACED, Behaviour, Wire, answer, bolna

Judgement = Placed | NotPlaced | Unknown


async def judged(behaviour: Behaviour, *, bound: float = 5.0) -> tuple[Judgement, list[bytes]]:
    async with Wire(behaviour) as server, bolna(server.url, timeout=bound) as client:
        judgement = await client.place(CALL)
    return judgement, server.requests


async def test_a_call_is_placed_once_as_asked_for_and_never_with_a_retry_of_bolnas_own() -> None:
    judgement, requests = await judged(answer(200, PLACED))
    assert judgement == Placed("b7140255-0000-4608-8e97-000000000001")
    [request] = requests
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /call HTTP/1.1\r\n")
    assert f"authorization: bearer {KEY}".encode() in head.lower()
    assert b"content-type: application/json" in head.lower()
    assert json.loads(body) == {
        "agent_id": "11111111-2222-4333-8444-555555555555",
        "recipient_phone_number": "+919800000001",
        "from_phone_number": "+918000000002",
        "user_data": {"attempt_id": "a-1"},
    }


async def test_without_a_number_of_ours_bolna_chooses_one_and_no_number_carries_a_space() -> None:
    async with Wire(answer(200, PLACED)) as server, bolna(server.url) as client:
        await client.place(PlaceCall("agent", "+91 98000 00001"))
    body = json.loads(server.requests[0].partition(b"\r\n\r\n")[2])
    assert body == {"agent_id": "agent", "recipient_phone_number": "+919800000001", "user_data": {}}


WORDS = {"error": 400, "message": "Bolna's words"}
PROVED = [
    (400, WORDS, NotPlacedReason.NUMBER_REJECTED),
    (400, {"message": "Invalid recipient_phone_number"}, NotPlacedReason.NUMBER_REJECTED),
    (400, {"error": 400, "message": "Invalid from_phone_number"}, NotPlacedReason.REQUEST_REJECTED),
    (400, {"message": "agent_id is required"}, NotPlacedReason.REQUEST_REJECTED),
    (400, {"message": "Agent does not exist"}, NotPlacedReason.AGENT_MISSING),
    (401, {"error": 401, "message": "Access denied"}, NotPlacedReason.KEY_REJECTED),
    (403, {"detail": "Invalid key"}, NotPlacedReason.KEY_REJECTED),
    (404, {"error": "Agent not found"}, NotPlacedReason.AGENT_MISSING),
    (422, {"detail": [{"loc": ["body", "user_data"], "msg": "wrong type"}]}, NotPlacedReason.REQUEST_REJECTED),
    (422, {"detail": "Not an E.164 number"}, NotPlacedReason.NUMBER_REJECTED),
    (429, {"message": "Too many requests"}, NotPlacedReason.RATE_LIMITED),
]


@pytest.mark.parametrize(("status", "body", "reason"), PROVED)
async def test_a_refusal_in_bolnas_own_words_proves_that_nothing_was_placed(
    status: int, body: object, reason: NotPlacedReason
) -> None:
    judgement, requests = await judged(answer(status, body))
    assert isinstance(judgement, NotPlaced)
    assert (judgement.reason, judgement.status) == (reason, status)
    assert judgement.message
    assert len(requests) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 429])
@pytest.mark.parametrize(
    "body",
    [None, b"<html>gateway</html>", {}, [], "words", {"message": ""}, {"error": 400}, WORDS | {"execution_id": "e"}],
)
async def test_a_refusal_without_bolnas_words_proves_nothing(status: int, body: object) -> None:
    judgement, requests = await judged(answer(status, body))
    assert isinstance(judgement, Unknown)
    assert len(requests) == 1


@pytest.mark.parametrize("status", [402, 405, 408, 409, 410, 425, 451, 500, 501, 502, 503, 504, 520])
@pytest.mark.parametrize("body", [None, WORDS, b"<html>gateway</html>"])
async def test_any_other_status_proves_nothing_whatever_it_says(status: int, body: object) -> None:
    judgement, requests = await judged(answer(status, body))
    assert isinstance(judgement, Unknown)
    assert len(requests) == 1


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308])
async def test_a_redirect_is_not_followed_and_proves_nothing(status: int) -> None:
    async with Wire(answer(200, PLACED)) as elsewhere:
        redirect = answer(status, None if status == 304 else WORDS, f"Location: {elsewhere.url}/call")
        judgement, requests = await judged(redirect)
    assert isinstance(judgement, Unknown)
    assert (len(requests), len(elsewhere.requests)) == (1, 0)


@pytest.mark.parametrize(
    "body",
    [None, b"", b"null", b"{", b"\xff", {"message": "done"}, {"execution_id": None}, {"execution_id": " "}, [PLACED]],
)
async def test_a_200_that_names_no_execution_proves_nothing(body: object) -> None:
    judgement, requests = await judged(answer(200, body))
    assert isinstance(judgement, Unknown)
    assert len(requests) == 1


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"
BROKEN = {
    "reads the request and closes": (wire.close, "ServerDisconnectedError"),
    "reads the request and resets": (wire.reset, "ClientOSError, ECONNRESET"),
    "answers garbage": (wire.raw(b"\x00\x01 no http at all\r\n\r\n"), "ClientResponseError"),
    "answers half a status line": (wire.raw(b"HTTP/1."), "Server"),
    "answers headers, then closes": (wire.raw(HEAD), "ClientPayloadError"),
    "answers headers and half a body, then closes": (wire.raw(HEAD + b'{"execution_id": "e'), "ClientPayloadError"),
    "refuses in headers, then closes before its words": (
        wire.raw(b'HTTP/1.1 429 X\r\nContent-Length: 50\r\n\r\n{"message":'),
        "ClientPayloadError",
    ),
    "answers with a body that does not unpack": (
        answer(200, b"no gzip", "Content-Encoding: gzip"),
        "DecodingError",
    ),
    "answers with chunks that are none": (
        wire.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        "",
    ),
}


@pytest.mark.parametrize("happening", BROKEN)
async def test_an_answer_that_breaks_off_proves_nothing_and_is_not_asked_for_again(happening: str) -> None:
    behaviour, name = BROKEN[happening]
    judgement, requests = await judged(behaviour)
    assert isinstance(judgement, Unknown)
    assert name in judgement.error
    assert len(requests) == 1


@pytest.mark.parametrize("behaviour", [wire.silence, wire.drip])
async def test_silence_and_an_endless_answer_end_at_the_request_timeout_and_prove_nothing(behaviour: Behaviour) -> None:
    began = asyncio.get_running_loop().time()
    judgement, requests = await judged(behaviour, bound=0.9)
    assert isinstance(judgement, Unknown)
    assert "did not answer in time" in judgement.error
    assert asyncio.get_running_loop().time() - began < 5
    assert len(requests) == 1


async def test_an_answer_longer_than_any_of_bolnas_is_not_read_on_and_proves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shared.bolna.client._LARGEST_BODY", 10)
    judgement, requests = await judged(answer(200, PLACED))
    assert judgement == Unknown("the request failed (BodyTooLarge)")
    assert len(requests) == 1


def assert_unreachable(judgement: Judgement) -> None:
    assert isinstance(judgement, NotPlaced)
    assert (judgement.reason, judgement.status) == (NotPlacedReason.UNREACHABLE, None)


async def test_a_refused_connection_proves_that_nothing_was_placed() -> None:
    async with Wire(answer(200, PLACED)) as server:
        port = server.port
    async with bolna(f"http://127.0.0.1:{port}") as client:
        judgement = await client.place(CALL)
    assert_unreachable(judgement)
    assert server.requests == []


async def test_a_name_that_does_not_resolve_proves_that_nothing_was_placed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown_name(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown_name)
    async with bolna("https://bolna.invalid") as client:
        judgement = await client.place(CALL)
    assert_unreachable(judgement)
    assert isinstance(judgement, NotPlaced)
    assert "does not resolve (ClientConnectorDNSError" in judgement.message


@contextmanager
def full_backlog() -> Iterator[socket.socket]:
    """A listener that accepts nothing and whose queue is full, so that the kernel drops every further connection."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        yield listener


async def test_a_connection_that_is_never_accepted_proves_that_nothing_was_placed() -> None:
    with full_backlog() as listener:
        async with bolna(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=0.6) as client:
            judgement = await client.place(CALL)
        assert_unreachable(judgement)
        assert isinstance(judgement, NotPlaced)
        assert "ConnectionTimeoutError" in judgement.message
        assert seen_by(listener) == []


def seen_by(listener: socket.socket) -> list[bytes]:
    """What had been written on the connections waiting at a listener."""
    listener.setblocking(False)
    seen: list[bytes] = []
    while True:
        try:
            connection, _ = listener.accept()
        except BlockingIOError:
            return seen
        with connection:
            connection.setblocking(False)
            try:
                seen.append(connection.recv(65536))
            except BlockingIOError:
                continue


@pytest.mark.parametrize("hello", [b"", b"no TLS at all\r\n"])
async def test_a_tls_handshake_that_hangs_or_fails_proves_that_nothing_was_placed(hello: bytes) -> None:
    heard = []
    over = asyncio.Event()

    async def shake(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(65536))
        writer.write(hello)
        await over.wait()
        writer.close()

    server = await asyncio.start_server(shake, "127.0.0.1", 0)
    async with server, bolna(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}", timeout=0.6) as client:
        judgement = await client.place(CALL)
        over.set()
    assert_unreachable(judgement)
    assert len(heard) == 1
    assert b"POST" not in heard[0]


async def test_a_call_that_waits_in_vain_for_a_free_connection_was_not_placed() -> None:
    async with Wire(wire.silence) as server, bolna(server.url, timeout=1.8, max_connections=1) as client:
        first, second = await asyncio.gather(client.place(CALL), client.place(CALL))
    assert isinstance(first, Unknown)
    assert_unreachable(second)
    assert len(server.requests) == 1


async def test_a_call_met_by_a_closing_kept_alive_connection_is_not_sent_again() -> None:
    async with Wire(answer(200, PLACED)) as server, bolna(server.url) as client:
        assert isinstance(await client.place(CALL), Placed)
        server.connections[0].get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        judgement = await client.place(CALL)
        assert isinstance(judgement, Unknown)
    assert len(server.connections) == 1
    assert len(server.requests) <= 2


async def test_a_call_read_from_a_kept_alive_connection_that_then_closes_is_not_sent_again() -> None:
    async with Wire(answer(200, PLACED), wire.close) as server, bolna(server.url) as client:
        assert isinstance(await client.place(CALL), Placed)
        assert isinstance(await client.place(CALL), Unknown)
    assert (len(server.connections), len(server.requests)) == (1, 2)


async def test_a_connection_that_bolna_said_it_closes_is_not_used_for_the_next_call() -> None:
    closing = answer(200, PLACED, "Connection: close")
    async with Wire(closing, answer(200, PLACED)) as server, bolna(server.url) as client:
        assert isinstance(await client.place(CALL), Placed)
        assert isinstance(await client.place(CALL), Placed)
    assert (len(server.connections), len(server.requests)) == (2, 2)


async def test_a_hundred_and_fifty_calls_are_in_flight_at_once() -> None:
    all_there = asyncio.Event()

    async def together(connection: wire.Connection) -> None:
        if len(server.requests) == 150:
            all_there.set()
        await all_there.wait()
        await answer(200, PLACED)(connection)

    async with Wire(together) as server, bolna(server.url, timeout=30) as client:
        judgements = await asyncio.gather(*(client.place(CALL) for _ in range(150)))
    assert all(isinstance(judgement, Placed) for judgement in judgements)
    assert len(server.requests) == 150


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("Retry-After: 7", 7.0),
        ("Retry-After: Thu, 01 Oct 2026 05:00:30 GMT", 30.0),
        ("Retry-After: Thu, 01 Oct 2026 04:00:00 GMT", 0.0),
        ("Retry-After: soon", None),
        ("Retry-After: -1", None),
        ("X-Nothing: said", None),
    ],
)
async def test_a_rate_limit_says_how_long_to_wait_where_bolna_does(header: str, seconds: float | None) -> None:
    judgement, _ = await judged(answer(429, {"message": "slow down"}, header))
    assert judgement == NotPlaced(NotPlacedReason.RATE_LIMITED, 429, "slow down", seconds)


@pytest.mark.parametrize("user_data", [{"a": object()}, {"a": float("nan")}, {("a",): 1}])
async def test_data_that_is_no_json_is_refused_before_anything_is_sent(user_data: dict[str, object]) -> None:
    async with Wire(answer(200, PLACED)) as server, bolna(server.url) as client:
        judgement = await client.place(PlaceCall("agent", "+919800000001", None, user_data))
    assert isinstance(judgement, NotPlaced)
    assert judgement.reason is NotPlacedReason.REQUEST_REJECTED
    assert server.connections == []


async def test_a_cancelled_request_is_cancelled() -> None:
    async with Wire(wire.silence) as server, bolna(server.url) as client:
        placing = asyncio.create_task(client.place(CALL))
        await server.asked.wait()
        placing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await placing
    assert len(server.requests) == 1


async def test_a_cancellation_inside_the_transport_is_no_cancellation_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    async def cancelled_lookup(*_: object, **__: object) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", cancelled_lookup)
    async with bolna("http://bolna.invalid") as client:
        assert isinstance(await client.place(CALL), Unknown)


@pytest.mark.parametrize(
    "behaviour",
    [
        wire.echo_as_garbage,
        answer(401, {"message": f"Access denied for {KEY}"}),
        answer(500, {"detail": KEY}),
        answer(200, {"message": KEY}),
    ],
)
async def test_the_key_is_in_no_log_repr_or_judgement(behaviour: Behaviour, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with Wire(behaviour) as server, bolna(server.url) as client:
        judgement = await client.place(CALL)
        told = [await client.account(), await client.stop("x"), await client.look_up("x"), await client.agent("x")]
        shown = repr((client, vars(client), judgement, told, CALL)) + str(judgement) + caplog.text
        message = judgement.message if isinstance(judgement, NotPlaced) else ""
    assert KEY in server.requests[0].decode()
    assert KEY not in shown + message
    assert "919800000001" not in shown


@pytest.mark.parametrize("key", ["", " ", "bn-1\r\nX-Other: 1", "bn-ключ"])
def test_a_key_that_no_header_can_carry_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(ValueError, match="API key") as refused:
        bolna("http://127.0.0.1:1", key=key)
    assert key.strip() == "" or key not in str(refused.value)
