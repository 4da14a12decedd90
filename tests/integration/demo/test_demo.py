"""`callctl demo` as a newcomer runs it: real servers, real services, few contacts."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from callctl.data_directory import DataDirectory
from tests.infrastructure import server_folder
from tests.integration.stack.running import ROOT, callctl, free_port_base, lives

SECONDS = 240


@contextmanager
def demo(temporary: Path, base: int | None = None, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A demonstration that runs, its temporary files in `temporary`."""
    command = [sys.executable, "-m", "callctl.main", "demo", "--port-base", str(base or free_port_base())]
    given = os.environ | {"TMPDIR": str(temporary)} | environment
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=given, cwd=ROOT
    ) as running:
        try:
            yield running
        finally:
            if running.poll() is None:
                running.send_signal(signal.SIGINT)
                running.communicate(timeout=SECONDS)


@pytest.fixture
def temporary() -> Iterator[Path]:
    with server_folder() as folder:
        yield folder


def pids(temporary: Path) -> list[int]:
    """Of all processes of the demonstration that has its data below `temporary`."""
    (folder,) = temporary.glob("call-campaigns-demo-*")
    record = DataDirectory(folder).read()
    assert record is not None
    return [record.supervisor.pid, *(process.pid for process in record.processes.values())]


def printed_until(running: subprocess.Popen[str], pattern: str) -> str:
    """What it prints up to the first line with `pattern`."""
    assert running.stdout is not None
    lines: list[str] = []
    for line in running.stdout:
        lines.append(line)
        if re.search(pattern, line):
            return "".join(lines)
    raise AssertionError(f"it ended without {pattern!r}:\n{''.join(lines)}")


def test_every_sample_contact_ends_as_expected_within_the_limits_and_nothing_is_left_behind(temporary: Path) -> None:
    with demo(temporary, WEBHOOK_ALLOWED_IPS="203.0.113.9", DEFAULT_COUNTRY="DE") as running:
        before = printed_until(running, "active")
        processes = pids(temporary)
        rest, _ = running.communicate(timeout=SECONDS)

    assert running.returncode == 0, before + rest
    assert "All 219 contacts ended as expected, each called once, and no limit was passed." in rest
    assert [pid for pid in processes if lives(pid)] == []
    assert list(temporary.glob("call-campaigns-demo-*")) == []


def test_interrupted_it_stops_everything_and_leaves_nothing_behind(temporary: Path) -> None:
    with demo(temporary) as running:
        printed_until(running, "Autumn offer: active")
        processes = pids(temporary)
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=SECONDS)

    assert running.returncode == 130
    assert [pid for pid in processes if lives(pid)] == []
    assert list(temporary.glob("call-campaigns-demo-*")) == []


def test_kept_it_runs_on_until_the_command_that_it_names(temporary: Path) -> None:
    with demo(temporary, DEMO_CONTACTS="20", DEMO_KEEP="1") as running:
        rest, _ = running.communicate(timeout=SECONDS)
    assert running.returncode == 0, rest
    assert "All 20 contacts ended as expected" in rest
    processes = pids(temporary)
    (folder,) = temporary.glob("call-campaigns-demo-*")
    assert f"callctl down --data-dir {folder}" in rest
    assert callctl("status", data_dir=folder).returncode == 0

    assert callctl("down", data_dir=folder).returncode == 0

    assert [pid for pid in processes if lives(pid)] == []


def test_a_taken_port_is_named(temporary: Path) -> None:
    base = free_port_base()
    with socket.create_server(("127.0.0.1", base + 2)), demo(temporary, base) as running:
        said, _ = running.communicate(timeout=SECONDS)

    assert running.returncode == 1
    assert f"Another program listens on port {base + 2} (for simulator)" in said
    assert list(temporary.glob("call-campaigns-demo-*")) == []


@pytest.mark.parametrize("contacts", ["0", "1000001", "many"])
def test_a_number_of_contacts_that_cannot_be_is_refused(temporary: Path, contacts: str) -> None:
    with demo(temporary, DEMO_CONTACTS=contacts) as running:
        said, _ = running.communicate(timeout=SECONDS)

    assert running.returncode == 2
    assert "DEMO_CONTACTS" in said
