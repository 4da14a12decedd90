"""How long events of a source may wait for others, so that many are taken in with one commit."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.contracts.event import Event
from shared.messaging.envelope import Envelope


@dataclass(frozen=True, slots=True)
class Patience:
    """Events wait `seconds` at most for company; one of `hurried` is taken in at once, with all that came before it.

    Every event costs its reader a transaction, whether or not it has an effect there. What nothing waits for is taken
    in together. Below the 250 ms after which a reader that is behind asks the owner.
    """

    seconds: float = 0.0
    hurried: frozenset[type[Event]] = frozenset()

    def waits(self, envelopes: Iterable[Envelope]) -> bool:
        """Whether all of these may wait."""
        hurried = {event.__name__ for event in self.hurried}
        return self.seconds > 0 and hurried.isdisjoint(envelope.type for envelope in envelopes)


AT_ONCE = Patience()
"""Every event is taken in as soon as it comes; what comes meanwhile is taken in together."""
