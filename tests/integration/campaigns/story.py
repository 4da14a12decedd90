"""What scheduler, dialer and webhooks tell of eight calls of a campaign, each at its moment, and what that comes to."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from shared.contracts import dialer, scheduler, webhooks
from shared.contracts.event import Event
from shared.contracts.ids import attempt_id
from shared.contracts.vocabulary import DialFailure, FailureScope, Outcome, Service
from tests.integration.campaigns.scene import NOW

Told = tuple[int, Service, Event]
SCHEDULER, DIALER, WEBHOOKS = Service.SCHEDULER, Service.DIALER, Service.WEBHOOKS

EXPECTED = [
    ("settled", "answered", 1),
    ("settled", "no-answer", 2),
    ("settled", "cancelled", 0),
    ("settled", "skipped", 0),
    ("in_call", None, 0),
    ("settled", "cancelled", 0),
    ("settled", "cancelled", 1),
    ("awaiting_result", None, 0),
]
"""Status, outcome and attempts of the eight calls in the end."""


class Telling:
    """Makes the events of one campaign's calls."""

    def __init__(self, campaign_id: UUID, user_id: UUID, calls: Sequence[dict[str, Any]]) -> None:
        self.campaign = {"at": NOW, "campaign_id": campaign_id, "user_id": user_id}
        self.calls = calls

    def of(self, call: int) -> dict[str, Any]:
        return {**self.campaign, "call_id": self.calls[call]["call_id"]}

    def attempt(self, call: int, request: int = 1) -> dict[str, Any]:
        return {**self.of(call), "attempt_id": attempt_id(self.calls[call]["call_id"], request)}

    def line(self, call: int, request: int = 1) -> dict[str, Any]:
        told = self.attempt(call, request)
        execution = f"execution-{told['attempt_id']}"
        number = self.calls[call]["phone_number"]
        return {**told, "execution_id": execution, "bolna_agent_id": "bolna-1", "phone_number": number}

    def requested(self, call: int, request: int = 1) -> scheduler.DialRequested:
        return scheduler.DialRequested(
            **self.attempt(call, request),
            request_number=request,
            contact_id=self.calls[call]["contact_id"],
            agent_id=UUID(int=1),
            phone_number=self.calls[call]["phone_number"],
            timezone="Asia/Kolkata",
            as_of=1,
            dial_before=NOW,
        )

    def placed(self, call: int, request: int = 1) -> dialer.CallPlaced:
        return dialer.CallPlaced(**self.line(call, request), placed_at=NOW)

    def failed(self, call: int, reason: DialFailure, scope: FailureScope = FailureScope.OURS) -> dialer.DialFailed:
        return dialer.DialFailed(**self.attempt(call), reason=reason, scope=scope)

    def progress(self, call: int, progress: webhooks.Progress) -> webhooks.CallProgressed:
        return webhooks.CallProgressed(**self.line(call), progress=progress)

    def ended(self, call: int, request: int = 1) -> webhooks.CallEnded:
        return webhooks.CallEnded(**self.line(call, request), provider_status="call-disconnected")

    def reported(self, call: int, outcome: Outcome, request: int = 1) -> webhooks.CallReported:
        return webhooks.CallReported(
            **self.line(call, request),
            outcome=outcome,
            provider_status="completed",
            duration_seconds=12.5,
            cost=webhooks.Cost(amount=Decimal("0.032")),
        )

    def retry(self, call: int, outcome: Outcome, attempts: int) -> scheduler.RetryScheduled:
        return scheduler.RetryScheduled(**self.attempt(call), outcome=outcome, attempts=attempts, retry_at=NOW)

    def requeued(self, call: int, reason: DialFailure) -> scheduler.CallRequeued:
        return scheduler.CallRequeued(**self.attempt(call), reason=reason, not_before=NOW)

    def due(self, *calls: int) -> scheduler.CallsDue:
        return scheduler.CallsDue(**self.campaign, calls=tuple(self.calls[call]["call_id"] for call in calls))

    def settled(self, call: int, outcome: Outcome, attempts: int) -> scheduler.CallSettled:
        contact = self.calls[call]["contact_id"]
        return scheduler.CallSettled(**self.of(call), contact_id=contact, outcome=outcome, attempts=attempts)

    def skipped(self, call: int, code: str) -> scheduler.CallSkipped:
        return scheduler.CallSkipped(**self.of(call), contact_id=self.calls[call]["contact_id"], code=code)

    def closed(self, outcome: Outcome, count: int) -> scheduler.LaneClosed:
        return scheduler.LaneClosed(**self.campaign, outcome=outcome, count=count)

    def story(self) -> list[Told]:
        answered, ringing = webhooks.Progress.ANSWERED, webhooks.Progress.RINGING
        unreachable, presumed = DialFailure.UNREACHABLE, DialFailure.PRESUMED
        return [
            (0, SCHEDULER, scheduler.CampaignOpened(**self.campaign)),
            (1, SCHEDULER, self.requested(0)),
            (2, DIALER, self.placed(0)),
            (3, WEBHOOKS, self.progress(0, ringing)),
            (4, WEBHOOKS, self.progress(0, answered)),
            (5, SCHEDULER, self.requested(1)),
            (6, DIALER, self.placed(1)),
            (7, WEBHOOKS, self.ended(0)),
            (8, WEBHOOKS, self.reported(0, Outcome.ANSWERED)),
            (9, SCHEDULER, self.settled(0, Outcome.ANSWERED, 1)),
            (10, WEBHOOKS, self.ended(1)),
            (11, WEBHOOKS, self.reported(1, Outcome.BUSY)),
            (12, SCHEDULER, self.retry(1, Outcome.BUSY, 1)),
            (13, SCHEDULER, self.requested(2)),
            (14, DIALER, self.failed(2, unreachable)),
            (15, SCHEDULER, self.requeued(2, unreachable)),
            (16, SCHEDULER, self.skipped(3, "do_not_call")),
            (17, SCHEDULER, self.requested(4)),
            (18, DIALER, self.failed(4, presumed)),
            (19, SCHEDULER, self.requeued(4, presumed)),
            (20, WEBHOOKS, self.progress(4, answered)),
            (21, SCHEDULER, scheduler.SlotBooked(**self.attempt(4))),
            (22, SCHEDULER, self.due(1)),
            (22, SCHEDULER, self.requested(1, 2)),
            (23, DIALER, self.placed(1, 2)),
            (24, SCHEDULER, self.requested(6)),
            (25, DIALER, self.placed(6)),
            (26, WEBHOOKS, self.ended(6)),
            (27, WEBHOOKS, self.reported(6, Outcome.NO_ANSWER)),
            (28, SCHEDULER, self.retry(6, Outcome.NO_ANSWER, 1)),
            (29, SCHEDULER, self.requested(7)),
            (30, DIALER, self.placed(7)),
            (31, SCHEDULER, self.closed(Outcome.CANCELLED, 3)),
            (32, WEBHOOKS, self.ended(1, 2)),
            (33, WEBHOOKS, self.reported(1, Outcome.NO_ANSWER, 2)),
            (34, SCHEDULER, self.settled(1, Outcome.NO_ANSWER, 2)),
            (35, WEBHOOKS, self.ended(7)),
        ]


def interleaved(
    story: Sequence[Told], *, dialer_lag: int = 0, webhooks_lag: int = 0
) -> Iterator[tuple[Service, list[Event]]]:
    """The story as it is taken in where two logs are read earlier or later than the scheduler's, batch by batch."""
    lag = {SCHEDULER: 0, DIALER: dialer_lag, WEBHOOKS: webhooks_lag}
    told = sorted(story, key=lambda one: (one[0] + lag[one[1]], one[1]))
    for source, batch in groupby(told, key=lambda one: one[1]):
        yield source, [event for _, _, event in batch]
