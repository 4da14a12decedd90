"""What an answer, or its absence, to `POST /call` proves. Pure: status, body and the chain of exceptions decide.

Proved not placed is only this; everything else is `Unknown`, and the person may be rung:

- a 400, 401, 403, 404, 422 or 429 *with Bolna's error body*: a JSON object with words in `message`, `detail` or
  `error`. A gateway's page with the same status says nothing of what happened behind it.
- a failure whose cause is aiohttp's own `ClientConnectorError` or `ConnectionTimeoutError`. Verified in the source of
  aiohttp 3.14.5: both are raised only while a connection is sought (`connector.py`; `client.py` around
  `connector.connect()`), and the request is first written afterwards, by `req.send(conn)`. So they come strictly
  before a byte of the request: `ClientConnectorError` for refused and unreachable addresses, names that do not
  resolve (`ClientConnectorDNSError`) and TLS handshakes that fail (`ClientConnectorSSLError`,
  `ClientConnectorCertificateError`); `ConnectionTimeoutError` for a wait that was too long for a free place in the
  pool, the name, the TCP connection or the TLS handshake. A timeout once a connection is there is
  `SocketTimeoutError`, a broken one `ClientOSError` or `ServerDisconnectedError`: siblings, not subclasses.

The names that httpx gives are not looked at: its aiohttp transport calls a closed connection `ConnectTimeout`.
"""

import errno
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import aiohttp

from shared.bolna import reading
from shared.bolna.provider import NotPlaced, NotPlacedReason, Placed, Unknown

_LONGEST_MESSAGE = 500
_REJECTED = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY})
_REASONS: Mapping[int, NotPlacedReason] = {
    HTTPStatus.BAD_REQUEST: NotPlacedReason.NUMBER_REJECTED,
    HTTPStatus.UNAUTHORIZED: NotPlacedReason.KEY_REJECTED,
    HTTPStatus.FORBIDDEN: NotPlacedReason.KEY_REJECTED,
    HTTPStatus.NOT_FOUND: NotPlacedReason.AGENT_MISSING,
    HTTPStatus.UNPROCESSABLE_ENTITY: NotPlacedReason.NUMBER_REJECTED,
    HTTPStatus.TOO_MANY_REQUESTS: NotPlacedReason.RATE_LIMITED,
}
_ABOUT: tuple[tuple[re.Pattern[str], NotPlacedReason], ...] = (
    # what the words of a 400 or 422 are about; the first that fits, else the recipient's number
    (re.compile(r"from[_ -]?(phone|number)|caller[_ -]?id"), NotPlacedReason.REQUEST_REJECTED),
    (re.compile(r"recipient|e\.?164"), NotPlacedReason.NUMBER_REJECTED),
    (re.compile(r"agent.*(not found|not exist|no such|unknown)"), NotPlacedReason.AGENT_MISSING),
    (re.compile(r"agent|schedul|user_data|retry_config|json|bypass"), NotPlacedReason.REQUEST_REJECTED),
)
_MEANINGS: tuple[tuple[type[BaseException], str], ...] = (
    # the first that fits; no text of an exception is repeated, since it may quote headers or the answer
    (aiohttp.ClientConnectorDNSError, "Bolna's name does not resolve"),
    (aiohttp.ClientSSLError, "no TLS connection to Bolna could be made"),
    (aiohttp.ClientConnectorError, "no connection to Bolna could be made"),
    (aiohttp.ConnectionTimeoutError, "no connection to Bolna could be made in time"),
    (TimeoutError, "Bolna did not answer in time"),
    (aiohttp.ServerDisconnectedError, "Bolna closed the connection instead of answering"),
    (aiohttp.ClientOSError, "the connection to Bolna broke"),
    (aiohttp.ClientPayloadError, "Bolna's answer broke off"),
    (aiohttp.ClientResponseError, "Bolna answered what is not HTTP"),
)


def judge_answer(status: int, body: bytes, retry_after: float | None = None) -> Placed | NotPlaced | Unknown:
    """What an HTTP answer to `POST /call` proves. `retry_after`: seconds, of a 429."""
    execution_id = _execution_id(body)
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES and execution_id is not None:
        return Placed(execution_id)
    message = error_words(body)
    reason = _REASONS.get(status)
    if reason is None or message is None or execution_id is not None:
        return Unknown(f"HTTP {status}: {message or 'without words of Bolna'}")
    if status in _REJECTED:
        reason = _about(message)
    limited = reason is NotPlacedReason.RATE_LIMITED
    return NotPlaced(reason, status, message, retry_after if limited else None)


def judge_failure(error: BaseException) -> NotPlaced | Unknown:
    """What a failure without an answer to `POST /call` proves."""
    if any(
        isinstance(cause, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError) for cause in _causes(error)
    ):
        return NotPlaced(NotPlacedReason.UNREACHABLE, message=describe(error))
    return Unknown(describe(error))


def describe(error: BaseException) -> str:
    """A failure in words that quote nothing from the wire: the meaning, the class, the system's name for it."""
    causes = list(_causes(error))
    for kind, meaning in _MEANINGS:
        for cause in causes:
            if isinstance(cause, kind):
                return f"{meaning} ({_name(cause)})"
    return f"the request failed ({_name(error)})"


def error_words(body: bytes) -> str | None:
    """Bolna's words in an error body, read in the order message, detail, error; None if this is no such body."""
    try:
        found = reading.document(body)
    except reading.Unreadable:
        return None
    if not isinstance(found, Mapping):
        return None
    words = (_words(found.get(key)) for key in ("message", "detail", "error"))
    return next((word[:_LONGEST_MESSAGE] for word in words if word), None)


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """A Retry-After header, seconds or an HTTP date, in seconds from `now`, at least 0; None: absent, unreadable."""
    waited = reading.seconds(header)
    if waited is not None or header is None:
        return waited
    try:
        until = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    aware = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


def _execution_id(body: bytes) -> str | None:
    try:
        return reading.text(reading.at(reading.document(body), ("execution_id",)))
    except reading.Unreadable:
        return None


def _about(message: str) -> NotPlacedReason:
    spoken = message.lower()
    fitting = (reason for pattern, reason in _ABOUT if pattern.search(spoken))
    return next(fitting, NotPlacedReason.NUMBER_REJECTED)


def _words(value: Any) -> str | None:
    """Text, or the texts of a validation error: `[{"loc": ["body", "field"], "msg": "…"}]`."""
    if isinstance(value, str):
        return reading.text(value)
    items = value if isinstance(value, list) else [value]
    found = [_item_words(item) for item in items if isinstance(item, Mapping)]
    return "; ".join(word for word in found if word) or None


def _item_words(item: Mapping[str, Any]) -> str | None:
    words = next((word for key in ("msg", "message", "detail", "error") if (word := reading.text(item.get(key)))), None)
    place = item.get("loc")
    if words is None or not isinstance(place, list):
        return words
    return f"{'.'.join(reading.text(step) or '' for step in place)}: {words}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was raised *from*. Not `__context__`: that may be another request's failure."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__


def _name(cause: BaseException) -> str:
    number = cause.errno if isinstance(cause, OSError) else None
    known = errno.errorcode.get(number) if number is not None else None
    return type(cause).__name__ if known is None else f"{type(cause).__name__}, {known}"
