"""`callctl rehearse`: the sample contacts called by a deployment whose Bolna is the simulator."""

import os
from typing import Annotated

import typer
from pydantic import Field
from rich.console import Console

from callctl.api import NotAnswered
from callctl.commands.options import DATA_DIR, DataDir
from callctl.commands.output import REFUSED, refuse
from callctl.demo.parts import sample_parts
from callctl.demo.run import demonstrate
from callctl.reaching import CannotReach, Setup
from shared.settings import BolnaApiKey, HttpAddress, Settings, exit_on_bad_settings

_WIDTH_OF_A_FILE = 140


class RehearsalSettings(Settings):
    """Where the simulator is, and the key that it knows."""

    simulator_url: Annotated[HttpAddress, Field(alias="SIMULATOR_URL", description="the address of the simulator")]
    bolna_api_key: BolnaApiKey


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(rehearse)


def rehearse(*, data_dir: DataDir = DATA_DIR) -> None:
    """Have a deployment whose Bolna is the simulator (SIMULATOR_URL) call the sample contacts, and check every outcome.

    Three users are registered with a campaign each, once for a deployment. Exit codes: 0 every contact ended as
    expected and no limit was passed, 1 not so, 2 SIMULATOR_URL or BOLNA_API_KEY is missing.
    Example: deploy/compose run --rm callctl rehearse
    """
    settings = exit_on_bad_settings(RehearsalSettings, os.environ)
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH_OF_A_FILE)
    setup = Setup(data_dir)
    try:
        reached = {
            "api": setup.origin(),
            "console": setup.origin(),
            "admin_key": setup.admin_key(),
            "simulator": settings.simulator_url,
        }
        good = demonstrate(sample_parts(), reached, settings.bolna_api_key.get_secret_value(), console)
    except (CannotReach, NotAnswered) as reason:
        refuse(reason)
    if not good:
        raise typer.Exit(REFUSED)
