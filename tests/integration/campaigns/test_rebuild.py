from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from psycopg_pool import AsyncConnectionPool

from services.campaigns import commands, projections_calls
from services.campaigns.domain.contact import Details
from services.campaigns.projections import PROJECTIONS, project
from shared.contracts.scheduler import CampaignDrained, CampaignOpened
from shared.contracts.vocabulary import Outcome, Service
from shared.eventstore.postgres import open_pool
from shared.migrations import migrate
from shared.runtime.worker import Connection
from tests.integration.campaigns.scene import NOW, Scene, row, table
from tests.integration.campaigns.story import Telling, interleaved


@asynccontextmanager
async def rebuilt(scene: Scene, dsn: str) -> AsyncIterator[AsyncConnectionPool[Connection]]:
    """A second schema into which the journal was replayed."""
    migrate(dsn, ["campaigns"], schema="rebuilt")
    own = {one.position: one for one in await scene.log()}
    async with open_pool(dsn, "rebuilt") as pool, pool.connection() as connection:
        for done in await scene.store.journal(0):
            for taken in done.taken:
                positions = [at for at in range(taken.first, taken.last + 1) if at not in taken.parked]
                await project(connection, [scene.journal_of[(taken.source, at)] for at in positions])
            await project(connection, [own[at] for at in range(done.first, done.last + 1)])
        await connection.commit()
        yield pool


async def test_the_journal_replayed_comes_to_the_same_rows(
    scene: Scene, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projections_calls, "SLICE", 2)
    await commands.bootstrap(scene.context, commands.FirstStart("cc_admin", 10, 2, "Asia/Kolkata", "IN"))
    user, other = await scene.user("asha"), await scene.user("ben")
    await commands.update_user(scene.context, user, commands.UserChange(name="Asha R", allowed_countries=("IN", "GB")))
    await commands.update_user(scene.context, user, commands.UserChange(concurrent_calls_limit=3))
    await commands.update_user(scene.context, other, commands.UserChange(suspended=True))
    await commands.update_user(scene.context, other, commands.UserChange(suspended=False))
    agent, unused = await scene.agent(user), await scene.agent(other, "bolna-2")
    await commands.update_agent(
        scene.context, user, agent, commands.AgentChange("Sales", "bolna-1", ("+442079460100",))
    )
    await commands.remove_agent(scene.context, other, unused)
    first = await scene.imported(user, scene.new(agent), [row(n) for n in range(5)], [row(n) for n in range(5, 8)])
    assert first.campaign_id is not None
    await scene.imported(user, first.campaign_id, [row(0, name="Ann", email="a@example.com", variables={"x": "1"})])
    contacts = await scene.views(user).matching_contacts(most=3)
    second = await commands.create_campaign(scene.context, user, scene.new(agent), contacts)
    await commands.pause(scene.context, user, second)
    story = Telling(first.campaign_id, user, await scene.calls(first.campaign_id)).story()
    for source, events in interleaved(story, webhooks_lag=-3):
        await scene.take(source, *events)
        await scene.work()
    await commands.resume(scene.context, user, second)
    told = Telling(second, user, await scene.calls(second))
    await scene.take(Service.SCHEDULER, CampaignOpened(**told.campaign), told.closed(Outcome.EXPIRED, 3))
    await scene.work()
    await scene.take(Service.SCHEDULER, CampaignDrained(at=NOW, campaign_id=second, user_id=user, settled=3))
    made = await commands.add_contact(scene.context, user, Details("+442079460999", ("Europe/London",), "GB"))
    await commands.change_contact(scene.context, user, made, {"name": "Ravi", "timezone": "Asia/Dubai"})
    await commands.change_contact(scene.context, user, contacts[0], {"phone_number": "+442079460998"})
    await commands.remove_contact(scene.context, user, contacts[1])
    await commands.block_numbers(scene.context, user, {"+442079460999": "asked", "+442079460998": None})
    await commands.unblock_number(scene.context, user, "+442079460998")
    draft = await commands.create_campaign(scene.context, user, scene.new(agent, draft=True))
    await commands.delete(scene.context, user, draft)
    kept = await scene.tables()
    assert all(kept.values()), "every projection has rows, or it is not tested"
    async with rebuilt(scene, database) as pool:
        again = {name: await table(pool, name) for name in PROJECTIONS}
    assert again == kept
