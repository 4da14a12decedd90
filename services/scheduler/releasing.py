"""Freeing a slot by hand: for a line of which a person knows that it is free, and no fact ever will say so."""

from datetime import datetime

from services.scheduler.deadlines import with_circumstances
from services.scheduler.domain.evolving import evolve
from services.scheduler.domain.following import follow
from services.scheduler.domain.retrying import Circumstances
from services.scheduler.known_calls import KnownCalls
from services.scheduler.rows import READS
from shared.contracts import ids
from shared.contracts.questions import AskRelease
from shared.contracts.scheduler import SlotReleased
from shared.runtime.worker import Step


async def release(step: Step, request: AskRelease, now: datetime) -> bool:
    """Record that the slot of an attempt is freed, and its call settled as unknown if its fate hangs on that attempt.

    Return whether the slot is free by hand, now or before: asked twice it is freed once. False: it holds none.
    """
    found = await step.connection.execute(READS["attempt"], {"attempt_id": request.attempt_id})
    attempt = await found.fetchone()
    if attempt is None or not attempt["slot"]:
        return attempt is not None and bool(attempt["released"])
    call_id = attempt["call_id"]
    calls, circumstances = await with_circumstances(step.connection, [call_id], KnownCalls())
    call = calls[call_id]
    event = SlotReleased(
        at=now,
        attempt_id=request.attempt_id,
        call_id=call_id,
        campaign_id=call.campaign_id,
        user_id=call.user_id,
        by=request.by,
        reason=request.reason,
    )
    step.append(ids.call_stream(call_id), event, user_id=call.user_id)
    for consequence in follow(evolve(call, event), circumstances.get(call_id, Circumstances()), now):
        step.append(ids.call_stream(call_id), consequence, user_id=call.user_id)
    return True
