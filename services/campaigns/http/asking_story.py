"""Asks the other services what they know of a call: their logs of it, and what was said."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from services.campaigns.domain.story import Moment, moment_of
from services.campaigns.views_shapes import CallStoryView
from shared.contracts.ids import attempt_stream, call_stream, execution_stream
from shared.contracts.questions import AskReport, AskStream, Report, StreamEvents
from shared.contracts.vocabulary import Service
from shared.messaging.ask import Asker, Refused, Unanswered
from shared.messaging.wire import Malformed, from_json

PATIENCE_SECONDS = 1.5
MOST_ATTEMPTS = 20
"""The last ones, of which others are asked; a call has six at most that count."""

log = structlog.get_logger(__name__)


@dataclass
class ToldOfCall:
    """What others told: moments of those who answered all that they were asked, what was said, and who did not."""

    moments: dict[Service, Sequence[Moment]] = field(default_factory=dict)
    reports: dict[UUID, Report] = field(default_factory=dict)
    unanswered: list[Service] = field(default_factory=list)


async def told_of(asker: Asker, user_id: UUID, view: CallStoryView) -> ToldOfCall:
    """Return what scheduler, dialer and webhooks tell of a user's call, all asked at once; nobody is waited for."""
    told = ToldOfCall()
    attempts = view.attempts_made[-MOST_ATTEMPTS:]
    executions = {execution_stream(one.execution_id): one.id for one in attempts if one.execution_id is not None}
    streams: dict[Service, dict[str, UUID | None]] = {
        Service.SCHEDULER: {call_stream(view.id): None},
        Service.DIALER: {attempt_stream(one.id): one.id for one in attempts},
        Service.WEBHOOKS: dict(executions),
    }

    async def moments(service: Service) -> None:
        asked = [_moments(asker, service, stream, of, user_id) for stream, of in streams[service].items()]
        found = await asyncio.gather(*asked)
        told.moments[service] = [moment for stream in found for moment in stream]

    async def report(attempt_id: UUID) -> None:
        told.reports[attempt_id] = await report_of(asker, user_id, attempt_id)

    work: list[tuple[Service, Awaitable[None]]] = [(service, moments(service)) for service in streams]
    work += [(Service.WEBHOOKS, report(one.id)) for one in attempts if one.has_transcript]
    silent = await asyncio.gather(*(_answered(service, part) for service, part in work))
    told.unanswered = sorted({service for service in silent if service is not None})
    return told


async def report_of(asker: Asker, user_id: UUID, attempt_id: UUID) -> Report:
    """Return what was said in a user's attempt. Raises Unanswered, Refused."""
    asked = AskReport(attempt_id=attempt_id, user_id=user_id)
    return await asker.ask(Service.WEBHOOKS, "report", asked, Report, timeout=PATIENCE_SECONDS)


async def _moments(asker: Asker, service: Service, stream: str, of: UUID | None, user_id: UUID) -> list[Moment]:
    asked = AskStream(stream=stream, user_id=user_id)
    answer = await asker.ask(service, "stream", asked, StreamEvents, timeout=PATIENCE_SECONDS)
    envelopes = [from_json(event) for event in answer.events]
    return [moment_of(service, one.type, one.at, one.data, of) for one in envelopes]


async def _answered(service: Service, work: Awaitable[None]) -> Service | None:
    """Do what asks a service; return it if it gave no answer that can be read."""
    try:
        await work
    except (Unanswered, Refused, Malformed) as error:
        log.warning("a call's story is not told whole", asked=service, error=str(error))
        return service
    return None
