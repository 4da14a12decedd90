"""Logs: one JSON object a line on stderr, ids beside a constant message, numbers of people masked, never a secret."""

import contextlib
import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any
from uuid import UUID

import structlog

from shared.contracts.ids import call_trace

_NUMBER = re.compile(r"\+[0-9]{3,12}([0-9]{3})(?![0-9])")


def masked(text: str) -> str:
    """Return the text with every E.164 number in it cut to its last three digits: `+919812345678` → `+***678`."""
    return _NUMBER.sub(r"+***\1", text)


def _mask(_logger: Any, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name, value in fields.items():
        if isinstance(value, str):
            fields[name] = masked(value)
    return fields


def _traced(_logger: Any, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Add the trace of the call that a line is about."""
    call_id = fields.get("call_id")
    if call_id is not None and "trace_id" not in fields:
        with contextlib.suppress(ValueError):
            fields["trace_id"] = call_trace(UUID(str(call_id)))[0]
    return fields


def configure_logging(*, level: str, service: str, role: str) -> None:
    """Send structlog's and the standard library's logs to stderr as JSON, at `level` and above.

    Called once by `main.py`; a second call replaces the first.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _traced,
        _mask,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(), _traced, _mask],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("httpx", "uvicorn.access", "aiohttp.access", "faststream", "nats.aio.client"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(service=service, role=role)
