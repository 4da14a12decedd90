"""Commands on sessions of the console and on links to sign in. Of both, only the SHA-256 of a secret is kept."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.campaigns.commands_context import QUERIES, Context, carry_out, row
from services.campaigns.commands_keys import hash_key
from services.campaigns.domain import session
from services.campaigns.domain.refusals import NoSuchSession, NoSuchUser, UserIsSuspended
from shared.contracts.access import SessionEnded, SessionOpened, SignInLinkIssued
from shared.contracts.ids import user_stream
from shared.eventstore.acting import acting
from shared.messaging.envelope import Actor
from shared.runtime.worker import Step


@dataclass(frozen=True)
class OpenedSession:
    """A session with what its cookie holds: that is shown once, to the browser alone."""

    session_id: UUID
    user_id: UUID
    secret: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True)
class IssuedLink:
    """What a sign-in link holds, shown once."""

    link_id: UUID
    token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True)
class Browser:
    """From where a user signs in, as far as that was told."""

    source: str | None = None
    user_agent: str | None = None


async def open_session(context: Context, user_id: UUID, password_hash: str, browser: Browser) -> OpenedSession | None:
    """Sign in whose password was verified against `password_hash`; None where that is not their password any more.

    Raises UserIsSuspended.
    """

    async def work(step: Step) -> OpenedSession | None:
        await _may_sign_in(step, user_id)
        kept = await row(step.connection, "password_of", user_id=user_id)
        if kept is None or kept["password_hash"] != password_hash:
            return None
        return await _open(context, step, user_id, "password", browser)

    return await carry_out(context, work)


async def open_session_by_link(context: Context, token: str, browser: Browser) -> OpenedSession | None:
    """Sign in who holds a link's token, which opens nothing afterwards; None for one unknown, used or expired.

    Raises UserIsSuspended, and the link stays good.
    """

    async def work(step: Step) -> OpenedSession | None:
        held = await row(step.connection, "link", token_hash=hash_key(token))
        if held is None:
            return None
        await _may_sign_in(step, held["user_id"])
        used = await row(step.connection, "use_link", token_hash=hash_key(token), at=context.now())
        if used is None:
            return None
        return await _open(context, step, used["user_id"], "link", browser)

    return await carry_out(context, work)


async def end_session(context: Context, user_id: UUID, session_id: UUID) -> None:
    """End a session of the user's: from now on it opens nothing. Raises NoSuchSession, also when it has ended."""

    async def work(step: Step) -> None:
        if await row(step.connection, "end_session", user_id=user_id, session_id=session_id) is None:
            raise NoSuchSession(session_id=session_id)
        event = SessionEnded(at=context.now(), session_id=session_id, user_id=user_id)
        step.append(user_stream(user_id), event, user_id=user_id)

    await carry_out(context, work)


async def issue_sign_in_link(context: Context, user_id: UUID) -> IssuedLink:
    """Make a link that signs its user in once, within 15 minutes. Raises NoSuchUser, UserIsSuspended."""

    async def work(step: Step) -> IssuedLink:
        await _may_sign_in(step, user_id)
        now = context.now()
        link = IssuedLink(context.new_id(), context.new_secret(), session.link_expiry(now))
        parameters = {
            "token_hash": hash_key(link.token),
            "link_id": link.link_id,
            "user_id": user_id,
            "at": now,
            "expires_at": link.expires_at,
        }
        await step.connection.execute(QUERIES["add_link"], parameters)
        event = SignInLinkIssued(at=now, link_id=link.link_id, user_id=user_id, expires_at=link.expires_at)
        step.append(user_stream(user_id), event, user_id=user_id)
        return link

    return await carry_out(context, work)


async def _may_sign_in(step: Step, user_id: UUID) -> None:
    user = await row(step.connection, "user_relied_on", user_id=user_id)
    if user is None:
        raise NoSuchUser(user_id=user_id)
    if user["suspended"]:
        raise UserIsSuspended(user_id=user_id)


async def _open(context: Context, step: Step, user_id: UUID, method: str, browser: Browser) -> OpenedSession:
    now = context.now()
    opened = OpenedSession(context.new_id(), user_id, context.new_secret(), session.expiry(now))
    parameters = {
        "session_hash": hash_key(opened.secret),
        "session_id": opened.session_id,
        "user_id": user_id,
        "method": method,
        "at": now,
        "expires_at": opened.expires_at,
        "source": browser.source,
        "user_agent": browser.user_agent,
    }
    await step.connection.execute(QUERIES["add_session"], parameters)
    event = SessionOpened(at=now, session_id=opened.session_id, user_id=user_id, method=method)
    with acting(Actor(user_id, f"session:{opened.session_id}")):
        step.append(user_stream(user_id), event, user_id=user_id)
    return opened
