"""What there is to call with: slots, how long a call holds one, how often it is tried; a user's share of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import floor

from shared.contracts.campaigns import RetryRule

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Means:
    """What there is to call with.

    `slots` may be a fraction where several share one. A call holds its slot for `call`; `per_minute` bounds how many
    begin. Of the calls placed, the share `retried` is tried again after each of `waits` (none: never).
    """

    slots: float
    call: timedelta
    per_minute: int | None = None
    retried: float = 0.0
    waits: tuple[timedelta, ...] = ()

    @property
    def round_size(self) -> int:
        """How many calls begin together."""
        return max(1, floor(self.slots))

    @property
    def round_lasts(self) -> timedelta:
        """How long it is from the beginning of a round to that of the next."""
        shared = self.call * (self.round_size / self.slots)
        paced = timedelta(minutes=self.round_size / self.per_minute) if self.per_minute else timedelta()
        return max(shared, paced, SECOND / 1000)


def slots_of(user: int, others: Iterable[int], system: int, *, campaigns: int = 1, at_most: int | None = None) -> float:
    """Return how many slots one of a user's `campaigns` has by turns, where as much as possible is in use.

    Users with work take equal turns, none beyond their limit; what one cannot use is the others'. A user's campaigns
    share alike. `at_most` is the campaign's own limit.
    """
    left, waiting = float(system), sorted([*others, user])
    share = 0.0
    for position, limit in enumerate(waiting):
        share = min(float(limit), left / (len(waiting) - position))
        if limit >= user:
            break
        left -= share
    share = min(share, float(user)) / max(campaigns, 1)
    return max(0.0, share if at_most is None else min(share, float(at_most)))


def waits_of(rule: RetryRule) -> tuple[timedelta, ...]:
    """Return the waits before the second call placed, the third …"""
    last = len(rule.delays_minutes) - 1
    return tuple(timedelta(minutes=rule.delays_minutes[min(nth, last)]) for nth in range(rule.max_attempts - 1))
