"""How Bolna's 429s are waited out: all together, ever longer, and ended by a single request that is not refused."""

from datetime import datetime, timedelta

from services.dialer.domain.attempt import DEFERRAL

LONGEST = timedelta(seconds=30)


class Patience:
    """Until when nothing is sent. One per process that sends; `until` is what a predecessor was told to wait for.

    The wait is what Bolna says in Retry-After, else 1 s, doubling to 30 s with every refusal of what was sent after the
    last. Then a single request is sent; anything but a further 429 ends it.
    """

    def __init__(self, until: datetime | None = None) -> None:
        self._until = until
        self._refused_at: datetime | None = None
        self._refusals = 0 if until is None else 1

    def refused(self, sent_at: datetime, retry_at: datetime | None, now: datetime) -> datetime:
        """Note a 429 to what was sent at `sent_at`; return when it may be sent again."""
        if self._refused_at is None or sent_at >= self._refused_at:
            self._refusals += 1
            self._refused_at = now
        doublings: int = 2 ** min(self._refusals - 1, 10)
        until = max(retry_at or now, now + min(DEFERRAL * doublings, LONGEST))
        self._until = max(until, self._until or until)
        return self._until

    def answered(self, sent_at: datetime) -> None:
        """Note that something sent at `sent_at` was not refused: after the last refusal it ends the wait."""
        if self._refused_at is None or sent_at >= self._refused_at:
            self._refusals, self._refused_at, self._until = 0, None, None

    def held_until(self, now: datetime) -> datetime | None:
        """Return until when nothing is sent; None: something may go now."""
        return self._until if self._until is not None and now < self._until else None

    def one_at_a_time(self, sent_at: datetime) -> bool:
        """Whether what was sent at `sent_at` must be answered before anything else is sent."""
        return self._refusals > 0 and (self._refused_at is None or sent_at >= self._refused_at)

    @property
    def tried(self) -> bool:
        """Whether only a single request may go."""
        return self._refusals > 0
