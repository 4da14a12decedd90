"""In which order users are served: those due first first, whoever is left out for now keeping their place."""

from collections.abc import Callable
from heapq import heappop, heappush
from uuid import UUID

Place = tuple[int, int]
"""When a user's turn is due, and the number of their last one: smaller is sooner."""


class TurnOrder:
    """Users by their place, in a heap: O(log n) in all users to add one or to take one out."""

    def __init__(self) -> None:
        self._heap: list[tuple[Place, UUID]] = []
        self._places: dict[UUID, Place] = {}

    def put(self, user_id: UUID, place: Place) -> None:
        """Let a user wait at a place, and at no other; nothing where they do already."""
        if self._places.get(user_id) != place:
            self._places[user_id] = place
            heappush(self._heap, (place, user_id))

    def first(self, at_most: int, eligible: Callable[[UUID], bool]) -> list[UUID]:
        """Return up to `at_most` eligible users in order; they keep their places.

        Whoever is found not to be eligible leaves the order, until they are put in again.
        """
        found: list[tuple[Place, UUID]] = []
        while self._heap and len(found) < at_most:
            place, user_id = heappop(self._heap)
            if self._places.get(user_id) == place:
                del self._places[user_id]
                if eligible(user_id):
                    found.append((place, user_id))
        for place, user_id in found:
            self.put(user_id, place)
        return [user_id for _, user_id in found]
