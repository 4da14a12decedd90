"""The bodies of requests: what each may hold, and within which bounds."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.campaigns.commands_campaigns import MOST_CONTACTS
from services.campaigns.http.fields import (
    E164,
    Body,
    CallsLimit,
    ClockTime,
    Country,
    Day,
    Email,
    Flag,
    Name,
    OptionalText,
    Password,
    Secret,
    Text,
    Whole,
    Zone,
)
from shared.contracts.vocabulary import Outcome, Role, Weekday

Retried = Literal[Outcome.NO_ANSWER, Outcome.BUSY, Outcome.FAILED, Outcome.VOICEMAIL]


class NewUserBody(Body):
    """A user to be registered; what is left out takes the defaults of the configuration."""

    name: Name
    email: Email
    role: Role = Role.MEMBER
    concurrent_calls_limit: CallsLimit | None = None
    timezone: Zone | None = None
    default_country: Country | None = None
    allowed_countries: Annotated[tuple[Country, ...], Field(max_length=300)] | None = None
    password: Password | None = None


class UserChangeBody(Body):
    """What of a user is to change; a field that is absent stays, as does null, save that it lifts allowed_countries."""

    name: Name | None = None
    email: Email | None = None
    role: Role | None = None
    concurrent_calls_limit: CallsLimit | None = None
    weight: Annotated[
        int | None, Field(ge=1, le=100, description="turns for each that a user with 1 has, while both have work")
    ] = None
    timezone: Zone | None = None
    default_country: Country | None = None
    allowed_countries: Annotated[tuple[Country, ...], Field(max_length=300)] | None = None
    password: Annotated[Password | None, Field(description="another password ends the user's sessions")] = None
    suspended: Annotated[Flag | None, Field(description="a suspended user's keys and sessions open nothing")] = None


class OwnChangeBody(Body):
    """What somebody changes of their own; a field that is absent stays, as does null."""

    name: Name | None = None
    password: Annotated[Password | None, Field(description="another password ends every other session")] = None
    current_password: Annotated[
        Secret | None, Field(description="the password that holds now, where there is one; for another one alone")
    ] = None


class SystemLimitBody(Body):
    """How many calls may be live in all; 0 stops all new calls."""

    system_limit: CallsLimit


class NewKeyBody(Body):
    """A key to be issued."""

    name: Name
    read_only: Flag = False
    expires_at: AwareDatetime | None = None


class SignInBody(Body):
    """How to sign in: with e-mail address and password, or with the token of a sign-in link."""

    email: Name | None = None
    password: Secret | None = None
    token: Secret | None = None


class NewAgentBody(Body):
    """An agent of Bolna's to be connected."""

    name: Name
    bolna_agent_id: Text
    from_phone_numbers: Annotated[tuple[E164, ...], Field(max_length=100)] = ()


class AgentChangeBody(Body):
    """What of an agent is to change; what is absent stays, null takes the numbers away."""

    name: Name | None = None
    bolna_agent_id: Text | None = None
    from_phone_numbers: Annotated[tuple[E164, ...], Field(max_length=100)] | None = None


class TestCallBody(Body):
    """Whom an agent is to call: a number in any common form."""

    phone_number: Text
    name: Name | None = None
    next_action: OptionalText = ""


class FrequencyCapBody(Body):
    """At most so many calls to one number in so many hours, over all campaigns of the user."""

    calls: Annotated[Whole, Field(ge=1, le=1000)]
    hours: Annotated[Whole, Field(ge=1, le=8760)]


class RetryBody(Body):
    """How often (calls placed), after which outcomes and after how many minutes a call is tried again.

    Where no outcomes are named it is after all of them: no-answer, busy, failed, voicemail.
    """

    max_attempts: Annotated[Whole, Field(ge=1, le=6)] = 1
    outcomes: Annotated[tuple[Retried, ...], Field(max_length=4)] | None = None
    delays_minutes: Annotated[
        tuple[Annotated[Whole, Field(ge=1, le=43_200)], ...], Field(min_length=1, max_length=6)
    ] = (60,)


class CampaignFields(Body):
    """What every way of making a campaign takes: the agent, what comes next, the window, and settings."""

    agent_id: UUID
    next_action: OptionalText
    first_call_time: ClockTime
    last_call_time: ClockTime
    start_date: Day
    timezone: Zone | None = None
    use_contact_timezone: Flag | None = None
    days: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)] | None = None
    holidays: Annotated[tuple[Day, ...], Field(max_length=1000)] | None = None
    end_date: Day | None = None
    draft: Flag = False
    max_concurrent_calls: Annotated[Whole, Field(ge=1, le=100_000)] | None = None
    max_calls_per_minute: Annotated[Whole, Field(ge=1, le=100_000)] | None = None
    from_phone_numbers: Annotated[tuple[E164, ...], Field(max_length=100)] | None = None
    frequency_cap: FrequencyCapBody | None = None
    retry: RetryBody | None = None
    default_country: Country | None = None
    keep_open: Flag | None = None


class CampaignChangeBody(Body):
    """What of a campaign is to change: what is absent stays, null takes the default again."""

    name: Name | None = None
    agent_id: UUID | None = None
    next_action: OptionalText | None = None
    first_call_time: ClockTime | None = None
    last_call_time: ClockTime | None = None
    timezone: Zone | None = None
    use_contact_timezone: Flag | None = None
    start_date: Day | None = None
    end_date: Day | None = None
    days: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)] | None = None
    holidays: Annotated[tuple[Day, ...], Field(max_length=1000)] | None = None
    max_concurrent_calls: Annotated[Whole, Field(ge=1, le=100_000)] | None = None
    max_calls_per_minute: Annotated[Whole, Field(ge=1, le=100_000)] | None = None
    from_phone_numbers: Annotated[tuple[E164, ...], Field(max_length=100)] | None = None
    frequency_cap: FrequencyCapBody | None = None
    retry: RetryBody | None = None
    keep_open: Flag | None = None


class ContactFilter(Body):
    """Contacts by what `GET /api/contacts` finds."""

    search: Name | None = None
    tag: Name | None = None


class ContactSelection(Body):
    """Contacts that are known already: by their ids, or by a filter."""

    contact_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_CONTACTS)] | None = None
    contact_filter: ContactFilter | None = None


class BulkCallBody(CampaignFields, ContactSelection):
    """A campaign of contacts that are known already."""

    campaign_name: Name | None = None


class FileFields(Body):
    """How a file is to be read; lists and objects as JSON text."""

    default_country: Country | None = None
    column_mapping: Annotated[dict[str, str], Field(max_length=200)] | None = None


class UploadFields(CampaignFields, FileFields):
    """The fields beside the file; lists and objects as JSON text."""

    campaign_name: Name


class PreviewFields(FileFields):
    """The fields beside the file."""
