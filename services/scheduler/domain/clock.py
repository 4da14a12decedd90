"""The clock of the turns: it runs by turns, not by seconds, and orders users of different weight.

A user's next turn is due `ROUND / weight` after their last one. The turn goes to whoever is due first, among equals to
the one served longest ago; the clock then stands where that turn was due, and never goes back (start-time fair
queueing: Goyal, Vin, Cheng 1996). So a user has as many turns in a round as their weight, while they have work and
quota.

The clock never goes back, so of users of one weight whoever was served longest ago is due first: without weights that
rule is all there is. Whoever comes back was due long ago and is served at once, and then due no sooner than had they
stayed: leaving gains nothing.
"""

ROUND = 720_720
"""How far the clock goes while a user with weight 1 has one turn: divisible by every weight up to 16."""


def due(last: int, weight: int) -> int:
    """Return when a user's next turn is due, whose last one was at `last`."""
    return last + ROUND // weight


def moment_of(clock: int, is_due: int) -> int:
    """Return where the clock stands once it was at `clock` and the turn of a user is given who is due then."""
    return max(clock, is_due)
