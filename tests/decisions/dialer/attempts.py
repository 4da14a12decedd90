"""One attempt, as the tests of the dialer's decisions use it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.dialer.domain.attempt import Attempt, State

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
ATTEMPT = Attempt(
    attempt_id=UUID("01980000-0000-5000-8000-000000000001"),
    call_id=UUID("01980000-0000-7000-8000-000000000002"),
    campaign_id=UUID("01980000-0000-7000-8000-000000000003"),
    user_id=UUID("01980000-0000-7000-8000-000000000004"),
    contact_id=UUID("01980000-0000-7000-8000-000000000005"),
    agent_id=UUID("01980000-0000-7000-8000-000000000006"),
    request_number=1,
    phone_number="+919800000001",
    from_phone_numbers=(),
    next_action="book a visit",
    timezone="Asia/Kolkata",
    user_data={"name": "Asha", "city": "Pune"},
    as_of=40,
    dial_before=NOW + timedelta(seconds=60),
    state=State.SENDING,
    bolna_agent_id="bolna-agent",
    attempted_at=NOW,
    send_by=NOW + timedelta(seconds=5),
)


def attempt(**changes: Any) -> Attempt:
    """The attempt, sending, with changes."""
    return replace(ATTEMPT, **changes)


def unknown(**changes: Any) -> Attempt:
    """The attempt, unknown since 30 s after it was sent."""
    return replace(ATTEMPT, state=State.UNKNOWN, unknown_since=NOW + timedelta(seconds=30), **changes)
