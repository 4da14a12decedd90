"""Where the spans of a process go: to the OTLP collector that is named, batch by batch; nowhere without one."""

import contextlib
from collections.abc import Iterator

from opentelemetry import trace as opentelemetry
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_NAMESPACE, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

from shared.messaging import tracing

EXPORT_SECONDS = 5
"""For one batch; a collector that does not answer by then has lost it. Nothing waits for it but the process's end."""


class KnownIds(RandomIdGenerator):
    """Random, but of a span that is a whole call: its id is known beforehand to all who tell of its parts."""

    def generate_span_id(self) -> int:
        """Return the id of the span that is about to begin."""
        known = tracing.known_span_id.get()
        span_id: int = super().generate_span_id() if known is None else known
        return span_id


@contextlib.contextmanager
def sent_to(collector: str | None, service: str, role: str) -> Iterator[None]:
    """Send what is told while the block runs to a collector (`OTEL_EXPORTER_OTLP_ENDPOINT`), and the rest at its end.

    Which traces are taken is for OpenTelemetry's own variables to say (`OTEL_TRACES_SAMPLER=traceidratio`). A process
    does this once: OpenTelemetry takes no second provider.
    """
    if collector is None:
        yield
        return
    about = {SERVICE_NAME: service, SERVICE_NAMESPACE: "call-campaigns", "process.role": role}
    provider = TracerProvider(resource=Resource.create(about), id_generator=KnownIds(), shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint=f"{collector}/v1/traces", timeout=EXPORT_SECONDS)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    opentelemetry.set_tracer_provider(provider)
    try:
        yield
    finally:
        provider.shutdown()
