"""The live feed: rows as they were told, made into events for one listener, several of a thing into one.

Rows that were told at about the same time are merged: the calls of a campaign into one event, of a campaign, an import
and the slots the last. An event's `id` is the position up to which everything has been told once the event is, so that
whoever left off after any event and asks for what followed its id misses nothing; what they are told twice is the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

MOST_CALLS = 100
"""In one event; where more moved at once it is not `complete`, and the list of calls tells."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was told at a position of the feed. `data` is None where it is told as it stands when it is told."""

    position: int
    kind: str
    user_id: UUID
    campaign_id: UUID | None
    data: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Event:
    """What a listener is told."""

    id: int
    kind: str
    data: Mapping[str, Any]


def concerns(row: Row, user_id: UUID, campaign_id: UUID | None) -> bool:
    """Return whether a listener is told of a row: their own alone, of one campaign (and the slots) if they chose."""
    if row.user_id != user_id:
        return False
    return campaign_id is None or row.campaign_id == campaign_id or row.kind == "slots"


def told(rows: Sequence[Row], slots: Mapping[str, Any] | None) -> list[Event]:
    """Return the events of one listener's rows, in the order in which each thing was told of last.

    `slots`: how they stand now; None: that is not known, and they are left out.
    """
    things: dict[tuple[str, Any], list[Row]] = {}
    for row in rows:
        things.setdefault((row.kind, _thing(row)), []).append(row)
    groups = sorted(things.values(), key=lambda group: group[-1].position)
    events: list[Event] = []
    untold = rows[-1].position + 1 if rows else 0
    for group in reversed(groups):
        data = slots if group[-1].kind == "slots" else _merged(group)
        if data is not None:
            events.append(Event(untold - 1, group[-1].kind, data))
        untold = min(untold, group[0].position)
    return events[::-1]


def _thing(row: Row) -> Any:
    return (row.data or {}).get("id") if row.kind == "import" else row.campaign_id


def _merged(group: Sequence[Row]) -> Mapping[str, Any] | None:
    last = group[-1].data
    if group[-1].kind != "call" or last is None:
        return last
    calls: dict[str, Any] = {}
    for row in group:
        for call in (row.data or {})["calls"]:
            calls[call["id"]] = call
    complete = len(calls) <= MOST_CALLS and all((row.data or {})["complete"] for row in group)
    return {**last, "calls": list(calls.values())[-MOST_CALLS:], "complete": complete}
