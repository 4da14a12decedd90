"""The rebuild as a command: reads the sources from their owners, and says what it did."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import structlog

from shared.contracts.questions import AskEvents, Events
from shared.contracts.vocabulary import Service
from shared.eventstore.rebuild import OtherHistory, Project, Read, Rebuilt, UnknownRecords, check, rebuild
from shared.eventstore.swap import swap
from shared.messaging.ask import Unanswered
from shared.messaging.envelope import Envelope
from shared.messaging.wire import from_json
from shared.runtime.worker import Asker

DIFFERS_EXIT_CODE = 1
ASK_SECONDS = 10.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Done:
    """What a command tells, and the code it exits with."""

    lines: tuple[str, ...]
    exit_code: int = 0


def reading(asker: Asker) -> Read:
    """Return how sources are read from their owners, page by page; an owner that is away is waited for."""

    async def read(source: Service, after: int, limit: int) -> Sequence[Envelope]:
        while True:
            try:
                request = AskEvents(after=after, limit=limit)
                page = await asker.ask(source, "events", request, Events, timeout=ASK_SECONDS)
            except Unanswered as error:
                log.warning("a source cannot be read; waiting for it", source=source, error=str(error))
                await asyncio.sleep(1)
            else:
                return [from_json(entry) for entry in page.events]

    return read


async def compare(dsn: str, service: Service, *, project: Project, read: Read, records: Iterable[str]) -> Done:
    """Rebuild, compare and tell the first differing rows."""
    try:
        rebuilt = await rebuild(dsn, service, project, read)
        found = await check(dsn, service, rebuilt, project=project, read=read, records=records)
    except (OtherHistory, UnknownRecords) as error:
        return Done((f"{service.value} cannot be rebuilt: {error}",), DIFFERS_EXIT_CODE)
    if found:
        return Done((_told(service, rebuilt), "What was rebuilt differs from what is live:", *found), DIFFERS_EXIT_CODE)
    return Done((_told(service, rebuilt), "What was rebuilt is what is live."))


async def replace(dsn: str, service: Service, *, project: Project, read: Read, records: Iterable[str]) -> Done:
    """Rebuild, and put what was rebuilt in place."""
    try:
        rebuilt = await rebuild(dsn, service, project, read)
        tables = await swap(dsn, service, rebuilt, project=project, read=read, records=records)
    except (OtherHistory, UnknownRecords) as error:
        return Done((f"{service.value} cannot be rebuilt, and stays as it was: {error}",), DIFFERS_EXIT_CODE)
    return Done((_told(service, rebuilt), f"Put in place: {', '.join(tables)}."))


def _told(service: Service, rebuilt: Rebuilt) -> str:
    return (
        f"Replayed {rebuilt.journal} transactions of {service.value}: {rebuilt.recorded} events of its own,"
        f" {rebuilt.taken} of others."
    )
