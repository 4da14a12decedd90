"""Calls that the leader keeps between its steps: it alone writes them, so that it need not read them back."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from services.scheduler.domain.calls import Call

MOST = 5_000
"""So many calls are kept at most; those that changed longest ago are read again."""


class KnownCalls:
    """Calls as the last step that concerned them left them. What changes calls otherwise has it forget them all."""

    def __init__(self) -> None:
        self._calls: dict[UUID, Call] = {}

    def of(self, call_ids: Iterable[UUID]) -> dict[UUID, Call]:
        """Return those of these calls that are known."""
        return {call_id: self._calls[call_id] for call_id in call_ids if call_id in self._calls}

    def put(self, calls: Mapping[UUID, Call]) -> None:
        """Keep calls as they are now."""
        for call_id, call in calls.items():
            self._calls.pop(call_id, None)
            self._calls[call_id] = call
        while len(self._calls) > MOST:
            del self._calls[next(iter(self._calls))]

    def forget(self) -> None:
        """Keep none."""
        self._calls.clear()
