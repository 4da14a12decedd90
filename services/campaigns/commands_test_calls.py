"""A test call: a call of a hidden campaign, so that slot, last look and do-not-call apply to it as to any other."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.campaigns.commands_campaigns import NewCampaign, make_campaign
from services.campaigns.commands_context import Context, carry_out
from services.campaigns.domain import campaign_life
from services.campaigns.domain.calling_settings import calling_settings
from services.campaigns.domain.contacts import Row, imported
from services.campaigns.queueing import known_contacts
from services.campaigns.queueing_chunks import append_life, queue_contacts
from shared.contracts.campaigns import CampaignSettings
from shared.contracts.contacts import ContactsImported
from shared.contracts.ids import contact_stream
from shared.runtime.worker import Step

AT_LEAST = timedelta(minutes=10)
"""So long a test call may wait for a line before its day is over."""
TAG = "test-call"
"""By this a contact is known that a test call has made."""


@dataclass(frozen=True)
class CallToTest:
    """Whom to call: a number in E.164 with the zones it may lie in; `name` fills what is not known of them."""

    phone_number: str
    zones: tuple[str, ...]
    next_action: str
    timezone: str
    name: str | None = None


async def call_to_test(context: Context, user_id: UUID, agent_id: UUID, wanted: CallToTest) -> UUID:
    """Have an agent call a number, at any hour of today; return the id of the hidden campaign that carries the call.

    A number that is no contact yet becomes one. Raises NoSuchAgent, NoSuchUser, UserIsSuspended.
    """
    campaign_id = context.new_id()

    async def work(step: Step) -> None:
        now = context.now()
        new = NewCampaign(
            name="Test call",
            agent_id=agent_id,
            next_action=wanted.next_action,
            settings=_today(wanted.timezone, now),
            hidden=True,
        )
        campaign = await make_campaign(step, user_id, campaign_id, new, now)
        known = await known_contacts(step, user_id, [wanted.phone_number])
        tags = () if known else (TAG,)
        row = Row(phone_number=wanted.phone_number, zones=wanted.zones, name=wanted.name, tags=tags)
        contacts, recorded = imported([row], known, context.new_id)
        if recorded:
            event = ContactsImported(at=now, user_id=user_id, contacts=tuple(recorded))
            step.append(contact_stream(contacts[0]), event, user_id=user_id)
        campaign = queue_contacts(step, campaign, contacts, now, context.new_id, more=False)
        append_life(step, campaign, campaign_life.start(campaign_id, campaign, now))

    await carry_out(context, work)
    return campaign_id


def _today(timezone: str, now: datetime) -> CampaignSettings:
    """The whole of today: a test call that found no line by then is not made on another day."""
    local = now.astimezone(ZoneInfo(timezone))
    given = {
        "first_call_time": "00:00",
        "last_call_time": "24:00",
        "start_date": local.date(),
        "end_date": (local + AT_LEAST).date(),
    }
    return calling_settings(given, default_timezone=timezone)
