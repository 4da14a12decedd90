"""Identities: UUIDv7 made in the shell, attempt ids by arithmetic, names of stored streams."""

from hashlib import sha256
from uuid import UUID, uuid5

SYSTEM = "system"
"""Stands in a subject where no user owns the event, and is the stored stream of what concerns everybody."""


def attempt_id(call_id: UUID, request_number: int) -> UUID:
    """Return the id of the `request_number`-th request (from 1) to dial a call: UUIDv5 (RFC 9562 section 5.5) of both.

    It is the same whoever computes it, so that a scheduler that lost its memory cannot have a request placed twice.
    """
    if request_number < 1:
        raise ValueError(f"request_number counts from 1, not {request_number}")
    return uuid5(call_id, str(request_number))


def call_trace(call_id: UUID) -> tuple[str, str]:
    """Return the W3C trace id of a call, and the id of the span that is the whole call: SHA-256 of its id, cut.

    Whoever knows the call adds to the same trace, and every service samples the same calls.
    """
    digest = sha256(call_id.bytes).hexdigest()
    return digest[:32], digest[32:48]


def user_stream(user_id: UUID) -> str:
    """Name the stored stream of a user."""
    return f"user-{user_id}"


def agent_stream(agent_id: UUID) -> str:
    """Name the stored stream of an agent."""
    return f"agent-{agent_id}"


def campaign_stream(campaign_id: UUID) -> str:
    """Name the stored stream of a campaign."""
    return f"campaign-{campaign_id}"


def contact_stream(contact_id: UUID) -> str:
    """Name the stored stream of a contact."""
    return f"contact-{contact_id}"


def do_not_call_stream(user_id: UUID | None) -> str:
    """Name the stored stream of a user's do-not-call list; None: of the one that binds everybody."""
    return f"do_not_call-{user_id or SYSTEM}"


def import_stream(import_id: UUID) -> str:
    """Name the stored stream of an import."""
    return f"import-{import_id}"


def call_stream(call_id: UUID) -> str:
    """Name the stored stream of a call."""
    return f"call-{call_id}"


def attempt_stream(attempt: UUID) -> str:
    """Name the stored stream of an attempt at the dialer."""
    return f"attempt-{attempt}"


def execution_stream(execution_id: str) -> str:
    """Name the stored stream of an execution at the provider."""
    return f"execution-{execution_id}"
