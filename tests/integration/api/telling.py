"""What scheduler, dialer and webhooks tell of a campaign's calls, as the leader would take it in."""

from typing import Any
from uuid import UUID, uuid4

import httpx

from services.campaigns.feed_writing import FeedWriting
from services.campaigns.projections import project
from shared.contracts.event import Event
from shared.contracts.vocabulary import Service
from shared.messaging.envelope import Envelope
from shared.messaging.wake import tell_listeners
from tests.integration.api.face import Face
from tests.integration.campaigns.story import Telling

_POSITIONS: dict[Service, int] = {}


async def telling_of(client: httpx.AsyncClient, campaign: str) -> Telling:
    """Return who tells of a campaign's calls, in the order in which they were queued."""
    user = (await client.get("/api/me")).json()["id"]
    calls: list[dict[str, Any]] = []
    cursor = None
    while True:
        answer = await client.get(f"/api/campaigns/{campaign}/calls", params={"cursor": cursor} if cursor else {})
        page = answer.json()
        calls += [
            {**call, "call_id": UUID(call["id"]), "contact_id": UUID(call["contact_id"])} for call in page["items"]
        ]
        cursor = page["next_cursor"]
        if cursor is None:
            return Telling(UUID(campaign), UUID(user), calls)


def envelopes(source: Service, *events: Event) -> list[Envelope]:
    """The events as they come on the wire, at positions behind all told before."""
    made = []
    for event in events:
        _POSITIONS[source] = position = _POSITIONS.get(source, 0) + 1
        made.append(
            Envelope(
                source=source,
                position=position,
                epoch=UUID(int=7),
                event_id=uuid4(),
                previous_id=None,
                stream=f"{source}-{position}",
                version=1,
                type=type(event).__name__,
                user_id=getattr(event, "user_id", None),
                at=event.at,
                data=event.model_dump(mode="json"),
            )
        )
    return made


async def tell(face: Face, source: Service, *events: Event) -> None:
    """Have events of a source in the read model, in a transaction of their own."""
    async with face.parts.connection() as connection:
        await project(connection, envelopes(source, *events))


async def tell_live(face: Face, source: Service, *events: Event) -> None:
    """As `tell`, and have it told to those who listen, as the leader does."""
    told = envelopes(source, *events)

    async def tell_faces() -> None:
        await tell_listeners(face.parts.messaging, Service.CAMPAIGNS)

    writing = FeedWriting(tell_faces)
    async with face.parts.connection() as connection:
        await writing.write(connection, await project(connection, told), told)
    await tell_faces()
