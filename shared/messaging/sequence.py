"""What to do with events that arrived in whatever order: a pure decision over positions, ids and epochs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.eventstore.protocol import Cursor
from shared.messaging.envelope import Envelope


class Severed(Exception):
    """A source's history is not the one that was applied so far. Nothing further of it may be applied.

    Restore the source's log that belongs to what was applied, or rebuild this service from the source's present log.
    """


@dataclass(frozen=True, slots=True)
class Sorted:
    """`following` continues the cursor without a gap; `beyond` is the last position behind a gap, 0 without one."""

    following: tuple[Envelope, ...]
    beyond: int


def sort(cursor: Cursor, arrived: Iterable[Envelope]) -> Sorted:
    """Pick what comes next, in order: older and repeated events fall away, as do those of another epoch.

    Raises Severed when an event names another predecessor than the one applied, or stands where another was applied.
    """
    following: list[Envelope] = []
    position, event_id, beyond = cursor.position, cursor.event_id, 0
    for envelope in sorted(arrived, key=lambda envelope: envelope.position):
        if envelope.epoch != cursor.epoch or envelope.position < position:
            continue
        if envelope.position == position:
            if envelope.event_id != event_id:
                raise Severed(
                    f"position {position} of {envelope.source.value} was applied as {event_id} "
                    f"and came again as {envelope.event_id}",
                )
        elif envelope.position == position + 1:
            if envelope.previous_id != event_id:
                raise Severed(
                    f"position {envelope.position} of {envelope.source.value} follows {envelope.previous_id}; "
                    f"applied was {event_id}",
                )
            following.append(envelope)
            position, event_id = envelope.position, envelope.event_id
        else:
            beyond = envelope.position
    return Sorted(tuple(following), beyond)


def epochs(arrived: Sequence[Envelope]) -> frozenset[UUID]:
    """Return the epochs that arrived."""
    return frozenset(envelope.epoch for envelope in arrived)


def after(cursor: Cursor, following: Sequence[Envelope]) -> Cursor:
    """Return where the cursor stands once `following` is applied."""
    if not following:
        return cursor
    return Cursor(cursor.epoch, following[-1].position, following[-1].event_id)
