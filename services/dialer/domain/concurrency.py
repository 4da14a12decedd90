"""How many calls Bolna counts as live beside how many slots we hold: which difference is more than the way between."""

from collections import deque

LOOKS = 3
"""A difference of the same sign in so many looks in a row lasts."""
TOLERATED_SHARE = 10
"""A tenth of our slots may be on the way: requested and not placed, ended and not told."""


class Differences:
    """The last differences seen, theirs less ours."""

    def __init__(self) -> None:
        self._seen: deque[int] = deque(maxlen=LOOKS)

    def see(self, theirs: int, ours: int) -> int:
        """Take in a look; return what of the difference has lasted: 0, or the least of the last looks.

        Above 0 calls are live at Bolna that hold no slot of ours; below 0 we hold slots for calls that Bolna has not.
        """
        self._seen.append(theirs - ours)
        least = min(self._seen, key=abs)
        one_sided = all(seen > 0 for seen in self._seen) or all(seen < 0 for seen in self._seen)
        tolerated = max(1, ours // TOLERATED_SHARE)
        return least if one_sided and len(self._seen) == LOOKS and abs(least) > tolerated else 0
