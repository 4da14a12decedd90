import asyncio
import dataclasses
from typing import Any

import pytest

from services.campaigns import commands, commands_duplicates, queueing_chunks
from services.campaigns.domain.refusals import (
    AgentInUse,
    AlreadyFinished,
    BolnaAgentTaken,
    EmailTaken,
    NobodyToCall,
    NoSuchAgent,
    NoSuchCampaign,
    NoSuchKey,
    NotFinished,
    UserIsSuspended,
    WrongFields,
)
from shared.contracts.vocabulary import CampaignStatus, Role
from tests.integration.campaigns.scene import Scene, gathered, number, row

FIRST = commands.FirstStart("cc_admin", 10, 2, "Asia/Kolkata", "IN")


async def contacts_of(scene: Scene, user: Any, *numbers: int) -> list[Any]:
    await scene.imported(user, None, [row(n, name=f"Contact {n}") for n in numbers])
    found = await scene.fetch("select contact_id from contacts where user_id = %s order by phone_number", user)
    return [one["contact_id"] for one in found]


async def holder(scene: Scene, key: str) -> Any:
    """Whose a key is that is not revoked."""
    found = await scene.fetch(
        "select user_id from api_keys where key_hash = %s and revoked_at is null", commands.hash_key(key)
    )
    return found[0]["user_id"] if found else None


async def test_the_first_start_records_limit_and_administrator_once(scene: Scene) -> None:
    await commands.bootstrap(scene.context, FIRST)
    before = await scene.types()
    await commands.bootstrap(scene.context, FIRST)
    assert await scene.types() == before == ["SystemLimitChanged", "UserRegistered", "KeyIssued"]
    me = await scene.views(await holder(scene, "cc_admin")).me()
    assert me is not None
    assert me.user.role is Role.ADMIN
    assert (me.slots.system_limit, me.slots.user_limit) == (10, 2)


async def test_two_processes_that_start_at_once_record_one_administrator(scene: Scene) -> None:
    await gathered(commands.bootstrap(scene.context, FIRST) for _ in range(2))
    assert sorted(await scene.types()) == ["KeyIssued", "SystemLimitChanged", "UserRegistered"]


async def test_another_admin_key_takes_the_place_of_the_earlier(scene: Scene) -> None:
    await commands.bootstrap(scene.context, FIRST)
    await commands.bootstrap(scene.context, dataclasses.replace(FIRST, admin_key="cc_another"))
    assert await holder(scene, "cc_admin") is None
    assert await holder(scene, "cc_another") is not None


async def test_a_users_key_opens_until_it_is_revoked(scene: Scene) -> None:
    user = await scene.user()
    key = await commands.issue_key(scene.context, user, "export", read_only=True)
    assert await holder(scene, key.key) == user
    await commands.revoke_key(scene.context, user, key.key_id)
    await commands.revoke_key(scene.context, user, key.key_id)
    assert await holder(scene, key.key) is None
    assert [one.name for one in (await scene.views(user).keys()).items] == ["first key"]


async def test_nobody_revokes_somebody_elses_key(scene: Scene) -> None:
    asha, ben = await scene.user("asha"), await scene.user("ben")
    key = await commands.issue_key(scene.context, asha, "mine")
    with pytest.raises(NoSuchKey):
        await commands.revoke_key(scene.context, ben, key.key_id)


async def test_an_email_address_belongs_to_one_user_whatever_its_case(scene: Scene) -> None:
    await scene.user("asha")
    with pytest.raises(EmailTaken):
        await scene.user("ASHA")


async def test_limits_change_and_the_same_again_records_nothing(scene: Scene) -> None:
    await commands.bootstrap(scene.context, FIRST)
    user = await scene.user()
    for _ in range(2):
        await commands.update_user(scene.context, user, commands.UserChange(concurrent_calls_limit=5))
        await commands.change_system_limit(scene.context, 0)
    assert (await scene.types())[-2:] == ["UserLimitChanged", "SystemLimitChanged"]
    assert await scene.fetch("select concurrent_calls_limit from users where user_id = %s", user) == [
        {"concurrent_calls_limit": 5}
    ]
    assert (await scene.views(user).slots()).system_limit == 0


async def test_a_suspended_user_makes_no_campaign_until_restored(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    await commands.update_user(scene.context, user, commands.UserChange(suspended=True))
    with pytest.raises(UserIsSuspended):
        await commands.create_campaign(scene.context, user, scene.new(agent, draft=True))
    await commands.update_user(scene.context, user, commands.UserChange(suspended=False))
    await commands.create_campaign(scene.context, user, scene.new(agent, draft=True))


async def test_a_users_profile_changes_field_by_field(scene: Scene) -> None:
    user = await scene.user()
    await commands.update_user(scene.context, user, commands.UserChange(name="Asha R", allowed_countries=("IN",)))
    await commands.update_user(scene.context, user, commands.UserChange(name="Asha R"))
    me = await scene.views(user).me()
    assert me is not None
    assert (me.user.name, me.user.email, me.user.allowed_countries) == ("Asha R", "asha@example.com", ("IN",))
    assert (await scene.types()).count("UserUpdated") == 1


async def test_an_agent_of_bolnas_belongs_to_one_user(scene: Scene) -> None:
    asha, ben = await scene.user("asha"), await scene.user("ben")
    await scene.agent(asha)
    with pytest.raises(BolnaAgentTaken):
        await scene.agent(ben)


async def test_an_agent_is_removed_only_when_no_unfinished_campaign_uses_it(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    campaign = await commands.create_campaign(scene.context, user, scene.new(agent, draft=True))
    with pytest.raises(AgentInUse, match=str(campaign)):
        await commands.remove_agent(scene.context, user, agent)
    await commands.cancel(scene.context, user, campaign)
    await commands.remove_agent(scene.context, user, agent)
    assert await scene.views(user).agent(agent) is None
    with pytest.raises(NoSuchAgent):
        await commands.create_campaign(scene.context, user, scene.new(agent, draft=True))
    await scene.agent(user)


async def test_an_agent_is_removed_or_called_with_never_both_when_asked_at_once(scene: Scene) -> None:
    """Ten times a campaign is made while its agent is removed; and another is changed over to it."""
    user = await scene.user()
    kept = await scene.agent(user, "kept")
    for n in range(10):
        agent = await scene.agent(user, f"bolna-{n}")
        moving = await commands.create_campaign(scene.context, user, scene.new(kept, draft=True))
        change = commands.CampaignChange("UTC", agent_id=agent)
        removed, *_ = await asyncio.gather(
            commands.remove_agent(scene.context, user, agent),
            commands.create_campaign(scene.context, user, scene.new(agent, draft=True)),
            commands.change_campaign(scene.context, user, moving, change),
            return_exceptions=True,
        )
        using = await scene.fetch("select 1 from call_campaigns where agent_id = %s", agent)
        assert isinstance(removed, AgentInUse) == bool(using)
        assert (await scene.views(user).agent(agent) is None) == (removed is None)


async def test_a_campaign_of_contacts_is_scheduled_with_a_call_each(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    contacts = await contacts_of(scene, user, 1, 2, 3)
    after = (await scene.store.head()).position
    campaign = await commands.create_campaign(scene.context, user, scene.new(agent), [*contacts, contacts[0]])
    assert await scene.types(after) == ["CampaignCreated", "ContactsQueued", "ChunkMembers", "CampaignScheduled"]
    view = await scene.views(user).campaign(campaign)
    assert view is not None
    assert (view.status, view.counters["total"], view.counters["queued"]) == (CampaignStatus.SCHEDULED, 3, 3)
    calls = await scene.views(user).calls(campaign)
    assert [(one.phone_number, one.name, one.priority) for one in calls.items] == [
        (number(n), f"Contact {n}", 100) for n in (1, 2, 3)
    ]


async def test_contacts_of_somebody_else_are_unknown_and_nothing_is_made(scene: Scene) -> None:
    asha, ben = await scene.user("asha"), await scene.user("ben")
    agent = await scene.agent(asha)
    mine = await contacts_of(scene, asha, 1)
    foreign = await contacts_of(scene, ben, 2, 3)
    before = await scene.types()
    with pytest.raises(WrongFields) as refused:
        await commands.create_campaign(scene.context, asha, scene.new(agent), [*mine, *foreign])
    assert [problem.value for problem in refused.value.problems] == [str(contact) for contact in foreign]
    assert await scene.types() == before


async def test_paused_and_resumed_a_hundred_times_at_once_its_log_tells_one_life(scene: Scene) -> None:
    user = await scene.user()
    contacts = await contacts_of(scene, user, 1)
    campaign = await commands.create_campaign(scene.context, user, scene.new(await scene.agent(user)), contacts)
    after = (await scene.store.head()).position

    async def press() -> None:
        for _ in range(25):
            await commands.pause(scene.context, user, campaign)
            await commands.resume(scene.context, user, campaign)

    await gathered(press() for _ in range(4))
    told = await scene.types(after)
    assert told == ["CampaignPaused", "CampaignResumed"] * (len(told) // 2) + ["CampaignPaused"] * (len(told) % 2)
    view = await scene.views(user).campaign(campaign)
    assert view is not None
    assert view.status is (CampaignStatus.PAUSED if len(told) % 2 else CampaignStatus.SCHEDULED)


@pytest.mark.parametrize("most", [1, 10_000], ids=["as an import", "at once"])
async def test_a_campaign_is_made_once_more_without_the_contacts_that_were_removed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(commands_duplicates, "MOST_CONTACTS", most)
    monkeypatch.setattr(queueing_chunks, "CHUNK", 2)
    monkeypatch.setattr(commands_duplicates, "CHUNKS_AT_ONCE", 2)
    user = await scene.user()
    agent = await scene.agent(user)
    contacts = await contacts_of(scene, user, 1, 2, 3, 4, 5, 6, 7)
    campaign = await commands.create_campaign(scene.context, user, scene.new(agent), contacts)
    await commands.remove_contact(scene.context, user, contacts[2])
    copy = await commands.duplicate(scene.context, user, campaign)
    await scene.work()
    view = await scene.views(user).campaign(copy)
    assert view is not None
    assert (view.name, view.status, view.importing) == ("October (copy)", CampaignStatus.DRAFT, False)
    assert [one["contact_id"] for one in await scene.calls(copy)] == [*contacts[:2], *contacts[3:]]
    assert len(await scene.fetch("select 1 from contacts")) == 7
    assert await scene.fetch("select 1 from import_chunks") == []


async def test_a_campaign_without_contacts_can_only_be_a_draft(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    with pytest.raises(NobodyToCall):
        await commands.create_campaign(scene.context, user, scene.new(agent))
    draft = await commands.create_campaign(scene.context, user, scene.new(agent, draft=True))
    with pytest.raises(NobodyToCall):
        await commands.start(scene.context, user, draft)
    contacts = await contacts_of(scene, user, 1)
    assert await commands.add_contacts(scene.context, user, draft, contacts) == commands.Added(1, 0)
    assert await commands.add_contacts(scene.context, user, draft, contacts) == commands.Added(0, 1)
    await commands.start(scene.context, user, draft)
    queued = [one.data for one in await scene.log() if one.type == "ContactsQueued"]
    assert [(one["chunk"], one["count"], one["last"]) for one in queued if one] == [(1, 1, True)]


async def test_ten_thousand_contacts_are_ten_chunks_of_one_transaction(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    for first in range(0, 2500, 1000):
        await scene.imported(user, None, [row(n) for n in range(first, min(first + 1000, 2500))])
    contacts = await scene.views(user).matching_contacts(most=10_001)
    campaign = await commands.create_campaign(scene.context, user, scene.new(agent), contacts)
    queued = [one.data for one in await scene.store.stream(f"campaign-{campaign}") if one.type == "ContactsQueued"]
    assert [(one["count"], one["last"]) for one in queued if one] == [(1000, False), (1000, False), (500, True)]
    with pytest.raises(WrongFields, match="at most 10,000"):
        await commands.create_campaign(
            scene.context, user, scene.new(agent), [scene.context.new_id() for _ in range(10_001)]
        )


async def test_a_campaign_lives_through_start_pause_resume_and_cancel(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    campaign = await commands.create_campaign(scene.context, user, scene.new(agent), await contacts_of(scene, user, 1))
    seen = []
    for command in (commands.start, commands.pause, commands.resume, commands.cancel):
        for _ in range(2):
            position = await command(scene.context, user, campaign)
            assert position == (await scene.store.head()).position
        view = await scene.views(user).campaign(campaign)
        assert view is not None
        seen.append(view.status)
    assert seen == ["scheduled", "paused", "scheduled", "cancelled"]
    with pytest.raises(AlreadyFinished):
        await commands.resume(scene.context, user, campaign)
    assert [one for one in await scene.types() if one.startswith("Campaign")] == [
        "CampaignCreated",
        "CampaignScheduled",
        "CampaignPaused",
        "CampaignResumed",
        "CampaignCancelled",
    ]


async def test_a_campaign_is_deleted_only_when_it_calls_no_more(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    campaign = await commands.create_campaign(scene.context, user, scene.new(agent), await contacts_of(scene, user, 1))
    with pytest.raises(NotFinished):
        await commands.delete(scene.context, user, campaign)
    await commands.cancel(scene.context, user, campaign)
    await commands.delete(scene.context, user, campaign)
    assert await scene.views(user).campaign(campaign) is None
    with pytest.raises(NoSuchCampaign):
        await commands.start(scene.context, user, campaign)


async def test_somebody_elses_campaign_does_not_exist(scene: Scene) -> None:
    asha, ben = await scene.user("asha"), await scene.user("ben")
    agent = await scene.agent(asha)
    campaign = await commands.create_campaign(scene.context, asha, scene.new(agent), await contacts_of(scene, asha, 1))
    call = (await scene.calls(campaign))[0]["call_id"]
    for command in (commands.start, commands.pause, commands.resume, commands.cancel, commands.delete):
        with pytest.raises(NoSuchCampaign):
            await command(scene.context, ben, campaign)
    views = scene.views(ben)
    assert await views.campaign(campaign) is None
    assert (await views.campaigns()).items == ()
    assert (await views.calls(campaign)).items == ()
    assert await views.call(call) is None
    assert await views.agent(agent) is None
    assert (await views.contacts()).items == ()


async def test_commands_at_once_are_as_if_one_after_another(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    campaign = await commands.create_campaign(scene.context, user, scene.new(agent), await contacts_of(scene, user, 1))
    await gathered(commands.pause(scene.context, user, campaign) for _ in range(4))
    assert (await scene.types()).count("CampaignPaused") == 1
