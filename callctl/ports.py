"""Which port of 127.0.0.1 each part of the stack listens on, counted from the port base."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass

from callctl.refusal import CannotStart

_HIGHEST_PORT = 65535
_SPAN = 30
"""The ports above the base that are the stack's, so that two bases this far apart never meet."""


class PortsTaken(CannotStart):
    """Another program listens where the stack would; names each port."""


@dataclass(frozen=True)
class Ports:
    """The ports from `base` on."""

    base: int = 8000

    def __post_init__(self) -> None:
        if not 0 < self.base <= _HIGHEST_PORT - _SPAN:
            raise CannotStart(f"The port base {self.base} leaves no room: choose 1024 to {_HIGHEST_PORT - _SPAN}.")

    @property
    def simulator(self) -> int:
        """Bolna's stand-in."""
        return self.base + 2

    @property
    def nats(self) -> int:
        """NATS, for clients."""
        return self.base + 3

    @property
    def postgres(self) -> int:
        """PostgreSQL."""
        return self.base + 4

    @property
    def nats_monitoring(self) -> int:
        """NATS's own HTTP monitoring."""
        return self.base + 5

    def of(self, offset: int) -> int:
        """The port of a process that has `offset` in the list of processes."""
        return self.base + offset


def origin(port: int) -> str:
    """The address of what listens there, without a path."""
    return f"http://127.0.0.1:{port}"


def refuse_taken(ports: Mapping[str, int]) -> None:
    """Raises `PortsTaken`, naming all of them, where something listens at one of `ports` (by what it is for)."""
    taken = [f"{port} (for {name})" for name, port in ports.items() if _is_taken(port)]
    if taken:
        raise PortsTaken(
            f"Another program listens on port {', '.join(taken)} of 127.0.0.1."
            f" End it, or choose other ports with --port-base (the stack uses {_SPAN} from there on)."
        )


def free_base(first: int = 8000) -> int:
    """The first port base from `first` on where nothing listens on any of the stack's ports; or `PortsTaken`."""
    bases = range(first, _HIGHEST_PORT - _SPAN, _SPAN)
    for base in bases:
        if not any(_is_taken(port) for port in range(base, base + _SPAN)):
            return base
    raise PortsTaken(f"No {_SPAN} ports in a row from {first} on are free on 127.0.0.1.")


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was just closed is free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
