"""`callctl secrets`: the secrets of a deployment."""

from pathlib import Path
from typing import Annotated

import typer

from callctl.commands.options import AsJson
from callctl.commands.output import print_fields, refuse
from callctl.deployment import Deployment

Folder = Annotated[Path, typer.Argument(help="Where the secrets are kept, a file each.", file_okay=False)]
Simulated = Annotated[
    bool, typer.Option("--simulated", help="Make a key for the simulator, which stands in for Bolna.")
]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("secrets")(secrets)


def secrets(folder: Folder, *, simulated: Simulated = False, as_json: AsJson = False) -> None:
    """Make what is missing of the secrets of a deployment; those that are there stay.

    Passwords of database and NATS, the webhooks' secret, the first administrator's key. Bolna's key is yours: put it
    into the file bolna_api_key first. Exit codes: 0 all are there, 1 Bolna's key is missing, or no file can be written.
    Example: callctl secrets deploy/secrets --simulated
    """
    try:
        made = Deployment(folder, simulated=simulated).make()
    except FileNotFoundError as missing:
        refuse(f"Put Bolna's API key into {missing}; or say --simulated to rehearse with the simulator.")
    except OSError as error:
        refuse(error)
    print_fields({"made": made}, [f"Made {name}." for name in made] or ["Every secret is there."], as_json=as_json)
