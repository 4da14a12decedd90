"""Counts jobs from outside of what runs them: how many ran at once at most, of each tenant and in all, and how long."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

LONGEST = 64


@dataclass
class Observed:
    """What was told until now; times by the observer's clock."""

    live: Counter[str] = field(default_factory=Counter)
    most_of_a_tenant: int = 0
    most_in_all: int = 0
    done: int = 0
    began: float | None = None
    ended: float = 0.0

    def take(self, told: str) -> None:
        """Count a job that begins (`+3`, of tenant 3) or ends (`-3`)."""
        sign, tenant = told[0], told[1:]
        now = time.perf_counter()
        if sign == "+":
            self.began = now if self.began is None else self.began
            self.live[tenant] += 1
            self.most_of_a_tenant = max(self.most_of_a_tenant, self.live[tenant])
            self.most_in_all = max(self.most_in_all, self.live.total())
        else:
            self.live[tenant] -= 1
            self.done += 1
            self.ended = now

    @property
    def seconds(self) -> float:
        """From the first beginning to the last end."""
        return self.ended - (self.began or self.ended)


@contextmanager
def observer(address: Path) -> Iterator[Observed]:
    """Listen at an address for as long as the block runs."""
    observed = Observed()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(address))
        listening.settimeout(0.2)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    observed.take(listening.recv(LONGEST).decode())
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield observed
        finally:
            over.set()
            thread.join()
            address.unlink()
