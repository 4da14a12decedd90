"""Heads and nudges: small words on core NATS, of which any may be lost."""

import asyncio
from dataclasses import replace

import pytest

from shared.contracts.questions import Head
from shared.contracts.vocabulary import Service
from shared.messaging.connection import Messaging
from shared.messaging.envelope import Envelope
from shared.messaging.heads import Heads, announce
from shared.messaging.subjects import wake_subject
from shared.messaging.wake import nudge, on_wake
from tests.integration.messaging.owner import EPOCH, Owner, chain, eventually
from tests.integration.messaging.owner import Head as LogHead
from tests.integration.messaging.server import Server


async def test_an_announced_head_is_heard_with_its_time(nats_url: str, messaging: Messaging) -> None:
    owner, heads = Owner(), Heads(messaging)
    owner.record(3)
    assert heads.latest(Service.WEBHOOKS) is None
    async with heads.listen(Service), owner.working(nats_url), asyncio.timeout(5):
        await eventually(lambda: heads.latest(Service.WEBHOOKS) is not None)
    heard = heads.latest(Service.WEBHOOKS)
    assert heard is not None
    assert heard.head == Head(epoch=EPOCH, position=3, event_id=owner.events[-1].event_id)
    assert heard.at <= asyncio.get_running_loop().time()
    assert heads.latest(Service.DIALER) is None


async def test_a_head_that_cannot_be_read_is_left_out_and_the_next_is_announced(
    messaging: Messaging,
    caplog: pytest.LogCaptureFixture,
) -> None:
    reads = 0

    async def head() -> LogHead:
        nonlocal reads
        reads += 1
        if reads == 1:
            raise OSError("the database is away")
        return LogHead(EPOCH, 1, None)

    heads = Heads(messaging)
    async with heads.listen([Service.DIALER]), asyncio.timeout(5):
        announcing = asyncio.create_task(announce(messaging, Service.DIALER, head, every=0.01))
        await eventually(lambda: heads.latest(Service.DIALER) is not None)
        announcing.cancel()
        await asyncio.gather(announcing, return_exceptions=True)
    assert "a head was not announced" in caplog.text


async def test_announcing_goes_on_after_the_server_was_away(server: Server, breakable: Messaging) -> None:
    owner, heads = Owner(), Heads(breakable)
    async with heads.listen([Service.WEBHOOKS]), owner.working(server.url, every=0.05), asyncio.timeout(15):
        await eventually(lambda: heads.latest(Service.WEBHOOKS) is not None)
        await server.kill()
        owner.record(1)
        await server.restart()

        def announced() -> bool:
            heard = heads.latest(Service.WEBHOOKS)
            return heard is not None and heard.head.position == 1

        await eventually(announced)


async def test_a_nudge_wakes_who_waits_for_it_and_nobody_else(messaging: Messaging) -> None:
    mine, other = asyncio.Event(), asyncio.Event()
    async with (
        on_wake(messaging, Service.CAMPAIGNS, mine),
        on_wake(messaging, Service.DIALER, other),
        asyncio.timeout(5),
    ):
        await nudge(messaging, Service.CAMPAIGNS)
        await mine.wait()
        assert not other.is_set()


async def test_a_nudge_brings_along_what_was_committed(messaging: Messaging) -> None:
    committed = chain(Service.WEBHOOKS, 3)
    woken, brought = asyncio.Event(), list[Envelope]()
    async with on_wake(messaging, Service.WEBHOOKS, woken, brought.extend), asyncio.timeout(5):
        await nudge(messaging, Service.WEBHOOKS, committed)
        await eventually(lambda: brought == committed)
        assert not woken.is_set()


@pytest.mark.parametrize("body", [b"", b"no JSON", b'[{"position": 0}]'])
async def test_a_nudge_that_brings_nothing_readable_has_the_log_read(messaging: Messaging, body: bytes) -> None:
    woken, brought = asyncio.Event(), list[Envelope]()
    async with on_wake(messaging, Service.WEBHOOKS, woken, brought.extend), asyncio.timeout(5):
        await messaging.publish(wake_subject(Service.WEBHOOKS), body)
        await woken.wait()
    assert not brought


async def test_what_is_too_much_for_a_message_is_left_to_be_read(messaging: Messaging) -> None:
    large = [replace(one, data={"text": "x" * 1_000_000}) for one in chain(Service.WEBHOOKS, 3)]
    woken, brought = asyncio.Event(), list[Envelope]()
    async with on_wake(messaging, Service.WEBHOOKS, woken, brought.extend), asyncio.timeout(5):
        await nudge(messaging, Service.WEBHOOKS, large)
        await woken.wait()
    assert not brought


async def test_a_nudge_while_the_server_is_away_is_no_error(server: Server, breakable: Messaging) -> None:
    await server.kill()
    async with asyncio.timeout(5):
        await eventually(lambda: not breakable.connected)
    await nudge(breakable, Service.CAMPAIGNS)
