"""Raw webhook bodies: read on arrival, stored and translated in one transaction with their group."""

import hashlib
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePath

import structlog

from services.webhooks.hearing import Hearing, Standing, Verdict, hear, meet
from services.webhooks.notices import Notice, read_webhook
from services.webhooks.projections import QUERIES, project
from shared.bolna.execution import Unreadable
from shared.eventstore.protocol import EventStore
from shared.messaging.envelope import Envelope
from shared.runtime.worker import Connection

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A body as it came, read as far as it can be; without a notice, `error` says why."""

    body: bytes = field(repr=False)
    received_at: datetime
    notice: Notice | None = None
    error: str | None = None
    times: int = 1

    @property
    def digest(self) -> bytes:
        """SHA-256 of the body: the same body again is the same delivery."""
        return hashlib.sha256(self.body).digest()


def receive(body: bytes, received_at: datetime) -> Delivery:
    """Read a body. Never raises: whatever cannot be read is kept with its error."""
    try:
        return Delivery(body, received_at, read_webhook(body, received_at))
    except Unreadable as unreadable:
        return Delivery(body, received_at, error=unreadable.reason)
    except Exception as error:  # noqa: BLE001 - whatever we failed at, the body is kept
        log.error("a webhook could not be read", size=len(body), **where(error))  # noqa: TRY400 - see where()
        return Delivery(body, received_at, error=f"our reading failed: {type(error).__name__}")


def where(error: BaseException) -> dict[str, str]:
    """A failure as it may be logged: its class and where it arose. Its words and traceback may quote a body."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = next((frame for frame in reversed(frames) if "webhooks" in frame.filename), None)
    return {"error": type(error).__name__, "at": f"{PurePath(ours.filename).name}:{ours.lineno}" if ours else ""}


class DeliveryStore:
    """Stores groups of deliveries, translated. Used by HTTP faces: without the leader's fence."""

    def __init__(
        self,
        store: EventStore[Connection],
        *,
        clock: Callable[[], datetime],
        wake: Callable[[Sequence[Envelope]], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._wake = wake

    async def keep(self, group: Sequence[Delivery]) -> None:
        """Store and translate a group in one transaction; whatever fails in it, nothing of it is kept.

        The relay is woken with the events that were appended, if any.
        """
        once = _once_each(group)
        readable = [delivery.notice for delivery in once if delivery.notice is not None]
        async with self._store.transaction() as step:
            heard = Hearing([], [])
            if readable:
                claimed = (notice.claimed_attempt for notice in readable)
                await meet(
                    step.connection,
                    (notice.observation.execution_id for notice in readable),
                    (attempt for attempt in claimed if attempt is not None),
                )
                heard = await hear(step, readable, self._clock())
            await _put(step.connection, once, heard.verdicts)
            await project(step.connection, step.recorded, heard.attempts)
        if step.recorded:
            self._wake(step.committed)

    async def set_aside(self, delivery: Delivery, error: str) -> None:
        """Store a delivery that cannot be translated, with the error, so that it is not lost."""
        async with self._store.transaction() as step:
            await _put(step.connection, [replace(delivery, notice=None, error=error)], [])


def _once_each(group: Sequence[Delivery]) -> list[Delivery]:
    """Each body once, where it came first, with how often it came."""
    once: dict[bytes, Delivery] = {}
    for delivery in group:
        first = once.get(delivery.body)
        once[delivery.body] = delivery if first is None else replace(first, times=first.times + 1)
    return list(once.values())


async def _put(connection: Connection, deliveries: Sequence[Delivery], verdicts: Sequence[Verdict]) -> None:
    """Write deliveries, in the order of their digests; `verdicts` are those of the readable ones."""
    judged = iter(verdicts)
    rows = sorted(
        (
            (
                delivery.digest,
                delivery.body,
                delivery,
                next(judged) if delivery.notice is not None else Verdict(Standing.UNREADABLE, delivery.error),
            )
            for delivery in deliveries
        ),
        key=lambda row: row[0],
    )
    notices = [delivery.notice for _, _, delivery, _ in rows]
    await connection.execute(
        QUERIES["put_deliveries"],
        {
            "digest": [digest for digest, _, _, _ in rows],
            "body": [body for _, body, _, _ in rows],
            "execution_id": [notice and notice.observation.execution_id for notice in notices],
            "claimed_attempt": [notice and notice.claimed_attempt for notice in notices],
            "status": [notice and notice.observation.word for notice in notices],
            "standing": [verdict.standing.value for _, _, _, verdict in rows],
            "error": [verdict.error for _, _, _, verdict in rows],
            "times": [delivery.times for _, _, delivery, _ in rows],
            "received_at": [delivery.received_at for _, _, delivery, _ in rows],
        },
    )
