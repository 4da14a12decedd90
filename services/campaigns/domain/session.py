"""How long who signed in stays so, and how long a link to sign in is good."""

from datetime import datetime, timedelta

LIFE = timedelta(days=7)
"""After this a session is over, however much it was used."""
IDLE = timedelta(hours=12)
"""A session that is not used for so long is over."""
LINK_LIFE = timedelta(minutes=15)


def expiry(signed_in: datetime) -> datetime:
    """Return when a session is over at the latest."""
    return signed_in + LIFE


def link_expiry(issued: datetime) -> datetime:
    """Return when a link that nobody used opens nothing any more."""
    return issued + LINK_LIFE
