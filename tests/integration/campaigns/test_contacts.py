"""Contacts kept by hand: one number once, changes that reach the calls, and what settled calls say of them."""

from typing import Any
from uuid import UUID

import pytest

from services.campaigns import commands
from services.campaigns.domain.contact import Details
from services.campaigns.domain.priority import priority
from services.campaigns.domain.refusals import ChangedMeanwhile, ContactExists, NoSuchContact, WrongFields
from services.campaigns.views_chunk import chunk_page
from shared.contracts.campaigns import ContactUpdated
from shared.contracts.questions import AskChunk
from shared.contracts.vocabulary import DialFailure, Outcome, Service
from tests.integration.campaigns.scene import Scene, counted, gathered, number, recount, row
from tests.integration.campaigns.story import Telling

ZONES = ("Europe/London",)


def details(n: int, **fields: Any) -> Details:
    return Details(number(n), ZONES, "GB", **fields)


async def campaign_of(scene: Scene, user: UUID, contact: UUID) -> tuple[UUID, Telling]:
    agent = await scene.agent(user, f"bolna-{scene.context.new_id()}")
    campaign = await commands.create_campaign(scene.context, user, scene.new(agent), [contact])
    return campaign, Telling(campaign, user, await scene.calls(campaign))


async def shown(scene: Scene, campaign: UUID) -> tuple[str, str | None, int]:
    [call] = await scene.calls(campaign)
    return call["phone_number"], call["name"], call["priority"]


async def test_two_who_add_the_same_number_at_once_make_one_contact(scene: Scene) -> None:
    user = await scene.user()

    async def adding() -> UUID | ContactExists:
        try:
            return await commands.add_contact(scene.context, user, details(1))
        except ContactExists as refused:
            return refused

    made, refused = sorted(await gathered(adding() for _ in range(2)), key=str)
    assert isinstance(refused, ContactExists) != isinstance(made, ContactExists)
    assert len((await scene.views(user).contacts()).items) == 1


async def test_a_number_may_be_a_contact_of_each_user_and_somebody_else_s_does_not_exist(scene: Scene) -> None:
    asha, ben = await scene.user("asha"), await scene.user("ben")
    mine = await commands.add_contact(scene.context, asha, details(1))
    await commands.add_contact(scene.context, ben, details(1))
    for command in (commands.change_contact(scene.context, ben, mine, {"name": "x"}),
                    commands.remove_contact(scene.context, ben, mine)):  # fmt: skip
        with pytest.raises(NoSuchContact):
            await command


async def test_a_change_of_what_is_no_longer_there_is_refused(scene: Scene) -> None:
    user = await scene.user()
    contact = await commands.add_contact(scene.context, user, details(1))
    await commands.change_contact(scene.context, user, contact, {"name": "Ravi"}, revisions={1})
    with pytest.raises(ChangedMeanwhile):
        await commands.change_contact(scene.context, user, contact, {"name": "Asha"}, revisions={1})
    with pytest.raises(ChangedMeanwhile):
        await commands.remove_contact(scene.context, user, contact, revisions={1})
    await commands.change_contact(scene.context, user, contact, {"name": "Ravi"}, revisions={2})
    view = await scene.views(user).contact(contact)
    assert view is not None
    assert (view.name, view.revision) == ("Ravi", 2)


async def test_a_removed_number_is_free_for_another_contact(scene: Scene) -> None:
    user = await scene.user()
    contact = await commands.add_contact(scene.context, user, details(1))
    for _ in range(2):
        await commands.remove_contact(scene.context, user, contact)
    assert (await scene.types()).count("ContactRemoved") == 1
    assert await scene.views(user).contact(contact) is None
    assert await commands.add_contact(scene.context, user, details(1)) != contact


async def test_a_change_is_shown_by_calls_in_their_place_and_told_in_their_page(scene: Scene) -> None:
    user = await scene.user()
    contact = await commands.add_contact(scene.context, user, details(1))
    campaign, _ = await campaign_of(scene, user, contact)
    change = {"phone_number": number(2), "name": "Ravi", "timezone": "Asia/Dubai", "variables": {"plan": "gold"}}
    await commands.change_contact(scene.context, user, contact, change)
    assert await shown(scene, campaign) == (number(2), "Ravi", 100)
    [call] = (await chunk_page(scene.pool, AskChunk(campaign_id=campaign, chunk=1))).calls
    assert (call.phone_number, call.zones, call.country, call.priority) == (number(2), ("Asia/Dubai",), "GB", 100)
    assert call.user_data == {"plan": "gold", "name": "Ravi"}


async def test_a_call_shows_the_number_it_was_dialled_with_and_the_corrected_one_once_it_is_back(scene: Scene) -> None:
    user = await scene.user()
    contact = await commands.add_contact(scene.context, user, details(1))
    campaign, telling = await campaign_of(scene, user, contact)
    await scene.take(Service.SCHEDULER, telling.requested(0))
    await commands.change_contact(scene.context, user, contact, {"phone_number": number(2)})
    assert (await shown(scene, campaign))[0] == number(1)
    await scene.take(Service.SCHEDULER, telling.requeued(0, DialFailure.WITHDRAWN))
    assert (await shown(scene, campaign))[0] == number(2)
    await scene.take(Service.SCHEDULER, telling.requested(0, 2))
    assert (await shown(scene, campaign))[0] == number(1), "a request tells the number that it was decided with"
    await scene.take(Service.SCHEDULER, telling.settled(0, Outcome.ANSWERED, 1))
    assert (await shown(scene, campaign))[0] == number(1)


async def test_the_calls_of_a_removed_contact_keep_their_story(scene: Scene) -> None:
    user = await scene.user()
    contact = await commands.add_contact(scene.context, user, details(1, name="Ravi"))
    campaign, telling = await campaign_of(scene, user, contact)
    await commands.remove_contact(scene.context, user, contact)
    [call] = (await chunk_page(scene.pool, AskChunk(campaign_id=campaign, chunk=1))).calls
    assert (call.removed, call.user_data) == (True, {})
    await scene.take(Service.SCHEDULER, telling.skipped(0, "contact_removed"))
    [view] = (await scene.views(user).calls(campaign)).items
    assert (view.outcome, view.reason, view.phone_number) == (Outcome.SKIPPED, "contact_removed", number(1))
    assert await recount(scene) == await counted(scene)


async def test_earlier_calls_move_a_contact_in_the_queue(scene: Scene) -> None:
    user = await scene.user()
    contact = await commands.add_contact(scene.context, user, details(1, name="Ravi"))
    outcomes = [
        Outcome.NO_ANSWER, Outcome.BUSY, Outcome.FAILED, Outcome.VOICEMAIL, Outcome.EXPIRED, Outcome.UNKNOWN,
        Outcome.ANSWERED, Outcome.NO_ANSWER, Outcome.BUSY,
    ]  # fmt: skip
    told = []
    for outcome in outcomes:
        campaign, telling = await campaign_of(scene, user, contact)
        told.append((await shown(scene, campaign))[2])
        settled = telling.settled(0, outcome, 1)
        await scene.take(Service.SCHEDULER, settled, settled)
    assert told == [100, 90, 80, 70, 70, 70, 70, 75, 65]


async def test_the_table_s_priority_is_the_domain_s(scene: Scene) -> None:
    user = await scene.user()
    await scene.imported(
        user,
        None,
        [
            row(n, name=name, email=email, company=company)
            for n, (name, email, company) in enumerate(
                (a, b, c) for a in (None, "Ravi") for b in (None, "r@example.com") for c in (None, "Menon")
            )
        ],
    )
    for answered, unconnected in ((0, 0), (1, 0), (9, 1), (0, 3), (1, 9)):
        async with scene.pool.connection() as connection:
            await connection.execute("update contacts set answered = %s, unconnected = %s", (answered, unconnected))
        found = await scene.fetch("select name, email, company, answered, unconnected, priority from contacts")
        assert len(found) == 8
        for one in found:
            kept = one.pop("priority")
            assert kept == priority(**one)


async def test_a_contact_in_a_country_that_was_closed_is_named_and_nothing_is_made(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    abroad = await commands.add_contact(scene.context, user, Details("+12025550123", ("America/New_York",), "US"))
    contact = await commands.add_contact(scene.context, user, details(1))
    await commands.update_user(scene.context, user, commands.UserChange(allowed_countries=("IN", "GB")))
    with pytest.raises(WrongFields) as refused:
        await commands.create_campaign(scene.context, user, scene.new(agent), [contact, abroad])
    [problem] = refused.value.problems
    assert (problem.code, problem.value) == ("number_not_allowed", str(abroad))
    assert "CampaignCreated" not in await scene.types()
    await commands.create_campaign(scene.context, user, scene.new(agent), [contact])


async def test_what_a_file_fills_of_a_contact_reaches_calls_that_wait_in_another_campaign(scene: Scene) -> None:
    user = await scene.user()
    waiting = await commands.add_contact(scene.context, user, details(1, variables={"plan": "gold"}))
    await commands.add_contact(scene.context, user, details(2))
    campaign, _ = await campaign_of(scene, user, waiting)
    after = (await scene.store.head()).position
    fields = {"name": "Ravi", "timezone": "Asia/Dubai", "variables": {"plan": "tin", "city": "Dubai"}}
    await scene.imported(user, None, [row(1, **fields), row(2, **fields), row(3, **fields)])
    [event] = [one.event for one in await scene.log() if one.position > after and one.type == "ContactUpdated"]
    assert isinstance(event, ContactUpdated)
    assert (event.contact_id, event.zones, event.priority) == (waiting, ("Asia/Dubai",), 100)
    assert event.user_data == {"plan": "gold", "city": "Dubai", "name": "Ravi"}
    assert await shown(scene, campaign) == (number(1), "Ravi", 100)
    [call] = (await chunk_page(scene.pool, AskChunk(campaign_id=campaign, chunk=1))).calls
    assert (call.zones, call.priority, call.user_data) == (event.zones, event.priority, event.user_data)
    await scene.imported(user, None, [row(1, **fields)])
    assert (await scene.types()).count("ContactUpdated") == 1
