from services.campaigns.domain.campaign import Campaign, CampaignEvent
from services.campaigns.domain.campaign_life import CreateCampaign, create
from shared.testing.examples import AGENT, CAMPAIGN, NOW, SETTINGS, USER
from tests.decisions.campaigns.campaign_given import created, given

COMMAND = CreateCampaign(
    campaign_id=CAMPAIGN, user_id=USER, name="October", agent_id=AGENT, next_action="renew", settings=SETTINGS
)


def creating(campaign: Campaign) -> list[CampaignEvent]:
    return create(COMMAND, campaign, NOW)


def test_a_campaign_is_created() -> None:
    given().when(creating).then(created)


def test_creating_twice_is_creating_once() -> None:
    given(created).when(creating).then()
