from uuid import UUID

import pytest

from services.campaigns import commands
from services.campaigns.views_chunk import PAGE_BYTES, chunk_page
from shared.contracts.questions import AskChunk, Chunk
from shared.runtime.worker import NotLeading
from tests.integration.campaigns.scene import Scene, number, row


async def campaign_of(scene: Scene, *rows: dict[str, object]) -> UUID:
    user = await scene.user()
    accepted = await scene.imported(user, scene.new(await scene.agent(user)), rows)
    assert accepted.campaign_id is not None
    return accepted.campaign_id


async def test_a_chunk_is_told_with_present_values_and_the_position_they_are_of(scene: Scene) -> None:
    campaign = await campaign_of(
        scene,
        row(1, name="Ann", company="A", variables={"plan": "gold", "none": ""}),
        row(2, timezone="Asia/Kolkata", email="b@example.com"),
    )
    page = await scene.worker.questions()["chunk"].answer(AskChunk(campaign_id=campaign, chunk=1))
    assert isinstance(page, Chunk)
    assert page.as_of == (await scene.store.head()).position
    assert page.complete
    first, second = page.calls
    assert first.user_data == {"name": "Ann", "company": "A", "plan": "gold"}
    assert (first.phone_number, first.zones, first.priority) == (number(1), ("Europe/London",), 110)
    assert (second.user_data, second.zones, second.priority) == ({"email": "b@example.com"}, ("Asia/Kolkata",), 10)
    assert [one.call_id for one in page.calls] == [one["call_id"] for one in await scene.calls(campaign)]


async def test_a_change_since_the_chunk_was_queued_is_in_its_page(scene: Scene) -> None:
    campaign = await campaign_of(scene, row(1))
    user = (await scene.fetch("select user_id from call_campaigns"))[0]["user_id"]
    await scene.imported(user, None, [row(1, name="Ann")])
    (call,) = (await chunk_page(scene.pool, AskChunk(campaign_id=campaign, chunk=1))).calls
    assert (call.user_data, call.priority) == ({"name": "Ann"}, 100)


async def test_a_removed_contact_is_marked_and_nothing_else_is_told_of_it(scene: Scene) -> None:
    campaign = await campaign_of(scene, row(1, name="Ann"), row(2))
    async with scene.pool.connection() as connection:
        await connection.execute("update contacts set removed_at = now() where name = 'Ann'")
    first, second = (await chunk_page(scene.pool, AskChunk(campaign_id=campaign, chunk=1))).calls
    assert (first.removed, first.user_data) == (True, {})
    assert not second.removed


async def test_pages_end_at_256_kib_and_follow_each_other_without_gap_or_repeat(scene: Scene) -> None:
    campaign = await campaign_of(scene, *(row(n, notes="é" * 10_000) for n in range(19)))
    seen: list[str] = []
    complete = False
    pages = 0
    while not complete:
        page = await chunk_page(scene.pool, AskChunk(campaign_id=campaign, chunk=1, after=len(seen)))
        assert sum(len(one.model_dump_json().encode()) for one in page.calls) <= PAGE_BYTES
        seen += [one.phone_number for one in page.calls]
        complete = page.complete
        pages += 1
    assert seen == [number(n) for n in range(19)]
    assert pages == 2
    behind = await chunk_page(scene.pool, AskChunk(campaign_id=campaign, chunk=1, after=19))
    assert (behind.calls, behind.complete) == ((), True)


async def test_a_chunk_that_is_not_here_is_answered_by_nobody(scene: Scene) -> None:
    campaign = await campaign_of(scene, row(1))
    for unknown in (AskChunk(campaign_id=campaign, chunk=2), AskChunk(campaign_id=UUID(int=1), chunk=1)):
        with pytest.raises(NotLeading):
            await chunk_page(scene.pool, unknown)


async def test_asking_changes_nothing_and_leaves_its_connection_as_it_was(scene: Scene) -> None:
    campaign = await campaign_of(scene, row(1))
    before = await scene.store.head()
    for _ in range(6):
        await chunk_page(scene.pool, AskChunk(campaign_id=campaign, chunk=1))
    assert await scene.store.head() == before
    user = (await scene.fetch("select user_id from call_campaigns"))[0]["user_id"]
    await commands.pause(scene.context, user, campaign)
