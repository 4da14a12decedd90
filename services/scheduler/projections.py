"""Events into tables: the only writer of the scheduler's tables, the same rows from the same events every time.

What follows from an event is not its business: it notes what happened, and knows no clock but the events' own.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from psycopg.types.json import Jsonb
from pydantic import TypeAdapter

from services.scheduler.domain.campaigns import CampaignState
from services.scheduler.domain.evolving import CALL_EVENTS, CallEvent
from services.scheduler.domain.lanes import place, zone_key
from services.scheduler.known_calls import KnownCalls
from services.scheduler.projected_calls import (
    Touched,
    adopt_facts,
    hold_numbers,
    project_call_events,
)
from services.scheduler.rows import WRITES
from shared.contracts import campaigns as c
from shared.contracts import dialer as d
from shared.contracts import scheduler as s
from shared.contracts.event import Event
from shared.messaging.envelope import Envelope
from shared.runtime.worker import Connection

RECORDS: frozenset[str] = frozenset()
"""Tables beside the log that no rebuild makes: the scheduler has none."""

_CALLS = TypeAdapter(tuple[c.QueuedCall, ...])
NOBODY = UUID(int=0)
"""Stands for the user of a do-not-call entry that binds everybody."""

_STATES: dict[type[Event], CampaignState] = {
    c.CampaignScheduled: CampaignState.RUNNING,
    c.CampaignResumed: CampaignState.RUNNING,
    c.CampaignPaused: CampaignState.PAUSED,
    c.CampaignCancelled: CampaignState.CANCELLED,
    c.CampaignCompleted: CampaignState.COMPLETED,
}


async def project(connection: Connection, events: Sequence[Envelope], known: KnownCalls | None = None) -> Touched:
    """Write what events change, in order, and return whose rows those are.

    `known` has calls as their rows are: they are not read, and kept as they become. None: all are read. What the queue
    does not concern (CHANGES_ROWS) leaves all as it is.
    Events about calls that follow each other are written together; requests to dial apart from other events, so that
    the limits are checked against what was live when they were recorded.
    """
    touched, known = Touched(), KnownCalls() if known is None else known
    for kind, run in groupby((one for one in events if isinstance(one.event, CHANGES_ROWS)), key=_kind):
        if kind == "other":
            for envelope in run:
                known.forget()
                await _project(connection, envelope, touched, known)
        elif kind in _ENTRIES:
            await _project_entries(connection, _ENTRIES[kind], [envelope.event for envelope in run], touched)
        else:
            about_calls = [cast("CallEvent", envelope.event) for envelope in run]
            await project_call_events(connection, about_calls, touched, known)
    return touched


def _kind(envelope: Envelope) -> str:
    event = envelope.event
    if isinstance(event, s.DialRequested):
        return "requests"
    if isinstance(event, c.NumberBlocked | c.NumberUnblocked):
        return type(event).__name__
    return "calls" if isinstance(event, CALL_EVENTS) else "other"


_ENTRIES = {c.NumberBlocked.__name__: "block_numbers", c.NumberUnblocked.__name__: "unblock_numbers"}
"""A file of numbers is as many events: those that follow each other are written at once."""


async def _project_entries(
    connection: Connection, query: str, events: Sequence[Event | None], touched: Touched
) -> None:
    entries: list[dict[str, Any]] = [
        {"phone_number": event.phone_number, "scope": event.scope, "user_id": str(event.user_id or NOBODY)}
        for event in events
        if isinstance(event, c.NumberBlocked | c.NumberUnblocked)
    ]
    await connection.execute(WRITES[query], {"entries": Jsonb(entries)})
    touched.users.update(user_id for event in events if (user_id := getattr(event, "user_id", None)) is not None)


async def _project(connection: Connection, envelope: Envelope, touched: Touched, known: KnownCalls) -> None:
    event = envelope.event
    assert event is not None, "it changes rows"
    match event:
        case c.ContactUpdated():
            await _update_contact(connection, event, envelope.position, touched)
        case s.ChunkFetched():
            await _insert_chunk(connection, event, touched, known)
        case c.AgentRegistered() | c.AgentUpdated() | c.AgentRemoved():
            await _project_agent(connection, event, touched)
        case c.ContactsQueued():
            await connection.execute(WRITES["queue_chunk"], {**event.model_dump(), "arrived": envelope.position})
        case s.LaneClosed():
            await connection.execute(WRITES["close_campaign"], event.model_dump())
            await connection.execute(WRITES["close_chunks"], event.model_dump())
        case _:
            for query, parameters in _statements(event):
                await connection.execute(WRITES[query], parameters)
    if (campaign_id := getattr(event, "campaign_id", None)) is not None:
        touched.campaigns.add(campaign_id)
    if (user_id := getattr(event, "user_id", None)) is not None:
        touched.users.add(user_id)


def _statements(event: Event) -> Iterator[tuple[str, dict[str, Any]]]:
    """The one statement that most events come to; none for those that the queue does not concern."""
    if (state := _STATES.get(type(event))) is not None:
        reason = getattr(event, "reason", None)
        yield "set_campaign_state", {**event.model_dump(), "state": state, "trouble": reason}
    elif (statement := _ONE_STATEMENT.get(type(event))) is not None:
        query, parameters = statement
        yield query, parameters(event)


def _campaign(event: c.CampaignCreated | c.CampaignUpdated) -> dict[str, Any]:
    return {
        "campaign_id": event.campaign_id,
        "user_id": event.user_id,
        "agent_id": event.agent_id,
        "next_action": event.next_action,
        "settings": Jsonb(event.settings.model_dump(mode="json")),
        "by_contact_zone": event.settings.use_contact_timezone,
        "max_concurrent_calls": event.settings.max_concurrent_calls,
    }


def _countries(event: c.UserRegistered | c.UserUpdated) -> list[str] | None:
    return None if event.allowed_countries is None else list(event.allowed_countries)


_ONE_STATEMENT: dict[type[Event], tuple[str, Callable[[Any], dict[str, Any]]]] = {
    c.UserRegistered: (
        "register_user",
        lambda e: {"user_id": e.user_id, "limit": e.concurrent_calls_limit, "allowed_countries": _countries(e)},
    ),
    c.UserUpdated: ("set_allowed_countries", lambda e: {"user_id": e.user_id, "allowed_countries": _countries(e)}),
    c.UserLimitChanged: (
        "set_user_limit",
        lambda e: {"user_id": e.user_id, "limit": e.concurrent_calls_limit, "weight": e.weight},
    ),
    c.UserSuspended: ("set_user_suspended", lambda e: {"user_id": e.user_id, "suspended": True}),
    c.UserRestored: ("set_user_suspended", lambda e: {"user_id": e.user_id, "suspended": False}),
    c.SystemLimitChanged: ("set_system_limit", lambda e: {"limit": e.system_concurrent_calls_limit}),
    c.CampaignCreated: ("create_campaign", _campaign),
    c.CampaignUpdated: ("update_campaign", _campaign),
    c.CampaignDeleted: ("delete_campaign", lambda e: {"campaign_id": e.campaign_id}),
    c.ContactRemoved: ("remove_contact", lambda e: {"contact_id": e.contact_id}),
    d.DialingStopped: ("stop_dialling", lambda e: {"reason": e.reason}),
    d.DialingResumed: ("resume_dialling", lambda e: {"bound": e.bound}),
    d.ProviderLimitSeen: ("set_provider_limit", lambda e: {"limit": e.limit}),
    s.CampaignOpened: ("open_campaign", lambda e: {"campaign_id": e.campaign_id}),
    s.CampaignDrained: ("drain_campaign", lambda e: {"campaign_id": e.campaign_id, "settled": e.settled}),
}

CHANGES_ROWS: tuple[type[Event], ...] = (
    *CALL_EVENTS,
    c.NumberBlocked,
    c.NumberUnblocked,
    c.ContactUpdated,
    c.AgentRegistered,
    c.AgentUpdated,
    c.AgentRemoved,
    c.ContactsQueued,
    s.ChunkFetched,
    s.LaneClosed,
    *_STATES,
    *_ONE_STATEMENT,
)
"""The events that the queue concerns; all others are passed over, and what is kept in memory stays true."""


async def _project_agent(
    connection: Connection, event: c.AgentRegistered | c.AgentUpdated | c.AgentRemoved, touched: Touched
) -> None:
    if isinstance(event, c.AgentRemoved):
        await connection.execute(WRITES["remove_agent"], {"agent_id": event.agent_id})
    else:
        agent = {"agent_id": event.agent_id, "user_id": event.user_id, "numbers": list(event.from_phone_numbers)}
        await connection.execute(WRITES["put_agent"], agent)
    rows = await (await connection.execute(WRITES["see_to_agent"], {"agent_id": event.agent_id})).fetchall()
    touched.campaigns.update(row["campaign_id"] for row in rows)


async def _update_contact(connection: Connection, event: c.ContactUpdated, position: int, touched: Touched) -> None:
    zone = zone_key(event.zones)
    contact = {
        "contact_id": event.contact_id,
        "phone_number": event.phone_number,
        "country": event.country,
        "zone": zone,
        "priority": event.priority,
        "user_data": None if event.user_data is None else Jsonb(event.user_data),
        "position": position,
    }
    rows = await (await connection.execute(WRITES["update_contact"], contact)).fetchall()
    if rows:
        campaigns = [row["campaign_id"] for row in rows]
        await connection.execute(WRITES["insert_lane_of_campaigns"], {"campaigns": campaigns, "zone": zone})
        touched.campaigns.update(campaigns)
        await hold_numbers(connection, [event.phone_number, *(row["phone_number"] for row in rows)], touched)


async def _insert_chunk(connection: Connection, event: s.ChunkFetched, touched: Touched, known: KnownCalls) -> None:
    whose = {"campaign_id": event.campaign_id, "user_id": event.user_id}
    zones = [zone_key(call.zones) for call in event.calls]
    page = {
        "rows": _CALLS.dump_json(event.calls).decode(),
        "zones": json.dumps(zones),
        "place": place(event.chunk, event.after),
        "as_of": event.as_of,
        "at": event.at,
    }
    await connection.execute(WRITES["insert_calls"], {**whose, **page})
    await connection.execute(WRITES["insert_lanes"], {**whose, "zones": sorted(set(zones))})
    fetched = {"chunk": event.chunk, "fetched": event.after + len(event.calls), "complete": event.complete}
    await connection.execute(WRITES["advance_chunk"], {**whose, **fetched})
    await adopt_facts(connection, [call.call_id for call in event.calls], touched, known)
