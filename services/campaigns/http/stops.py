"""Which stops of campaigns are known to be complete."""

from dataclasses import dataclass, field
from uuid import UUID

REMEMBERED = 10_000


@dataclass
class Stopped:
    """Stops known to be complete, by campaign and the position of the command; kept in this process alone."""

    _known: dict[tuple[UUID, int], None] = field(default_factory=dict)

    def __contains__(self, stop: tuple[UUID, int]) -> bool:
        return stop in self._known

    def remember(self, stop: tuple[UUID, int]) -> None:
        """Keep a stop, forgetting the oldest beyond REMEMBERED."""
        self._known[stop] = None
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]
