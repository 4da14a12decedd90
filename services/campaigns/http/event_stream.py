"""Server-sent events as an answer: goes on until whoever listens leaves, is dropped, or may not listen any more."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from services.campaigns.http.feed import Feed, Listener

COMMENT = b": \n\n"
COMMENT_SECONDS = 15.0
"""Sent when there is nothing else, so that proxies keep the connection and a dead one is noticed."""
CHECK_SECONDS = 60.0
"""So often it is looked up whether they may still listen."""
PIECE = 16 * 1024
PARTING_SECONDS = 1.0
"""Who is let go has so long to read what waits for them."""


class EventStream(Response):
    """What one listener reads. `may_listen` is asked every minute; when it says no the answer ends."""

    media_type = "text/event-stream"

    def __init__(self, feed: Feed, listener: Listener, may_listen: Callable[[], Awaitable[bool]]) -> None:
        super().__init__(headers={"X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._feed = feed
        self._listener = listener
        self._may_listen = may_listen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - the shape of ASGI
        """Send until it is over. Who does not read is not waited for once they are dropped or the process ends."""
        parts = [asyncio.create_task(part) for part in (self._send(send), _until_gone(receive), self._until_over())]
        try:
            await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._feed.leave(self._listener)
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        listener, clock = self._listener, asyncio.get_running_loop()
        check_at = clock.time() + CHECK_SECONDS
        while True:
            listener.changed.clear()
            while piece := listener.take(PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            if listener.ended:
                break
            if clock.time() >= check_at:
                if not await self._may_listen():
                    break
                check_at = clock.time() + CHECK_SECONDS
            try:
                async with asyncio.timeout(COMMENT_SECONDS):
                    await listener.changed.wait()
            except TimeoutError:
                await send({"type": "http.response.body", "body": COMMENT, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _until_over(self) -> None:
        await self._listener.over.wait()
        if not self._listener.dropped:
            await asyncio.sleep(PARTING_SECONDS)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
