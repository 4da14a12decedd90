"""A line of the log: one JSON object with ids beside a constant message, and nobody's number in it."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator

import pytest
import structlog

from shared.contracts.ids import call_trace
from shared.telemetry import configure_logging
from shared.testing.examples import CALL, CAMPAIGN, USER

NUMBER = "+919812345678"


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """What was logged so far; logging is as it was before, afterwards."""
    root = logging.getLogger()
    handlers, level, context = list(root.handlers), root.level, structlog.contextvars.get_contextvars()
    stderr = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    configure_logging(level="INFO", service="dialer", role="worker")
    yield stderr.getvalue
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**context)


def test_a_line_about_a_call_has_its_ids_and_its_trace(said: Callable[[], str]) -> None:
    ids = {"call_id": str(CALL), "campaign_id": str(CAMPAIGN), "user_id": str(USER)}
    logging.getLogger("dialer").info("a call was placed", extra=ids)
    line = json.loads(said())
    assert line["event"] == "a call was placed"
    assert {name: line[name] for name in ids} == ids
    assert line["trace_id"] == call_trace(CALL)[0]
    assert (line["service"], line["role"]) == ("dialer", "worker")


def test_a_number_is_masked_wherever_it_stands(said: Callable[[], str]) -> None:
    structlog.get_logger("dialer").warning("not placed", error=f"{NUMBER} was refused", number=NUMBER)
    logging.getLogger("httpx").warning("no answer for %s", NUMBER)
    lines = said()
    assert NUMBER not in lines
    assert lines.count("+***678") == 3


def test_a_line_about_no_call_has_no_trace_of_one(said: Callable[[], str]) -> None:
    logging.getLogger("dialer").info("caught up", extra={"call_id": "none"})
    assert "trace_id" not in json.loads(said())
