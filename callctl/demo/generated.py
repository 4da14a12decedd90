"""Contacts made by arithmetic: as many as asked for, the same each time, some of which do not answer. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from callctl.demo.expectation import Expected

MOST_CONTACTS = 1_000_000

_ENDINGS = (("9901", "no-answer"), ("9902", "busy"), ("9903", "voicemail"), ("9904", "failed"))
"""Endings that the simulator always treats alike (simulator/README.md), and the outcome of their calls."""

_ONE_IN = 10
"""So many contacts have one that has such an ending."""

_ORDINARY_ENDINGS = 9_900
"""From 0000: below all of the simulator's special ones."""

_FIRST_PREFIX = 900_000
"""Six digits that Indian mobile numbers begin with, as all up to 26,000 more do."""

_SHARES = (None, 8, 16)
"""The second of three users has an eighth of the contacts, the third a sixteenth, the first all others."""


class Contact(NamedTuple):
    """A contact, and what becomes of the call."""

    number: str
    name: str
    outcome: str


def contact_at(position: int) -> Contact:
    """The contact at a position from 0 to MOST_CONTACTS - 1; no two have the same number."""
    name = f"Contact {position + 1}"
    special, rest = divmod(position, _ONE_IN)
    if rest == _ONE_IN - 1:
        block, chosen = divmod(special, len(_ENDINGS))
        ending, outcome = _ENDINGS[chosen]
    else:
        block, ordinary = divmod(position, _ORDINARY_ENDINGS)
        ending, outcome = f"{ordinary:04}", "answered"
    return Contact(f"+91{_FIRST_PREFIX + block}{ending}", name, outcome)


def shared_out(count: int) -> list[list[Contact]]:
    """`count` contacts for three users; few ones leave the later users none, and at least one is the first's."""
    lengths = [count // share if share else 0 for share in _SHARES]
    lengths[0] = count - sum(lengths)
    starts = [sum(lengths[:user]) for user in range(len(lengths))]
    return [
        [contact_at(position) for position in range(start, start + length)]
        for start, length in zip(starts, lengths, strict=True)
    ]


def as_csv(contacts: Sequence[Contact]) -> bytes:
    """The file of these contacts."""
    rows = (f"{contact.number},{contact.name}" for contact in contacts)
    return "\r\n".join(["phone_number,name", *rows, ""]).encode()


def expected_of(contacts: Sequence[Contact]) -> Expected:
    """What the file of these contacts must lead to: every row taken."""
    return Expected(
        totals={"total_rows": len(contacts), "accepted": len(contacts), "rejected": 0, "duplicates": 0},
        problems=frozenset(),
        outcomes={contact.number: contact.outcome for contact in contacts},
    )
