from itertools import product
from uuid import UUID

import pytest

from services.campaigns import commands, projections_calls
from services.campaigns.projections import project
from shared.contracts.scheduler import CampaignDrained, CampaignOpened
from shared.contracts.vocabulary import CallStatus, CampaignStatus, DialFailure, FailureScope, Outcome, Service
from shared.contracts.webhooks import Progress
from tests.integration.campaigns.scene import NOW, SETTINGS, Scene, counted, number, recount, row
from tests.integration.campaigns.story import EXPECTED, Telling, interleaved

LAGS = (-40, -5, -1, 0, 2, 40)


async def campaign_of(scene: Scene, user: UUID, agent: UUID, *rows: int) -> UUID:
    accepted = await scene.imported(user, scene.new(agent), [row(n) for n in rows])
    assert accepted.campaign_id is not None
    return accepted.campaign_id


async def telling(scene: Scene, user: UUID, campaign: UUID) -> Telling:
    return Telling(campaign, user, await scene.calls(campaign))


async def status(scene: Scene, user: UUID, campaign: UUID) -> tuple[CampaignStatus, str | None]:
    view = await scene.views(user).campaign(campaign)
    assert view is not None
    return view.status, view.status_reason


async def test_every_interleaving_of_the_three_logs_comes_to_the_same_calls_and_counters(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    seen = []
    for dialer_lag, webhooks_lag in product(LAGS, LAGS):
        campaign = await campaign_of(scene, user, agent, *range(8))
        story = (await telling(scene, user, campaign)).story()
        for source, events in interleaved(story, dialer_lag=dialer_lag, webhooks_lag=webhooks_lag):
            await scene.take(source, *events)
        calls = await scene.calls(campaign)
        seen.append([(one["status"], one["outcome"], one["attempts"]) for one in calls])
    assert seen == [EXPECTED] * len(seen)
    assert await counted(scene) == await recount(scene)


async def test_counters_are_a_recount_after_every_batch_and_after_every_repetition(scene: Scene) -> None:
    user = await scene.user()
    campaign = await campaign_of(scene, user, await scene.agent(user), *range(8))
    story = (await telling(scene, user, campaign)).story()
    taken = []
    for source, events in interleaved(story, dialer_lag=3, webhooks_lag=-2):
        batch = scene.told(source, *events)
        taken.append(batch)
        await scene.inbox.apply(batch)
        assert await counted(scene) == await recount(scene)
    before = await scene.tables()
    for batch in taken:
        async with scene.store.transaction() as step:
            await project(step.connection, batch)
    assert await scene.tables() == before


async def test_a_call_that_is_settled_stays_settled_whatever_webhooks_tell_afterwards(scene: Scene) -> None:
    user = await scene.user()
    campaign = await campaign_of(scene, user, await scene.agent(user), 1)
    told = await telling(scene, user, campaign)
    await scene.take(Service.SCHEDULER, told.requested(0), told.settled(0, Outcome.ANSWERED, 1))
    await scene.take(Service.WEBHOOKS, told.ended(0), told.reported(0, Outcome.ANSWERED))
    (call,) = (await scene.views(user).calls(campaign, outcome=Outcome.ANSWERED)).items
    assert (call.status, call.attempts) == (CallStatus.SETTLED, 1)


async def test_a_call_that_is_live_after_all_is_in_call_again_until_it_ends_again(scene: Scene) -> None:
    user = await scene.user()
    campaign = await campaign_of(scene, user, await scene.agent(user), 1)
    told = await telling(scene, user, campaign)
    await scene.take(Service.SCHEDULER, told.requested(0))
    seen = []
    for event in (told.ended(0), told.progress(0, Progress.ANSWERED), told.ended(0)):
        await scene.take(Service.WEBHOOKS, event)
        seen.append((await scene.calls(campaign))[0]["status"])
    assert seen == ["awaiting_result", "in_call", "awaiting_result"]
    assert await counted(scene) == await recount(scene)


async def test_the_story_of_a_call_has_its_attempts_with_what_was_told_of_each(scene: Scene) -> None:
    user = await scene.user()
    campaign = await campaign_of(scene, user, await scene.agent(user), *range(8))
    for source, events in interleaved((await telling(scene, user, campaign)).story()):
        await scene.take(source, *events)
    story = await scene.views(user).call((await scene.calls(campaign))[1]["call_id"])
    assert story is not None
    assert [one.outcome for one in story.attempts_made] == [Outcome.BUSY, Outcome.NO_ANSWER]
    assert {str(one.cost_amount) for one in story.attempts_made} == {"0.032"}


async def test_a_campaign_starts_with_its_first_window_and_completes_when_drained(scene: Scene) -> None:
    user = await scene.user()
    campaign = await campaign_of(scene, user, await scene.agent(user), 1, 2)
    whose = {"at": NOW, "campaign_id": campaign, "user_id": user}
    await scene.take(Service.SCHEDULER, CampaignOpened(**whose))
    assert await status(scene, user, campaign) == (CampaignStatus.ACTIVE, None)
    await scene.take(Service.SCHEDULER, CampaignDrained(**whose, settled=1))
    assert await status(scene, user, campaign) == (CampaignStatus.ACTIVE, None)
    await scene.take(Service.SCHEDULER, CampaignDrained(**whose, settled=2))
    assert await status(scene, user, campaign) == (CampaignStatus.COMPLETED, None)
    completed = (await scene.log())[-1]
    assert (completed.type, completed.causation_id is not None) == ("CampaignCompleted", True)


async def test_a_campaign_that_opens_and_is_drained_in_one_batch_starts_and_completes(scene: Scene) -> None:
    user = await scene.user()
    campaign = await campaign_of(scene, user, await scene.agent(user), 1)
    whose = {"at": NOW, "campaign_id": campaign, "user_id": user}
    await scene.take(Service.SCHEDULER, CampaignOpened(**whose), CampaignDrained(**whose, settled=1))
    assert (await scene.types())[-2:] == ["CampaignStarted", "CampaignCompleted"]
    assert await status(scene, user, campaign) == (CampaignStatus.COMPLETED, None)


async def test_an_agent_gone_from_bolna_pauses_its_campaign_and_says_so(scene: Scene) -> None:
    user = await scene.user()
    campaign = await campaign_of(scene, user, await scene.agent(user), 1)
    told = await telling(scene, user, campaign)
    await scene.take(Service.SCHEDULER, told.requested(0))
    await scene.take(Service.DIALER, *[told.failed(0, DialFailure.AGENT_MISSING, FailureScope.AGENT)] * 2)
    assert await status(scene, user, campaign) == (CampaignStatus.PAUSED, "agent_missing")
    assert (await scene.types()).count("CampaignPaused") == 1
    await commands.resume(scene.context, user, campaign)
    assert await status(scene, user, campaign) == (CampaignStatus.SCHEDULED, None)


async def test_an_agent_gone_from_bolna_pauses_all_its_campaigns_and_gives_its_test_calls_up(scene: Scene) -> None:
    user = await scene.user()
    agent, another = await scene.agent(user), await scene.agent(user, "bolna-2")
    first, second = [await campaign_of(scene, user, agent, n) for n in (1, 2)]
    others = await campaign_of(scene, user, another, 3)
    test = await commands.call_to_test(scene.context, user, agent, commands.CallToTest(number(4), (), "", "UTC"))
    told = await telling(scene, user, first)
    await scene.take(Service.DIALER, told.failed(0, DialFailure.AGENT_MISSING, FailureScope.AGENT))
    for campaign in (first, second):
        assert await status(scene, user, campaign) == (CampaignStatus.PAUSED, "agent_missing")
    assert await status(scene, user, others) == (CampaignStatus.SCHEDULED, None)
    assert await status(scene, user, test) == (CampaignStatus.CANCELLED, None)
    await scene.take(Service.SCHEDULER, CampaignOpened(at=NOW, campaign_id=first, user_id=user))
    assert await status(scene, user, first) == (CampaignStatus.PAUSED, "agent_missing")


async def test_a_campaign_that_is_kept_open_completes_once_its_last_window_is_past(scene: Scene) -> None:
    user = await scene.user()
    kept_open = SETTINGS.model_copy(update={"keep_open": True})
    accepted = await scene.imported(user, scene.new(await scene.agent(user), settings=kept_open), [row(1)])
    campaign = accepted.campaign_id
    assert campaign is not None
    told = await telling(scene, user, campaign)
    drained = CampaignDrained(at=NOW, campaign_id=campaign, user_id=user, settled=1)
    await scene.take(Service.SCHEDULER, told.settled(0, Outcome.ANSWERED, 1), drained)
    assert await status(scene, user, campaign) == (CampaignStatus.SCHEDULED, None)
    await scene.take(Service.SCHEDULER, told.closed(Outcome.EXPIRED, 0))
    assert (await scene.types())[-2:] == ["ContactsQueued", "ChunkMembers"]
    await scene.take(Service.SCHEDULER, drained)
    assert await status(scene, user, campaign) == (CampaignStatus.COMPLETED, None)


async def test_a_large_campaign_is_closed_in_slices(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projections_calls, "SLICE", 3)
    user = await scene.user()
    campaign = await campaign_of(scene, user, await scene.agent(user), *range(8))
    told = await telling(scene, user, campaign)
    await scene.take(Service.SCHEDULER, told.requested(1), told.closed(Outcome.EXPIRED, 7))
    assert (await counted(scene))[0]["expired"] == 3
    await scene.work()
    assert (await scene.types()).count("CallsClosed") == 2
    (kept,) = await counted(scene)
    assert (kept["expired"], kept["dialling"], kept["settled"]) == (7, 1, 7)
    assert [kept] == await recount(scene)
    await scene.work()
    assert (await scene.types()).count("CallsClosed") == 2


async def test_one_lane_closed_alone_is_parked_for_a_person(scene: Scene) -> None:
    user = await scene.user()
    campaign = await campaign_of(scene, user, await scene.agent(user), 1)
    told = await telling(scene, user, campaign)
    await scene.take(Service.SCHEDULER, told.closed(Outcome.EXPIRED, 1).model_copy(update={"zone": "Europe/London"}))
    (parked,) = await scene.store.parked()
    assert "LaneOfOneZone" in parked.error
    assert (await counted(scene))[0]["queued"] == 1


async def test_a_campaign_with_something_parked_completes_only_when_that_is_taken_back(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await scene.user()
    campaign = await campaign_of(scene, user, await scene.agent(user), 1)
    told = await telling(scene, user, campaign)
    drained = CampaignDrained(at=NOW, campaign_id=campaign, user_id=user, settled=1)

    async def fails(*_: object) -> None:
        raise ValueError("planted")

    with monkeypatch.context() as planted:
        planted.setattr(projections_calls, "_move", fails)
        await scene.take(Service.SCHEDULER, told.settled(0, Outcome.ANSWERED, 1))
    await scene.take(Service.SCHEDULER, drained)
    assert await status(scene, user, campaign) == (CampaignStatus.SCHEDULED, None)
    (parked,) = await scene.store.parked()
    assert await scene.inbox.unpark(parked.source, parked.position) == 1
    assert await status(scene, user, campaign) == (CampaignStatus.COMPLETED, None)
    assert (await counted(scene))[0]["answered"] == 1


async def test_slots_in_use_are_calls_dialling_or_in_a_call(scene: Scene) -> None:
    await commands.change_system_limit(scene.context, 10)
    user, other = await scene.user("asha", limit=2), await scene.user("ben")
    campaign = await campaign_of(scene, user, await scene.agent(user), *range(8))
    for source, events in interleaved((await telling(scene, user, campaign)).story()):
        await scene.take(source, *events)
    mine, theirs = await scene.views(user).slots(), await scene.views(other).slots()
    assert (mine.user_active, mine.user_available, mine.system_active, mine.system_available) == (1, 1, 1, 9)
    assert (theirs.user_active, theirs.system_active) == (0, 1)
    queue = await scene.views(user).queue()
    assert (queue.in_call, queue.awaiting_result, queue.queued) == (1, 1, 0)


async def test_lists_are_paged_without_gap_or_repeat(scene: Scene) -> None:
    user = await scene.user()
    agent = await scene.agent(user)
    campaign = await campaign_of(scene, user, agent, *range(5))
    for n in range(4):
        await commands.create_campaign(scene.context, user, scene.new(agent, draft=True, name=f"Draft {n}"))
    views = scene.views(user)
    names, cursor = [], None
    while True:
        page = await views.campaigns(cursor=cursor, limit=2)
        names += [one.name for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert names == ["Draft 3", "Draft 2", "Draft 1", "Draft 0", "October"]
    numbers, cursor = [], None
    while True:
        calls = await views.calls(campaign, cursor=cursor, limit=2, status=CallStatus.QUEUED)
        numbers += [one.phone_number for one in calls.items]
        cursor = calls.next_cursor
        if cursor is None:
            break
    assert numbers == [one["phone_number"] for one in await scene.calls(campaign)]
    assert len((await views.campaigns(status=CampaignStatus.DRAFT)).items) == 4
    assert [one.name for one in (await views.campaigns(search="draft 1")).items] == ["Draft 1"]
    assert len((await views.calls_of_number(phone_number=numbers[0])).items) == 1
