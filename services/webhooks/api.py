"""`POST /api/webhooks/bolna[/{secret}]`: authenticated, stored, then answered."""

import json
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from opentelemetry.trace import SpanKind
from prometheus_client import Counter, Histogram
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from services.webhooks.access import Access
from services.webhooks.deliveries import Delivery, receive
from services.webhooks.intake import Intake, NotStored
from shared.messaging import tracing

MOST_BYTES = 1024 * 1024
"""A webhook's body above this is refused."""
RETRY_AFTER_SECONDS = 5

DELAY = Histogram(
    "webhooks_delay_seconds",
    "From the moment of which a webhook tells, by Bolna's clock, to its receipt",
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600),
)
ANSWERS = Counter("webhooks_answers_total", "Webhooks by the answer given", ["status"])


class TooLarge(Exception):
    """The body is above MOST_BYTES."""


class WebhookFace:
    """The HTTP face. A 2xx says that the webhook is stored; 503 asks for it again."""

    def __init__(self, access: Access, intake: Intake, clock: Callable[[], datetime]) -> None:
        self._access = access
        self._intake = intake
        self._clock = clock

    def routes(self) -> list[Route]:
        """The two routes: the secret in `X-Webhook-Secret`, or in the URL."""
        return [
            Route("/api/webhooks/bolna", self._post, methods=["POST"]),
            Route("/api/webhooks/bolna/{secret}", self._post, methods=["POST"]),
        ]

    async def _post(self, request: Request) -> Response:
        response = await self._answer(request)
        ANSWERS.labels(response.status_code).inc()
        return response

    async def _answer(self, request: Request) -> Response:
        peer = request.client.host if request.client else None
        if not self._access.may_come_from(peer, request.headers.getlist("x-forwarded-for")):
            return _problem(HTTPStatus.FORBIDDEN, "address_not_allowed", "webhooks are not taken from this address")
        if not self._access.knows_secret(request.headers.get("x-webhook-secret"), request.path_params.get("secret")):
            return _problem(
                HTTPStatus.UNAUTHORIZED,
                "wrong_secret",
                "the secret belongs into the X-Webhook-Secret header or the last part of the URL",
            )
        try:
            body = await _body(request)
        except TooLarge:
            return _problem(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", f"a webhook has at most {MOST_BYTES} bytes"
            )
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        delivery = receive(body, self._clock())
        _observe_delay(delivery)
        try:
            await self._intake.take(delivery)
            _tell(delivery, self._clock())
        except NotStored:
            return _problem(
                HTTPStatus.SERVICE_UNAVAILABLE, "not_stored", "the webhook was not stored: deliver it again"
            )
        return Response(status_code=HTTPStatus.OK)


def _tell(delivery: Delivery, now: datetime) -> None:
    notice = delivery.notice
    if notice is not None and notice.claimed_call is not None:
        about = {"execution.id": notice.observation.execution_id, "status": notice.observation.word}
        tracing.tell(notice.claimed_call, "webhook", delivery.received_at, now, SpanKind.SERVER, **about)


def _observe_delay(delivery: Delivery) -> None:
    said_at = delivery.notice.observation.updated_at if delivery.notice is not None else None
    if said_at is not None:
        DELAY.observe(max(0.0, (delivery.received_at - said_at).total_seconds()))


async def _body(request: Request) -> bytes:
    """The body; never more than MOST_BYTES are held, whatever Content-Length says. Raises TooLarge."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > MOST_BYTES:
        raise TooLarge
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooLarge
    return bytes(body)


def _problem(status: HTTPStatus, code: str, detail: str) -> Response:
    """A problem of RFC 9457; 503 says when to come again."""
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail, "code": code}
    headers = {"retry-after": str(RETRY_AFTER_SECONDS)} if status is HTTPStatus.SERVICE_UNAVAILABLE else None
    return Response(json.dumps(body), status, headers, media_type="application/problem+json")
