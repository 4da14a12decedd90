"""The shape of a dry run's answer."""

from uuid import UUID

from pydantic import BaseModel, Field

from services.campaigns.http.fields import Time


class FirstCall(BaseModel):
    """One of the first calls; `contact_id` is null where the file would make a new contact."""

    at: Time
    phone_number: str
    name: str | None
    contact_id: UUID | None


class Assumed(BaseModel):
    """What the times rest on. `based_on_calls`: the user's own of late; 0 where there are too few to go by."""

    call_seconds: float = Field(description="how long a call holds its slot", examples=[48.5])
    retried_share: float = Field(description="of the calls placed, how many are tried again", examples=[0.2])
    slots: float = Field(description="calls that could be live at once as things stand", examples=[2])
    based_on_calls: int


class DryRun(BaseModel):
    """What would come of a campaign, were it made now. `total` = `callable` + all of `skipped`.

    `unreached` of the callable would find no window any more before the end date.
    """

    total: int
    callable: int
    skipped: dict[str, int] = Field(examples=[{"do_not_call": 3, "phone_invalid": 1}])
    unreached: int
    first_calls: list[FirstCall]
    expected_end_at: Time | None
    assumed: Assumed
