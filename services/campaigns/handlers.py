"""The leading worker of campaigns: takes in what scheduler, dialer and webhooks tell, and queues what was imported."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from psycopg.errors import UniqueViolation
from psycopg_pool import AsyncConnectionPool

from services.campaigns.commands_sql import rows
from services.campaigns.domain.campaign import Campaign, CampaignEvent
from services.campaigns.domain.campaign_progress import agent_missing, complete, expired, opened
from services.campaigns.feed_writing import FeedWriting
from services.campaigns.projections import project
from services.campaigns.projections_campaigns import locked_campaign
from services.campaigns.queueing import queue_next_chunk
from services.campaigns.queueing_chunks import append_with_members
from services.campaigns.views_chunk import chunk_page
from shared.contracts.campaigns import CallsClosed, ImportAccepted
from shared.contracts.dialer import DialFailed
from shared.contracts.ids import campaign_stream
from shared.contracts.questions import AskChunk, Chunk
from shared.contracts.scheduler import CallSettled, CampaignDrained, CampaignOpened, LaneClosed
from shared.contracts.vocabulary import DialFailure, Outcome, Service
from shared.messaging import tracing
from shared.messaging.envelope import Envelope
from shared.messaging.patience import Patience
from shared.runtime.leadership import STARTS_AGAIN
from shared.runtime.worker import Connection, Leader, Question, Step

SAFETY_NET_SECONDS = 30.0
"""Work is looked for when something happens; so often also when nothing did."""

WORK = frozenset({ImportAccepted.__name__, LaneClosed.__name__})
"""The events after which there may be work beside the intake."""

ABOUT_A_CALL = {"campaign.id": "campaign_id", "user.id": "user_id", "outcome": "outcome", "attempts": "attempts"}
"""What its span says of a call, by the columns of `settled_calls`."""

Decision = Callable[[Campaign, datetime], list[CampaignEvent]]
Wakes = Callable[[asyncio.Event], AbstractAsyncContextManager[None]]
"""Sets an event at every nudge of another process: `partial(on_wake, messaging, Service.CAMPAIGNS)`."""

log = structlog.get_logger(__name__)


class CampaignsWorker:
    """Fulfils `shared.runtime.worker.Worker`. Its memory is the tables'."""

    sources: Mapping[Service, Patience] = dict.fromkeys(
        (Service.SCHEDULER, Service.DIALER, Service.WEBHOOKS), Patience(0.15)
    )

    def __init__(
        self,
        pool: AsyncConnectionPool[Connection],
        wakes: Wakes,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], UUID],
        feed: FeedWriting | None = None,
    ) -> None:
        self._pool = pool
        self._feed = feed
        self._wakes = wakes
        self._now = now
        self._new_id = new_id
        self._leader: Leader | None = None
        self._work = asyncio.Event()
        self._set_aside: set[UUID] = set()

    async def load(self, _: Connection, leader: Leader) -> None:
        """Remember under whom it leads; everything else stands in the tables."""
        self._leader = leader

    async def project(self, connection: Connection, events: Sequence[Envelope]) -> None:
        """Write what events change in the projections, and tell of it in the feed where there is one."""
        moved = await project(connection, events)
        if self._feed is not None:
            await self._feed.write(connection, moved, events)

    async def decide(self, step: Step, taken: Sequence[Envelope]) -> None:
        """Start campaigns that have opened, pause those whose agent is gone, complete those that are drained.

        One that was kept open is closed once its last window is past.
        """
        deciding = _Deciding(step, self._now())
        gone = {
            envelope.event.campaign_id: envelope
            for envelope in taken
            if isinstance(envelope.event, DialFailed) and envelope.event.reason is DialFailure.AGENT_MISSING
        }
        for envelope in taken:
            match envelope.event:
                case CampaignOpened(campaign_id=campaign_id):
                    await deciding.decide(campaign_id, opened, envelope)
                case LaneClosed(campaign_id=campaign_id, outcome=Outcome.EXPIRED):
                    await deciding.decide(campaign_id, expired, envelope)
                case _:
                    pass
        if gone:
            await self._pause_with_their_agent(deciding, gone)
        await self._complete(deciding, taken)

    @staticmethod
    async def _pause_with_their_agent(deciding: "_Deciding", gone: Mapping[UUID, Envelope]) -> None:
        """Pause every campaign of an agent that Bolna does not know: each would only find it out for itself."""
        *_, cause = gone.values()
        same = await rows(deciding.step.connection, "campaigns_calling_with_the_agent_of", campaign_ids=list(gone))
        for found in same:
            await deciding.decide(found["campaign_id"], agent_missing, gone.get(found["campaign_id"], cause))

    async def _complete(self, deciding: "_Deciding", taken: Sequence[Envelope]) -> None:
        """Complete drained campaigns, save those of which a message waits for a person."""
        told = {one.event.campaign_id: one for one in taken if isinstance(one.event, CampaignDrained)}
        held = self._held(taken)
        if held is not None:
            told |= {UUID(one.data["campaign_id"]): one for one in taken if one.data and "campaign_id" in one.data}
        if not told:
            return
        for found in await rows(deciding.step.connection, "drained_campaigns", campaign_ids=list(told)):
            if held is None or str(found["campaign_id"]) not in held:
                await deciding.decide(found["campaign_id"], complete, told[found["campaign_id"]])

    def _held(self, taken: Sequence[Envelope]) -> set[str] | None:
        """The campaigns with something parked that is not being taken back now; None where nothing was parked."""
        parked = self._leader.parked if self._leader else ()
        if not parked:
            return None
        back = {(one.source, one.position) for one in taken}
        bodies: list[Mapping[str, Any]] = [
            one.envelope.data or {} for one in parked if (one.source, one.position) not in back
        ]
        return {str(body["campaign_id"]) for body in bodies if "campaign_id" in body}

    async def committed(self, taken: Sequence[Envelope], recorded: Sequence[Envelope]) -> None:
        """Go on with what was begun: a large campaign that was closed is settled in slices."""
        if any(one.type in WORK for one in (*taken, *recorded)):
            self._work.set()
        if self._feed is not None:
            self._feed.committed(recorded)
        if tracing.is_told():
            await self._tell_of_calls([event.call_id for one in taken if isinstance(event := one.event, CallSettled)])

    async def _tell_of_calls(self, settled: Sequence[UUID]) -> None:
        if not settled:
            return
        async with self._pool.connection() as connection:
            for row in await rows(connection, "settled_calls", calls=list(settled)):
                about = {name: str(row[column]) for name, column in ABOUT_A_CALL.items()}
                began, ended = row["queued_at"], row["settled_at"]
                tracing.tell_whole_call(row["call_id"], began, ended, row["traceparent"], **about)

    async def run(self, leader: Leader) -> None:
        """Work beside the intake: queue and settle what waits for it, and follow the own log for the feed."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._work_off(leader), name="imports and closings")
            if self._feed is not None:
                group.create_task(self._feed.run(leader, self._wakes), name="feed")

    async def _work_off(self, leader: Leader) -> None:
        """Queue what was imported, users in turns, and settle what was closed, whenever something happens."""
        self._set_aside.clear()
        async with self._wakes(self._work):
            while True:
                self._work.clear()
                while await self._turn(leader):
                    pass
                with suppress(TimeoutError):
                    async with asyncio.timeout(SAFETY_NET_SECONDS):
                        await self._work.wait()

    async def _turn(self, leader: Leader) -> bool:
        """Queue one chunk of each user who has one, and settle one slice of each campaign that is being closed."""
        async with self._pool.connection() as connection:
            imports = await rows(connection, "next_imports", set_aside=list(self._set_aside))
            closing = await rows(connection, "still_closing")
        for found in imports:
            await self._queue(leader, found["import_id"])
        for found in closing:
            await leader.step(partial(self._close, found["campaign_id"], found["user_id"]))
        return bool(imports or closing)

    async def _queue(self, leader: Leader, import_id: UUID) -> None:
        """Queue an import's next chunk. One that fails by its content holds up no other: it waits for a new leader."""
        try:
            await leader.step(lambda step: queue_next_chunk(step, import_id, self._now(), self._new_id))
        except UniqueViolation:
            log.info("a contact was made meanwhile, the chunk is queued again", import_id=str(import_id))
        except STARTS_AGAIN:
            raise
        except Exception:
            log.exception("import set aside", import_id=str(import_id))
            self._set_aside.add(import_id)

    async def _close(self, campaign_id: UUID, user_id: UUID, step: Step) -> None:
        event = CallsClosed(at=self._now(), campaign_id=campaign_id, user_id=user_id)
        step.append(campaign_stream(campaign_id), event, user_id=user_id)

    async def drain(self) -> None:
        """Nothing is on a wire: what is not queued yet, the next leader queues."""

    def questions(self) -> Mapping[str, Question]:
        """Answer for the rows of chunks."""
        return {"chunk": Question(AskChunk, self._chunk)}

    async def _chunk(self, request: AskChunk) -> Chunk:
        return await chunk_page(self._pool, request)


class _Deciding:
    """The decisions of one step: each counts for the next on the same campaign."""

    def __init__(self, step: Step, now: datetime) -> None:
        self.step = step
        self._now = now
        self._campaigns: dict[UUID, Campaign] = {}

    async def decide(self, campaign_id: UUID, decide: Decision, cause: Envelope) -> None:
        """Append what follows for a campaign from what it is now."""
        if campaign_id not in self._campaigns:
            self._campaigns[campaign_id] = await locked_campaign(self.step.connection, campaign_id)
        campaign = self._campaigns[campaign_id]
        events = decide(campaign, self._now)
        self._campaigns[campaign_id] = append_with_members(self.step, campaign, events, cause=cause)
