"""One canonical example of each event: the story of `shared.testing.story`, event by event."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

from shared.contracts import dialer, scheduler, webhooks
from shared.contracts.event import Event
from shared.contracts.vocabulary import DialFailure, FailureScope, Outcome
from shared.testing.examples_campaigns import CAMPAIGNS_EXAMPLES
from shared.testing.story import (
    AGENT,
    ATTEMPT,
    BOLNA_AGENT,
    CALL,
    CAMPAIGN,
    CONTACT,
    EXECUTION,
    IMPORT,
    KEY,
    LINK,
    LONDON,
    NOW,
    NUMBER,
    OF_ATTEMPT,
    OTHER_CALL,
    OTHER_CONTACT,
    OTHER_NUMBER,
    OUR_NUMBER,
    QUEUED_CALL,
    REMOVED_CALL,
    SECOND_ATTEMPT,
    SESSION,
    SETTINGS,
    USER,
    USER_DATA,
    after,
)

__all__ = [
    "AGENT",
    "ATTEMPT",
    "BOLNA_AGENT",
    "CALL",
    "CAMPAIGN",
    "CONTACT",
    "EXAMPLES",
    "EXECUTION",
    "IMPORT",
    "KEY",
    "LINK",
    "LONDON",
    "NOW",
    "NUMBER",
    "OF_ATTEMPT",
    "OTHER_CALL",
    "OTHER_CONTACT",
    "OTHER_NUMBER",
    "OUR_NUMBER",
    "QUEUED_CALL",
    "REMOVED_CALL",
    "SECOND_ATTEMPT",
    "SESSION",
    "SETTINGS",
    "USER",
    "USER_DATA",
    "example",
]
E = TypeVar("E", bound=Event)

_SCHEDULER: tuple[Event, ...] = (
    scheduler.DialRequested(
        at=NOW,
        call_id=CALL,
        attempt_id=ATTEMPT,
        request_number=1,
        campaign_id=CAMPAIGN,
        user_id=USER,
        contact_id=CONTACT,
        agent_id=AGENT,
        phone_number=NUMBER,
        from_phone_numbers=(OUR_NUMBER,),
        next_action="renew",
        timezone=LONDON,
        user_data=USER_DATA,
        as_of=12,
        dial_before=after(60),
    ),
    scheduler.CampaignOpened(at=NOW, campaign_id=CAMPAIGN, user_id=USER),
    scheduler.RetryScheduled(
        at=after(50),
        call_id=CALL,
        campaign_id=CAMPAIGN,
        user_id=USER,
        attempt_id=ATTEMPT,
        outcome=Outcome.BUSY,
        attempts=1,
        retry_at=after(3650),
    ),
    scheduler.CallRequeued(
        at=after(2),
        call_id=CALL,
        campaign_id=CAMPAIGN,
        user_id=USER,
        attempt_id=ATTEMPT,
        reason=DialFailure.UNREACHABLE,
        not_before=after(7),
    ),
    scheduler.CallsDue(at=after(3650), campaign_id=CAMPAIGN, user_id=USER, calls=(CALL,)),
    scheduler.CallsDeferred(
        at=NOW,
        campaign_id=CAMPAIGN,
        user_id=USER,
        code="frequency_cap",
        until=after(86_400),
        caps="3/24 -",
        calls=(OTHER_CALL,),
    ),
    scheduler.CallsExpired(at=NOW, campaign_id=CAMPAIGN, user_id=USER, calls=(OTHER_CALL,)),
    scheduler.CallSkipped(
        at=NOW,
        call_id=OTHER_CALL,
        campaign_id=CAMPAIGN,
        user_id=USER,
        contact_id=OTHER_CONTACT,
        code="do_not_call",
    ),
    scheduler.CallSettled(
        at=after(3800),
        call_id=CALL,
        campaign_id=CAMPAIGN,
        user_id=USER,
        contact_id=CONTACT,
        outcome=Outcome.ANSWERED,
        attempts=2,
        attempt_id=SECOND_ATTEMPT,
        reason="completed",
    ),
    scheduler.LaneClosed(at=NOW, campaign_id=CAMPAIGN, user_id=USER, zone=LONDON, outcome=Outcome.CANCELLED, count=2),
    scheduler.CampaignDrained(at=after(3800), campaign_id=CAMPAIGN, user_id=USER, settled=2),
    scheduler.SlotBooked(at=after(90), attempt_id=ATTEMPT, call_id=CALL, campaign_id=CAMPAIGN, user_id=USER),
    scheduler.SlotReleased(
        at=after(90),
        attempt_id=ATTEMPT,
        call_id=CALL,
        campaign_id=CAMPAIGN,
        user_id=USER,
        by="asha@example.com",
        reason="the provider confirmed by mail that the line is down",
    ),
    scheduler.ChunkFetched(
        at=NOW,
        campaign_id=CAMPAIGN,
        user_id=USER,
        chunk=1,
        after=0,
        calls=(QUEUED_CALL, REMOVED_CALL),
        complete=True,
        as_of=11,
    ),
)

_DIALER: tuple[Event, ...] = (
    dialer.DialAttempted(
        at=after(1),
        **OF_ATTEMPT,
        bolna_agent_id=BOLNA_AGENT,
        phone_number=NUMBER,
        from_phone_number=OUR_NUMBER,
        send_by=after(5),
    ),
    dialer.DialDeferred(at=after(2), **OF_ATTEMPT, until=after(4)),
    dialer.CallPlaced(
        at=after(2),
        **OF_ATTEMPT,
        execution_id=EXECUTION,
        bolna_agent_id=BOLNA_AGENT,
        phone_number=NUMBER,
        from_phone_number=OUR_NUMBER,
        placed_at=after(1.5),
    ),
    dialer.DialFailed(
        at=after(2),
        **OF_ATTEMPT,
        reason=DialFailure.NUMBER_REJECTED,
        scope=FailureScope.CONTACT,
        provider_status=400,
        message="recipient_phone_number is not valid",
    ),
    dialer.DialOutcomeUnknown(
        at=after(31),
        **OF_ATTEMPT,
        bolna_agent_id=BOLNA_AGENT,
        phone_number=NUMBER,
        sent_at=after(1),
        error="ReadTimeout",
    ),
    dialer.CallStopped(at=after(62), **OF_ATTEMPT, execution_id=EXECUTION),
    dialer.DialingStopped(at=NOW, reason="key_rejected", message="401 from the provider"),
    dialer.DialingResumed(at=after(60), bound=1),
    dialer.ProviderLimitSeen(at=NOW, limit=10, current=3),
    dialer.HistoryRestored(at=NOW, epoch=SESSION, since=after(-3600)),
    dialer.ExecutionFound(
        at=after(9),
        execution_id="e0000000-1111-4222-8333-000000000099",
        bolna_agent_id=BOLNA_AGENT,
        call_id=CALL,
        phone_number=NUMBER,
        created_at=after(-1800),
    ),
)

_WEBHOOKS: tuple[Event, ...] = (
    webhooks.CallProgressed(
        at=after(5),
        **OF_ATTEMPT,
        execution_id=EXECUTION,
        bolna_agent_id=BOLNA_AGENT,
        phone_number=NUMBER,
        progress=webhooks.Progress.RINGING,
    ),
    webhooks.CallEnded(
        at=after(45),
        **OF_ATTEMPT,
        execution_id=EXECUTION,
        bolna_agent_id=BOLNA_AGENT,
        phone_number=NUMBER,
        provider_status="call-disconnected",
    ),
    webhooks.CallReported(
        at=after(48),
        **OF_ATTEMPT,
        execution_id=EXECUTION,
        bolna_agent_id=BOLNA_AGENT,
        phone_number=NUMBER,
        outcome=Outcome.ANSWERED,
        provider_status="completed",
        duration_seconds=38.5,
        cost=webhooks.Cost(amount=Decimal("0.032")),
        hangup_by="callee",
        hangup_reason="call recipient hung up",
        has_transcript=True,
        has_recording=True,
        ended_at=after(45),
    ),
)

EXAMPLES: tuple[Event, ...] = (*CAMPAIGNS_EXAMPLES, *_SCHEDULER, *_DIALER, *_WEBHOOKS)
"""Exactly one example of every registered event, in the order of the registry."""

_BY_TYPE: Mapping[type[Event], Event] = MappingProxyType({type(event): event for event in EXAMPLES})


def example(event: type[E], **changes: Any) -> E:
    """Return the example of an event type, with `changes` to its fields, validated.

    Raises KeyError for a type without an example; pydantic.ValidationError where a change does not fit the contract.
    """
    fields = dict(_BY_TYPE[event])
    return event.model_validate(fields | changes)
