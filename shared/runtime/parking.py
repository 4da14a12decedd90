"""What the leader answers about parked messages: which there are, and that one be put back."""

from collections.abc import Mapping
from typing import Protocol

from pydantic import Field

from shared.contracts.event import Message, Time
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


def parking_questions(inbox: Parking) -> Mapping[str, Question]:
    """Return `parked` and `put_back`. Putting back what is no longer parked applies nothing and is no error."""

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

    return {"parked": Question(AskParked, parked), "put_back": Question(AskPutBack, put_back)}


def _described(envelope: Envelope, message: Parked) -> ParkedMessage:
    return ParkedMessage(
        source=message.source,
        position=message.position,
        stream=message.stream,
        type=envelope.type,
        error=message.error,
        at=message.at,
    )
