"""What happens in a setup just now, look after look: lines, calls by status, and how each service stands."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel

from callctl.asking import CONNECT_SECONDS
from callctl.micro import asked
from callctl.reaching import CannotReach
from shared.contracts.questions import AskHeldSlots, AskQueueStatistics, HeldSlots, QueueStatistics
from shared.contracts.vocabulary import Service
from shared.messaging.ask import Asker, Refused, Unanswered
from shared.messaging.connection import CredentialsRejected, Messaging, connect
from shared.runtime.introspection import Lag, Status

A = TypeVar("A", bound=BaseModel)

PATIENCE_SECONDS = 1.0


@dataclass(frozen=True)
class Standing:
    """How a service stands: its processes, and how far it is behind; `lag` is None where nobody says."""

    service: Service
    processes: tuple[Status, ...]
    lag: Lag | None

    @property
    def leader(self) -> Status | None:
        """The process that leads, None where none says that it does."""
        return next((one for one in self.processes if one.leading), None)

    @property
    def behind(self) -> int | None:
        """How many events it has to apply, as far as their owners say."""
        return None if self.lag is None else sum(one.behind or 0 for one in self.lag.sources)

    @property
    def unpublished(self) -> int | None:
        """How many events of its own it has to publish."""
        return None if self.lag is None else self.lag.head - self.lag.published


@dataclass(frozen=True)
class Look:
    """One look; what nobody answered is None."""

    slots: HeldSlots | None
    queue: QueueStatistics | None
    standings: tuple[Standing, ...]
    at: datetime

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "at": self.at.isoformat(),
            "slots": None if self.slots is None else self.slots.model_dump(mode="json"),
            "queue": None if self.queue is None else self.queue.model_dump(mode="json"),
            "services": {
                one.service.value: {
                    "leading": None if one.leader is None else one.leader.pid,
                    "processes": len(one.processes),
                    "ready": one.leader is not None and one.leader.ready,
                    "behind": one.behind,
                    "unpublished": one.unpublished,
                    "parked": None if one.lag is None else one.lag.parked,
                }
                for one in self.standings
            },
        }


async def looks(nats_url: str, every: float, clock: Any = datetime.now) -> AsyncGenerator[Look]:
    """Look again and again, `every` seconds, for as long as it is asked for more; raises CannotReach."""
    try:
        async with asyncio.timeout(CONNECT_SECONDS) as connecting, connect(nats_url, name="callctl") as messaging:
            connecting.reschedule(None)
            while True:
                yield await _look(messaging, clock().astimezone())
                await asyncio.sleep(every)
    except TimeoutError:
        raise CannotReach(f"NATS was not reached within {CONNECT_SECONDS:.0f} s: see `callctl doctor`.") from None
    except (CredentialsRejected, ValueError) as error:
        raise CannotReach(f"{error}: mend NATS_URL.") from None


async def _look(messaging: Messaging, at: datetime) -> Look:
    slots, queue, standings = await asyncio.gather(
        _told(messaging, "held_slots", AskHeldSlots(), HeldSlots),
        _told(messaging, "queue_statistics", AskQueueStatistics(), QueueStatistics),
        asyncio.gather(*(_standing(messaging, service) for service in Service)),
    )
    return Look(slots, queue, tuple(standings), at)


async def _told(messaging: Messaging, question: str, request: BaseModel, answer: type[A]) -> A | None:
    try:
        return await Asker(messaging).ask(Service.SCHEDULER, question, request, answer, timeout=PATIENCE_SECONDS)
    except (Unanswered, Refused):
        return None


async def _standing(messaging: Messaging, service: Service) -> Standing:
    statuses, lags = await asyncio.gather(
        asked(messaging, service, "status", patience=PATIENCE_SECONDS),
        asked(messaging, service, "lag", most=1, patience=PATIENCE_SECONDS * 2),
    )
    processes = tuple(Status.model_validate_json(one) for one in statuses)
    return Standing(service, processes, Lag.model_validate_json(lags[0]) if lags else None)
