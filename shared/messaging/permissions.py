"""What each service may say and hear over NATS: its own subjects, the streams of its sources, the questions it asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from shared.contracts.vocabulary import Service
from shared.messaging.subjects import (
    STREAM_OF,
    consumer_name,
    head_subject,
    inbox_prefix,
    stream_subjects,
    wake_subject,
)

READS: Mapping[Service, Sequence[Service]] = MappingProxyType(
    {
        Service.CAMPAIGNS: (Service.SCHEDULER, Service.DIALER, Service.WEBHOOKS),
        Service.SCHEDULER: (Service.CAMPAIGNS, Service.DIALER, Service.WEBHOOKS),
        Service.DIALER: (Service.CAMPAIGNS, Service.SCHEDULER, Service.WEBHOOKS),
        Service.WEBHOOKS: (Service.DIALER,),
    }
)
"""Whose log each service takes in."""

HISTORY = ("head", "event_at", "events")
"""What every reader asks the owner of a log."""
ASKS: Mapping[Service, Sequence[str]] = MappingProxyType(
    {
        Service.CAMPAIGNS: ("scheduler.*", "dialer.applied", "dialer.stream", "webhooks.report", "webhooks.stream"),
        Service.SCHEDULER: ("campaigns.chunk",),
        Service.DIALER: ("scheduler.slots",),
        Service.WEBHOOKS: (),
    }
)
"""What each service asks beside that, as `<service>.<question>`."""


@dataclass(frozen=True, slots=True)
class Permissions:
    """Subjects, with wildcards, that a service may publish to and subscribe to; answers need no leave of their own."""

    publish: Sequence[str]
    subscribe: Sequence[str]


def permissions(service: Service) -> Permissions:
    """Return what a service needs, and no more."""
    sources, name = READS[service], service.value
    return Permissions(
        publish=(
            stream_subjects(service),
            head_subject(service),
            wake_subject(service),
            f"feed.{name}",
            f"dead.{name}.*",
            *(f"ask.{source.value}.{question}" for source in sources for question in HISTORY),
            *(f"ask.{question}" for question in ASKS[service]),
            f"$JS.API.STREAM.UPDATE.{STREAM_OF[service]}",
            *(subject for stream in (service, *sources) for subject in _of_stream(stream)),
            *(subject for source in sources for subject in _of_consumer(service, source)),
        ),
        subscribe=(
            f"{inbox_prefix(name)}.>",
            f"ask.{name}.*",
            wake_subject(service),
            f"feed.{name}",
            *(head_subject(source) for source in sources),
            "$SRV.>",
            f"srv.{name}.*",
        ),
    )


def _of_stream(owner: Service) -> Sequence[str]:
    """Making a stream, its own or a source's that was lost, and reading how far it has come."""
    stream = STREAM_OF[owner]
    return [f"$JS.API.STREAM.{verb}.{stream}" for verb in ("CREATE", "INFO", "MSG.GET")]


def _of_consumer(reader: Service, source: Service) -> Sequence[str]:
    """Making and using the one consumer that is a service's of a source."""
    of = f"{STREAM_OF[source]}.{consumer_name(reader, source)}"
    verbs = ("INFO", "CREATE", "DURABLE.CREATE", "DELETE", "MSG.NEXT")
    return [*(f"$JS.API.CONSUMER.{verb}.{of}" for verb in verbs), f"$JS.ACK.{of}.>"]
