"""What the other services tell in these tests: users, campaigns of numbered contacts, and the lives of their calls."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.contracts import campaigns as c
from shared.contracts.dialer import AttemptEvent, CallPlaced, CallStopped, DialFailed, DialOutcomeUnknown
from shared.contracts.event import Event
from shared.contracts.questions import AskChunk, Chunk
from shared.contracts.scheduler import DialRequested
from shared.contracts.vocabulary import DialFailure, FailureScope, Outcome, Service
from shared.contracts.webhooks import CallEnded, CallProgressed, CallReported, Progress
from shared.testing.examples import NOW
from tests.integration.scheduler.stage import Stage

ALWAYS = c.CampaignSettings(
    first_call_time="00:00", last_call_time="24:00", timezone="Europe/London", start_date=date(2025, 1, 1)
)
SAID = {"execution_id": "e-1", "bolna_agent_id": "b-1", "phone_number": "+442079460000"}


def user(number: int) -> UUID:
    return UUID(int=0x1_0000 + number)


def agent(number: int) -> UUID:
    return UUID(int=0x2_0000 + number)


def campaign(number: int) -> UUID:
    return UUID(int=0x3_0000 + number)


def contact(campaign_number: int, row: int) -> UUID:
    return UUID(int=0x4_0000_0000 + campaign_number * 0x10_0000 + row)


def call(campaign_number: int, row: int) -> UUID:
    return UUID(int=0x5_0000_0000 + campaign_number * 0x10_0000 + row)


def number(campaign_number: int, row: int) -> str:
    return f"+4420{campaign_number:03}{row:06}"


def registered(who: int, limit: int = 2) -> Sequence[Event]:
    return [
        c.UserRegistered(
            at=NOW,
            user_id=user(who),
            name="Asha",
            email="asha@example.com",
            concurrent_calls_limit=limit,
            timezone="Europe/London",
            default_country="GB",
        ),
        c.AgentRegistered(at=NOW, agent_id=agent(who), user_id=user(who), name="Agent", bolna_agent_id="b-1"),
    ]


def system_limit(limit: int) -> Event:
    return c.SystemLimitChanged(at=NOW, system_concurrent_calls_limit=limit)


def created(which: int, who: int, settings: c.CampaignSettings = ALWAYS) -> Event:
    return c.CampaignCreated(
        at=NOW,
        campaign_id=campaign(which),
        user_id=user(who),
        name="October",
        agent_id=agent(who),
        next_action="renew",
        settings=settings,
    )


def of_campaign(kind: Callable[..., Event], which: int, who: int, **more: Any) -> Event:
    return kind(at=NOW, campaign_id=campaign(which), user_id=user(who), **more)


def queued(which: int, who: int, count: int, *, chunk: int = 1, last: bool = True) -> Event:
    return of_campaign(c.ContactsQueued, which, who, chunk=chunk, count=count, last=last)


def queued_call(which: int, row: int, **more: Any) -> c.QueuedCall:
    values: dict[str, Any] = {
        "call_id": call(which, row),
        "contact_id": contact(which, row),
        "phone_number": number(which, row),
        "user_data": {"name": f"Contact {row}"},
    }
    return c.QueuedCall(**{**values, **more})


def pages(
    which: int, calls: Sequence[c.QueuedCall], *, size: int = 1000, as_of: int = 10**6
) -> Callable[[AskChunk], Chunk]:
    """The campaigns service's answers about one chunk."""

    def answer(asked: AskChunk) -> Chunk:
        page = calls[asked.after : asked.after + size]
        return Chunk(
            campaign_id=campaign(which),
            chunk=asked.chunk,
            calls=tuple(page),
            complete=asked.after + len(page) >= len(calls),
            as_of=as_of,
        )

    return answer


async def launched(
    scene: Stage,
    which: int,
    who: int,
    calls: Sequence[c.QueuedCall],
    settings: c.CampaignSettings = ALWAYS,
    *,
    as_of: int = 10**6,
) -> None:
    """A campaign of these calls, created, queued, fetched and started; told of no news up to `as_of`."""
    scene.leader.chunks[campaign(which), 1] = pages(which, calls, as_of=as_of)
    await scene.tell(Service.CAMPAIGNS, created(which, who, settings), queued(which, who, len(calls)))
    await scene.fetch()
    await scene.tell(Service.CAMPAIGNS, of_campaign(c.CampaignScheduled, which, who))


async def ready(scene: Stage, *, users: int = 1, limit: int = 2, system: int = 10) -> None:
    """A system with a limit, and users with theirs."""
    await scene.tell(
        Service.CAMPAIGNS,
        system_limit(system),
        *(event for who in range(1, users + 1) for event in registered(who, limit)),
    )


def _about(request: DialRequested | AttemptEvent) -> dict[str, Any]:
    return {
        "attempt_id": request.attempt_id,
        "call_id": request.call_id,
        "campaign_id": request.campaign_id,
        "user_id": request.user_id,
    }


def placed(request: DialRequested, at: datetime = NOW) -> CallPlaced:
    return CallPlaced(at=at, placed_at=at, **_about(request), **SAID)


def answered(request: DialRequested, at: datetime = NOW) -> CallProgressed:
    return CallProgressed(at=at, progress=Progress.ANSWERED, **_about(request), **SAID)


def ended(request: DialRequested, at: datetime = NOW) -> CallEnded:
    return CallEnded(at=at, provider_status="call-disconnected", **_about(request), **SAID)


def reported(request: DialRequested, outcome: Outcome = Outcome.ANSWERED, at: datetime = NOW) -> CallReported:
    return CallReported(at=at, outcome=outcome, provider_status="completed", **_about(request), **SAID)


def failed(request: DialRequested, reason: DialFailure, scope: FailureScope, at: datetime = NOW) -> DialFailed:
    return DialFailed(at=at, reason=reason, scope=scope, **_about(request))


def unknown(request: DialRequested, at: datetime = NOW) -> DialOutcomeUnknown:
    return DialOutcomeUnknown(
        at=at,
        bolna_agent_id="b-1",
        phone_number=request.phone_number,
        sent_at=at,
        error="ReadTimeout",
        **_about(request),
    )


def stopped(request: DialRequested, at: datetime = NOW) -> CallStopped:
    return CallStopped(at=at, execution_id="e-1", **_about(request))


async def calls_end(scene: Stage, *requests: DialRequested, outcome: Outcome = Outcome.ANSWERED) -> None:
    """The calls are placed, answered, and come to their end and result."""
    at = scene.now
    await scene.tell(Service.DIALER, *(placed(one, at) for one in requests))
    await scene.tell(
        Service.WEBHOOKS,
        *(event for one in requests for event in (answered(one, at), ended(one, at), reported(one, outcome, at))),
    )


async def play_out(scene: Stage, most: int = 10_000) -> list[DialRequested]:
    """Let every call that is requested come to its end at once, until there is nothing more to request."""
    seen = 0
    requests: list[DialRequested] = []
    while len(requests) < most:
        await scene.turns()
        requests = await scene.recorded(DialRequested)
        if len(requests) == seen:
            break
        await calls_end(scene, *requests[seen:])
        seen = len(requests)
    return requests


SECOND = timedelta(seconds=1)
