"""The benchmarks' figures are what they say, on records small enough to reckon by hand."""

from typing import Any

import pytest

from bench.record import Percentiles, slot_turnarounds, utilisation


def _at(seconds: float) -> str:
    return f"2026-03-02T12:00:{seconds:09.6f}+00:00"


def _call(received: float, line_ended: float) -> dict[str, Any]:
    return {"received": _at(received), "line_ended": _at(line_ended)}


def _webhook(execution_id: str, status: str, sent: float, attempt: int = 1) -> dict[str, Any]:
    return {"execution_id": execution_id, "status": status, "sent_at": _at(sent), "attempt": attempt}


def test_each_slot_freed_is_taken_by_the_next_call_in_order_and_the_last_by_nobody() -> None:
    calls = [_call(0, 5), _call(0.1, 3), _call(3.02, 6), _call(5.5, 7)]
    webhooks = [_webhook("b", "no-answer", 3), _webhook("a", "call-disconnected", 5), _webhook("c", "busy", 6)]
    assert slot_turnarounds(calls, webhooks, slots=2) == pytest.approx([0.02, 0.5])


def test_a_slot_is_freed_by_the_first_webhook_that_ends_the_line_as_it_is_first_sent() -> None:
    calls = [_call(0, 1), _call(2.5, 4)]
    webhooks = [
        _webhook("a", "in-progress", 0.5),
        _webhook("a", "call-disconnected", 2),
        _webhook("a", "call-disconnected", 2.2, attempt=2),
        _webhook("a", "completed", 2.4),
    ]
    assert slot_turnarounds(calls, webhooks, slots=1) == pytest.approx([0.5])


def test_utilisation_compares_the_run_with_the_same_calls_without_gaps() -> None:
    figures = utilisation([_call(0, 2), _call(0, 4), _call(3, 5)], slots=2)
    assert (figures.took_seconds, figures.without_gaps_seconds, figures.ratio) == (5.0, 4.0, 1.25)


def test_a_run_without_gaps_has_a_ratio_of_one() -> None:
    assert utilisation([_call(0, 2), _call(0, 3), _call(2, 3)], slots=2).ratio == 1.0


def test_percentiles_are_those_of_the_durations_in_milliseconds() -> None:
    figures = Percentiles.of(number / 1000 for number in range(1, 101))
    assert (figures.samples, figures.p50_ms, figures.p99_ms, figures.max_ms) == (100, 51.0, 100.0, 100.0)
