"""Numbers blocked and unblocked → `do_not_call`: a file of them is as many events, written at once."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from services.campaigns.projections_sql import QUERIES
from shared.contracts.campaigns import NumberBlocked, NumberUnblocked
from shared.messaging.envelope import Envelope
from shared.runtime.worker import Connection

NOBODY = UUID(int=0)
"""Stands for the user of an entry that binds everybody."""

Key = tuple[str, UUID, str]


class Entries:
    """What was told of the lists. Nothing else reads or writes them, so that it may be written after all else."""

    def __init__(self) -> None:
        self._taken_off: set[Key] = set()
        self._put_on: dict[Key, dict[str, Any]] = {}

    def take(self, envelope: Envelope) -> bool:
        """Take an event in if it is about a list."""
        event = envelope.event
        if not isinstance(event, NumberBlocked | NumberUnblocked):
            return False
        key = (event.scope.value, event.user_id or NOBODY, event.phone_number)
        if isinstance(event, NumberUnblocked):
            self._taken_off.add(key)
            self._put_on.pop(key, None)
        else:
            entry = {"entry_id": str(envelope.event_id), "reason": event.reason, "at": event.at.isoformat()}
            self._put_on.setdefault(key, {**_key(key), **entry})
        return True

    async def write(self, connection: Connection) -> None:
        """Write what was gathered."""
        if self._taken_off:
            await connection.execute(QUERIES["numbers_unblocked"], {"entries": Jsonb([*map(_key, self._taken_off)])})
        if self._put_on:
            await connection.execute(QUERIES["numbers_blocked"], {"entries": Jsonb([*self._put_on.values()])})


def _key(key: Key) -> dict[str, str]:
    scope, user_id, phone_number = key
    return {"scope": scope, "user_id": str(user_id), "phone_number": phone_number}
