"""The secrets of a deployment, each a file: made where they are missing, and the same ever after.

`deploy/compose.yaml` gives each container those that it needs. Passwords stand once more in the addresses made of them.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from callctl.database import DATABASE, service_role
from callctl.nats import USER, users
from shared.migrations import SERVICES

OWNER = "call_campaigns_owner"
SECRET_BYTES = 32
NATS_PORT, NATS_MONITORING_PORT, POSTGRES_PORT = 4222, 8222, 5432
MAX_STORE_BYTES = 4 * 1024**3
MADE_UP = "simulated-"
"""How a key begins that only the simulator knows: with it nothing is started that would reach Bolna."""
READABLE = 0o644
"""Containers run as users of their own; the folder is closed to everybody else."""


@dataclass(frozen=True)
class Deployment:
    """Where its secrets are, and which are to be given by people: Bolna's key, unless a simulator stands in."""

    folder: Path
    simulated: bool = False

    def make(self) -> list[str]:
        """Makes what is missing; returns the names of what was made. Raises FileNotFoundError for a key not given."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = {file.name for file in self.folder.iterdir()}
        key = self.folder / "bolna_api_key"
        if not self.simulated and (not key.exists() or key.read_text("utf-8").startswith(MADE_UP)):
            raise FileNotFoundError(key)
        self._secret("bolna_api_key", MADE_UP)
        self._secret("admin_api_key", "cc_")
        self._secret("webhook_secret")
        self._secret("grafana_password")
        owner = self._secret("postgres_password")
        self._write("database_url", _database(OWNER, owner))
        operator = self._secret("nats_password")
        self._write("nats_url", _nats(USER, operator))
        passwords: dict[str, str] = {}
        for service in SERVICES:
            role = self._secret(f"database_password_{service}")
            self._write(f"database_url_{service}", _database(service_role(service), role))
            passwords[service] = self._secret(f"nats_password_{service}")
            self._write(f"nats_url_{service}", _nats(service, passwords[service]))
        self._write("nats.conf", json.dumps(nats_configuration(operator, passwords), indent=2))
        return sorted({file.name for file in self.folder.iterdir()} - before)

    def _secret(self, name: str, prefix: str = "") -> str:
        file = self.folder / name
        if not file.exists():
            self._write(name, prefix + secrets.token_urlsafe(SECRET_BYTES))
        return file.read_text("utf-8").strip()

    def _write(self, name: str, content: str) -> None:
        file = self.folder / name
        partial = file.with_name(f".{name}")
        partial.write_text(content + "\n", "utf-8")
        partial.chmod(READABLE)
        partial.replace(file)


def nats_configuration(operator: str, services: Mapping[str, str]) -> dict[str, object]:
    """The configuration of the deployment's NATS server: its users may do what their service needs."""
    return {
        "port": NATS_PORT,
        "http_port": NATS_MONITORING_PORT,
        "server_name": "call-campaigns",
        "jetstream": {"store_dir": "/data", "max_file_store": MAX_STORE_BYTES},
        "accounts": {USER: {"jetstream": "enabled", "users": users(operator, services)}},
    }


def _database(role: str, password: str) -> str:
    return f"postgresql://{role}:{password}@postgres:{POSTGRES_PORT}/{DATABASE}"


def _nats(user: str, password: str) -> str:
    return f"nats://{user}:{password}@nats:{NATS_PORT}"
