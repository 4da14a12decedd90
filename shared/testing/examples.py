"""One canonical example of each event: one campaign's story, with fixed ids and times.

Asha registers, connects an agent, queues two contacts in London and has them called; the first is busy once and then
answers. Numbers are of the ranges that are kept free for fiction.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from shared.contracts import campaigns, contacts, dialer, ids, scheduler, webhooks
from shared.contracts.event import Event
from shared.contracts.vocabulary import BlockScope, DialFailure, FailureScope, Outcome, Role, Weekday

E = TypeVar("E", bound=Event)

NOW = datetime(2025, 10, 9, 9, 0, tzinfo=UTC)
"""Thursday morning; London's clocks say ten."""

USER = UUID("01990000-0000-7000-8000-000000000001")
AGENT = UUID("01990000-0000-7000-8000-000000000002")
CAMPAIGN = UUID("01990000-0000-7000-8000-000000000003")
CONTACT = UUID("01990000-0000-7000-8000-000000000004")
OTHER_CONTACT = UUID("01990000-0000-7000-8000-000000000005")
CALL = UUID("01990000-0000-7000-8000-000000000006")
OTHER_CALL = UUID("01990000-0000-7000-8000-000000000007")
IMPORT = UUID("01990000-0000-7000-8000-000000000008")
KEY = UUID("01990000-0000-7000-8000-000000000009")
ATTEMPT = ids.attempt_id(CALL, 1)
SECOND_ATTEMPT = ids.attempt_id(CALL, 2)

EXECUTION = "c2f1a7d0-5b1c-4d5e-9a53-000000000001"
BOLNA_AGENT = "a7b0c1d2-1111-4222-8333-000000000001"
NUMBER = "+442079460958"
OTHER_NUMBER = "+442079460123"
OUR_NUMBER = "+442079460100"
LONDON = "Europe/London"
USER_DATA = {"name": "Ravi Menon", "policy": "P-1001", "next_action": "renew"}

SETTINGS = campaigns.CampaignSettings(
    first_call_time="09:00",
    last_call_time="18:00",
    timezone="Asia/Kolkata",
    use_contact_timezone=True,
    start_date=date(2025, 10, 9),
    end_date=date(2025, 10, 31),
    days=(Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI),
    holidays=(date(2025, 10, 20),),
    max_concurrent_calls=2,
    max_calls_per_minute=30,
    from_phone_numbers=(OUR_NUMBER,),
    frequency_cap=campaigns.FrequencyCap(calls=3, hours=24),
    retry=campaigns.RetryRule(max_attempts=3, outcomes=(Outcome.NO_ANSWER, Outcome.BUSY), delays_minutes=(60, 240)),
)

QUEUED_CALL = campaigns.QueuedCall(
    call_id=CALL,
    contact_id=CONTACT,
    phone_number=NUMBER,
    zones=(LONDON,),
    priority=120,
    country="GB",
    user_data=USER_DATA,
)
REMOVED_CALL = campaigns.QueuedCall(
    call_id=OTHER_CALL, contact_id=OTHER_CONTACT, phone_number=OTHER_NUMBER, zones=(LONDON,), removed=True
)


_OF_ATTEMPT: dict[str, Any] = {"attempt_id": ATTEMPT, "call_id": CALL, "campaign_id": CAMPAIGN, "user_id": USER}


def _after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


_CAMPAIGNS: tuple[Event, ...] = (
    campaigns.UserRegistered(
        at=NOW,
        user_id=USER,
        name="Asha Rao",
        email="asha@example.com",
        role=Role.MEMBER,
        concurrent_calls_limit=2,
        timezone="Asia/Kolkata",
        default_country="IN",
        allowed_countries=("IN", "GB"),
    ),
    campaigns.UserUpdated(at=NOW, user_id=USER, name="Asha Rao-Menon", email="asha.rao@example.com", role=Role.ADMIN),
    campaigns.UserLimitChanged(at=NOW, user_id=USER, concurrent_calls_limit=5),
    campaigns.UserSuspended(at=NOW, user_id=USER),
    campaigns.UserRestored(at=NOW, user_id=USER),
    campaigns.SystemLimitChanged(at=NOW, system_concurrent_calls_limit=10),
    campaigns.AgentRegistered(
        at=NOW,
        agent_id=AGENT,
        user_id=USER,
        name="Renewals",
        bolna_agent_id=BOLNA_AGENT,
        from_phone_numbers=(OUR_NUMBER,),
    ),
    campaigns.AgentUpdated(at=NOW, agent_id=AGENT, user_id=USER, name="Renewals (en)", bolna_agent_id=BOLNA_AGENT),
    campaigns.AgentRemoved(at=NOW, agent_id=AGENT, user_id=USER),
    campaigns.CampaignCreated(
        at=NOW,
        campaign_id=CAMPAIGN,
        user_id=USER,
        name="October renewals",
        agent_id=AGENT,
        next_action="renew",
        settings=SETTINGS,
    ),
    campaigns.CampaignUpdated(
        at=NOW,
        campaign_id=CAMPAIGN,
        user_id=USER,
        name="Autumn renewals",
        agent_id=AGENT,
        next_action="renew",
        settings=SETTINGS,
    ),
    campaigns.CampaignScheduled(at=NOW, campaign_id=CAMPAIGN, user_id=USER),
    campaigns.CampaignStarted(at=NOW, campaign_id=CAMPAIGN, user_id=USER),
    campaigns.CampaignPaused(at=NOW, campaign_id=CAMPAIGN, user_id=USER, reason="agent_missing"),
    campaigns.CampaignResumed(at=NOW, campaign_id=CAMPAIGN, user_id=USER),
    campaigns.CampaignCancelled(at=NOW, campaign_id=CAMPAIGN, user_id=USER),
    campaigns.CampaignCompleted(at=NOW, campaign_id=CAMPAIGN, user_id=USER, settled=2),
    campaigns.CampaignDeleted(at=NOW, campaign_id=CAMPAIGN, user_id=USER),
    campaigns.ContactsQueued(at=NOW, campaign_id=CAMPAIGN, user_id=USER, chunk=1, count=2, last=True),
    campaigns.ContactUpdated(
        at=NOW,
        contact_id=CONTACT,
        user_id=USER,
        phone_number=NUMBER,
        zones=(LONDON,),
        priority=110,
        country="GB",
        user_data=USER_DATA,
    ),
    campaigns.ContactRemoved(at=NOW, contact_id=OTHER_CONTACT, user_id=USER),
    campaigns.NumberBlocked(
        at=NOW, phone_number=OTHER_NUMBER, scope=BlockScope.USER, user_id=USER, reason="asked not to be called"
    ),
    campaigns.NumberUnblocked(at=NOW, phone_number=OTHER_NUMBER, scope=BlockScope.SYSTEM),
    contacts.ContactAdded(
        at=NOW,
        contact_id=CONTACT,
        user_id=USER,
        phone_number=NUMBER,
        zones=(LONDON,),
        country="GB",
        name="Ravi Menon",
        tags=("renewal",),
    ),
    contacts.ContactDescribed(
        at=NOW,
        contact_id=CONTACT,
        user_id=USER,
        phone_number=NUMBER,
        zones=(LONDON,),
        country="GB",
        name="Ravi Menon",
        email="ravi@example.com",
        company="Menon & Sons",
        notes="prefers mornings",
        timezone=LONDON,
        tags=("renewal",),
        variables={"policy": "P-1001"},
    ),
    contacts.ContactsImported(
        at=NOW,
        user_id=USER,
        import_id=IMPORT,
        contacts=(
            contacts.ImportedContact(
                contact_id=CONTACT,
                phone_number=NUMBER,
                zones=(LONDON,),
                country="GB",
                name="Ravi Menon",
                email="ravi@example.com",
                company="Menon & Sons",
                notes="prefers mornings",
                timezone=LONDON,
                tags=("renewal",),
                variables={"policy": "P-1001"},
            ),
            contacts.ImportedContact(contact_id=OTHER_CONTACT, phone_number=OTHER_NUMBER),
        ),
        chunk=1,
        queued=2,
        already_in_campaign=0,
    ),
    campaigns.ChunkMembers(
        at=NOW,
        campaign_id=CAMPAIGN,
        user_id=USER,
        chunk=1,
        members=((CALL, CONTACT), (OTHER_CALL, OTHER_CONTACT)),
    ),
    campaigns.ImportAccepted(
        at=NOW,
        import_id=IMPORT,
        user_id=USER,
        campaign_id=CAMPAIGN,
        chunks=1,
        total_rows=4,
        accepted=2,
        rejected=1,
        duplicates=1,
    ),
    campaigns.ImportFinished(at=NOW, import_id=IMPORT, user_id=USER),
    campaigns.CallsClosed(at=NOW, campaign_id=CAMPAIGN, user_id=USER),
    campaigns.KeyIssued(at=NOW, key_id=KEY, user_id=USER, name="nightly export", read_only=True),
    campaigns.KeyRevoked(at=NOW, key_id=KEY, user_id=USER),
)

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
        dial_before=_after(60),
    ),
    scheduler.CampaignOpened(at=NOW, campaign_id=CAMPAIGN, user_id=USER),
    scheduler.RetryScheduled(
        at=_after(50),
        call_id=CALL,
        campaign_id=CAMPAIGN,
        user_id=USER,
        attempt_id=ATTEMPT,
        outcome=Outcome.BUSY,
        attempts=1,
        retry_at=_after(3650),
    ),
    scheduler.CallRequeued(
        at=_after(2),
        call_id=CALL,
        campaign_id=CAMPAIGN,
        user_id=USER,
        attempt_id=ATTEMPT,
        reason=DialFailure.UNREACHABLE,
        not_before=_after(7),
    ),
    scheduler.CallsDue(at=_after(3650), campaign_id=CAMPAIGN, user_id=USER, calls=(CALL,)),
    scheduler.CallsDeferred(
        at=NOW,
        campaign_id=CAMPAIGN,
        user_id=USER,
        code="frequency_cap",
        until=_after(86_400),
        caps="3/24 -",
        calls=(OTHER_CALL,),
    ),
    scheduler.CallSkipped(
        at=NOW,
        call_id=OTHER_CALL,
        campaign_id=CAMPAIGN,
        user_id=USER,
        contact_id=OTHER_CONTACT,
        code="do_not_call",
    ),
    scheduler.CallSettled(
        at=_after(3800),
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
    scheduler.CampaignDrained(at=_after(3800), campaign_id=CAMPAIGN, user_id=USER, settled=2),
    scheduler.SlotBooked(at=_after(90), attempt_id=ATTEMPT, call_id=CALL, campaign_id=CAMPAIGN, user_id=USER),
    scheduler.SlotReleased(
        at=_after(90),
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
        at=_after(1),
        **_OF_ATTEMPT,
        bolna_agent_id=BOLNA_AGENT,
        phone_number=NUMBER,
        from_phone_number=OUR_NUMBER,
        send_by=_after(5),
    ),
    dialer.DialDeferred(at=_after(2), **_OF_ATTEMPT, until=_after(4)),
    dialer.CallPlaced(
        at=_after(2),
        **_OF_ATTEMPT,
        execution_id=EXECUTION,
        bolna_agent_id=BOLNA_AGENT,
        phone_number=NUMBER,
        from_phone_number=OUR_NUMBER,
        placed_at=_after(1.5),
    ),
    dialer.DialFailed(
        at=_after(2),
        **_OF_ATTEMPT,
        reason=DialFailure.NUMBER_REJECTED,
        scope=FailureScope.CONTACT,
        provider_status=400,
        message="recipient_phone_number is not valid",
    ),
    dialer.DialOutcomeUnknown(
        at=_after(31),
        **_OF_ATTEMPT,
        bolna_agent_id=BOLNA_AGENT,
        phone_number=NUMBER,
        sent_at=_after(1),
        error="ReadTimeout",
    ),
    dialer.CallStopped(at=_after(62), **_OF_ATTEMPT, execution_id=EXECUTION),
    dialer.DialingStopped(at=NOW, reason="key_rejected", message="401 from the provider"),
    dialer.DialingResumed(at=_after(60), bound=1),
    dialer.ProviderLimitSeen(at=NOW, limit=10, current=3),
)

_WEBHOOKS: tuple[Event, ...] = (
    webhooks.CallProgressed(
        at=_after(5),
        **_OF_ATTEMPT,
        execution_id=EXECUTION,
        bolna_agent_id=BOLNA_AGENT,
        phone_number=NUMBER,
        progress=webhooks.Progress.RINGING,
    ),
    webhooks.CallEnded(
        at=_after(45),
        **_OF_ATTEMPT,
        execution_id=EXECUTION,
        bolna_agent_id=BOLNA_AGENT,
        phone_number=NUMBER,
        provider_status="call-disconnected",
    ),
    webhooks.CallReported(
        at=_after(48),
        **_OF_ATTEMPT,
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
        ended_at=_after(45),
    ),
)

EXAMPLES: tuple[Event, ...] = (*_CAMPAIGNS, *_SCHEDULER, *_DIALER, *_WEBHOOKS)
"""Exactly one example of every registered event, in the order of the registry."""

_BY_TYPE: Mapping[type[Event], Event] = MappingProxyType({type(event): event for event in EXAMPLES})


def example(event: type[E], **changes: Any) -> E:
    """Return the example of an event type, with `changes` to its fields, validated.

    Raises KeyError for a type without an example; pydantic.ValidationError where a change does not fit the contract.
    """
    fields = dict(_BY_TYPE[event])
    return event.model_validate(fields | changes)
