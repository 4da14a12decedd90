"""What the campaigns service records of people signing in; of keys it tells in `campaigns`."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.event import Event, Time


class PasswordChanged(Event):
    """Recorded when a user is given a password; it stands hashed in a table of its own, and their sessions end."""

    PRIVATE: ClassVar[bool] = True

    user_id: UUID


class SignInLinkIssued(Event):
    """Recorded when an admin makes a link by which a user signs in once."""

    PRIVATE: ClassVar[bool] = True

    link_id: UUID
    user_id: UUID
    expires_at: Time


class SessionOpened(Event):
    """Recorded when a user signs in to the console."""

    PRIVATE: ClassVar[bool] = True

    session_id: UUID
    user_id: UUID
    method: str = Field(description="`password` or `link`")


class SessionEnded(Event):
    """Recorded when a user signs out, or ends another session of theirs; not when a session expires."""

    PRIVATE: ClassVar[bool] = True

    session_id: UUID
    user_id: UUID


EVENTS: tuple[type[Event], ...] = (PasswordChanged, SignInLinkIssued, SessionOpened, SessionEnded)
