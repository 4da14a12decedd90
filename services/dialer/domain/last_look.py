"""The last look before the POST: does anything that was told since the decision forbid this call?"""

from collections.abc import Iterator, Mapping
from uuid import UUID

from services.dialer.domain.attempt import Attempt
from shared.contracts.campaigns import (
    AgentRemoved,
    AgentUpdated,
    CampaignCancelled,
    CampaignDeleted,
    CampaignPaused,
    CampaignUpdated,
    ContactRemoved,
    ContactUpdated,
    NumberBlocked,
    SystemLimitChanged,
    UserSuspended,
    UserUpdated,
)
from shared.contracts.event import Event

EVERYBODY = "everybody"


def subjects_of(event: Event | None) -> Iterator[str]:
    """Name what an event of the campaigns service bears on, where it can forbid a call that was decided before it.

    A system limit of 0 forbids everything. A campaign that is resumed, a number that is unblocked, a limit that is
    changed to something else forbid nothing: what was decided under the higher limit counts as live and drains.
    """
    match event:
        case CampaignPaused() | CampaignCancelled() | CampaignUpdated() | CampaignDeleted():
            yield campaign(event.campaign_id)
        case ContactUpdated() | ContactRemoved():
            yield contact(event.contact_id)
        case AgentUpdated() | AgentRemoved():
            yield agent(event.agent_id)
        case UserSuspended():
            yield user(event.user_id)
        case UserUpdated() if event.allowed_countries is not None:
            yield user(event.user_id)
        case NumberBlocked():
            yield number(event.phone_number, event.user_id)
        case SystemLimitChanged(system_concurrent_calls_limit=0):
            yield EVERYBODY
        case _:
            return


def bearing_on(
    *, campaign_id: UUID, contact_id: UUID, agent_id: UUID, user_id: UUID, phone_number: str
) -> tuple[str, ...]:
    """Name everything a change of which concerns an attempt."""
    return (
        campaign(campaign_id),
        contact(contact_id),
        agent(agent_id),
        user(user_id),
        number(phone_number, user_id),
        number(phone_number, None),
        EVERYBODY,
    )


def subjects_of_attempt(attempt: Attempt) -> tuple[str, ...]:
    """Name everything a change of which concerns an attempt."""
    return bearing_on(
        campaign_id=attempt.campaign_id,
        contact_id=attempt.contact_id,
        agent_id=attempt.agent_id,
        user_id=attempt.user_id,
        phone_number=attempt.phone_number,
    )


def changed_since(as_of: int, subjects: tuple[str, ...], changes: Mapping[str, int]) -> str | None:
    """Return the first subject that changed after position `as_of`, or None: the decision still stands."""
    return next((subject for subject in subjects if changes.get(subject, 0) > as_of), None)


def campaign(campaign_id: UUID) -> str:
    """Name a campaign."""
    return f"campaign:{campaign_id}"


def contact(contact_id: UUID) -> str:
    """Name a contact."""
    return f"contact:{contact_id}"


def agent(agent_id: UUID) -> str:
    """Name an agent."""
    return f"agent:{agent_id}"


def user(user_id: UUID) -> str:
    """Name a user."""
    return f"user:{user_id}"


def number(phone_number: str, user_id: UUID | None) -> str:
    """Name a number, as blocked for one user or for everybody."""
    return f"number:{phone_number}:{user_id or EVERYBODY}"
