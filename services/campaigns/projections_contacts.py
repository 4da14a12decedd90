"""Between calls and their contacts: what a call shows of its contact, and what settled calls say of it."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from psycopg.types.json import Jsonb

from services.campaigns.domain.call import OUT, Call, CallEvent
from services.campaigns.domain.priority import UNCONNECTED
from services.campaigns.projections_sql import QUERIES
from shared.contracts.event import Event
from shared.contracts.scheduler import CallRequeued, CallSettled, DialRequested, RetryScheduled
from shared.contracts.vocabulary import CallStatus, Outcome
from shared.runtime.worker import Connection

Moves = Mapping[UUID, Sequence[tuple[int, CallEvent]]]
_BACK = (CallRequeued, RetryScheduled)
_COUNTED = UNCONNECTED | {Outcome.ANSWERED}


async def lock_contacts(connection: Connection, events: Iterable[Event | None]) -> None:
    """Lock the contacts of calls that may go back to their place or be settled, before any of the calls is."""
    concerned = {event.call_id for event in events if isinstance(event, (*_BACK, CallSettled))}
    if concerned:
        await connection.execute(QUERIES["lock_contacts_of_calls"], {"calls": list(concerned)})


async def tell_contacts(connection: Connection, moves: Moves, changed: Sequence[tuple[Call, Call]]) -> None:
    """Show the number dialled while a call is out, its contact's once it is back; count what was settled."""
    dialled = [
        {"call_id": str(new.call_id), "phone_number": event.phone_number}
        for _, new in changed
        for _, event in moves[new.call_id]
        if isinstance(event, DialRequested) and event.attempt_id == new.attempt_id
    ]
    if dialled:
        await connection.execute(QUERIES["calls_as_requested"], {"calls": Jsonb(dialled)})
    back = [new.call_id for old, new in changed if old.status in OUT and new.status not in (*OUT, CallStatus.SETTLED)]
    if back:
        await connection.execute(QUERIES["calls_back_in_place"], {"calls": back})
    settled = [
        {"call_id": str(new.call_id), "answered": new.outcome is Outcome.ANSWERED}
        for old, new in changed
        if old.status is not CallStatus.SETTLED and new.outcome in _COUNTED
    ]
    if settled:
        await connection.execute(QUERIES["contacts_called"], {"calls": Jsonb(settled)})
