"""Every alert fires when it should, says where to read on, and asks for metrics that there are; so do the pictures."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "deploy" / "observability"
METRIC = re.compile(r"\b(?:[a-z]+_)+[a-z]+\b")
OF_PROMQL = {"histogram_quantile"}


def alerts() -> dict[str, dict[str, Any]]:
    (group,) = yaml.safe_load((FOLDER / "alerts.yaml").read_text("utf-8"))["groups"]
    return {rule["alert"]: rule for rule in group["rules"]}


def pictures() -> list[str]:
    dashboard = json.loads((FOLDER / "grafana" / "call-campaigns.json").read_text("utf-8"))
    return [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]


def test_each_alert_fires_and_not_before() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool (Debian: prometheus) is not there")
    ran = subprocess.run(
        [promtool, "test", "rules", "alerts_test.yaml"], cwd=FOLDER, check=False, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_each_alert_is_tried() -> None:
    tried = yaml.safe_load((FOLDER / "alerts_test.yaml").read_text("utf-8"))["tests"]
    fired = {one["alertname"] for test in tried for one in test["alert_rule_test"] if one["exp_alerts"]}
    assert fired == set(alerts())


def test_each_alert_has_its_section_in_the_runbook() -> None:
    runbook = (ROOT / "docs" / "runbook.md").read_text("utf-8")
    assert re.findall(r"^## (\w+)$", runbook, re.MULTILINE) == list(alerts())
    for name, alert in alerts().items():
        assert alert["annotations"]["runbook"] == f"docs/runbook.md#{name.lower()}"


def test_alerts_and_pictures_ask_for_metrics_that_there_are() -> None:
    reference = (ROOT / "docs" / "metrics.md").read_text("utf-8").replace("…", "dialer_provider_calls")
    for expression in [*(alert["expr"] for alert in alerts().values()), *pictures()]:
        for name in set(METRIC.findall(re.sub(r'"[^"]*"', "", expression))) - OF_PROMQL:
            known = name.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum")
            assert known in reference or f"`{known.replace('dialer_provider_calls', '…')}`" in reference, name
