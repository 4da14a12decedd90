"""The NATS micro service that a process is: found by `nats micro ls`, asked what it is, why it is not ready, its lag.

https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-32.md
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import nats.errors
from nats.micro.request import Request
from nats.micro.service import Service as MicroService
from nats.micro.service import ServiceConfig
from pydantic import BaseModel

from shared.contracts.vocabulary import Service
from shared.messaging.connection import Away, Messaging
from shared.messaging.subjects import micro_subject

logger = logging.getLogger(__name__)

AGAIN_SECONDS = 1.0
DISTRIBUTION = "call-campaigns"
UNKNOWN_VERSION = "0.0.0"

Answer = Callable[[], Awaitable[BaseModel]]


@dataclass(frozen=True)
class Endpoint:
    """What can be asked without saying more. `of_each`: every process answers for itself, else any for all."""

    answer: Answer
    description: str
    of_each: bool = True


async def serve_micro(
    messaging: Messaging, service: Service, role: str, endpoints: Mapping[str, Endpoint], leads: Callable[[], bool]
) -> None:
    """Be a micro service until cancelled; a server that goes away is waited for. Never fails.

    It ends with the connection: to drain its subscriptions would wait for a server that does not answer.

    `$SRV.PING`, `$SRV.INFO` and `$SRV.STATS` are answered by every process; `data` of the statistics says who leads.
    """
    while True:
        micro = MicroService(messaging.client, _config(messaging, service, role, leads))
        try:
            await messaging.until_connected()
            await _open(micro, service, endpoints)
        except Away:
            return
        except (nats.errors.Error, TimeoutError, OSError) as error:
            logger.warning("no micro service yet, trying again", extra={"error": repr(error)})
            with suppress(nats.errors.Error, TimeoutError, OSError):
                async with asyncio.timeout(AGAIN_SECONDS):
                    await micro.stop()
            await asyncio.sleep(AGAIN_SECONDS)
        else:
            break
    await asyncio.get_running_loop().create_future()


async def _open(micro: MicroService, service: Service, endpoints: Mapping[str, Endpoint]) -> None:
    await micro.start()
    for name, endpoint in endpoints.items():
        await micro.add_endpoint(
            name=name,
            subject=micro_subject(service, name),
            queue_group=f"{service.value}-{micro.id}" if endpoint.of_each else service.value,
            handler=_handler(name, endpoint.answer),
            metadata={"description": endpoint.description},
        )


def _config(messaging: Messaging, service: Service, role: str, leads: Callable[[], bool]) -> ServiceConfig:
    return ServiceConfig(
        name=service.value,
        version=_version(),
        description=f"The {service.value} service of Call Campaigns.",
        metadata={"role": role, "connection": messaging.name},
        stats_handler=lambda _: {"leading": leads()},
    )


def _version() -> str:
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return UNKNOWN_VERSION


def _handler(name: str, answer: Answer) -> Callable[[Request], Awaitable[None]]:
    async def handle(request: Request) -> None:
        try:
            body = (await answer()).model_dump_json().encode()
        except Exception:
            logger.exception("a micro service's endpoint failed", extra={"endpoint": name})
            await request.respond_error("500", "the answer failed; the log of the service says why")
        else:
            await request.respond(body, headers={"content-type": "application/json"})

    return handle
