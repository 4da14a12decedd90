"""A nats-server of the test's own, broken without holding up the event loop."""

import asyncio

from tests.infrastructure import Nats


class Server:
    """Killed, frozen, restarted with its store or without it; at the same address throughout."""

    def __init__(self, nats: Nats) -> None:
        self._nats = nats

    @property
    def url(self) -> str:
        return self._nats.url

    @property
    def port(self) -> int:
        return self._nats.port

    async def kill(self) -> None:
        await asyncio.to_thread(self._nats.kill)

    async def restart(self, *, without_store: bool = False) -> None:
        await asyncio.to_thread(self._nats.restart, without_store=without_store)

    def freeze(self) -> None:
        """Return once it stands still."""
        self._nats.freeze()

    def thaw(self) -> None:
        self._nats.thaw()
