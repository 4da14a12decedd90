"""What a service may say and hear over NATS is its own; everybody else's is refused by the server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import nats
import nats.errors
import pytest
from nats.aio.client import Client

from services.campaigns.handlers import CampaignsWorker
from services.dialer.handlers import DialerWorker
from services.scheduler.handlers import SchedulerWorker
from services.webhooks.handlers import WebhooksWorker
from shared.contracts.vocabulary import Service
from shared.messaging.permissions import READS
from tests.conftest import StartNats
from tests.infrastructure import Nats

WORKERS: dict[Service, Any] = {
    Service.CAMPAIGNS: CampaignsWorker,
    Service.SCHEDULER: SchedulerWorker,
    Service.DIALER: DialerWorker,
    Service.WEBHOOKS: WebhooksWorker,
}


class Guest:
    """A service's user at a server, and what was refused to it."""

    def __init__(self, client: Client, refused: list[str]) -> None:
        self.client = client
        self._refused = refused

    async def is_refused(self, subject: str, *, listening: bool = False) -> bool:
        """Whether the server refuses to let it publish to a subject, or subscribe to it."""
        before = len(self._refused)
        if listening:
            await self.client.subscribe(subject)
        else:
            await self.client.publish(subject, b"{}")
        await self.client.flush()
        await asyncio.sleep(0.05)
        return any(subject.lower() in words.lower() for words in self._refused[before:])


@asynccontextmanager
async def guest(server: Nats, service: Service) -> AsyncIterator[Guest]:
    refused: list[str] = []

    async def note(error: Exception) -> None:
        refused.append(str(error))

    client = await nats.connect(server.server.service(service.value).url, error_cb=note)
    try:
        yield Guest(client, refused)
    finally:
        await client.close()


def test_the_permissions_name_the_sources_that_each_worker_reads() -> None:
    assert {service: set(worker.sources) for service, worker in WORKERS.items()} == {
        service: set(sources) for service, sources in READS.items()
    }


@pytest.mark.parametrize("service", Service)
async def test_a_service_speaks_for_itself_alone(start_nats: StartNats, service: Service) -> None:
    async with guest(start_nats(), service) as one:
        for other in Service:
            event = f"{other.value}.Something.system"
            assert await one.is_refused(event) == (other is not service), event
            head = f"head.{other.value}"
            assert await one.is_refused(head) == (other is not service), head


@pytest.mark.parametrize("service", Service)
async def test_a_service_hears_answers_to_its_own_questions_alone(start_nats: StartNats, service: Service) -> None:
    async with guest(start_nats(), service) as one:
        assert await one.is_refused("_INBOX.>", listening=True)
        for other in Service:
            inbox = f"_INBOX.{other.value}.>"
            assert await one.is_refused(inbox, listening=True) == (other is not service), inbox


async def test_the_dialer_cannot_answer_for_others_nor_end_their_streams(start_nats: StartNats) -> None:
    async with guest(start_nats(), Service.DIALER) as dialer:
        assert await dialer.is_refused("ask.campaigns.>", listening=True)
        assert await dialer.is_refused("campaigns.>", listening=True)
        assert await dialer.is_refused("$JS.API.STREAM.DELETE.CAMPAIGNS")
        assert await dialer.is_refused("$JS.API.STREAM.PURGE.DIALER")
        assert await dialer.is_refused("$JS.API.STREAM.UPDATE.CAMPAIGNS")
        assert await dialer.is_refused("$JS.API.CONSUMER.DELETE.CAMPAIGNS.scheduler-from-campaigns")
        assert not await dialer.is_refused("ask.dialer.applied", listening=True)
