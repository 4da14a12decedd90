"""The people, things and times of the story that the examples tell: one campaign's, with fixed ids.

Asha registers, connects an agent, queues two contacts in London and has them called; the first is busy once and then
answers. Numbers are of the ranges that are kept free for fiction.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.contracts import campaigns, ids
from shared.contracts.vocabulary import Outcome, Weekday

NOW = datetime(2025, 10, 9, 9, 0, tzinfo=UTC)
"""Thursday morning; London's clocks say ten."""

USER = UUID("01990000-0000-7000-8000-000000000001")
AGENT = UUID("01990000-0000-7000-8000-000000000002")
CAMPAIGN = UUID("01990000-0000-7000-8000-000000000003")
CONTACT = UUID("01990000-0000-7000-8000-000000000004")
OTHER_CONTACT = UUID("01990000-0000-7000-8000-000000000005")
CALL = UUID("01990000-0000-7000-8000-000000000006")
OTHER_CALL = UUID("01990000-0000-7000-8000-000000000007")
IMPORT = UUID("01990000-0000-7000-8000-000000000008")
KEY = UUID("01990000-0000-7000-8000-000000000009")
LINK = UUID("01990000-0000-7000-8000-00000000000a")
SESSION = UUID("01990000-0000-7000-8000-00000000000b")
ATTEMPT = ids.attempt_id(CALL, 1)
SECOND_ATTEMPT = ids.attempt_id(CALL, 2)

EXECUTION = "c2f1a7d0-5b1c-4d5e-9a53-000000000001"
BOLNA_AGENT = "a7b0c1d2-1111-4222-8333-000000000001"
NUMBER = "+442079460958"
OTHER_NUMBER = "+442079460123"
OUR_NUMBER = "+442079460100"
LONDON = "Europe/London"
USER_DATA = {"name": "Ravi Menon", "policy": "P-1001", "next_action": "renew"}

SETTINGS = campaigns.CampaignSettings(
    first_call_time="09:00",
    last_call_time="18:00",
    timezone="Asia/Kolkata",
    use_contact_timezone=True,
    start_date=date(2025, 10, 9),
    end_date=date(2025, 10, 31),
    days=(Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI),
    holidays=(date(2025, 10, 20),),
    max_concurrent_calls=2,
    max_calls_per_minute=30,
    from_phone_numbers=(OUR_NUMBER,),
    frequency_cap=campaigns.FrequencyCap(calls=3, hours=24),
    retry=campaigns.RetryRule(max_attempts=3, outcomes=(Outcome.NO_ANSWER, Outcome.BUSY), delays_minutes=(60, 240)),
)

QUEUED_CALL = campaigns.QueuedCall(
    call_id=CALL,
    contact_id=CONTACT,
    phone_number=NUMBER,
    zones=(LONDON,),
    priority=120,
    country="GB",
    user_data=USER_DATA,
)
REMOVED_CALL = campaigns.QueuedCall(
    call_id=OTHER_CALL, contact_id=OTHER_CONTACT, phone_number=OTHER_NUMBER, zones=(LONDON,), removed=True
)


OF_ATTEMPT: dict[str, Any] = {"attempt_id": ATTEMPT, "call_id": CALL, "campaign_id": CAMPAIGN, "user_id": USER}


def after(seconds: float) -> datetime:
    """Return the moment so many seconds into the story."""
    return NOW + timedelta(seconds=seconds)
