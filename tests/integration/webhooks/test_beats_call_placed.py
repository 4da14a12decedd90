"""The webhook that beats the dialer's event: whichever commits second sees the other."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from shared.contracts.dialer import AttemptEvent
from shared.eventstore.postgres import open_pool
from tests.integration.webhooks.harness import Gate, Hooks, attempt, body, placed, unknown

NAMED = {
    "placed": (placed(), body("no-answer", second=46)),
    "placed, echoed": (placed(), body("no-answer", second=46, echo=attempt())),
    "unknown, echoed": (unknown(), body("no-answer", second=46, echo=attempt())),
}
pytestmark = pytest.mark.parametrize(("event", "webhook"), NAMED.values(), ids=NAMED)


@pytest.fixture
async def gated(database: str) -> AsyncIterator[tuple[Hooks, Gate]]:
    """A service whose leader can be held before its COMMIT."""
    gate = Gate(closed=False)
    async with open_pool(database, "webhooks", max_size=10) as pool:
        service = Hooks(pool, leader_hook=gate)
        await service.lead()
        yield service, gate


async def test_a_webhook_stored_first_is_translated_with_the_event(
    hooks: Hooks, event: AttemptEvent, webhook: bytes
) -> None:
    await hooks.deliver(webhook)
    assert await hooks.standings() == ["waiting"]
    assert await hooks.log() == []

    await hooks.dial(event)

    assert await hooks.told() == "end no-answer!"
    assert await hooks.standings() == ["counted"]
    assert {one.causation_id for one in await hooks.log()} == {hooks.dialer_log[0].event_id}


async def test_a_leader_that_comes_second_waits_for_the_webhook_and_sees_it(
    hooks: Hooks, event: AttemptEvent, webhook: bytes
) -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(hooks.deliver(webhook, hook=gate))
        await gate.reached.wait()
        group.create_task(hooks.dial(event))
        await hooks.until_blocked()
        gate.opened.set()

    assert await hooks.told() == "end no-answer!"
    assert await hooks.standings() == ["counted"]


async def test_a_face_that_comes_second_waits_for_the_leader_and_sees_the_attempt(
    gated: tuple[Hooks, Gate], event: AttemptEvent, webhook: bytes
) -> None:
    hooks, gate = gated
    gate.closed = True
    async with asyncio.TaskGroup() as group:
        group.create_task(hooks.dial(event))
        await gate.reached.wait()
        group.create_task(hooks.deliver(webhook))
        await hooks.until_blocked()
        gate.closed = False
        gate.opened.set()

    assert await hooks.told() == "end no-answer!"
    assert await hooks.standings() == ["counted"]


async def test_two_faces_with_the_same_news_tell_it_once(hooks: Hooks, event: AttemptEvent, webhook: bytes) -> None:
    await hooks.dial(event)
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(hooks.deliver(webhook, hook=gate))
        await gate.reached.wait()
        group.create_task(hooks.deliver(webhook.replace(b"no-answer", b"busy")))
        await hooks.until_blocked()
        gate.opened.set()

    assert await hooks.told() == "end no-answer!"
