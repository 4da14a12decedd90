"""Asking over HTTP as any client does: the API of campaigns, or the simulator. What is refused is said to people."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx

_TIMEOUT = httpx.Timeout(30.0)
_UPLOAD_SECONDS = 600.0
_PASSING = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
_PAGE = 200


class NotAnswered(Exception):
    """The question has no answer that could be used; the text says what was asked, what came back and why."""


class AwayForNow(NotAnswered):
    """Nobody answered, or only that it cannot be done now; asked again later it may be."""


class HttpApi:
    """An HTTP API at `origin`; every question is asked once. Closed by `with`, or `close`.

    Each method raises `NotAnswered` for what is refused or no JSON, and `AwayForNow` where it may pass by itself.
    Proxies that the environment names are passed by: what is asked is on this machine.
    """

    def __init__(self, origin: str, key: str, transport: httpx.BaseTransport | None = None) -> None:
        self.origin = origin
        self._client = httpx.Client(
            base_url=origin,
            headers={"Authorization": f"Bearer {key}"},
            timeout=_TIMEOUT,
            transport=transport,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends its connections."""
        self._client.close()

    def get(self, path: str, **query: str | int) -> Any:
        """The answer to a GET."""
        return self._ask("GET", path, params=query)

    def pages(self, path: str, **query: str | int) -> Iterator[Any]:
        """Every item of a list, page after page."""
        page = self.get(path, limit=_PAGE, **query)
        yield from page["items"]
        while page["next_cursor"] is not None:
            page = self.get(path, limit=_PAGE, cursor=page["next_cursor"], **query)
            yield from page["items"]

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The answer to a POST of JSON."""
        return self._ask("POST", path, json=dict(body))

    def put(self, path: str, body: Mapping[str, Any]) -> Any:
        """The answer to a PUT of JSON."""
        return self._ask("PUT", path, json=dict(body))

    def patch(self, path: str, body: Mapping[str, Any]) -> Any:
        """The answer to a PATCH of JSON."""
        return self._ask("PATCH", path, json=dict(body))

    def delete(self, path: str) -> None:
        """Has something gone."""
        self._answered("DELETE", path)

    def patch_and_status(self, path: str, body: Mapping[str, Any]) -> tuple[int, Any]:
        """The answer to a PATCH of JSON, with its status: for commands that answer 202 while they are not in force."""
        answer = self._answered("PATCH", path, json=dict(body))
        return answer.status_code, self._read("PATCH", path, answer)

    def upload(self, path: str, name: str, content: bytes, fields: Mapping[str, str]) -> Any:
        """The answer to a form with a CSV file; the answer may take ten minutes."""
        file = {"file": (name, content, "text/csv")}
        return self._ask("POST", path, data=dict(fields), files=file, timeout=_UPLOAD_SECONDS)

    def upload_to_follow(self, path: str, name: str, file: Any, fields: Mapping[str, str]) -> Any:
        """The answer to a form with a CSV file that is read from `file` as it is sent: where the import is followed."""
        headers = {"Prefer": "respond-async", "Idempotency-Key": str(uuid4())}
        parts = {"file": (name, file, "text/csv")}
        return self._ask("POST", path, data=dict(fields), files=parts, headers=headers, timeout=_UPLOAD_SECONDS)

    def content(self, path: str) -> bytes:
        """What a GET answers, whatever it is."""
        return self._answered("GET", path).content

    def _ask(self, method: str, path: str, **parts: Any) -> Any:
        return self._read(method, path, self._answered(method, path, **parts))

    def _answered(self, method: str, path: str, **parts: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, path, **parts)
        except httpx.TransportError as error:
            said = str(error) or type(error).__name__
            raise AwayForNow(f"{method} {self.origin}{path}: no answer ({said})") from error
        if not answer.is_success:
            refused = AwayForNow if answer.status_code in _PASSING else NotAnswered
            raise refused(f"{method} {path}: {refusal_for_people(answer.status_code, _body(answer))}")
        return answer

    @staticmethod
    def _read(method: str, path: str, answer: httpx.Response) -> Any:
        body = _body(answer)
        if body is None:
            raise NotAnswered(f"{method} {path}: answered {answer.status_code}, but no JSON: {answer.text[:200]!r}")
        return body


def refusal_for_people(status: int, body: object) -> str:
    """A refusal in words: title, detail and each wrong field of problem details, or what else was answered."""
    if not isinstance(body, dict):
        return f"refused with {status}"
    words = [str(body[name]).rstrip(".") for name in ("title", "detail", "message") if body.get(name)]
    code = f" ({body['code']})" if body.get("code") else ""
    wrong = body.get("errors")
    fields = [_wrong_field(field) for field in wrong] if isinstance(wrong, list) else []
    return "\n    ".join([f"refused with {status}{code}: {'. '.join(words) or 'no reason was given'}", *fields])


def _wrong_field(field: object) -> str:
    if not isinstance(field, dict):
        return str(field)
    found = f", found {field['value']!r}" if field.get("value") is not None else ""
    return f"{field.get('field', '?')}: {field.get('message', field.get('code', '?'))}{found}"


def _body(answer: httpx.Response) -> Any:
    """The JSON of an answer; None where it is none."""
    try:
        return answer.json()
    except ValueError:
        return None
