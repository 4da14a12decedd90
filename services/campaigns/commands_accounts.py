"""Commands on users, limits, agents and API keys."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.campaigns.commands_context import Context
from shared.contracts.vocabulary import Role


@dataclass(frozen=True)
class FirstStart:
    """What holds at first start: the limits, and the first administrator with the key of ADMIN_API_KEY."""

    admin_key: str = field(repr=False)
    system_concurrent_calls_limit: int
    concurrent_calls_limit: int
    timezone: str
    default_country: str
    admin_name: str = "Administrator"
    admin_email: str = "admin@localhost"


@dataclass(frozen=True)
class NewUser:
    """A user to be registered. `password_hash` is made by the HTTP face (in a child process), never a password."""

    name: str
    email: str
    role: Role
    concurrent_calls_limit: int
    timezone: str
    default_country: str
    allowed_countries: tuple[str, ...] | None = None
    password_hash: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class UserChange:
    """What of a user is to change; None leaves a field as it is."""

    name: str | None = None
    email: str | None = None
    role: Role | None = None
    timezone: str | None = None
    default_country: str | None = None
    allowed_countries: tuple[str, ...] | None = None
    password_hash: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class IssuedKey:
    """A key as it is shown once: only its hash is kept."""

    key_id: UUID
    key: str = field(repr=False)
    prefix: str
    name: str
    read_only: bool
    expires_at: datetime | None


@dataclass(frozen=True)
class RegisteredUser:
    """A user and their first key."""

    user_id: UUID
    key: IssuedKey


@dataclass(frozen=True)
class NewAgent:
    """An agent of Bolna's to be connected, or what holds of it from now on."""

    name: str
    bolna_agent_id: str
    from_phone_numbers: tuple[str, ...] = ()


async def bootstrap(context: Context, first: FirstStart) -> None:
    """Record the system limit and the first administrator, once; called again it changes nothing.

    Another ADMIN_API_KEY than at the last start takes that one's place.
    """
    raise NotImplementedError


async def register_user(context: Context, new: NewUser) -> RegisteredUser:
    """Register a user with a first key. Raises EmailTaken."""
    raise NotImplementedError


async def update_user(context: Context, user_id: UUID, change: UserChange) -> None:
    """Change a user's profile; nothing is recorded where nothing changes. Raises NoSuchUser, EmailTaken."""
    raise NotImplementedError


async def change_user_limit(context: Context, user_id: UUID, limit: int) -> None:
    """Set how many calls of a user may be live at once; 0 stops new ones. Raises NoSuchUser."""
    raise NotImplementedError


async def change_system_limit(context: Context, limit: int) -> None:
    """Set how many calls may be live in all; 0 stops all new ones."""
    raise NotImplementedError


async def suspend_user(context: Context, user_id: UUID) -> None:
    """Suspend a user: no new call of theirs starts. Raises NoSuchUser."""
    raise NotImplementedError


async def restore_user(context: Context, user_id: UUID) -> None:
    """Lift a suspension. Raises NoSuchUser."""
    raise NotImplementedError


async def register_agent(context: Context, user_id: UUID, new: NewAgent) -> UUID:
    """Connect an agent of Bolna's; return its id. Raises BolnaAgentTaken."""
    raise NotImplementedError


async def update_agent(context: Context, user_id: UUID, agent_id: UUID, new: NewAgent) -> None:
    """Change an agent. Raises NoSuchAgent, BolnaAgentTaken."""
    raise NotImplementedError


async def remove_agent(context: Context, user_id: UUID, agent_id: UUID) -> None:
    """Remove an agent. Raises NoSuchAgent, AgentInUse naming the unfinished campaigns."""
    raise NotImplementedError


async def issue_key(
    context: Context, user_id: UUID, name: str, *, read_only: bool = False, expires_at: datetime | None = None
) -> IssuedKey:
    """Make an API key; the answer alone holds it in full. Raises NoSuchUser."""
    raise NotImplementedError


async def revoke_key(context: Context, user_id: UUID, key_id: UUID) -> None:
    """Revoke a key of the user's; once revoked it stays so. Raises NoSuchKey."""
    raise NotImplementedError
