"""The inbox: one subscription per connection on which all answers to this process arrive."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from nats.aio.client import Client
from nats.aio.msg import Msg

PENDING_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Expected:
    """Where the answers to one question arrive: its place in the inbox, and those that have come."""

    token: str
    replies: asyncio.Queue[Msg] = field(default_factory=asyncio.Queue)


class Inbox:
    """Sorts answers to whoever expects them; those that nobody expects any more fall away."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._subject: str | None = None
        self._number = 0
        self._expected: dict[str, Expected] = {}

    @contextmanager
    def expecting(self) -> Iterator[Expected]:
        """Keep a place for answers while the body runs."""
        self._number += 1
        expected = Expected(str(self._number))
        self._expected[expected.token] = expected
        try:
            yield expected
        finally:
            del self._expected[expected.token]

    async def address(self, expected: Expected) -> str:
        """Return the subject to answer on. The first call subscribes; the connection's end unsubscribes."""
        if self._subject is None:
            self._subject = self._client.new_inbox()
            await self._client.subscribe(f"{self._subject}.*", cb=self._arrived, pending_bytes_limit=PENDING_BYTES)
        return f"{self._subject}.{expected.token}"

    async def _arrived(self, message: Msg) -> None:
        expected = self._expected.get(message.subject.rpartition(".")[2])
        if expected is not None:
            expected.replies.put_nowait(message)
