"""HTTP in a process: the port taken first, health answered from the start, requests under way finished at the end."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Iterator

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.runtime.health import Health
from shared.settings import BAD_SETTINGS_EXIT_CODE

PORT_TAKEN_EXIT_CODE = 4
DRAIN_SECONDS = 10.0

log = structlog.get_logger(__name__)


class Face:
    """What a process answers over HTTP: its health, and 503 to all else until `app` is set to what it is for."""

    def __init__(self, health: Health) -> None:
        self.app: ASGIApp = Starlette(routes=[*health.routes(), Mount("/", app=_not_yet)])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self.app(scope, receive, send)


async def _not_yet(scope: Scope, receive: Receive, send: Send) -> None:
    problem = {"title": "Starting", "status": 503, "detail": "This process waits for what it needs; try again."}
    answer = JSONResponse(problem, 503, {"retry-after": "1"}, media_type="application/problem+json")
    await answer(scope, receive, send)


def take_port(host: str, port: int) -> socket.socket:
    """Return a socket bound to the port (0: a free one) on which nothing is accepted yet.

    Exits with PORT_TAKEN_EXIT_CODE where another process listens there, with BAD_SETTINGS_EXIT_CODE where the address
    is none of this machine's or the port is not ours to take; the log says which.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        where = f"{host}:{port}"
        if error.errno == errno.EADDRINUSE:
            log.error("the port is taken; set HTTP_PORT to another", address=where)  # noqa: TRY400 - said plainly
            raise SystemExit(PORT_TAKEN_EXIT_CODE) from None
        log.error("cannot listen; mend HTTP_HOST or HTTP_PORT", address=where, error=str(error))  # noqa: TRY400 - as above
        raise SystemExit(BAD_SETTINGS_EXIT_CODE) from None
    log.info("listening", host=host, port=listener.getsockname()[1])
    return listener


class _Server(uvicorn.Server):
    """Leaves signals to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve_http(app: ASGIApp, listener: socket.socket) -> None:
    """Serve HTTP until cancelled; requests under way are finished first, for DRAIN_SECONDS at most."""
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=int(DRAIN_SECONDS),
        server_header=False,
        proxy_headers=False,  # whose address counts behind a proxy is TRUSTED_PROXIES' to say
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise
