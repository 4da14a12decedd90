"""Every command can be used by a script, and says how."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from callctl.main import app

FOR_PEOPLE = {"demo", "rehearse"}
"""Nothing but a show."""


def leaves(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every command that does something, by its words."""
    commands = getattr(command, "commands", {})
    if not commands or getattr(command, "invoke_without_command", False):
        yield name, command
    for word, one in commands.items():
        yield from leaves(one, f"{name} {word}".strip())


COMMANDS = dict(leaves(typer.main.get_command(app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_its_help_names_exit_codes_and_an_example(name: str) -> None:
    said = COMMANDS[name].help or ""

    assert "Exit codes: 0" in said
    assert "Example: " in said
    assert "callctl" in said.partition("Example: ")[2]


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - FOR_PEOPLE))
def test_it_answers_in_json_where_asked(name: str) -> None:
    assert "--json" in {option for parameter in COMMANDS[name].params for option in parameter.opts}


def test_the_commands_that_are_documented_stand() -> None:
    assert COMMANDS.keys() >= {
        "up", "down", "status", "demo", "migrate", "stop-all", "start-all", "drain", "dead list", "dead show",
        "dead retry", "dead drop", "verify", "rebuild", "why", "doctor", "watch", "import", "slots", "slots release",
        "user sign-in-link", "user list", "user add", "user change", "key list", "key issue", "key revoke",
        "webhooks replay", "secrets", "rehearse",
    }  # fmt: skip
