"""What the simulator is started with: arguments first, then the environment."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from simulator.domain.merging import UnusableProfile, merged
from simulator.domain.profile import Profile


@dataclass(frozen=True, slots=True)
class Settings:
    """Port 0 is any free port. Without `api_key` every key is taken; without `webhook_url` agents name their own."""

    host: str = "127.0.0.1"
    port: int = 0
    profile: Profile = field(default_factory=Profile)
    webhook_url: str | None = None
    webhook_secret: str | None = None
    api_key: str | None = None
    agents: tuple[str, ...] = ()


class WrongSettings(ValueError):
    """Something to start with is wrong; the message says what, with the value, and what to do."""


def settings_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """The settings in a command line and environment. Raises WrongSettings; argparse exits 2 on an unknown option."""
    given = _parser().parse_args(arguments)
    return Settings(
        host=given.host,
        port=given.port,
        profile=_profile(given.profile),
        webhook_url=given.webhook_url or environment.get("SIMULATOR_WEBHOOK_URL") or None,
        webhook_secret=given.webhook_secret or _secret("SIMULATOR_WEBHOOK_SECRET", environment),
        api_key=given.api_key or _secret("BOLNA_API_KEY", environment),
        agents=tuple(given.agent),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description="Stands in for Bolna: places no real call. Prints one JSON line when it listens; SIGTERM stops it.",
        epilog="Secrets may also come in files: BOLNA_API_KEY_FILE, SIMULATOR_WEBHOOK_SECRET_FILE.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (0: any free one)")
    parser.add_argument("--profile", type=Path, help="JSON file laid over the default profile (simulator/README.md)")
    parser.add_argument("--webhook-url", help="where agents' webhooks go by default (env SIMULATOR_WEBHOOK_URL)")
    parser.add_argument("--webhook-secret", help="sent as X-Webhook-Secret (env SIMULATOR_WEBHOOK_SECRET)")
    parser.add_argument("--api-key", help="the only key that is taken (env BOLNA_API_KEY; neither: every key)")
    parser.add_argument("--agent", action="append", default=[], metavar="ID", help="an agent to begin with; repeatable")
    return parser


def _profile(path: Path | None) -> Profile:
    if path is None:
        return Profile()
    try:
        return merged(Profile(), json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        kind = "cannot be used" if isinstance(error, UnusableProfile) else "cannot be read as JSON"
        raise WrongSettings(f"--profile {path} {kind}: {error}") from error


def _secret(name: str, environment: Mapping[str, str]) -> str | None:
    path = environment.get(f"{name}_FILE")
    if not path:
        return environment.get(name) or None
    try:
        return Path(path).read_text(encoding="utf-8").strip() or None
    except OSError as error:
        raise WrongSettings(f"{name}_FILE {path} cannot be read: {error}") from error
