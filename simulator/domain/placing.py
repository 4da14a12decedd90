"""What becomes of a valid POST /call: placed or not, and what the caller gets to hear of it."""

from enum import StrEnum
from itertools import accumulate

from simulator.domain.draws import Draw
from simulator.domain.numbers import fixed
from simulator.domain.profile import Profile


class Placing(StrEnum):
    """One way for a POST /call to go."""

    PLACED = "placed"
    TIMEOUT_BEFORE = "timeout_before"
    TIMEOUT_AFTER = "timeout_after"
    HTTP_500_BEFORE = "http_500_before"
    HTTP_500_AFTER = "http_500_after"
    HTTP_429 = "http_429"
    NO_EXECUTION_ID = "no_execution_id"
    INVALID_NUMBER = "invalid_number"


PLACES = frozenset({Placing.PLACED, Placing.TIMEOUT_AFTER, Placing.HTTP_500_AFTER, Placing.NO_EXECUTION_ID})
_DRAWN = (
    Placing.TIMEOUT_BEFORE,
    Placing.TIMEOUT_AFTER,
    Placing.HTTP_500_BEFORE,
    Placing.HTTP_500_AFTER,
    Placing.HTTP_429,
    Placing.NO_EXECUTION_ID,
)


def placing_of(number: str, nth_request: int, profile: Profile, draw: Draw) -> Placing:
    """How the nth valid request (from 1) for this number goes: as the number says, else by the profile's shares."""
    behaviour = fixed(number, profile)
    if behaviour is not None and behaviour.placing is not None:
        once_over = behaviour.placing_once and nth_request > 1
        return Placing.PLACED if once_over else Placing(behaviour.placing)
    drawn = draw("placing")
    edges = accumulate(getattr(profile.faults, kind.value) for kind in _DRAWN)
    return next((kind for kind, edge in zip(_DRAWN, edges, strict=True) if drawn < edge), Placing.PLACED)
