"""What the supervisor does with processes that die, hang, or should stop."""

import json
import os
import signal
import socket
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.integration.stack.running import (
    RunningStack,
    StartStack,
    callctl,
    environment_of,
    free_port_base,
    lives,
    wait_until,
)


def test_a_stack_says_where_everything_is_once_it_is_ready(stack: RunningStack) -> None:
    public = stack.public

    assert public["api"] == public["console"] == f"http://127.0.0.1:{stack.port_base}"
    assert public["webhooks"] == f"http://127.0.0.1:{stack.port_base + 1}"
    assert public["simulator"] is None
    assert public["admin_key"].startswith("cc_")
    assert public["metrics"].keys() == {"campaigns-http-1", "webhooks-http-1", "scheduler", "scheduler-standby"}
    assert public["pids"].keys() == {*public["metrics"], "postgres", "nats"}
    with psycopg.connect(public["database"]) as connection:
        assert connection.execute("show fsync").fetchone() == ("on",)


@pytest.mark.parametrize("name", ["scheduler-standby", "campaigns-http-1", "nats", "postgres"])
def test_what_is_killed_is_started_again(stack: RunningStack, name: str) -> None:
    before = stack.pids

    os.kill(before[name], signal.SIGKILL)

    wait_until(lambda: stack.pids.get(name) not in (None, before[name]), f"another {name}")
    assert {other: pid for other, pid in stack.pids.items() if other != name} == {
        other: pid for other, pid in before.items() if other != name
    }


def test_the_plain_name_of_a_service_is_that_of_the_worker_that_leads(stack: RunningStack) -> None:
    before = stack.pids

    os.kill(before["scheduler"], signal.SIGKILL)

    wait_until(lambda: "scheduler-standby" in stack.pids, "the killed worker is back")
    assert stack.pids["scheduler"] == before["scheduler-standby"]
    assert stack.pids["scheduler-standby"] not in before.values()


def test_nothing_runs_after_the_stack_was_stopped(start_stack: StartStack) -> None:
    stack = start_stack()
    pids = stack.pids

    assert stack.stop() == 0

    assert [name for name, pid in pids.items() if lives(pid)] == []
    assert callctl("status", data_dir=stack.data_dir).returncode == 3


def test_what_a_service_leaves_behind_when_it_is_killed_is_ended(start_stack: StartStack, tmp_path: Path) -> None:
    left = tmp_path / "left"
    stack = start_stack(FAKE_TROUBLE=json.dumps({"campaigns": {"leaves": str(left)}}))
    child = int(left.read_text("ascii"))

    os.kill(stack.pids["campaigns-http-1"], signal.SIGKILL)

    wait_until(lambda: not lives(child), "the child of the killed process has ended")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux tells children of their parent's death")
def test_nothing_outlives_a_supervisor_that_was_killed(start_stack: StartStack) -> None:
    stack = start_stack()
    pids = stack.pids

    stack.process.kill()

    wait_until(lambda: not any(lives(pid) for pid in pids.values()), "all have ended")


def test_what_ignores_the_death_of_its_supervisor_is_ended_by_the_next_start(start_stack: StartStack) -> None:
    base = free_port_base()
    deaf = start_stack(base, FAKE_TROUBLE=json.dumps({"campaigns": {"deaf": True}}))
    pid = deaf.pids["campaigns-http-1"]
    deaf.process.kill()
    deaf.stop()
    assert lives(pid)

    again = start_stack(base)

    assert not lives(pid)
    assert f"(pid {pid}), left by a supervisor that was killed" in again.said
    assert again.public["pids"].keys() == deaf.public["pids"].keys()


def test_what_ignores_the_death_of_its_supervisor_is_ended_by_down(start_stack: StartStack) -> None:
    deaf = start_stack(FAKE_TROUBLE=json.dumps({"campaigns": {"deaf": True}}))
    pid = deaf.pids["campaigns-http-1"]
    deaf.process.kill()
    deaf.stop()

    assert callctl("down", data_dir=deaf.data_dir).returncode == 0

    assert not lives(pid)


def test_data_and_secrets_are_there_at_the_second_start(start_stack: StartStack) -> None:
    first = start_stack()
    with psycopg.connect(first.public["database"]) as connection:
        connection.execute("create table kept (call integer)")
    first.stop()

    second = start_stack(first.port_base)

    assert second.public["admin_key"] == first.public["admin_key"]
    assert second.public["database"] == first.public["database"]
    with psycopg.connect(second.public["database"]) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (0,)


def test_a_service_with_a_bad_configuration_stops_the_start_and_is_quoted(start_stack: StartStack) -> None:
    trouble = {"scheduler": {"exits": 2, "says": "CALL_SILENT_AFTER_SECONDS is 'soon'"}}

    stack = start_stack(FAKE_TROUBLE=json.dumps(trouble))

    assert stack.process.wait(60) == 1
    assert "scheduler" in stack.said
    assert "CALL_SILENT_AFTER_SECONDS is 'soon'" in stack.said
    assert callctl("status", data_dir=stack.data_dir).returncode == 3


def test_a_service_that_fails_again_and_again_is_started_ever_more_slowly(start_stack: StartStack) -> None:
    stack = start_stack(wait=False, FAKE_TROUBLE=json.dumps({"campaigns": {"exits": 1, "says": "database away"}}))

    ended = "campaigns-http-1 ended with exit code 1; it is started again in"
    wait_until(lambda: stack.said.count(ended) >= 3, "three ends")
    assert [seconds for seconds in ("0.2", "0.4", "0.8") if f"{ended} {seconds} s" not in stack.said] == []

    assert stack.stop() == 1
    assert "Told to stop" in stack.said


def test_a_taken_port_is_named_before_anything_starts(start_stack: StartStack) -> None:
    base = free_port_base()
    with socket.create_server(("127.0.0.1", base + 12)):
        stack = start_stack(base)

        assert stack.process.wait(60) == 1

    assert f"{base + 12} (for scheduler)" in stack.said
    assert "--port-base" in stack.said
    assert not (stack.data_dir / "postgres").exists()


def test_services_are_told_of_each_other_and_given_what_callctl_was_given(stack: RunningStack) -> None:
    told = environment_of(stack.public["metrics"]["scheduler"])

    assert told["CALL_SILENT_AFTER_SECONDS"] == "0.5"
    assert told["WEBHOOK_SECRET"] == "old,new"
    nats, operators = urlsplit(told["NATS_URL"]), urlsplit(stack.public["nats"])
    assert (nats.username, nats.port) == ("scheduler", operators.port)
    assert nats.password != operators.password
    assert told["BOLNA_API_URL"] == "http://127.0.0.1:9"
    assert told["PUBLIC_URL"] == stack.public["webhooks"]
    assert told["ADMIN_API_KEY"] == stack.public["admin_key"]
    assert told["HTTP_PORT"] == stack.public["metrics"]["scheduler"].rpartition(":")[2]


def test_a_service_may_work_in_its_own_schema_alone(stack: RunningStack) -> None:
    with psycopg.connect(stack.public["database"], autocommit=True) as owner:
        owner.execute("create table campaigns.private (call integer)")

    with psycopg.connect(environment_of(stack.public["metrics"]["scheduler"])["DATABASE_URL"]) as scheduler:
        scheduler.execute("select name from scheduler.schema_migrations")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            scheduler.execute("select call from campaigns.private")


def test_secrets_are_for_their_owner_alone(stack: RunningStack) -> None:
    secret = [stack.data_dir / "run" / "stack.json", stack.data_dir / "nats" / "nats.conf"]
    secret += (stack.data_dir / "secrets").iterdir()

    assert {file.stat().st_mode & 0o777 for file in secret} == {0o600}
