"""What the leader answers about parked messages: which there are, and that one be put back, or given up."""

from collections.abc import Mapping
from typing import Any, Protocol

from pydantic import Field

from shared.contracts.event import Message, Time
from shared.contracts.personal import fields_of, personal_fields_of
from shared.contracts.vocabulary import Service
from shared.eventstore.protocol import Parked
from shared.messaging.envelope import Envelope
from shared.runtime.inbox import is_no_messages_fault, said
from shared.runtime.worker import Question


class AskParked(Message):
    """`ask.<service>.parked`: which messages wait for a person."""

    limit: int = Field(default=100, ge=1, le=1000)


class ParkedMessage(Message):
    """A parked message without its body, which may be personal."""

    source: Service
    position: int
    stream: str
    type: str
    error: str
    at: Time


class ParkedMessages(Message):
    """The first of the parked messages by source and position, and how many there are."""

    total: int
    messages: tuple[ParkedMessage, ...]


class AskParkedBody(Message):
    """`ask.<service>.parked_body`: what a parked message says."""

    source: Service
    position: int = Field(ge=1)


class ParkedBody(Message):
    """A parked message with its body; `message` is null where nothing is parked there.

    `left_out` names the fields that may tell of a person, and those that its contract does not know.
    """

    message: ParkedMessage | None = None
    event_id: str | None = None
    body: dict[str, Any] | None = None
    left_out: tuple[str, ...] = ()
    behind: int = 0
    """How many of its stream wait behind it."""


class AskDrop(Message):
    """`ask.<service>.drop_parked`: give a parked message up, for good; by whom and why is kept in the journal."""

    source: Service
    position: int = Field(ge=1)
    by: str = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=1, max_length=1000)


class ParkedDropped(Message):
    """Whether something was parked there."""

    dropped: bool


class AskPutBack(Message):
    """`ask.<service>.put_back`: apply a parked message and those of its stream that wait, in order."""

    source: Service
    position: int = Field(ge=1)


class PutBack(Message):
    """How many were applied; `error` says what the first failed of that stays parked, with those behind it."""

    applied: int
    error: str | None = None


class Parking(Protocol):
    """Who keeps the parked messages: the leader's inbox."""

    parked: tuple[Parked, ...]

    async def unpark(self, source: Service, position: int) -> int:
        """Apply a parked message with all of its stream; raises what the first failed of that fails again."""

    async def drop(self, source: Service, position: int, *, by: str, reason: str) -> bool:
        """Give up a parked message; return False where nothing is parked there."""


def parking_questions(inbox: Parking) -> Mapping[str, Question]:
    """Return what is asked about parked messages. Putting back what is parked no longer applies nothing: no error."""

    async def parked(request: AskParked) -> ParkedMessages:
        return ParkedMessages(
            total=len(inbox.parked),
            messages=tuple(_described(message.envelope, message) for message in inbox.parked[: request.limit]),
        )

    async def put_back(request: AskPutBack) -> PutBack:
        before = len(inbox.parked)
        try:
            return PutBack(applied=await inbox.unpark(request.source, request.position))
        except Exception as error:
            if is_no_messages_fault(error):
                raise
            return PutBack(applied=before - len(inbox.parked), error=said(error))

    async def parked_body(request: AskParkedBody) -> ParkedBody:
        at = (request.source, request.position)
        found = next((message for message in inbox.parked if (message.source, message.position) == at), None)
        return ParkedBody() if found is None else _with_body(found, inbox.parked)

    async def drop_parked(request: AskDrop) -> ParkedDropped:
        dropped = await inbox.drop(request.source, request.position, by=request.by, reason=request.reason)
        return ParkedDropped(dropped=dropped)

    return {
        "parked": Question(AskParked, parked),
        "parked_body": Question(AskParkedBody, parked_body),
        "put_back": Question(AskPutBack, put_back),
        "drop_parked": Question(AskDrop, drop_parked),
    }


def _with_body(found: Parked, parked: tuple[Parked, ...]) -> ParkedBody:
    envelope, data = found.envelope, found.envelope.data or {}
    shown = fields_of(found.source, envelope.type) - personal_fields_of(found.source, envelope.type)
    same = [one for one in parked if (one.source, one.stream) == (found.source, found.stream)]
    return ParkedBody(
        message=_described(envelope, found),
        event_id=str(envelope.event_id),
        body={name: value for name, value in data.items() if name in shown},
        left_out=tuple(sorted(set(data) - shown)),
        behind=sum(one.position > found.position for one in same),
    )


def _described(envelope: Envelope, message: Parked) -> ParkedMessage:
    return ParkedMessage(
        source=message.source,
        position=message.position,
        stream=message.stream,
        type=envelope.type,
        error=message.error,
        at=message.at,
    )
