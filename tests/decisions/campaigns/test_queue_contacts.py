from services.campaigns.domain.campaign import Campaign, CampaignEvent
from services.campaigns.domain.campaign_progress import queue
from services.campaigns.domain.refusals import AlreadyFinished, NoSuchCampaign
from shared.contracts.campaigns import ContactsQueued
from shared.testing.examples import CAMPAIGN, NOW
from tests.decisions.campaigns.campaign_given import (
    WHOSE,
    cancelled,
    completed,
    created,
    deleted,
    given,
    kept_open,
    paused,
    queued,
    queued_of_more,
    scheduled,
)


def queueing(campaign: Campaign) -> list[CampaignEvent]:
    return queue(CAMPAIGN, 2, campaign, NOW, more=False)


def queueing_some_of_more(campaign: Campaign) -> list[CampaignEvent]:
    return queue(CAMPAIGN, 2, campaign, NOW, more=True)


def queueing_nobody(campaign: Campaign) -> list[CampaignEvent]:
    return queue(CAMPAIGN, 0, campaign, NOW, more=False)


def test_chunks_count_from_one_and_the_last_closes_the_upload() -> None:
    given(created).when(queueing).then(queued)
    given(created, queued_of_more).when(queueing).then(ContactsQueued(**WHOSE, chunk=2, count=2, last=True))


def test_a_chunk_of_more_leaves_the_upload_open_or_opens_it_again() -> None:
    given(created).when(queueing_some_of_more).then(queued_of_more)
    given(created, queued).when(queueing_some_of_more).then(ContactsQueued(**WHOSE, chunk=2, count=2, last=False))


def test_a_paused_campaign_is_added_to() -> None:
    given(created, queued, scheduled, paused).when(queueing).then(ContactsQueued(**WHOSE, chunk=2, count=2, last=True))


def test_an_empty_chunk_is_queued_only_to_close_the_upload() -> None:
    given(created, queued_of_more).when(queueing_nobody).then(ContactsQueued(**WHOSE, chunk=2, count=0, last=True))
    given(created, queued).when(queueing_nobody).then()


def test_a_campaign_that_is_kept_open_is_never_closed() -> None:
    given(kept_open).when(queueing).then(queued_of_more)
    given(kept_open, queued_of_more).when(queueing_nobody).then()


def test_a_finished_campaign_takes_nobody() -> None:
    given(created, scheduled, completed).when(queueing).refused(AlreadyFinished)
    given(created, cancelled).when(queueing_nobody).refused(AlreadyFinished)


def test_a_campaign_that_is_not_there_is_missing() -> None:
    given().when(queueing).refused(NoSuchCampaign)
    given(created, deleted).when(queueing).refused(NoSuchCampaign)
