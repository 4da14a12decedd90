"""What is told of each request to call: how long it took, and a span in the call's trace."""

from datetime import datetime

from opentelemetry.trace import SpanKind
from prometheus_client import Histogram

from services.dialer.domain.attempt import Attempt
from services.dialer.provider import outcome_of
from shared.bolna import provider as bolna
from shared.messaging import tracing

REQUEST_SECONDS = Histogram(
    "dialer_provider_request_seconds",
    "From a request to call being sent to what became of it: placed, unknown, or why it was not placed",
    ["outcome"],
)


def observe(
    attempt: Attempt, answer: bolna.Placed | bolna.NotPlaced | bolna.Unknown, began: datetime, ended: datetime
) -> None:
    """Tell of the request that placed an attempt, or did not."""
    outcome = outcome_of(answer)
    REQUEST_SECONDS.labels(outcome).observe(max(0.0, (ended - began).total_seconds()))
    about = {"attempt.id": str(attempt.attempt_id), "outcome": outcome}
    tracing.tell(attempt.call_id, "POST /call", began, ended, SpanKind.CLIENT, **about)
