"""What browsers need: the cookie of a session, and the proof that a change was asked for by our own pages."""

from datetime import datetime
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from starlette.requests import Request

from services.campaigns.commands import Browser
from services.campaigns.http.parts import Parts
from services.campaigns.http.problems import Problem
from shared.source_address import source_address

COOKIE = "cc_session"
LONGEST_USER_AGENT = 200
UNKNOWN_SOURCE = "unknown"


def source_of(request: Request, parts: Parts) -> str:
    """Return the address that a request comes from, as text; behind TRUSTED_PROXIES the one that they forward for."""
    peer = request.client.host if request.client else None
    address = source_address(peer, request.headers.getlist("x-forwarded-for"), parts.settings.trusted_proxies)
    return UNKNOWN_SOURCE if address is None else str(address)


def browser_of(request: Request, parts: Parts) -> Browser:
    """Return what is kept of who signs in."""
    agent = "".join(part for part in request.headers.get("user-agent", "") if part.isprintable())
    return Browser(source=source_of(request, parts), user_agent=agent[:LONGEST_USER_AGENT] or None)


def session_cookie(parts: Parts, secret: str, expires_at: datetime) -> str:
    """Return the Set-Cookie of a session: no script reads it, no other site sends it, with https no plain request."""
    cookie: SimpleCookie = SimpleCookie({COOKIE: secret})
    morsel = cookie[COOKIE]
    morsel["path"] = "/api"
    morsel["httponly"] = True
    morsel["samesite"] = "Strict"
    morsel["secure"] = (parts.settings.public_url or "").startswith("https://")
    morsel["expires"] = expires_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return morsel.OutputString()


def no_cookie(parts: Parts) -> str:
    """Return the Set-Cookie that takes the cookie of a session away."""
    return session_cookie(parts, "", datetime.fromisoformat("1970-01-01T00:00:00+00:00"))


def require_own_origin(request: Request, parts: Parts, *, absent_is_fine: bool = False) -> None:
    """Raise Problem origin_refused unless a page of ours asks: browsers say in Origin which page sends a change.

    Ours are those of the host that is asked, and of PUBLIC_URL. Programs, which hold no cookie that somebody else
    could make them send, may leave Origin out where that is fine.
    """
    origin = request.headers.get("origin")
    if origin is None and absent_is_fine:
        return
    told = urlsplit(origin or "")
    own = {request.headers.get("host", "").lower(), urlsplit(parts.settings.public_url or "").netloc.lower()} - {""}
    if told.scheme not in {"http", "https"} or told.netloc.lower() not in own:
        detail = f"The page of {(origin or 'no told origin')[:100]!r} may change nothing here; use the console's own"
        raise Problem("origin_refused", detail)
