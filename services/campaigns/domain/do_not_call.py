"""Numbers that are not to be called: by their user's campaigns, or by anybody's. Said twice is the same as once."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from shared.contracts.campaigns import NumberBlocked, NumberUnblocked
from shared.contracts.vocabulary import BlockScope

MOST_AT_ONCE = 200
"""Numbers of one command: each is an event, and all of them one transaction that is small on a busy machine too."""


def block(
    numbers: Mapping[str, str | None], there: Collection[str], now: datetime, *, user_id: UUID | None
) -> list[NumberBlocked]:
    """Put numbers, each with its reason or None, on a list that has those of `there`: these stay as they are.

    `user_id` is whose list it is; None: everybody's.
    """
    return [
        NumberBlocked(at=now, phone_number=number, scope=scope_of(user_id), user_id=user_id, reason=reason)
        for number, reason in numbers.items()
        if number not in there
    ]


def unblock(number: str, there: Collection[str], now: datetime, *, user_id: UUID | None) -> list[NumberUnblocked]:
    """Take a number off a list; one that is not on it is no matter."""
    if number not in there:
        return []
    return [NumberUnblocked(at=now, phone_number=number, scope=scope_of(user_id), user_id=user_id)]


def scope_of(user_id: UUID | None) -> BlockScope:
    """Return for whom a list holds: its user, or everybody where it is no one's."""
    return BlockScope.SYSTEM if user_id is None else BlockScope.USER
