"""Events → tables: the only writer of the campaigns service's projections. Deterministic; sees no clock."""

from collections.abc import Sequence

from shared.messaging.envelope import Envelope
from shared.runtime.worker import Connection


async def project(connection: Connection, events: Sequence[Envelope]) -> None:
    """Write what events, own or taken, change in the tables."""
    raise NotImplementedError
