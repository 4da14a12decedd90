"""`TEST_INFRA=containers`: where no engine answers, that is said once, and no test begins."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def test_without_an_engine_the_remedy_is_said_in_one_line_and_nothing_is_run(port: int) -> None:
    environment = os.environ | {"TEST_INFRA": "containers", "DOCKER_HOST": f"tcp://127.0.0.1:{port}"}
    command = [sys.executable, "-m", "pytest", "-n", "2", "-p", "no:cacheprovider", "tests/decisions/contracts"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    errors = [line for line in ran.stderr.splitlines() if line.startswith("ERROR: ")]
    assert (ran.returncode, ran.stdout, len(errors)) == (pytest.ExitCode.USAGE_ERROR, "", 1), ran.stderr
    assert "no Docker engine answers. Start one, or set DOCKER_HOST" in errors[0]
