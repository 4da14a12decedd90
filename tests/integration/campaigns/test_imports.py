import asyncio
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from services.campaigns import commands
from services.campaigns.commands_imports import ChunksMissing
from services.campaigns.domain.refusals import AlreadyFinished, ImportTooLarge, NoSuchImport
from services.campaigns.projections import project
from shared.contracts.scheduler import CampaignDrained
from shared.contracts.vocabulary import Service
from tests.integration.campaigns.scene import NOW, Scene, counted, number, recount, row
from tests.integration.campaigns.story import Telling


class Crash(Exception):
    """The process is gone."""


async def test_a_file_becomes_a_campaign_whose_calls_are_in_its_order(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    staged = await scene.stage(user, [[row(3, name="Ann"), row(1)], [row(2, email="b@example.com", company="B")]])
    after = (await scene.store.head()).position
    accepted = await commands.accept_import(scene.context, user, staged, scene.new(agent))
    assert await scene.types(after) == ["CampaignCreated", "ImportAccepted", "CampaignScheduled"]
    waiting = await scene.views(user).import_(accepted.import_id)
    assert waiting is not None
    assert (waiting.status, waiting.queued) == ("queueing", 0)
    await scene.work()
    assert accepted.campaign_id is not None
    calls = await scene.calls(accepted.campaign_id)
    assert [(one["chunk"], one["place"], one["phone_number"], one["priority"]) for one in calls] == [
        (1, 1, number(3), 100),
        (1, 2, number(1), 0),
        (2, 1, number(2), 20),
    ]
    done = await scene.views(user).import_(accepted.import_id)
    assert done is not None
    assert (done.status, done.queued, done.accepted, done.campaign_id) == ("done", 3, 3, accepted.campaign_id)
    assert await scene.fetch("select * from import_chunks") == []
    queued = [one.data for one in await scene.log() if one.type == "ContactsQueued"]
    assert [(one["chunk"], one["count"], one["last"]) for one in queued if one] == [(1, 2, False), (2, 1, True)]


async def test_an_import_accepted_twice_is_accepted_once(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    staged = await scene.stage(user, [[row(1)]])
    first = await commands.accept_import(scene.context, user, staged, scene.new(agent))
    assert await commands.accept_import(scene.context, user, staged, scene.new(agent)) == first
    assert (await scene.types()).count("CampaignCreated") == 1


@pytest.mark.parametrize("crash_at", range(1, 8))
async def test_an_import_killed_anywhere_goes_on_to_the_same_calls(
    scene: Scene, crash_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    staged = await scene.stage(user, [[row(n) for n in range(first, first + 5)] for first in (0, 5, 10)])
    accepted = await commands.accept_import(scene.context, user, staged, scene.new(agent))
    statements = 0
    project = scene.worker.project

    async def dies(connection: Any, events: Any) -> None:
        nonlocal statements
        statements += 1
        if statements == crash_at and crash_at % 2:
            raise Crash
        await project(connection, events)
        if statements == crash_at:
            raise Crash

    monkeypatch.setattr(scene.worker, "project", dies)
    for _ in range(2):
        try:
            await scene.work()
        finally:
            scene.worker._set_aside.clear()
    assert accepted.campaign_id is not None
    calls = await scene.calls(accepted.campaign_id)
    assert [one["phone_number"] for one in calls] == [number(n) for n in range(15)]
    assert [(one["chunk"], one["place"]) for one in calls] == [(c, p) for c in (1, 2, 3) for p in range(1, 6)]
    assert (await counted(scene)) == (await recount(scene))
    assert (await scene.types()).count("ImportFinished") == 1


async def test_a_mended_file_queues_just_what_was_missing(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    first = await scene.imported(user, scene.new(agent), [row(1), row(2)])
    again = await scene.imported(user, first.campaign_id, [row(1), row(2), row(3)])
    view = await scene.views(user).import_(again.import_id)
    assert view is not None
    assert (view.queued, view.already_in_campaign, view.status) == (1, 2, "done")
    assert first.campaign_id is not None
    assert [one["phone_number"] for one in await scene.calls(first.campaign_id)] == [number(n) for n in (1, 2, 3)]
    queued = [one.data for one in await scene.log() if one.type == "ContactsQueued"]
    assert [(one["chunk"], one["count"], one["last"]) for one in queued if one] == [(1, 2, True), (2, 1, True)]


async def test_a_number_that_was_called_is_not_queued_again_as_a_new_contact(scene: Scene) -> None:
    user = await scene.user()
    first = await scene.imported(user, scene.new(await scene.agent(user)), [row(1), row(2), row(3), row(4)])
    campaign = first.campaign_id
    assert campaign is not None
    telling = Telling(campaign, user, await scene.calls(campaign))
    called, renumbered, skipped, _ = (call["contact_id"] for call in telling.calls)
    await scene.take(Service.SCHEDULER, telling.requested(0), telling.requested(1))
    await commands.remove_contact(scene.context, user, called)
    await commands.change_contact(scene.context, user, renumbered, {"phone_number": number(5)})
    await commands.remove_contact(scene.context, user, skipped)
    await scene.take(Service.SCHEDULER, telling.skipped(2, "contact_removed"))
    again = await scene.imported(user, campaign, [row(1), row(2), row(3), row(5)])
    view = await scene.views(user).import_(again.import_id)
    assert view is not None
    assert (view.queued, view.already_in_campaign) == (1, 3)
    assert [call["phone_number"] for call in await scene.calls(campaign)][4:] == [number(3)]
    by_hand = [
        one.id for one in (await scene.views(user).contacts()).items if one.phone_number in (number(1), number(2))
    ]
    added = await commands.add_contacts(scene.context, user, campaign, by_hand)
    assert (added.queued, added.already_in_campaign) == (0, 2)


async def test_two_files_at_once_close_the_upload_with_the_last_of_both(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    draft = await commands.create_campaign(scene.context, user, scene.new(agent, draft=True))
    for numbers in ((1, 2), (2, 3)):
        staged = await scene.stage(user, [[row(n)] for n in numbers])
        await commands.accept_import(scene.context, user, staged, draft)
    await scene.work()
    queued = [one.data for one in await scene.log() if one.type == "ContactsQueued"]
    assert [(one["count"], one["last"]) for one in queued if one] == [(1, False), (1, False), (1, True)]


async def test_a_known_number_keeps_what_is_filled_and_gains_what_was_empty(scene: Scene) -> None:
    user = await scene.user()
    await scene.imported(user, None, [row(1, name="Ann", variables={"plan": "gold", "note": ""})])
    await scene.imported(
        user, None, [row(1, name="Other", email="ann@example.com", variables={"plan": "tin", "note": "late", "x": ""})]
    )
    (contact,) = (await scene.views(user).contacts()).items
    assert (contact.name, contact.email) == ("Ann", "ann@example.com")
    assert contact.variables == {"plan": "gold", "note": "late"}
    before = (await scene.types()).count("ContactsImported")
    await scene.imported(user, None, [row(1, name="Ann")])
    last = [one.data for one in await scene.log() if one.type == "ContactsImported"]
    assert len(last) == before + 1
    assert last[-1] is not None
    assert last[-1]["contacts"] == []


async def test_users_take_turns_in_import(scene: Scene) -> None:
    asha, ben = await scene.user("asha"), await scene.user("ben")
    large = await scene.stage(asha, [[row(n)] for n in range(6)])
    await commands.accept_import(scene.context, asha, large, scene.new(await scene.agent(asha, "a")))
    small = await scene.stage(ben, [[row(n)] for n in range(2)])
    await commands.accept_import(scene.context, ben, small, scene.new(await scene.agent(ben, "b")))
    await scene.work()
    queued = [one.user_id for one in await scene.log() if one.type == "ContactsQueued"]
    assert queued[:4].count(ben) == 2


async def test_a_user_with_many_files_has_one_turn_like_everybody(scene: Scene) -> None:
    asha, ben = await scene.user("asha"), await scene.user("ben")
    for n in range(3):
        staged = await scene.stage(asha, [[row(n)], [row(n + 10)]])
        await commands.accept_import(scene.context, asha, staged, None)
    small = await scene.stage(ben, [[row(n)] for n in range(2)])
    await commands.accept_import(scene.context, ben, small, None)
    await scene.work()
    imported = [one.user_id for one in await scene.log() if one.type == "ContactsImported"]
    assert [user == ben for user in imported[:4]].count(True) == 2


async def test_a_chunk_projected_again_changes_nothing(scene: Scene) -> None:
    user = await scene.user()
    await scene.imported(user, scene.new(await scene.agent(user)), [row(1, name="Ann"), row(2)], [row(3)])
    before = await scene.tables()
    again = [one for one in await scene.log() if one.type in {"ContactsImported", "ContactsQueued", "ChunkMembers"}]
    async with scene.store.transaction() as step:
        await project(step.connection, again)
    assert await scene.tables() == before


async def test_an_import_that_cannot_be_read_holds_up_no_other(scene: Scene) -> None:
    user = await scene.user()
    spoilt = await scene.stage(user, [[row(1)]])
    await commands.accept_import(scene.context, user, spoilt, None)
    async with scene.pool.connection() as connection:
        await connection.execute("""update import_chunks set rows = '[{"phone_number": "12"}]'""")
    accepted = await scene.imported(user, None, [row(2)])
    done = await scene.views(user).import_(accepted.import_id)
    assert done is not None
    assert done.status == "done"
    still = await scene.views(user).import_(spoilt.import_id)
    assert still is not None
    assert still.status == "queueing"


async def test_a_campaign_whose_chunk_is_lost_waits_and_is_never_completed_without_it(scene: Scene) -> None:
    user = await scene.user()
    staged = await scene.stage(user, [[row(1)]])
    accepted = await commands.accept_import(scene.context, user, staged, scene.new(await scene.agent(user)))
    assert accepted.campaign_id is not None
    async with scene.pool.connection() as connection:
        await connection.execute("delete from import_chunks")
    await scene.work()
    assert "ContactsQueued" not in await scene.types()
    campaign = await scene.views(user).campaign(accepted.campaign_id)
    assert campaign is not None
    assert (campaign.status, campaign.importing) == ("scheduled", True)


async def test_contacts_that_are_not_staged_are_never_accepted(scene: Scene) -> None:
    user = await scene.user()
    staged = await scene.stage(user, [])
    new = scene.new(await scene.agent(user))
    with pytest.raises(ChunksMissing):
        await commands.accept_import(scene.context, user, replace(staged, total_rows=12, accepted=12), new)
    assert "CampaignCreated" not in await scene.types()


async def test_a_cancelled_campaign_takes_no_more_calls_but_the_contacts_are_kept(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    staged = await scene.stage(user, [[row(1)], [row(2)]])
    accepted = await commands.accept_import(scene.context, user, staged, scene.new(agent))
    assert accepted.campaign_id is not None
    await commands.cancel(scene.context, user, accepted.campaign_id)
    await scene.work()
    assert await scene.calls(accepted.campaign_id) == []
    assert len((await scene.views(user).contacts()).items) == 2
    more = await scene.stage(user, [[row(3)]])
    with pytest.raises(AlreadyFinished):
        await commands.accept_import(scene.context, user, more, accepted.campaign_id)


async def test_a_campaign_drained_while_a_file_is_on_its_way_completes_when_that_brings_nothing(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    first = await scene.imported(user, scene.new(agent), [row(1)])
    campaign = first.campaign_id
    assert campaign is not None
    staged = await scene.stage(user, [[row(1)]])
    await commands.accept_import(scene.context, user, staged, campaign)
    await scene.take(Service.SCHEDULER, CampaignDrained(at=NOW, campaign_id=campaign, user_id=user, settled=1))
    assert "CampaignCompleted" not in await scene.types()
    await scene.work()
    assert (await scene.types())[-1] == "CampaignCompleted"


async def test_an_upload_is_shown_from_its_first_byte_to_its_refusal(scene: Scene) -> None:
    user, other = await scene.user("asha"), await scene.user("ben")
    import_id = scene.context.new_id()
    seen = []

    async def see() -> None:
        view = await scene.views(user).import_(import_id)
        assert view is not None
        seen.append(view.status)

    await commands.open_upload(scene.context, user, import_id, "contacts.csv")
    await see()
    await commands.validating_upload(scene.context, user, import_id)
    await see()
    await commands.stage_chunk(scene.context, user, import_id, 1, [row(1)])
    await commands.stage_rejects(scene.context, user, import_id, 1, b"phone\r\n")
    problem = {"row": 2, "column": "phone", "value": "x", "code": "phone_unreadable", "message": "is no number"}
    await commands.fail_upload(scene.context, user, import_id, {"code": "csv_no_good_row"}, [problem])
    await see()
    assert seen == ["receiving", "validating", "failed"]
    view = await scene.views(user).import_(import_id)
    assert view is not None
    assert (view.errors, view.failure, view.has_rejects) == ((problem,), {"code": "csv_no_good_row"}, True)
    assert await scene.views(user).rejects(import_id) == [b"phone\r\n"]
    assert await scene.views(other).import_(import_id) is None
    assert await scene.views(other).rejects(import_id) is None
    with pytest.raises(NoSuchImport):
        await commands.stage_chunk(scene.context, other, import_id, 1, [row(1)])


async def test_a_chunk_too_large_or_unreadable_is_refused_when_it_is_staged(scene: Scene) -> None:
    user = await scene.user()
    import_id = scene.context.new_id()
    await commands.open_upload(scene.context, user, import_id)
    with pytest.raises(ImportTooLarge):
        await commands.stage_chunk(scene.context, user, import_id, 1, [row(n) for n in range(1001)])
    with pytest.raises(ImportTooLarge):
        await commands.stage_chunk(scene.context, user, import_id, 1, [row(1, notes="x" * 400_001)])
    with pytest.raises(ValidationError):
        await commands.stage_chunk(scene.context, user, import_id, 1, [{"phone_number": "0171"}])


async def test_the_largest_chunk_that_can_be_staged_can_be_queued(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    rows = [row(n, variables={"v": "x" * 205}) for n in range(1000)]
    accepted = await scene.imported(user, scene.new(agent), rows)
    done = await scene.views(user).import_(accepted.import_id)
    assert done is not None
    assert (done.status, done.queued) == ("done", 1000)


async def test_the_leader_works_when_it_is_woken(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    running = asyncio.create_task(scene.worker.run(scene.lead))
    staged = await scene.stage(user, [[row(1)]])
    accepted = await commands.accept_import(scene.context, user, staged, scene.new(agent))
    scene.worker._work.set()
    async with asyncio.timeout(10):
        while (await scene.views(user).import_(accepted.import_id)).status != "done":  # type: ignore[union-attr]
            await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
