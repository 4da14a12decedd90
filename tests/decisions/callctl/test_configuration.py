"""The page on the configuration says what the services read."""

import importlib
from pathlib import Path

import pytest

from callctl.configuration import READERS, main, variables
from shared.settings import ServiceSettings

ROOT = Path(__file__).parents[3]


def test_the_page_is_fresh() -> None:
    assert main(["--check"]) == 0


def test_a_stale_page_is_named_with_the_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "configuration.md").write_text("# Configuration\n", "utf-8")

    assert main(["--check"], root=tmp_path) == 1
    assert "make generate" in capsys.readouterr().err


def test_every_variable_says_what_it_is_and_who_reads_it() -> None:
    told = {variable.name: variable for variable in variables()}

    assert [name for name, variable in told.items() if not variable.about.description] == []
    assert told["SYSTEM_FREQUENCY_CAP"].readers == ["scheduler"]
    assert told["BOLNA_API_KEY"].readers == ["campaigns", "dialer", "webhooks"]


@pytest.mark.parametrize("service", READERS)
def test_no_settings_of_a_service_are_left_out(service: str) -> None:
    module = importlib.import_module(f"services.{service}.settings")
    there = {one for one in vars(module).values() if isinstance(one, type) and issubclass(one, ServiceSettings)} - {
        ServiceSettings
    }

    assert there == set(READERS[service])
