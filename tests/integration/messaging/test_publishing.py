"""Publishing: everything acknowledged, or said not to be."""

import asyncio

import pytest

from shared.contracts.vocabulary import Service
from shared.messaging.connection import Messaging
from shared.messaging.publisher import NotPublished, Publisher
from tests.integration.messaging.owner import chain
from tests.integration.messaging.server import Server


async def stored(messaging: Messaging) -> int:
    return (await messaging.js.stream_info("WEBHOOKS")).state.messages


async def test_what_is_published_is_stored(messaging: Messaging) -> None:
    await Publisher(messaging, Service.WEBHOOKS).publish(chain(Service.WEBHOOKS, 2_500))
    assert await stored(messaging) == 2_500


async def test_nothing_to_publish_is_published_at_once(breakable: Messaging, server: Server) -> None:
    await server.kill()
    await Publisher(breakable, Service.WEBHOOKS).publish([])


async def test_a_repeat_is_stored_once(messaging: Messaging) -> None:
    publisher = Publisher(messaging, Service.WEBHOOKS)
    await publisher.publish(chain(Service.WEBHOOKS, 10))
    await publisher.publish(chain(Service.WEBHOOKS, 20))
    assert await stored(messaging) == 20


async def test_a_stream_that_vanished_is_made_again(messaging: Messaging) -> None:
    publisher = Publisher(messaging, Service.WEBHOOKS)
    await publisher.publish(chain(Service.WEBHOOKS, 5))
    await messaging.js.delete_stream("WEBHOOKS")
    await publisher.publish(chain(Service.WEBHOOKS, 7))
    assert await stored(messaging) == 7


async def test_a_missing_stream_is_noticed_though_somebody_listens_on_its_subjects(messaging: Messaging) -> None:
    publisher = Publisher(messaging, Service.WEBHOOKS, timeout=0.3)
    async with messaging.listen("webhooks.>", lambda _: None):
        with pytest.raises(NotPublished, match="3 of 3 events were not acknowledged"):
            await publisher.publish(chain(Service.WEBHOOKS, 3))
        await publisher.publish(chain(Service.WEBHOOKS, 3))
    assert await stored(messaging) == 3


async def test_publishing_while_the_server_is_away_says_so_at_once(breakable: Messaging, server: Server) -> None:
    publisher = Publisher(breakable, Service.WEBHOOKS, timeout=3600)
    await server.kill()
    async with asyncio.timeout(5):
        while breakable.connected:
            await asyncio.sleep(0.01)
        with pytest.raises(NotPublished, match="away"):
            await publisher.publish(chain(Service.WEBHOOKS, 1))


async def test_publishing_can_be_cancelled(breakable: Messaging, server: Server) -> None:
    publisher = Publisher(breakable, Service.WEBHOOKS, timeout=3600)
    await publisher.publish(chain(Service.WEBHOOKS, 1))
    server.freeze()
    publishing = asyncio.create_task(publisher.publish(chain(Service.WEBHOOKS, 1_000)))
    await asyncio.sleep(0)
    publishing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await publishing
    server.thaw()
    assert breakable.js.publish_async_pending() == 0


async def test_an_event_above_what_the_server_takes_is_named(messaging: Messaging) -> None:
    [event] = chain(Service.WEBHOOKS, 1)
    assert event.data is not None
    event.data["transcript"] = "x" * messaging.max_payload
    with pytest.raises(NotPublished, match=str(event.event_id)):
        await Publisher(messaging, Service.WEBHOOKS).publish([event])
    assert messaging.js.publish_async_pending() == 0
