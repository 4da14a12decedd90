"""What every system beside ours is given, and how its jobs tell the observer: used in environments of their own."""

import socket

SECONDS = 0.02
EACH = 5
ALL = 50


class Told:
    """An observer that is told of each job, over a socket of datagrams that arrive in order or not at all."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.connect(address)

    def begins(self, tenant: int) -> None:
        """A job of a tenant begins."""
        self._socket.send(f"+{tenant}".encode())

    def ends(self, tenant: int) -> None:
        """A job of a tenant ends."""
        self._socket.send(f"-{tenant}".encode())
