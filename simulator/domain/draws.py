"""Seeded chance: the same seed and the same names give the same draw, in any order of asking."""

from collections.abc import Callable
from functools import partial
from hashlib import blake2b

Draw = Callable[[str], float]
"""Given the name of what is drawn, a number in [0, 1)."""

_SCALE = 2.0**-53


def draw(*names: object) -> float:
    """A number in [0, 1), the same for the same names whenever asked."""
    digest = blake2b("\x1f".join(map(str, names)).encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 11) * _SCALE


def draws_of(seed: int, number: str, nth: int) -> Draw:
    """The draws of the nth call (or request, as the names say) to one number under one seed."""
    return partial(draw, seed, number, nth)


def between(low: float, high: float, drawn: float) -> float:
    """The point at `drawn` (0..1) of the way from `low` to `high`."""
    return low + (high - low) * drawn
