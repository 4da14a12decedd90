from typing import Any
from uuid import UUID

from services.campaigns import commands
from services.campaigns.projections import project
from services.campaigns.views import Everyone
from tests.integration.campaigns.scene import Scene, gathered, number


async def listed(scene: Scene, user: UUID | None) -> list[tuple[str, str | None]]:
    page = await Everyone(scene.pool).do_not_call(user, limit=200)
    return sorted((entry.phone_number, entry.reason) for entry in page.items)


async def test_a_number_said_twice_is_on_the_list_once_as_it_was_said_first(scene: Scene) -> None:
    user = await scene.user()
    first = await commands.block_numbers(scene.context, user, {number(1): "asked"})
    again = await commands.block_numbers(scene.context, user, {number(1): "asked again", number(2): None})
    assert (first.new, again.new) == (1, 1)
    assert again.position == (await scene.store.head()).position
    assert await listed(scene, user) == [(number(1), "asked"), (number(2), None)]


async def test_two_who_block_at_once_record_each_number_once(scene: Scene) -> None:
    user = await scene.user()
    numbers: dict[str, str | None] = {number(n): None for n in range(100)}
    done = await gathered(commands.block_numbers(scene.context, user, numbers) for _ in range(3))
    assert sorted(one.new for one in done) == [0, 0, 100]
    assert (await scene.types()).count("NumberBlocked") == 100


async def test_a_list_is_its_user_s_alone_and_the_system_s_is_no_one_s(scene: Scene) -> None:
    await commands.bootstrap(scene.context, commands.FirstStart("cc_admin", 10, 2, "Asia/Kolkata", "IN"))
    asha, ben = await scene.user("asha"), await scene.user("ben")
    for user in (asha, None):
        await commands.block_numbers(scene.context, user, {number(1): None})
    assert (await listed(scene, asha), await listed(scene, ben)) == ([(number(1), None)], [])
    await commands.unblock_number(scene.context, asha, number(1))
    assert (await listed(scene, asha), await listed(scene, None)) == ([], [(number(1), None)])


async def test_a_number_taken_off_may_be_put_on_again(scene: Scene) -> None:
    user = await scene.user()
    await commands.block_numbers(scene.context, user, {number(1): "first"})
    for _ in range(2):
        await commands.unblock_number(scene.context, user, number(1))
    await commands.block_numbers(scene.context, user, {number(1): "second"})
    assert await listed(scene, user) == [(number(1), "second")]
    assert [kind for kind in await scene.types() if kind.startswith("Number")] == [
        "NumberBlocked",
        "NumberUnblocked",
        "NumberBlocked",
    ]


async def test_many_entries_projected_at_once_come_to_the_same_list(scene: Scene) -> None:
    user = await scene.user()
    await commands.block_numbers(scene.context, user, {number(n): f"reason {n}" for n in range(3)})
    await commands.unblock_number(scene.context, user, number(0))
    await commands.block_numbers(scene.context, user, {number(0): "again"})
    await commands.unblock_number(scene.context, user, number(1))
    kept: Any = await scene.fetch("delete from do_not_call returning *")
    async with scene.store.transaction() as step:
        await project(step.connection, [one for one in await scene.log() if one.type.startswith("Number")])
    again = await scene.fetch("select * from do_not_call")
    assert sorted(again, key=str) == sorted(kept, key=str)
