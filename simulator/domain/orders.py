"""What a POST /call may say: its body read into an order, or refused as Bolna refuses it."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.domain.profile import Profile

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
SOONEST_SECONDS = 120
"""A call may be scheduled no sooner than this (bolna.md section 1.1)."""


@dataclass(frozen=True, slots=True)
class Order:
    """A well-formed request to call. `scheduled_at` is UNIX seconds, `user_data` JSON text."""

    agent_id: str
    number: str
    sender: str | None
    user_data: bytes
    user_id: str | None
    scheduled_at: float | None


class Refused(Exception):
    """Bolna says no: an HTTP status and what it says."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def order_of(body: object, profile: Profile, now: float) -> Order:
    """The order in a POST /call body. Raises Refused with 400, 422 or, for a `Z` in scheduled_at, 500."""
    if not isinstance(body, dict):
        raise Refused(400, "The body must be a JSON object")
    agent_id = _text(body, "agent_id")
    number = _text(body, "recipient_phone_number")
    if not E164.fullmatch(number):
        raise Refused(profile.invalid_number_status, f"recipient_phone_number must be in E.164 format: {number!r}")
    user_data = body.get("user_data")
    if user_data is not None and not isinstance(user_data, dict):
        raise Refused(400, "user_data must be an object")
    return Order(
        agent_id=agent_id,
        number=number,
        sender=_sender(body, profile),
        user_data=json.dumps(user_data, ensure_ascii=False, separators=(",", ":")).encode(),
        user_id=_user_of(user_data),
        scheduled_at=_scheduled(body.get("scheduled_at"), now),
    )


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused(400, f"{name} is required")
    return value


def _sender(body: dict[str, Any], profile: Profile) -> str | None:
    sender = body.get("from_phone_number")
    if sender is None:
        return None
    if not isinstance(sender, str) or not E164.fullmatch(sender):
        raise Refused(profile.invalid_number_status, f"Invalid from_phone_number: {sender!r} is not in E.164 format")
    if sender not in profile.phone_numbers:
        raise Refused(
            profile.invalid_number_status,
            f"Invalid from_phone_number: the account does not own {sender!r} (profile: phone_numbers)",
        )
    return sender


def _user_of(user_data: dict[str, Any] | None) -> str | None:
    user = (user_data or {}).get("user_id")
    return None if user is None else str(user)


def _scheduled(value: object, now: float) -> float | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise Refused(400, "scheduled_at must be an ISO 8601 time with a numeric offset")
    if value.endswith(("Z", "z")):
        raise Refused(500, "Internal server error")
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise Refused(400, f"scheduled_at is not an ISO 8601 time: {value!r}") from None
    if at.tzinfo is None:
        raise Refused(400, f"scheduled_at needs a numeric offset such as +05:30: {value!r}")
    if at.timestamp() < now + SOONEST_SECONDS:
        raise Refused(400, "Scheduled time should be atleast 2 minutes in the future")
    return at.timestamp()
