"""Every subject, stream and consumer name: spelt here and nowhere else."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from shared.contracts.ids import SYSTEM
from shared.contracts.vocabulary import Service
from shared.messaging.envelope import Envelope

TOKEN = re.compile(r"[A-Za-z0-9_-]+")
"""What may stand between two dots of a subject: no dot, no wildcard, no space."""

STREAM_OF: Mapping[Service, str] = MappingProxyType({service: service.name for service in Service})
"""The JetStream stream of each service: CAMPAIGNS, SCHEDULER, DIALER, WEBHOOKS."""


def event_subject(envelope: Envelope) -> str:
    """Return `<service>.<EventName>.<user_id|system>`. Raises ValueError when the type is no single token."""
    owner = SYSTEM if envelope.user_id is None else str(envelope.user_id)
    return f"{envelope.source.value}.{_token(envelope.type)}.{owner}"


def stream_subjects(service: Service) -> str:
    """Return the pattern of everything that a service's stream keeps."""
    return f"{service.value}.>"


def ask_subject(service: Service, question: str) -> str:
    """Return `ask.<service>.<question>`, outside every stream."""
    return f"ask.{service.value}.{_token(question)}"


def head_subject(service: Service) -> str:
    """Return `head.<service>`, where a service announces how far its log has come."""
    return f"head.{service.value}"


def wake_subject(service: Service) -> str:
    """Return `wake.<service>`, where a commit in another process nudges the relay."""
    return f"wake.{service.value}"


def feed_subject(service: Service) -> str:
    """Return `feed.<service>`, where its leader says that there is something to read in the live feed."""
    return f"feed.{service.value}"


def dead_subject(service: Service, event_name: str) -> str:
    """Return `dead.<service>.<EventName>`, where a parked message is told of."""
    return f"dead.{service.value}.{_token(event_name)}"


def micro_subject(service: Service, endpoint: str) -> str:
    """Return `srv.<service>.<endpoint>`, where its processes answer as a NATS micro service."""
    return f"srv.{service.value}.{_token(endpoint)}"


def inbox_prefix(user: str | None) -> str:
    """Return `_INBOX.<user>`, below which answers to a user arrive; plain `_INBOX` without a name for it."""
    return f"_INBOX.{user}" if user is not None and TOKEN.fullmatch(user) else "_INBOX"


def consumer_name(reader: Service, source: Service) -> str:
    """Return the durable consumer's name, `<reader>-from-<source>`; it is never renamed."""
    return f"{reader.value}-from-{source.value}"


def _token(text: str) -> str:
    if TOKEN.fullmatch(text) is None:
        raise ValueError(f"{text!r} cannot stand in a subject: letters, digits, _ and - only")
    return text
