"""The words that several services' messages share: services, statuses, outcomes, reasons."""

from enum import StrEnum


class Service(StrEnum):
    """The four services, each the owner of one log."""

    CAMPAIGNS = "campaigns"
    SCHEDULER = "scheduler"
    DIALER = "dialer"
    WEBHOOKS = "webhooks"


class Outcome(StrEnum):
    """What became of a call, once and for good."""

    ANSWERED = "answered"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no-answer"
    BUSY = "busy"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class CallStatus(StrEnum):
    """Where a call stands: one contact in one campaign."""

    QUEUED = "queued"
    DIALLING = "dialling"
    IN_CALL = "in_call"
    AWAITING_RESULT = "awaiting_result"
    WAITING_RETRY = "waiting_retry"
    SETTLED = "settled"


class CampaignStatus(StrEnum):
    """Where a campaign stands, as its owner sees it."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """What a user may do: members their own, admins also users, limits and settings."""

    MEMBER = "member"
    ADMIN = "admin"


class BlockScope(StrEnum):
    """For whom a number is not to be called: its user's campaigns, or everybody's."""

    USER = "user"
    SYSTEM = "system"


class Weekday(StrEnum):
    """A day on which a window opens."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class FailureScope(StrEnum):
    """Whose trouble it is that a call was not placed, and so who waits for it to end."""

    CONTACT = "contact"
    AGENT = "agent"
    CAMPAIGN = "campaign"
    ACCOUNT = "account"
    OURS = "ours"


class DialFailure(StrEnum):
    """Why an attempt was not placed."""

    NUMBER_REJECTED = "number_rejected"
    """The provider refused the number (400, 422): the call is settled as failed, in the provider's words."""
    AGENT_MISSING = "agent_missing"
    """The provider knows no such agent (404): the campaign pauses."""
    KEY_REJECTED = "key_rejected"
    """401 or 403: the account's trouble; dialling stops."""
    RATE_LIMITED = "rate_limited"
    """429 until the attempt's `dial_before` had passed."""
    UNREACHABLE = "unreachable"
    """No connection was made to the provider."""
    REQUEST_REJECTED = "request_rejected"
    """400 or 422 about something other than the number."""
    WITHDRAWN = "withdrawn"
    """The last look found the campaign, contact, number or agent changed since the decision."""
    TOO_LATE = "too_late"
    """`dial_before` passed before the call could be placed."""
    BALANCE_LOW = "balance_low"
    """The provider took the request and dialled nothing, for want of money."""
    STOPPED = "stopped"
    """Stopped at the provider while it still held the call back."""
    PRESUMED = "presumed_not_placed"
    """Absent in two complete looks among the agent's executions after an unknown outcome."""
    DIALING_STOPPED = "dialing_stopped"
    """Nothing was sent: dialling had been stopped for the account meanwhile."""
