"""Which event types each service emits, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from shared.contracts import campaigns, dialer, scheduler, webhooks
from shared.contracts.event import Event
from shared.contracts.vocabulary import Service

EVENTS: Mapping[Service, Mapping[str, type[Event]]] = MappingProxyType(
    {
        service: MappingProxyType({event.__name__: event for event in module.EVENTS})
        for service, module in (
            (Service.CAMPAIGNS, campaigns),
            (Service.SCHEDULER, scheduler),
            (Service.DIALER, dialer),
            (Service.WEBHOOKS, webhooks),
        )
    }
)
