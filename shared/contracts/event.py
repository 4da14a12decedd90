"""What every event has in common: frozen, tolerant of fields it does not know, versioned, personal fields marked."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Personal = Field(json_schema_extra={"x-personal": True})
"""Marks a field that tells of a person: it may stand in an event's body, never in a subject, header or log."""

PhoneNumber = Annotated[str, Field(pattern=r"^\+[1-9][0-9]{5,14}$", json_schema_extra={"x-personal": True})]
"""A number in E.164, personal."""

Time = AwareDatetime
"""A moment with its offset; on the wire RFC 3339."""


class Message(BaseModel):
    """A frozen value on the wire that ignores fields of a later version."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_timedelta="float")


class Event(Message):
    """Something that has happened. `at` is when it was recorded, by the clock of the service that recorded it.

    `VERSION` counts the additive changes of the contract. `PRIVATE` events concern their own service alone: on the
    wire they are a bare envelope, so that positions stay dense.
    """

    VERSION: ClassVar[int] = 1
    PRIVATE: ClassVar[bool] = False

    at: Time = Field(description="when it was recorded, with an offset")
