"""How much sooner a contact is called than others of its campaign (interface.md section 5)."""

from shared.contracts.vocabulary import Outcome

NAME, EMAIL, COMPANY = 100, 10, 10
ANSWERED, NOT_CONNECTED = 5, -10
LEAST_HISTORY, MOST_HISTORY = -40, 20
"""A contact with a name, whatever happened (60), is never behind one without (40 at most)."""

UNCONNECTED = frozenset({Outcome.NO_ANSWER, Outcome.BUSY, Outcome.FAILED})
"""Outcomes of a call that did not connect. A voicemail, and what was never dialled, says neither for nor against."""


def priority(
    *, name: str | None, email: str | None, company: str | None, answered: int = 0, unconnected: int = 0
) -> int:
    """Return a contact's priority from its own fields and from its earlier calls; `contacts.priority` is the same."""
    own = (NAME if name else 0) + (EMAIL if email else 0) + (COMPANY if company else 0)
    return own + history(answered, unconnected)


def history(answered: int, unconnected: int) -> int:
    """Return what earlier calls add or take: so many answered, so many that did not connect, kept within bounds."""
    return max(LEAST_HISTORY, min(MOST_HISTORY, ANSWERED * answered + NOT_CONNECTED * unconnected))
