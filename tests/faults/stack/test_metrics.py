"""What every process tells Prometheus while a campaign runs: who leads, slots, queue, lag, what became of requests."""

from collections.abc import Iterator

import httpx
from prometheus_client.parser import text_string_to_metric_families

from shared.contracts.vocabulary import Service
from tests.faults.stack.conftest import Rehearse
from tests.faults.stack.running_stack import RunningStack
from tests.faults.stack.waiting import wait_for

CONTACTS = 30
LIMIT = 3
SHORT = {
    "fixed_numbers": False,
    "ring_seconds": [0.1, 0.2],
    "talk_seconds": [0.2, 0.5],
    "completed_after_seconds": [0.0, 0.1],
    "outcomes": {},
}

Sample = tuple[str, str, frozenset[tuple[str, str]], float]


class Metrics:
    """One scrape of every process."""

    def __init__(self, stack: RunningStack) -> None:
        self._samples = list(_samples(stack))

    def sum(self, name: str, **labels: str) -> float:
        """The sum of a metric over all processes that tell it with these labels."""
        return sum(value for _, told, tags, value in self._samples if told == name and labels.items() <= tags)

    def tells(self, name: str) -> bool:
        return any(told == name for _, told, _, _ in self._samples)


def _samples(stack: RunningStack) -> Iterator[Sample]:
    for process, origin in stack.public["metrics"].items():
        answer = httpx.get(f"{origin}/metrics", timeout=5).raise_for_status()
        for family in text_string_to_metric_families(answer.text):
            for one in family.samples:
                yield process, one.name, frozenset(one.labels.items()), one.value


def test_what_an_operator_asks_is_told_while_a_campaign_runs(stack: RunningStack, rehearse: Rehearse) -> None:
    run = rehearse(LIMIT, profile=SHORT)
    before = Metrics(stack)
    run.upload(run.customers[0], CONTACTS)
    wait_for(lambda: Metrics(stack).sum("scheduler_ready_calls") > 0, "calls are ready")
    during = Metrics(stack)
    for service in Service:
        assert during.sum("service_leading", service=service.value) == 1, service
        assert during.sum("log_head_position", service=service.value) > 0, service
    wait_for(lambda: Metrics(stack).sum("scheduler_slots_in_use_calls") == LIMIT, "all slots are in use")
    assert during.sum("scheduler_slots_limit_calls") >= LIMIT
    run.wait_until_completed(60)
    wait_for(lambda: not Metrics(stack).sum("scheduler_slots_in_use_calls"), "all slots are free")

    wait_for(lambda: not Metrics(stack).sum("consumer_lag_positions"), "everything is taken in")
    wait_for(lambda: not Metrics(stack).sum("relay_lag_positions"), "everything is published")
    after = Metrics(stack)
    none = ("scheduler_ready_calls", "scheduler_waiting_calls", "scheduler_oldest_ready_seconds", "parked_messages")
    assert {name: after.sum(name) for name in (*none, "dialer_dialling_stopped", "metrics_not_measured_total")} == (
        dict.fromkeys((*none, "dialer_dialling_stopped", "metrics_not_measured_total"), 0)
    )
    assert all(after.tells(name) for name in none)

    def counted(name: str, **labels: str) -> float:
        return after.sum(f"{name}_count", **labels) - before.sum(f"{name}_count", **labels)

    assert counted("dialer_provider_request_seconds", outcome="placed") == CONTACTS
    assert CONTACTS - LIMIT <= counted("scheduler_slot_turnaround_seconds") <= CONTACTS
    assert counted("webhooks_delay_seconds") >= CONTACTS
    assert after.tells("dialer_provider_calls_allowed")
