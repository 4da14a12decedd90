"""Asks a NATS server what each command of docs/nats.md asks it, as the program `nats` does."""

import asyncio
import json
import shlex
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import nats
from nats.aio.client import Client

PAGE = Path(__file__).parents[3] / "docs" / "nats.md"
SECONDS = 5.0
Ask = Callable[[Client, list[str]], Awaitable[Any]]


def commands() -> list[str]:
    """Every command that the page shows."""
    return [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("nats ")]


def ask(url: str, command: str) -> Any:
    """What the server answers to a command; raises KeyError for one whose questions are not known here."""

    async def asked() -> Any:
        client = await nats.connect(url)
        try:
            words = shlex.split(command)[1:]
            known = next(name for name in (" ".join(words[:2]), words[0]) if name in ASKED)
            return await ASKED[known](client, [word for word in words[len(known.split()) :] if word[:2] != "--"])
        finally:
            await client.close()

    return asyncio.run(asked())


async def _api(client: Client, question: str, body: Any = None) -> Any:
    answer = await client.request(f"$JS.API.{question}", json.dumps(body).encode() if body else b"", timeout=SECONDS)
    told = json.loads(answer.data)
    assert "error" not in told, told
    return told


async def _every(client: Client, subject: str, body: bytes = b"", patience: float = 1.0) -> list[Any]:
    """The answers of all who answer, of which there is one at least."""
    inbox = client.new_inbox()
    replies = await client.subscribe(inbox)
    await client.publish(subject, body, reply=inbox)
    told = [await replies.next_msg(timeout=SECONDS)]
    while True:
        try:
            told.append(await replies.next_msg(timeout=patience))
        except TimeoutError:
            return [json.loads(reply.data) for reply in told]


async def _sub(client: Client, words: list[str]) -> Any:
    """Whether the server lets us listen: it would have said by the time of its pong."""
    await client.subscribe(words[0])
    await client.flush(timeout=5)
    assert client.last_error is None, client.last_error
    return words[0]


async def _req(client: Client, words: list[str]) -> Any:
    return await _every(client, words[0], words[1].encode())


async def _micro_ls(client: Client, _: list[str]) -> Any:
    return await _every(client, "$SRV.PING")


async def _micro_info(client: Client, words: list[str]) -> Any:
    return await _every(client, f"$SRV.INFO.{words[0]}")


async def _micro_stats(client: Client, words: list[str]) -> Any:
    return await _every(client, f"$SRV.STATS.{words[0]}")


async def _stream_ls(client: Client, _: list[str]) -> Any:
    return await _api(client, "STREAM.NAMES")


async def _stream_info(client: Client, words: list[str]) -> Any:
    return await _api(client, f"STREAM.INFO.{words[0]}")


async def _stream_get(client: Client, words: list[str]) -> Any:
    return await _api(client, f"STREAM.MSG.GET.{words[0]}", {"last_by_subj": words[1]})


async def _consumer_report(client: Client, words: list[str]) -> Any:
    return await _api(client, f"CONSUMER.LIST.{words[0]}")


async def _consumer_info(client: Client, words: list[str]) -> Any:
    return await _api(client, f"CONSUMER.INFO.{words[0]}.{words[1]}")


async def _consumer_pause(client: Client, words: list[str]) -> Any:
    until = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    return await _api(client, f"CONSUMER.PAUSE.{words[0]}.{words[1]}", {"pause_until": until})


async def _consumer_resume(client: Client, words: list[str]) -> Any:
    return await _api(client, f"CONSUMER.PAUSE.{words[0]}.{words[1]}")


ASKED: dict[str, Ask] = {
    "sub": _sub,
    "req": _req,
    "micro ls": _micro_ls,
    "micro info": _micro_info,
    "micro stats": _micro_stats,
    "stream ls": _stream_ls,
    "stream info": _stream_info,
    "stream get": _stream_get,
    "consumer report": _consumer_report,
    "consumer info": _consumer_info,
    "consumer pause": _consumer_pause,
    "consumer resume": _consumer_resume,
}
