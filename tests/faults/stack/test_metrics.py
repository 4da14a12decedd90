"""What every process tells Prometheus while a campaign runs: who leads, slots, queue, lag, what became of requests."""

import contextlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from shared.contracts.vocabulary import Service
from tests.faults.stack.conftest import Rehearse
from tests.faults.stack.running_stack import RunningStack
from tests.faults.stack.waiting import wait_for
from tests.infrastructure import free_port, server_folder

OBSERVABILITY = Path(__file__).parents[3] / "deploy" / "observability"
COMPARED = (" > ", " < ")
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


@contextlib.contextmanager
def prometheus(stack: RunningStack) -> Iterator[str]:
    """A Prometheus that scrapes every process of the stack; its address."""
    program = shutil.which("prometheus")
    if program is None:
        pytest.skip("prometheus (of Debian) is not there")
    targets = [origin.removeprefix("http://") for origin in stack.public["metrics"].values()]
    job = {"job_name": "call-campaigns", "static_configs": [{"targets": targets}]}
    with server_folder() as folder:
        (folder / "prometheus.yaml").write_text(
            json.dumps({"global": {"scrape_interval": "1s"}, "scrape_configs": [job]})
        )
        address = f"127.0.0.1:{free_port()}"
        arguments = (f"--config.file={folder}/prometheus.yaml", f"--storage.tsdb.path={folder}/data")
        running = subprocess.Popen(
            [program, *arguments, f"--web.listen-address={address}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield f"http://{address}"
        finally:
            running.terminate()
            running.wait(10)


def expressions() -> list[str]:
    """What pictures show, and what alerts compare with their bounds."""
    dashboard = json.loads((OBSERVABILITY / "grafana" / "call-campaigns.json").read_text("utf-8"))
    shown = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    (group,) = yaml.safe_load((OBSERVABILITY / "alerts.yaml").read_text("utf-8"))["groups"]
    compared = [side for rule in group["rules"] for side in rule["expr"].split(" and ")]
    for comparison in COMPARED:
        compared = [side for one in compared for side in one.split(comparison)]
    return [*shown, *compared]


def asked(origin: str, expression: str) -> list[Any]:
    try:
        answer = httpx.get(f"{origin}/api/v1/query", params={"query": expression}, timeout=5)
    except httpx.TransportError:
        return []
    result: list[Any] = answer.json()["data"]["result"] if answer.is_success else []
    return result


def test_every_picture_and_alert_has_data_while_a_campaign_runs(stack: RunningStack, rehearse: Rehearse) -> None:
    run = rehearse(LIMIT, profile=SHORT)
    with prometheus(stack) as origin:
        run.upload(run.customers[0], CONTACTS)
        httpx.post(f"{stack.public['webhooks']}/api/webhooks/bolna/wrong", json={}, timeout=5)
        answered: set[str] = set()

        def all_answered() -> bool:
            answered.update(one for one in expressions() if asked(origin, one))
            return answered >= set(expressions())

        with contextlib.suppress(AssertionError):
            wait_for(all_answered, "everything has data", 30, poll=1)
        assert set(expressions()) - answered == set()
        run.wait_until_completed(60)
