"""A step in the making: what it will append, take, park and take back, whatever store will keep it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from uuid import UUID

from pydantic_core import from_json
from uuid_utils.compat import uuid7

from shared.contracts.event import Event
from shared.contracts.vocabulary import Service
from shared.eventstore import acting
from shared.eventstore.protocol import MAX_EVENT_BYTES, Dropped, EventTooLarge, Parked, Taken
from shared.messaging import tracing
from shared.messaging.envelope import Envelope

C = TypeVar("C")
NO_EPOCH = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Pending:
    """An event to be appended: the `nth` of its stream in this step, behind version `expected` (None: whatever).

    `size` is that of the body in UTF-8, in bytes.
    """

    envelope: Envelope
    body: str
    size: int
    expected: int | None
    nth: int


@dataclass(frozen=True, slots=True)
class Consumed:
    """A source's positions taken in this step, and the envelope of the last."""

    taken: Taken
    last: Envelope


@dataclass
class Step(Generic[C]):
    """A transaction in the making; fulfils `shared.eventstore.protocol.Transaction`."""

    service: Service
    connection: C
    pending: list[Pending] = field(default_factory=list)
    consumed: list[Consumed] = field(default_factory=list)
    parked: list[Parked] = field(default_factory=list)
    unparked: list[tuple[Service, int]] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    committed: Sequence[Envelope] = ()
    _streams: dict[str, tuple[int | None, int]] = field(default_factory=dict)

    @property
    def recorded(self) -> Sequence[Envelope]:
        """The events appended so far in this step, position 0."""
        return [pending.envelope for pending in self.pending]

    def append(
        self,
        stream: str,
        event: Event,
        *,
        user_id: UUID | None,
        expected: int | None = None,
        cause: Envelope | None = None,
    ) -> Envelope:
        """Append an event to a stream; see the protocol."""
        body = event.model_dump_json()
        data = from_json(body)
        size = len(body.encode())
        if size > MAX_EVENT_BYTES:
            raise EventTooLarge(
                f"{type(event).__name__} of {stream} has {size} bytes; at most {MAX_EVENT_BYTES}: split it"
            )
        base, nth = self._streams.get(stream, (expected, 0))
        self._streams[stream] = (base, nth + 1)
        trace = tracing.current()
        envelope = Envelope(
            source=self.service,
            position=0,
            epoch=NO_EPOCH,
            event_id=uuid7(),
            previous_id=None,
            stream=stream,
            version=0 if base is None else base + nth + 1,
            type=type(event).__name__,
            user_id=user_id,
            at=event.at,
            data=data,
            correlation_id=cause.correlation_id if cause else trace.correlation_id,
            causation_id=cause.event_id if cause else trace.causation_id,
            traceparent=_traceparent(event, cause, trace),
            actor=acting.present(),
        )
        envelope.__dict__["event"] = event
        self.pending.append(Pending(envelope, body, size, base, nth + 1))
        return envelope

    def take(self, source: Service, last: Envelope, first: int, parked: Sequence[int] = ()) -> None:
        """Consume a source's positions `first`..`last.position`."""
        self.consumed.append(Consumed(Taken(source, first, last.position, tuple(parked)), last))

    def park(self, envelope: Envelope, error: str) -> None:
        """Keep a message that failed."""
        self.parked.append(Parked(envelope.source, envelope.position, envelope.stream, envelope, error, envelope.at))

    def unpark(self, source: Service, position: int) -> None:
        """Take a parked message back: it is applied in this step."""
        self.unparked.append((source, position))

    def drop(self, dropped: Dropped) -> None:
        """Give a parked message up: it is parked no longer, and applied nowhere."""
        self.dropped.append(dropped)


def _traceparent(event: Event, cause: Envelope | None, trace: tracing.Trace) -> str | None:
    """An event of a call belongs to the call's trace; any other to that of its cause, or of the present work."""
    call_id = getattr(event, "call_id", None)
    if call_id is not None:
        return tracing.of_call(call_id)
    return cause.traceparent if cause else trace.traceparent
