"""Pause and cancel, a contact's removal, a number's blocking: when is it true that no such call starts any more?

Scheduler and dialer are asked whether they have applied the command and whether no such call is on the
wire. At the latest 5 s and the request timeout after the command the dialer has stopped by itself.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from services.campaigns.http.parts import QUERIES, Parts
from services.campaigns.views_shapes import CampaignView
from shared.contracts.ids import campaign_stream
from shared.contracts.questions import Applied, AskApplied
from shared.contracts.vocabulary import CampaignStatus, Service
from shared.messaging.ask import Refused, Unanswered

PATIENCE_SECONDS = 5.0
"""So long a pause or cancel waits before it answers 202."""
SELF_STOP_SECONDS = 5.0
"""So long after the command the dialer begins no further request by itself (design.md section 5)."""
LOOK_SECONDS = 0.5
AGAIN_SECONDS = 0.05
HALTED = frozenset({CampaignStatus.PAUSED, CampaignStatus.CANCELLED})


async def stopped_within(parts: Parts, campaign_id: UUID, position: int, seconds: float = PATIENCE_SECONDS) -> bool:
    """Wait until nothing more of the campaign starts; False where that is not sure after `seconds`."""
    return await in_force_within(parts, AskApplied(position=position, campaign_id=campaign_id), seconds)


async def in_force_within(parts: Parts, stop: AskApplied, seconds: float = PATIENCE_SECONDS) -> bool:
    """Wait until scheduler and dialer have applied a stop and no call that it forbids is on the wire.

    False where that is not sure after `seconds`.
    """
    deadline = asyncio.get_running_loop().time() + seconds
    answers = await asyncio.gather(
        _applied(parts, Service.SCHEDULER, stop, deadline),
        _applied(parts, Service.DIALER, stop, deadline),
    )
    return all(answers)


async def stopping_among(parts: Parts, views: Sequence[CampaignView]) -> frozenset[UUID]:
    """Return those of the campaigns that were paused or cancelled and may still start a call.

    Scheduler and dialer are asked briefly; who does not answer has not stopped, until the time is over after which
    the dialer has stopped by itself.
    """
    halted = {campaign_stream(view.id): view.id for view in views if view.status in HALTED}
    if not halted:
        return frozenset()
    longest = SELF_STOP_SECONDS + parts.settings.bolna_request_timeout_seconds
    async with parts.connection() as connection:
        cursor = await connection.execute(QUERIES["recent_stops"], {"streams": list(halted), "seconds": longest})
        stops = [(halted[row["stream"]], row["position"]) for row in await cursor.fetchall()]
    still = await asyncio.gather(*(_still_stopping(parts, *stop) for stop in stops if stop not in parts.stopped))
    return frozenset(campaign_id for campaign_id in still if campaign_id is not None)


async def _still_stopping(parts: Parts, campaign_id: UUID, position: int) -> UUID | None:
    if not await stopped_within(parts, campaign_id, position, LOOK_SECONDS):
        return campaign_id
    parts.stopped.remember((campaign_id, position))
    return None


async def _applied(parts: Parts, service: Service, stop: AskApplied, deadline: float) -> bool:
    loop = asyncio.get_running_loop()
    while (left := deadline - loop.time()) > 0:
        try:
            answer = await parts.asker.ask(service, "applied", stop, Applied, timeout=left)
        except (Unanswered, Refused):
            answer = Applied(applied=False)
        if answer.applied:
            return True
        await asyncio.sleep(AGAIN_SECONDS)
    return False
