"""Asking the services' processes how they are."""

import http.client
import json
from urllib.parse import urlsplit

_SECONDS = 2.0


def is_ready(origin: str) -> bool:
    """Whether the process at `origin` says that it is ready."""
    status, _ = _get(origin, "/health/ready")
    return status == http.client.OK


def why_not_ready(origin: str) -> str:
    """What the process at `origin` answers when asked; for people."""
    status, body = _get(origin, "/health/ready")
    return f"it answered {status}: {body[:500]}" if status else "it does not answer"


def leads(origin: str) -> bool:
    """Whether the worker at `origin` is the one of its service that leads."""
    status, body = _get(origin, "/health/live")
    if status != http.client.OK:
        return False
    try:
        said = json.loads(body)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("leading") is True


def _get(origin: str, path: str) -> tuple[int, str]:
    """Status and body; 0 where nobody answers."""
    connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=_SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", errors="replace")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()
