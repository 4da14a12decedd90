"""Where a setup is reached."""

from pathlib import Path

import pytest

from callctl.reaching import BadSurroundings, CannotReach, Setup

NOWHERE = Path("/nowhere")
ELSEWHERE = {
    "NATS_URL": "nats://ops:hush@10.0.0.1:4222",
    "DATABASE_URL": "postgresql://ops:hush@10.0.0.1/calls",
    "API_URL": "https://calls.example.com",
    "PUBLIC_URL": "https://hooks.example.com",
    "ADMIN_API_KEY": "cc_hush",
}


def test_what_the_environment_names_is_what_is_reached() -> None:
    setup = Setup(NOWHERE, ELSEWHERE)

    assert setup.nats() == ELSEWHERE["NATS_URL"]
    assert setup.database() == ELSEWHERE["DATABASE_URL"]
    assert setup.origin() == ELSEWHERE["API_URL"]
    assert setup.webhooks() == ELSEWHERE["PUBLIC_URL"]
    assert setup.admin_key() == ELSEWHERE["ADMIN_API_KEY"]


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "nats"
    file.write_text("nats://ops:hush@10.0.0.1:4222\n", "utf-8")

    assert Setup(NOWHERE, {"NATS_URL_FILE": str(file)}).nats() == ELSEWHERE["NATS_URL"]


def test_what_is_neither_named_nor_of_a_stack_is_said_with_the_remedy() -> None:
    with pytest.raises(CannotReach, match="/nowhere runs, and NATS_URL is not set: start one"):
        Setup(NOWHERE, {}).nats()


def test_a_variable_that_is_wrong_is_named_and_its_secret_is_not() -> None:
    with pytest.raises(BadSurroundings, match="DATABASE_URL is wrong") as refused:
        Setup(NOWHERE, {"DATABASE_URL": "mysql://hush"}).database()

    assert "hush" not in str(refused.value)


def test_no_other_api_is_told_the_key_of_the_stack_on_this_machine() -> None:
    with pytest.raises(BadSurroundings, match="ADMIN_API_KEY is not set"):
        Setup(NOWHERE, {"API_URL": ELSEWHERE["API_URL"]}).admin_key()
