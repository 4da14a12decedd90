"""The data directory of a stack: its layout, the secrets made for it, and the record of what runs.

layout            the version of this layout
secrets/NAME      one secret each, mode 0600
postgres/ nats/   the servers' data
run/lock          held while a supervisor runs
run/stack.json    what runs, mode 0600: it holds passwords
logs/NAME.log
"""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict

from callctl.recorded import RecordedProcess
from callctl.refusal import CannotStart

LAYOUT_VERSION = 1
_SECRET_BYTES = 32
_LOOK_SECONDS = 0.5
"""Longer than another's look at the lock holds it."""


class OtherLayout(CannotStart):
    """The data directory was made by a release that lays it out otherwise."""


class AlreadyRuns(CannotStart):
    """A stack with this data directory runs."""


class StackAddresses(BaseModel):
    """Where a stack is reached, and how to get in. `metrics` has the origin of each process of a service, by its name;
    `workers` the names of the processes of a service among which one leads.
    """

    model_config = ConfigDict(frozen=True)

    api: str
    webhooks: str
    simulator: str | None
    nats: str
    database: str
    admin_key: str
    metrics: dict[str, str]
    workers: dict[str, tuple[str, ...]]


class StackRecord(BaseModel):
    """What a supervisor says of its stack, for `status`, `down` and the next `up`."""

    model_config = ConfigDict(frozen=True)

    state: Literal["starting", "ready"]
    supervisor: RecordedProcess
    processes: dict[str, RecordedProcess]
    addresses: StackAddresses


class DataDirectory:
    """The data directory at `path`; nothing is made before `open`."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.postgres = self.path / "postgres"
        self.nats = self.path / "nats"

    def open(self) -> None:
        """Makes what is missing, so that only its owner may look into it; raises `OtherLayout`, or `CannotStart`."""
        try:
            self._make_folders()
        except OSError as error:
            raise CannotStart(f"The data directory {self.path} cannot be used: {error}.") from None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Holds the directory for this process, and lets go of it at the end or with its death; or `AlreadyRuns`."""
        deadline = time.monotonic() + _LOOK_SECONDS
        with (self.path / "run" / "lock").open("a") as lock:
            while not _lock(lock):
                if time.monotonic() > deadline:
                    raise AlreadyRuns(
                        f"A stack with the data directory {self.path} runs already;"
                        " see `callctl status`, or stop it with `callctl down`."
                    )
                time.sleep(_LOOK_SECONDS / 10)
            yield

    def is_held(self) -> bool:
        """Whether a supervisor runs."""
        try:
            with (self.path / "run" / "lock").open() as lock:
                return not _lock(lock)
        except FileNotFoundError:
            return False

    def log(self, name: str) -> Path:
        """The log of a child."""
        return self.path / "logs" / f"{name}.log"

    def secret(self, name: str, prefix: str = "") -> str:
        """The secret `name`; made at the first call, and the same ever after."""
        file = self.path / "secrets" / name
        try:
            return file.read_text("ascii").strip()
        except FileNotFoundError:
            made = prefix + secrets.token_urlsafe(_SECRET_BYTES)
            _write(file, made + "\n")
            return made

    def write(self, record: StackRecord) -> None:
        """Records what runs, whole or not at all."""
        _write(self._record, record.model_dump_json())

    def read(self) -> StackRecord | None:
        """What was recorded last; None where nothing was, or the stack was stopped in good order."""
        try:
            return StackRecord.model_validate(json.loads(self._record.read_text("utf-8")))
        except FileNotFoundError:
            return None

    def clear(self) -> None:
        """Forgets what ran."""
        self._record.unlink(missing_ok=True)

    @property
    def _record(self) -> Path:
        return self.path / "run" / "stack.json"

    def _make_folders(self) -> None:
        # The user of PostgreSQL has to pass through; what is secret has its own mode.
        self.path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        layout = self.path / "layout"
        if not layout.exists():
            if any(self.path.iterdir()):
                raise OtherLayout(f"{self.path} is not empty and no data directory; choose another with --data-dir.")
            _write(layout, f"{LAYOUT_VERSION}\n")
        found = layout.read_text("ascii").strip()
        if found != str(LAYOUT_VERSION):
            raise OtherLayout(
                f"The data directory {self.path} has layout {found}, this release makes and reads {LAYOUT_VERSION}."
                " Use the release that made it, or choose another with --data-dir."
            )
        for folder in ("secrets", "run", "logs"):
            (self.path / folder).mkdir(mode=0o700, exist_ok=True)


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write(file: Path, content: str) -> None:
    """Writes a file of mode 0600 in one step."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(content)
    unfinished.replace(file)
