"""Questions about what would come of a campaign that is not made yet, and their answers."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.campaigns import CampaignSettings
from shared.contracts.event import Message, PhoneNumber, Time

MOST_NUMBERS = 5_000
MOST_LANES = 5_000


class ForecastLane(Message):
    """So many calls to contacts who may be in the same zones (none: where they are is not known)."""

    zones: tuple[str, ...] = ()
    count: int = Field(ge=0)


class AskForecast(Message):
    """`ask.scheduler.forecast`: when the calls of such a campaign of a user would begin and end, made now.

    `call_seconds` is how long a call holds its slot, `retried` the share of calls that is tried again each time.
    """

    user_id: UUID
    settings: CampaignSettings
    lanes: Annotated[tuple[ForecastLane, ...], Field(max_length=MOST_LANES)]
    call_seconds: float = Field(gt=0)
    retried: float = Field(default=0, ge=0, le=1)
    first: int = Field(default=100, ge=0, le=100)


class ForecastStart(Message):
    """When one of the first calls would begin; `lane` is the place of its lane in the question, from 0."""

    at: Time
    lane: int


class Forecast(Message):
    """What would come of it: `ends_at` is None where nobody would be called.

    `no_common_hours` are the lanes (from 0) whose calls would be skipped; `left` calls would find no window any more.
    `slots` is how many calls of it could be live at once as things stand, a fraction where others share one.
    """

    ends_at: Time | None = None
    starts: tuple[ForecastStart, ...] = ()
    no_common_hours: tuple[int, ...] = ()
    left: int = 0
    slots: float = 0


class AskBlocked(Message):
    """`ask.scheduler.blocked`: which of these numbers are on a do-not-call list that binds a user."""

    user_id: UUID
    phone_numbers: Annotated[tuple[PhoneNumber, ...], Field(max_length=MOST_NUMBERS)]


class Blocked(Message):
    """Those that are."""

    phone_numbers: tuple[PhoneNumber, ...] = ()
