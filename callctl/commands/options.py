"""Options that many commands have, spelt once."""

from pathlib import Path
from typing import Annotated

import typer

DATA_DIR = Path(".data")

DataDir = Annotated[
    Path,
    typer.Option(help="The data directory of the stack; NATS_URL, API_URL, … in the environment take its place."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON.")]
