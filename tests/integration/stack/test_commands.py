"""`callctl up`, `status` and `down` as a person uses them, with PostgreSQL and NATS alone."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.integration.stack.running import callctl, free_port_base, lives


@pytest.fixture
def base(data_dir: Path) -> Iterator[int]:
    """A free port base; what was started with the data directory is stopped at the end."""
    yield free_port_base()
    callctl("down", data_dir=data_dir)


def up(data_dir: Path, base: int) -> dict[str, object]:
    said = callctl("up", "--only-infrastructure", "--detach", "--json", "--port-base", str(base), data_dir=data_dir)
    assert said.returncode == 0, said.stderr
    assert said.stdout.count("\n") == 1
    public: dict[str, object] = json.loads(said.stdout)
    return public


def test_up_detached_returns_when_ready_and_status_says_the_same(data_dir: Path, base: int) -> None:
    public = up(data_dir, base)

    status = callctl("status", "--json", data_dir=data_dir)

    assert status.returncode == 0
    assert json.loads(status.stdout) == public


def test_a_second_up_says_that_the_stack_runs(data_dir: Path, base: int) -> None:
    public = up(data_dir, base)

    second = callctl("up", "--only-infrastructure", "--detach", "--json", data_dir=data_dir)

    assert second.returncode == 1
    assert "runs already" in second.stderr
    assert json.loads(second.stdout) == public


def test_down_returns_when_all_has_ended_and_may_be_said_twice(data_dir: Path, base: int) -> None:
    pids = up(data_dir, base)["pids"]
    assert isinstance(pids, dict)

    assert callctl("down", data_dir=data_dir).returncode == 0

    assert [name for name, pid in pids.items() if lives(pid)] == []
    assert callctl("status", data_dir=data_dir).returncode == 3
    assert callctl("down", data_dir=data_dir).returncode == 0


def test_data_of_another_postgresql_is_refused_by_name(data_dir: Path, base: int) -> None:
    up(data_dir, base)
    callctl("down", data_dir=data_dir)
    (data_dir / "postgres" / "PG_VERSION").write_text("9\n", "ascii")

    refused = callctl("up", "--only-infrastructure", "--port-base", str(base), data_dir=data_dir)

    assert refused.returncode == 1
    assert "was made by PostgreSQL 9" in refused.stderr


def test_data_of_another_layout_is_refused_by_name(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "layout").write_text("7\n", "ascii")

    refused = callctl("up", "--only-infrastructure", data_dir=data_dir)

    assert refused.returncode == 1
    assert "has layout 7" in refused.stderr


def test_a_folder_with_other_things_in_it_is_no_data_directory(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "holiday.jpg").touch()

    refused = callctl("up", "--only-infrastructure", data_dir=data_dir)

    assert refused.returncode == 1
    assert "no data directory" in refused.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that others may not pass")
def test_root_may_keep_the_data_in_a_folder_that_is_closed_to_others(data_dir: Path, base: int) -> None:
    data_dir.parent.chmod(0o700)

    public = up(data_dir, base)

    with psycopg.connect(str(public["database"])) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert data_dir.parent.stat().st_mode & 0o777 == 0o700
    assert (data_dir / "postgres").stat().st_uid != 0
