"""A dialer that leads in this process: on a real PostgreSQL and NATS, with the simulator as Bolna.

The logs it reads are real ones of their services' schemas; the tests append to them in the owners' place.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from pydantic import SecretStr

from services.dialer.domain.circuit import Rules
from services.dialer.handlers import DialerWorker
from services.dialer.projections import RECORDS
from services.dialer.settings import DialerSettings
from shared.bolna.client import BolnaClient
from shared.contracts.dialer import DialingResumed, DialingStopped
from shared.contracts.event import Event
from shared.contracts.ids import attempt_id
from shared.contracts.questions import AskSlots, Slots
from shared.contracts.scheduler import DialRequested
from shared.contracts.vocabulary import Service
from shared.eventstore.postgres import PostgresEventStore, open_pool
from shared.messaging.ask import Asker, serve
from shared.messaging.connection import Messaging, connect
from shared.messaging.envelope import Envelope
from shared.messaging.heads import announce
from shared.messaging.history import history
from shared.runtime.health import Health
from shared.runtime.leadership import lead_when_free, never_armed
from shared.runtime.leading import Leading
from shared.runtime.rebuilding import Done, compare, reading
from shared.runtime.worker import Question
from shared.testing.examples import AGENT, CAMPAIGN, CONTACT, USER, example
from simulator.domain.merging import merged
from simulator.domain.profile import Profile
from simulator.server import Simulator, running
from simulator.settings import Settings

BOLNA_AGENT = "a7b0c1d2-1111-4222-8333-000000000001"
SOON = Rules(first_wait=timedelta(seconds=0.2))
OWNERS = (Service.CAMPAIGNS, Service.SCHEDULER, Service.WEBHOOKS)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Held:
    """How many slots the scheduler says that it holds."""

    slots: int = 0

    async def answer(self, _asked: AskSlots) -> Slots:
        return Slots(system_limit=100, system_active=self.slots, user_limit=None, user_active=0)


@dataclass
class World:
    """The logs, the simulator, and dialers to start and end."""

    logs: dict[Service, PostgresEventStore]
    messaging: Messaging
    simulator: Simulator
    stack: AsyncExitStack
    settings: DialerSettings
    held: Held
    dialers: list[asyncio.Task[None]] = field(default_factory=list)

    async def tell(self, service: Service, *events: Event) -> int:
        """Record events in an owner's place; return the position of the last."""
        async with self.logs[service].transaction() as step:
            for event in events:
                step.append(f"{service}-told", event, user_id=USER)
        return (await self.logs[service].head()).position

    async def request(self, number: str, *, as_of: int, seconds: float = 60, call_id: UUID | None = None) -> UUID:
        """Ask for a number to be dialled; return the attempt's id."""
        call = call_id or uuid4()
        attempt = attempt_id(call, 1)
        await self.tell(
            Service.SCHEDULER,
            example(
                DialRequested,
                at=now(),
                call_id=call,
                attempt_id=attempt,
                request_number=1,
                campaign_id=CAMPAIGN,
                contact_id=CONTACT,
                user_id=USER,
                agent_id=AGENT,
                phone_number=number,
                from_phone_numbers=(),
                as_of=as_of,
                dial_before=now() + timedelta(seconds=seconds),
            ),
        )
        return attempt

    def bolna(self) -> BolnaClient:
        """Return a client of the simulator's."""
        client = BolnaClient(
            base_url=self.simulator.url,
            api_key=SecretStr("bn-test"),
            request_timeout=self.settings.bolna_request_timeout_seconds,
            clock=now,
        )
        self.stack.push_async_callback(client.aclose)
        return client

    def start(self, rules: Rules = SOON) -> DialerWorker:
        """Start a dialer that leads when it can."""
        worker = DialerWorker(self.bolna(), self.settings, now=now, rules=rules)
        leading = Leading(self.logs[Service.DIALER], worker, self.messaging, Health(Service.DIALER, "worker"))
        lead = lead_when_free(
            self.logs[Service.DIALER], str(uuid4()), leading.lead, arm=never_armed, on_lease=lambda _: None
        )
        self.dialers.append(asyncio.create_task(lead))
        return worker

    async def stop(self) -> None:
        """End every dialer, giving the lease back."""
        for dialer in self.dialers:
            dialer.cancel()
        await asyncio.gather(*self.dialers, return_exceptions=True)
        self.dialers.clear()

    async def recorded(self, of: UUID, *kinds: type[Event]) -> list[Event]:
        """Wait until the dialer's last record of an attempt is of one of the kinds; return all its public ones."""

        def done(events: Sequence[Envelope]) -> bool:
            return bool(events) and events[-1].type in {kind.__name__ for kind in kinds}

        events = await self._until(of, done)
        return [event for event in (envelope.event for envelope in events) if event is not None]

    async def _until(self, of: UUID, done: Callable[[Sequence[Envelope]], bool]) -> Sequence[Envelope]:
        async with asyncio.timeout(15):
            while True:
                events = await self.logs[Service.DIALER].stream(f"attempt-{of}")
                if done(events):
                    return events
                await asyncio.sleep(0.01)

    async def dialing(self) -> list[DialingStopped | DialingResumed]:
        """Return every stop and resumption of dialling that is recorded."""
        events = [envelope.event for envelope in await self.logs[Service.DIALER].stream("system")]
        return [event for event in events if isinstance(event, DialingStopped | DialingResumed)]

    async def dialing_comes_to(self, *expected: str | int | None) -> None:
        """Wait until what is recorded of dialling is this: the reason of a stop, the bound of a resumption."""
        async with asyncio.timeout(15):
            while True:
                told = [e.reason if isinstance(e, DialingStopped) else e.bound for e in await self.dialing()]
                if told[: len(expected)] == list(expected):
                    return
                await asyncio.sleep(0.02)

    async def rebuild_check(self) -> Done:
        """End every dialer and compare what is there with what comes of the logs."""
        worker = self.start()
        await self.stop()
        dsn = self.settings.database_url.get_secret_value()
        read = reading(Asker(self.messaging))
        return await compare(dsn, Service.DIALER, project=worker.project, read=read, records=RECORDS)

    def profile(self, **changes: object) -> None:
        """Have the simulator do otherwise from now on."""
        self.simulator.exchange.take(merged(self.simulator.exchange.profile, changes))

    def placed(self, number: str) -> list[Any]:
        """Return what the simulator says was placed with a number."""
        return [call for call in self.simulator.exchange.truth.calls.values() if call.number == number]


@asynccontextmanager
async def world(database: str, nats_url: str) -> AsyncIterator[World]:
    """Open a world without a dialer; everything ends with the block."""
    settings = DialerSettings.model_validate(
        {
            "DATABASE_URL": database,
            "NATS_URL": nats_url,
            "BOLNA_API_KEY": "bn-test",
            "BOLNA_API_URL": "http://127.0.0.1:1",
            "BOLNA_REQUEST_TIMEOUT_SECONDS": "0.6",
            "UNKNOWN_CALL_LOOKUPS_SECONDS": "0.1,0.3",
            "BOLNA_CALLS_PER_MINUTE": "0",
            "BOLNA_QUEUED_STOP_SECONDS": "1",
        }
    )
    async with AsyncExitStack() as stack:
        logs = {}
        for service in Service:
            logs[service] = PostgresEventStore(service, await stack.enter_async_context(open_pool(database, service)))
        messaging = await stack.enter_async_context(connect(nats_url, "dialer-test"))
        simulator = await stack.enter_async_context(running(Settings(profile=Profile(), agents=(BOLNA_AGENT,))))
        held = Held()
        slots = {"slots": Question(AskSlots, held.answer)}
        announcing = []
        for owner in OWNERS:
            answers = {**history(logs[owner]), **(slots if owner is Service.SCHEDULER else {})}
            await stack.enter_async_context(serve(messaging, owner, answers, anyone=True))
            announcing.append(asyncio.create_task(announce(messaging, owner, logs[owner].head, every=0.05)))
        here = World(logs, messaging, simulator, stack, settings, held)
        try:
            yield here
        finally:
            await here.stop()
            for task in announcing:
                task.cancel()
            await asyncio.gather(*announcing, return_exceptions=True)
