"""Commands on users and limits, and what is recorded at the first start."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from services.campaigns.commands_context import QUERIES, Context, carry_out, carry_out_and_tell, row, rows
from services.campaigns.commands_keys import PREFIX, IssuedKey, add_key, hash_key, new_key, revoke
from services.campaigns.domain import user
from services.campaigns.domain.administrators import stay_administered
from shared.contracts.access import PasswordChanged
from shared.contracts.campaigns import SystemLimitChanged
from shared.contracts.event import Event
from shared.contracts.ids import SYSTEM, user_stream
from shared.contracts.vocabulary import Role
from shared.runtime.worker import Step

ADMIN_KEY_NAME = "ADMIN_API_KEY"
FIRST_KEY_NAME = "first key"


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
    """What of a user is to change; None leaves a field as it is, and `every_country` lifts `allowed_countries`."""

    name: str | None = None
    email: str | None = None
    role: Role | None = None
    timezone: str | None = None
    default_country: str | None = None
    allowed_countries: tuple[str, ...] | None = None
    every_country: bool = False
    concurrent_calls_limit: int | None = None
    weight: int | None = None
    suspended: bool | None = None
    password_hash: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class RegisteredUser:
    """A user and their first key."""

    user_id: UUID
    key: IssuedKey


async def bootstrap(context: Context, first: FirstStart) -> None:
    """Record the system limit and the first administrator, once; called again it changes nothing.

    Another ADMIN_API_KEY than at the last start takes that one's place.
    """

    async def work(step: Step) -> None:
        now = context.now()
        if await row(step.connection, "system_limit") is None:
            step.append(
                SYSTEM,
                SystemLimitChanged(at=now, system_concurrent_calls_limit=first.system_concurrent_calls_limit),
                user_id=None,
                expected=0,
            )
        found = await row(step.connection, "first_administrator")
        admin_id = found["user_id"] if found else _register_first(context, step, first, now)
        await _put_admin_key(context, step, admin_id, first.admin_key, now)

    await carry_out(context, work)


def _register_first(context: Context, step: Step, first: FirstStart, now: datetime) -> UUID:
    command = user.RegisterUser(
        user_id=context.new_id(),
        name=first.admin_name,
        email=first.admin_email,
        role=Role.ADMIN,
        concurrent_calls_limit=first.concurrent_calls_limit,
        timezone=first.timezone,
        default_country=first.default_country,
    )
    _append_user(step, command.user_id, user.register(command, user.Unknown(), now, email_taken=False))
    return command.user_id


async def _put_admin_key(context: Context, step: Step, admin_id: UUID, key: str, now: datetime) -> None:
    """Keep the environment's key for the administrator, in the place of an earlier one."""
    if await row(step.connection, "key_with_hash", key_hash=hash_key(key)) is not None:
        return
    for earlier in await rows(step.connection, "keys_with_name", user_id=admin_id, name=ADMIN_KEY_NAME):
        await revoke(step, admin_id, earlier["key_id"], now)
    await add_key(step, admin_id, IssuedKey(context.new_id(), key, key[:PREFIX], ADMIN_KEY_NAME, False, None), now)


async def register_user(context: Context, new: NewUser) -> RegisteredUser:
    """Register a user with a first key. Raises EmailTaken."""
    user_id = context.new_id()
    fields = asdict(new)
    password_hash = fields.pop("password_hash")
    command = user.RegisterUser(user_id=user_id, **fields)

    async def work(step: Step) -> RegisteredUser:
        now = context.now()
        taken = await _email_taken(step, user_id, new.email)
        _append_user(step, user_id, user.register(command, user.Unknown(), now, email_taken=taken))
        key = new_key(context, FIRST_KEY_NAME)
        await add_key(step, user_id, key, now)
        await _put_password(step, user_id, password_hash, now)
        return RegisteredUser(user_id, key)

    return await carry_out(context, work)


async def update_user(context: Context, user_id: UUID, change: UserChange, *, staying: UUID | None = None) -> None:
    """Change a user, all of it or nothing; nothing is recorded where nothing changes.

    A limit of 0 stops new calls. A suspended user's sessions and unused sign-in links end, as do those of one with
    another password, but for the session `staying`. Raises NoSuchUser, EmailTaken, LastAdministrator.
    """

    async def work(step: Step) -> None:
        await _stay_administered(step, user_id, change)
        known = await _locked_user(step, user_id)
        taken = change.email is not None and await _email_taken(step, user_id, change.email)
        now = context.now()
        _append_user(step, user_id, _changes(user_id, change, known, now, email_taken=taken))
        await _put_password(step, user_id, change.password_hash, now)
        if change.suspended or change.password_hash is not None:
            await _sign_out_everywhere(step, user_id, staying)

    await carry_out(context, work)


def _changes(
    user_id: UUID, change: UserChange, known: user.User, now: datetime, *, email_taken: bool
) -> list[user.UserEvent]:
    """Decide on each part of a change; they do not bear on each other."""
    profile = {name: value for name, value in asdict(change).items() if name in user.UpdateUser.model_fields}
    events = user.update(user.UpdateUser(user_id=user_id, **profile), known, now, email_taken=email_taken)
    limit = user.ChangeUserLimit(
        user_id=user_id, concurrent_calls_limit=change.concurrent_calls_limit, weight=change.weight
    )
    events += user.change_limit(limit, known, now)
    if change.suspended is not None:
        events += (user.suspend if change.suspended else user.restore)(user_id, known, now)
    return events


async def _stay_administered(step: Step, user_id: UUID, change: UserChange) -> None:
    """Lock the administrators where one of them might go, so that two do not go at once."""
    if change.role is not Role.MEMBER and not change.suspended:
        return
    administrators = [one["user_id"] for one in await rows(step.connection, "administrators_for_update")]
    known = await _locked_user(step, user_id)
    if isinstance(known, user.Registered):
        others = len([one for one in administrators if one != user_id])
        stay_administered(known, role=change.role, suspended=change.suspended, others=others)


async def _sign_out_everywhere(step: Step, user_id: UUID, staying: UUID | None) -> None:
    for query in ("end_sessions", "drop_links"):
        await step.connection.execute(QUERIES[query], {"user_id": user_id, "staying": staying})


async def change_system_limit(context: Context, limit: int) -> int:
    """Set how many calls may be live in all; 0 stops all new ones. Return a position of the log at which that is so."""

    async def work(step: Step) -> None:
        found = await row(step.connection, "system_limit")
        if found is None or found["system_concurrent_calls_limit"] != limit:
            event = SystemLimitChanged(at=context.now(), system_concurrent_calls_limit=limit)
            step.append(SYSTEM, event, user_id=None)

    return await carry_out_and_tell(context, work)


async def _locked_user(step: Step, user_id: UUID) -> user.User:
    found = await row(step.connection, "user_for_update", user_id=user_id)
    if found is None:
        return user.Unknown()
    countries = found["allowed_countries"]
    return user.Registered(
        **{
            **found,
            "role": Role(found["role"]),
            "allowed_countries": None if countries is None else tuple(countries),
        }
    )


async def _email_taken(step: Step, user_id: UUID, email: str) -> bool:
    return await row(step.connection, "email_taken", user_id=user_id, email=email) is not None


def _append_user(step: Step, user_id: UUID, events: Sequence[Event]) -> None:
    for event in events:
        step.append(user_stream(user_id), event, user_id=user_id)


async def _put_password(step: Step, user_id: UUID, password_hash: str | None, now: datetime) -> None:
    if password_hash is not None:
        parameters = {"user_id": user_id, "password_hash": password_hash, "at": now}
        await step.connection.execute(QUERIES["put_password"], parameters)
        step.append(user_stream(user_id), PasswordChanged(at=now, user_id=user_id), user_id=user_id)
