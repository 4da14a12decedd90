"""The HTTP server: puts the parts together, listens, and stops without losing what can still be sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from simulator.account_api import AccountApi
from simulator.agents import Agents
from simulator.answers import gatekeeper
from simulator.call_api import CallApi
from simulator.clock import Clock
from simulator.exchange import Exchange
from simulator.rehearsal_api import RehearsalApi
from simulator.settings import Settings

DRAIN_SECONDS = 3.0
"""How long requests and webhooks under way get when the server stops."""


class Simulator:
    """A simulator that listens. `url` is its origin without a path; `exchange` the calls inside it."""

    def __init__(self, settings: Settings) -> None:
        clock = Clock()
        agents = Agents(settings.webhook_url)
        for agent_id in settings.agents:
            agents.ensure(agent_id, clock.now())
        self.exchange = Exchange(settings.profile, clock, agents, settings.webhook_secret)
        self._settings = settings
        self._closing = asyncio.Event()
        self._runner = web.AppRunner(
            self._application(), access_log=None, handler_cancellation=True, shutdown_timeout=DRAIN_SECONDS
        )
        self.url = ""

    async def start(self) -> None:
        """Listen. Raises OSError if the address is taken."""
        settings = self._settings
        await self.exchange.courier.open()
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, settings.host, settings.port, backlog=1024).start()
        except OSError:
            await self.stop()
            raise
        port = self._runner.addresses[0][1]
        self.url = self.exchange.origin = f"http://{settings.host}:{port}"

    async def stop(self) -> None:
        """Take no more requests, break those held on purpose, finish the others, send waiting webhooks, 3 s each."""
        await self._runner.cleanup()
        await self.exchange.courier.close(DRAIN_SECONDS)

    def _application(self) -> web.Application:
        exchange, settings = self.exchange, self._settings
        application = web.Application(middlewares=[gatekeeper(exchange, settings.api_key)])
        for api in (
            CallApi(exchange, self._closing),
            AccountApi(exchange),
            RehearsalApi(exchange, settings.profile),
        ):
            application.add_routes(api.routes())
        application.on_shutdown.append(self._let_go)
        return application

    async def _let_go(self, _: web.Application) -> None:
        self._closing.set()


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Simulator]:
    """A simulator in this event loop, for as long as the context lasts."""
    simulator = Simulator(settings)
    await simulator.start()
    try:
        yield simulator
    finally:
        await simulator.stop()
