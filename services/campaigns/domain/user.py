"""Users: who may call, how much at once, and whether at all."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from services.campaigns.domain.command import Command
from services.campaigns.domain.refusals import EmailTaken, NoSuchUser
from shared.contracts.campaigns import UserLimitChanged, UserRegistered, UserRestored, UserSuspended, UserUpdated
from shared.contracts.vocabulary import Role

UserEvent = UserRegistered | UserUpdated | UserLimitChanged | UserSuspended | UserRestored


class RegisterUser(Command):
    """An admin registers a user."""

    user_id: UUID
    name: str
    email: str
    role: Role
    concurrent_calls_limit: int
    timezone: str
    default_country: str
    allowed_countries: tuple[str, ...] | None = None


class UpdateUser(Command):
    """An admin changes a user's profile; None leaves a field as it is. `every_country`: no country is refused."""

    user_id: UUID
    name: str | None = None
    email: str | None = None
    role: Role | None = None
    timezone: str | None = None
    default_country: str | None = None
    allowed_countries: tuple[str, ...] | None = None
    every_country: bool = False


class ChangeUserLimit(Command):
    """An admin sets how many calls of a user may be live at once, or their weight; None leaves it as it is."""

    user_id: UUID
    concurrent_calls_limit: int | None = None
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody yet."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A user, working or `suspended`."""

    user_id: UUID
    name: str
    email: str
    role: Role
    concurrent_calls_limit: int
    timezone: str
    default_country: str
    allowed_countries: tuple[str, ...] | None
    suspended: bool = False
    weight: int = 1


User = Unknown | Registered


def register(command: RegisterUser, user: User, now: datetime, *, email_taken: bool) -> list[UserEvent]:
    """Register a user, once. Raises EmailTaken where another user has the address."""
    match user:
        case Registered():
            return []
        case Unknown():
            if email_taken:
                raise EmailTaken(email=command.email)
            return [UserRegistered(at=now, **command.model_dump())]
        case _:
            assert_never(user)


def update(command: UpdateUser, user: User, now: datetime, *, email_taken: bool) -> list[UserEvent]:
    """Record what of a profile changes; nothing where nothing does. Raises NoSuchUser, EmailTaken."""
    known = _known(user, command.user_id)
    given = command.model_dump(exclude={"user_id", "every_country"}, exclude_none=True)
    changed = {name: value for name, value in given.items() if getattr(known, name) != value}
    if command.every_country and known.allowed_countries is not None:
        changed["every_country"] = True
    if not changed:
        return []
    if "email" in changed and email_taken:
        raise EmailTaken(email=command.email)
    return [UserUpdated(at=now, user_id=command.user_id, **changed)]


def change_limit(command: ChangeUserLimit, user: User, now: datetime) -> list[UserEvent]:
    """Set the limit, the weight or both; the same again changes nothing. Raises NoSuchUser."""
    known = _known(user, command.user_id)
    limit = known.concurrent_calls_limit if command.concurrent_calls_limit is None else command.concurrent_calls_limit
    weight = known.weight if command.weight is None else command.weight
    if (limit, weight) == (known.concurrent_calls_limit, known.weight):
        return []
    return [UserLimitChanged(at=now, user_id=command.user_id, concurrent_calls_limit=limit, weight=weight)]


def suspend(user_id: UUID, user: User, now: datetime) -> list[UserEvent]:
    """Suspend a user; suspended already, nothing changes. Raises NoSuchUser."""
    return [] if _known(user, user_id).suspended else [UserSuspended(at=now, user_id=user_id)]


def restore(user_id: UUID, user: User, now: datetime) -> list[UserEvent]:
    """Lift a suspension; where there is none, nothing changes. Raises NoSuchUser."""
    return [UserRestored(at=now, user_id=user_id)] if _known(user, user_id).suspended else []


def _known(user: User, user_id: UUID) -> Registered:
    match user:
        case Unknown():
            raise NoSuchUser(user_id=user_id)
        case Registered():
            return user
        case _:
            assert_never(user)


def evolve(user: User, event: UserEvent) -> User:
    """The user once this has happened."""
    match event, user:
        case UserRegistered(), _:
            return Registered(**event.model_dump(exclude={"at"}))
        case _, Unknown():
            return user
        case UserUpdated(), Registered():
            changed = event.model_dump(exclude={"at", "user_id", "every_country"}, exclude_none=True)
            return replace(user, **(changed | ({"allowed_countries": None} if event.every_country else {})))
        case UserLimitChanged(), Registered():
            weight = user.weight if event.weight is None else event.weight
            return replace(user, concurrent_calls_limit=event.concurrent_calls_limit, weight=weight)
        case UserSuspended(), Registered():
            return replace(user, suspended=True)
        case UserRestored(), Registered():
            return replace(user, suspended=False)
        case _ as never:
            assert_never(never)
