"""How often one may ask: token buckets in this process's memory, for users, failed keys and sign-ins."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from services.campaigns.http.problems import Problem

MOST_BUCKETS = 10_000
SECONDS_AT_ONCE = 10
"""Who was quiet may send so many seconds' requests at once."""


class Buckets:
    """Token buckets by name: each holds `burst` tokens at most, and gains `per_second`.

    Those that nobody has used for longest are forgotten beyond MOST_BUCKETS: a forgotten one is a full one.
    """

    def __init__(self, per_second: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str) -> float:
        """Take a token and return 0; where there is none, take nothing and return the seconds until there is."""
        tokens = self._tokens(name)
        wait = 0.0 if tokens >= 1 else (1 - tokens) / self._per_second
        self._keep(name, tokens if wait else tokens - 1)
        return wait

    def give_back(self, name: str) -> None:
        """Give a token back that was not to be taken after all."""
        self._keep(name, min(self._burst, self._tokens(name) + 1))

    def _tokens(self, name: str) -> float:
        tokens, at = self._left.get(name, (self._burst, self._clock()))
        return min(self._burst, tokens + (self._clock() - at) * self._per_second)

    def _keep(self, name: str, tokens: float) -> None:
        self._left[name] = (tokens, self._clock())
        self._left.move_to_end(name)
        if len(self._left) > MOST_BUCKETS:
            self._left.popitem(last=False)


@dataclass(frozen=True)
class Limits:
    """The limits of one HTTP face. None: requests of users are not limited."""

    requests: Buckets | None = None
    failed_keys: Buckets = field(default_factory=lambda: Buckets(1.0, 60))
    sign_ins_of_an_email: Buckets = field(default_factory=lambda: Buckets(1 / 60, 10))
    sign_ins_from_a_source: Buckets = field(default_factory=lambda: Buckets(1 / 10, 30))

    def request(self, user_id: UUID) -> None:
        """Count a request of a user's, by whatever key or session. Raises Problem rate_limited."""
        wait = self.requests.take(str(user_id)) if self.requests is not None else 0.0
        if wait:
            raise _too_often("rate_limited", "So many requests a second are not answered; send fewer", wait)

    def failed_key(self, source: str) -> None:
        """Count a request whose key or session opens nothing. Raises Problem too_many_attempts."""
        if wait := self.failed_keys.take(source):
            raise _too_often("too_many_attempts", "Too many requests from here had no good key; look at the key", wait)

    def sign_in(self, source: str, email: str | None = None) -> None:
        """Count an attempt to sign in, before it is looked at. Raises Problem too_many_attempts."""
        wait = self.sign_ins_from_a_source.take(source)
        if email is not None:
            wait = max(wait, self.sign_ins_of_an_email.take(email.lower()))
        if wait:
            raise _too_often("too_many_attempts", "Too many attempts to sign in; wait, or ask for a sign-in link", wait)

    def signed_in(self, source: str, email: str | None = None) -> None:
        """Take back that an attempt was counted: it was a good one."""
        self.sign_ins_from_a_source.give_back(source)
        if email is not None:
            self.sign_ins_of_an_email.give_back(email.lower())


def limits_of(requests_per_second: float) -> Limits:
    """Return the limits of a face at which a user may send so many requests a second; 0 is unlimited."""
    if requests_per_second == 0:
        return Limits()
    return Limits(Buckets(requests_per_second, max(1.0, requests_per_second * SECONDS_AT_ONCE)))


def _too_often(code: str, detail: str, wait: float) -> Problem:
    return Problem(code, detail, headers={"Retry-After": str(max(1, math.ceil(wait)))})
