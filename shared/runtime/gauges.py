"""What a leader tells of its log and its sources: positions, lag, parked messages."""

from collections import Counter
from collections.abc import Mapping, Sequence

from prometheus_client import Gauge

from shared.contracts.vocabulary import Service
from shared.eventstore.protocol import Parked

LEADING = Gauge("service_leading", "1 while this process leads its service, else 0", ["service"])
HEAD = Gauge("log_head_position", "Events in the service's log", ["service"])
RELAY_LAG = Gauge("relay_lag_positions", "Events of the service's log that NATS has not acknowledged", ["service"])
CONSUMER_LAG = Gauge(
    "consumer_lag_positions", "Events of a source that exist and are not applied by the service", ["service", "source"]
)
PARKED = Gauge("parked_messages", "Messages that wait for a person", ["service", "source"])
_OF_A_LEADER = (HEAD, RELAY_LAG, CONSUMER_LAG, PARKED)


def tell(
    service: Service, *, head: int, acknowledged: int, behind: Mapping[Service, int], parked: Sequence[Parked]
) -> None:
    """Tell how the log and the sources of a service stand, as its leader sees them."""
    HEAD.labels(service.value).set(head)
    RELAY_LAG.labels(service.value).set(max(0, head - acknowledged))
    waiting = Counter(one.source for one in parked)
    for source, positions in behind.items():
        CONSUMER_LAG.labels(service.value, source.value).set(positions)
        PARKED.labels(service.value, source.value).set(waiting[source])


def forget() -> None:
    """Tell nothing more of it: who does not lead does not know."""
    for gauge in _OF_A_LEADER:
        gauge.clear()
