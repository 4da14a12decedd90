"""Events → tables: the only writer of the campaigns service's projections. Deterministic; sees no clock.

`PROJECTIONS` may be emptied and filled again from the journal; every other table of the schema is a record.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from psycopg.types.json import Jsonb
from pydantic_core import to_json

from services.campaigns.domain.call import Call
from services.campaigns.projections_calls import CallsBatch, close_lane, close_slice
from services.campaigns.projections_campaigns import project_life
from services.campaigns.projections_contacts import lock_contacts
from services.campaigns.projections_do_not_call import Entries
from services.campaigns.projections_sql import QUERIES
from shared.contracts import campaigns, contacts
from shared.contracts.campaigns import CampaignSettings
from shared.contracts.event import Event
from shared.contracts.scheduler import CampaignDrained, LaneClosed
from shared.messaging.envelope import Envelope
from shared.runtime.worker import Connection

PROJECTIONS = (
    "users",
    "settings",
    "agents",
    "contacts",
    "do_not_call",
    "call_campaigns",
    "campaign_counters",
    "calls",
    "attempts",
    "campaign_quarters",
    "campaign_costs",
    "closing_campaigns",
    "imports",
)

RECORDS = frozenset(
    {
        "uploads",
        "upload_files",
        "upload_rejects",
        "import_chunks",
        "api_keys",
        "passwords",
        "sessions",
        "sign_in_links",
        "idempotency",
        "feed",
        "feed_state",
    }
)
"""The tables that are no projections: credentials, and files on their way in."""

Write = Callable[[Connection, Envelope, Any], Awaitable[None]]


async def project(connection: Connection, events: Sequence[Envelope]) -> Sequence[tuple[Call, Call]]:
    """Write what events, own or taken, change in the tables, in their order; return each call moved: before, and now.

    What moves calls is gathered and written at once; anything else is written after what stands before it.
    """
    await lock_contacts(connection, [envelope.event for envelope in events])
    batch, entries = CallsBatch(), Entries()
    for envelope in events:
        event = envelope.event
        if event is None or entries.take(envelope) or batch.take(envelope, event):
            continue
        write = WRITES.get(type(event))
        if write is not None:
            await batch.flush(connection)
            await write(connection, envelope, event)
    await batch.flush(connection)
    await entries.write(connection)
    return batch.moved


async def _plain(connection: Connection, _: Envelope, event: Event) -> None:
    """Run the query that is named like the event (`user_registered`), with the event's fields."""
    query = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    await connection.execute(QUERIES[query], _parameters(event))


def _parameters(event: Event) -> dict[str, object]:
    return {
        name: Jsonb(value.model_dump(mode="json"))
        if isinstance(value, CampaignSettings)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in event
    }


def _as_text(rows: object) -> str:
    return to_json(rows).decode()


async def _contacts_imported(connection: Connection, envelope: Envelope, event: contacts.ContactsImported) -> None:
    assert envelope.data is not None
    parameters = {"user_id": event.user_id, "contacts": _as_text(envelope.data["contacts"]), "at": event.at}
    await connection.execute(QUERIES["contacts_imported"], parameters)
    if event.import_id is not None and event.chunk is not None:
        await connection.execute(QUERIES["import_chunk_done"], event.model_dump(exclude={"contacts"}))


async def _contact(connection: Connection, _: Envelope, event: contacts.DescribedContact) -> None:
    query = "contact_added" if isinstance(event, contacts.ContactAdded) else "contact_described"
    await connection.execute(QUERIES[query], _parameters(event) | {"variables": Jsonb(event.variables)})


async def _contact_updated(connection: Connection, _: Envelope, event: campaigns.ContactUpdated) -> None:
    """Calls in their place show what others are told; the contact itself was written by the event before."""
    await connection.execute(QUERIES["calls_as_described"], {"contact_id": event.contact_id})


async def _chunk_members(connection: Connection, envelope: Envelope, event: campaigns.ChunkMembers) -> None:
    assert envelope.data is not None
    parameters = event.model_dump(exclude={"members"}) | {"members": _as_text(envelope.data["members"])}
    await connection.execute(QUERIES["chunk_members"], parameters)


async def _calls_closed(connection: Connection, _: Envelope, event: campaigns.CallsClosed) -> None:
    await close_slice(connection, event.campaign_id)


async def _lane_closed(connection: Connection, envelope: Envelope, event: LaneClosed) -> None:
    await close_lane(connection, envelope.position, event)


WRITES: Mapping[type[Event], Write] = {
    campaigns.UserRegistered: _plain,
    campaigns.UserUpdated: _plain,
    campaigns.UserLimitChanged: _plain,
    campaigns.UserSuspended: _plain,
    campaigns.UserRestored: _plain,
    campaigns.SystemLimitChanged: _plain,
    campaigns.AgentRegistered: _plain,
    campaigns.AgentUpdated: _plain,
    campaigns.AgentRemoved: _plain,
    campaigns.CampaignCreated: _plain,
    campaigns.CampaignUpdated: _plain,
    campaigns.CampaignScheduled: project_life,
    campaigns.CampaignStarted: project_life,
    campaigns.CampaignPaused: project_life,
    campaigns.CampaignResumed: project_life,
    campaigns.CampaignCancelled: project_life,
    campaigns.CampaignCompleted: project_life,
    campaigns.CampaignDeleted: _plain,
    campaigns.ContactsQueued: _plain,
    campaigns.ContactUpdated: _contact_updated,
    campaigns.ContactRemoved: _plain,
    contacts.ContactAdded: _contact,
    contacts.ContactDescribed: _contact,
    contacts.ContactsImported: _contacts_imported,
    campaigns.ChunkMembers: _chunk_members,
    campaigns.CallsClosed: _calls_closed,
    campaigns.ImportAccepted: _plain,
    campaigns.ImportFinished: _plain,
    CampaignDrained: _plain,
    LaneClosed: _lane_closed,
}
