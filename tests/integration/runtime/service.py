"""A process of two small services, run by tests: `python service.py campaigns|scheduler|face|rebuild|check`.

`campaigns` owns a log and relays it; `scheduler` leads with the tally. Configured as every service is. FAULT names what
it does to itself: `dies_before_checkpoint` (once events are published, before that is noted).
"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import structlog
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from shared.contracts.questions import AskHead
from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore
from shared.messaging.envelope import Envelope
from shared.messaging.patience import Patience
from shared.runtime.process import Process, run_http, run_rebuild, run_worker
from shared.runtime.worker import Connection, Leader, Question, Step
from shared.settings import ServiceSettings, exit_on_bad_settings
from tests.integration.runtime.tally import RECORDS, Tally

log = structlog.get_logger(__name__)


class WhoLeads(BaseModel):
    """The answer to `ask.scheduler.who_leads`."""

    pid: int


class Owner:
    """A worker that takes nothing in: its log is relayed, and read by others."""

    sources: Mapping[Service, Patience] = MappingProxyType({})

    async def load(self, connection: Connection, leader: Leader) -> None:
        pass

    async def project(self, connection: Connection, events: Sequence[Envelope]) -> None:
        pass

    async def decide(self, step: Step, taken: Sequence[Envelope]) -> None:
        pass

    async def committed(self, taken: Sequence[Envelope], recorded: Sequence[Envelope]) -> None:
        pass

    async def run(self, leader: Leader) -> None:  # noqa: ARG002
        await asyncio.Event().wait()

    async def drain(self) -> None:
        pass

    def questions(self) -> Mapping[str, Question]:
        return {}


class Leaving(Tally):
    """A tally that says when it drains."""

    async def drain(self) -> None:
        log.info("drained", of="+919812345678")


async def who_leads(_: AskHead) -> WhoLeads:
    return WhoLeads(pid=os.getpid())


def tally(_: Process) -> Tally:
    log.info("made", loop=type(asyncio.get_running_loop()).__module__)
    return Leaving(asked={"who_leads": Question(AskHead, who_leads)})


def face(process: Process) -> ASGIApp:
    async def slow(_: Request) -> PlainTextResponse:
        log.info("a request is under way")
        await asyncio.sleep(1)
        head = await process.store.head()
        return PlainTextResponse(f"answered at {head.position}")

    return Starlette(routes=[Route("/slow", slow), *process.health.routes()])


async def die(_store: PostgresEventStore, _position: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(role: str) -> None:
    settings = exit_on_bad_settings(ServiceSettings, os.environ)
    if os.environ.get("FAULT") == "dies_before_checkpoint":
        setattr(PostgresEventStore, "checkpoint", die)  # noqa: B010 - a fault, not a method
    match role:
        case "campaigns":
            run_worker(Service.CAMPAIGNS, settings, lambda _: Owner())
        case "scheduler":
            run_worker(Service.SCHEDULER, settings, tally)
        case "face":
            run_http(Service.SCHEDULER, settings, face)
        case _:
            run_rebuild(Service.SCHEDULER, settings, tally, RECORDS, check=role == "check")


if __name__ == "__main__":
    main(sys.argv[1])
