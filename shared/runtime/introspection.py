"""What a process tells of itself as a NATS micro service: what it is, why it is not ready, and its lag."""

import os
from collections.abc import Callable, Iterable, Mapping

from pydantic import BaseModel

from shared.contracts.questions import AskHead
from shared.contracts.questions import Head as HeadAnswer
from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore
from shared.messaging.ask import Asker, Refused, Unanswered
from shared.messaging.micro import Endpoint
from shared.runtime.health import Health

ASK_SECONDS = 1.0


class Status(BaseModel):
    """`srv.<service>.status`: the process that answers."""

    service: Service
    role: str
    leading: bool
    ready: bool
    pid: int


class WhyNot(BaseModel):
    """`srv.<service>.why`: what keeps the process that answers from being ready; nothing where it is."""

    ready: bool
    missing: tuple[str, ...]


class SourceLag(BaseModel):
    """How far a service has applied a source; `head` and `behind` are null where the owner does not say."""

    source: Service
    applied: int
    head: int | None
    behind: int | None


class Lag(BaseModel):
    """`srv.<service>.lag`: how far its sources are applied, how much of its own log is published, what is parked."""

    sources: tuple[SourceLag, ...]
    head: int
    published: int
    parked: int


def endpoints(health: Health) -> Mapping[str, Endpoint]:
    """Return what every process can be asked as a micro service."""

    async def status() -> Status:
        ready = not await health.missing()
        return Status(service=health.service, role=health.role, leading=health.leading, ready=ready, pid=os.getpid())

    async def why() -> WhyNot:
        missing = await health.missing()
        return WhyNot(ready=not missing, missing=tuple(missing))

    return {
        "status": Endpoint(status, "What the process is and whether it leads; each process answers."),
        "why": Endpoint(why, "What keeps the process from being ready; each process answers."),
    }


def lag_endpoint(
    store: PostgresEventStore, asker: Asker, sources: Callable[[], Iterable[Service]]
) -> Mapping[str, Endpoint]:
    """Return what workers can be asked beside that."""

    async def lag() -> Lag:
        consumed = await store.consumed()
        heads = {source: await _head(asker, source) for source in sources()}
        applied = {source: consumed[source].position if source in consumed else 0 for source in heads}
        return Lag(
            sources=tuple(
                SourceLag(
                    source=source,
                    applied=applied[source],
                    head=head,
                    behind=None if head is None else max(0, head - applied[source]),
                )
                for source, head in heads.items()
            ),
            head=(await store.head()).position,
            published=await store.published(),
            parked=len(await store.parked()),
        )

    return {"lag": Endpoint(lag, "How far behind its sources the service is; one worker answers.", of_each=False)}


async def _head(asker: Asker, source: Service) -> int | None:
    try:
        return (await asker.ask(source, "head", AskHead(), HeadAnswer, timeout=ASK_SECONDS)).position
    except (Unanswered, Refused):
        return None
