"""A server that dies or freezes under publishing: nothing is held for published that is not."""

import asyncio

import pytest

from shared.contracts.vocabulary import Service
from shared.messaging.connection import Messaging
from shared.messaging.publisher import NotPublished, Publisher
from tests.infrastructure import IN_CONTAINERS
from tests.integration.messaging.owner import chain, eventually, relayed
from tests.integration.messaging.server import Server


async def test_a_kill_under_publishing_is_said_and_publishing_again_stores_each_event_once(
    server: Server,
    messaging: Messaging,
) -> None:
    events = chain(Service.WEBHOOKS, 20_000)
    publisher = Publisher(messaging, Service.WEBHOOKS, timeout=3600)
    await publisher.publish(events[:1])
    publishing = asyncio.create_task(publisher.publish(events))
    await eventually(lambda: messaging.client.stats["out_msgs"] > 4_000)
    await server.kill()
    async with asyncio.timeout(10):
        with pytest.raises(NotPublished):
            await publishing
    await eventually(lambda: messaging.js.publish_async_pending() == 0)
    await server.restart()
    async with asyncio.timeout(20):
        await relayed(publisher, events)
    state = (await messaging.js.stream_info("WEBHOOKS")).state
    assert state.messages == len(events)


@pytest.mark.skipif(IN_CONTAINERS, reason="a container that stands still cannot be killed before it is let go on")
async def test_what_was_on_the_way_when_the_server_died_is_given_up_at_once(
    server: Server,
    messaging: Messaging,
) -> None:
    events = chain(Service.WEBHOOKS, 500)
    publisher = Publisher(messaging, Service.WEBHOOKS, timeout=3600)
    await publisher.publish(events[:1])
    server.freeze()
    publishing = asyncio.create_task(publisher.publish(events))
    async with asyncio.timeout(10):
        await eventually(lambda: messaging.js.publish_async_pending() == 500)
        await server.kill()
        with pytest.raises(NotPublished, match="the connection was lost"):
            await publishing


async def test_a_frozen_server_is_said_and_publishing_goes_on_after_the_thaw(
    server: Server,
    messaging: Messaging,
) -> None:
    events = chain(Service.WEBHOOKS, 10)
    publisher = Publisher(messaging, Service.WEBHOOKS, timeout=0.5)
    await publisher.publish(events[:1])
    server.freeze()
    async with asyncio.timeout(10):
        with pytest.raises(NotPublished):
            await publisher.publish(events)
    await eventually(lambda: messaging.js.publish_async_pending() == 0)
    server.thaw()
    async with asyncio.timeout(10):
        await relayed(Publisher(messaging, Service.WEBHOOKS), events)
    assert (await messaging.js.stream_info("WEBHOOKS")).state.messages == 10


async def test_a_server_without_jetstream_is_said(messaging: Messaging, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messaging.js, "_prefix", "$JS.NOWHERE.API")
    with pytest.raises(NotPublished, match="WEBHOOKS cannot be made"):
        await Publisher(messaging, Service.WEBHOOKS).publish(chain(Service.WEBHOOKS, 1))
